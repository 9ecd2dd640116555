// Package reference is the answer key: the rules of package replicas as their papers have them.
//
// # Never
//
// A learner's file cannot import it. It keeps no state: each rule is a pure function.
package reference
