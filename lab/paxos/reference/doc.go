// Package reference is the answer key: each rule of Paxos as "Paxos Made Simple" has it, one file a rule.
//
// # Never
//
// Nothing here knows about timers, messages on their way or disks; package node does. A learner's file cannot import
// it.
package reference
