// Package reference is the answer key of sessions: each rule of kv.SessionRules as the thesis has it (§6.3).
//
//	rules := reference.Rules()
//
// # Never
//
// No clock, no map order, no randomness: a rule of the state machine gives the same on every server. A learner's file
// cannot reach this package.
package reference
