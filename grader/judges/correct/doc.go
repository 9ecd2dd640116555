// Package correct has rules that are right, each in its own way, where the tests of more than one exercise need them:
// with each way to answer a leader and each way to lead, a follower must be repaired.
//
//	for name, rules := range correct.Replications() { ... }
//
// # Never
//
// Only tests import it. Each rule here must pass its exercise.
package correct
