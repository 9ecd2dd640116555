// Package mutants is a catalogue of Raft that is wrong on purpose. Each mutant is a mistake that real
// learners or real systems made, and keeps its number in the project's catalogue of bugs: V voting, T
// timers, A AppendEntries on the follower, R its replies on the leader, C the commit rule, P applying, D
// the disk, B the way back to where two logs part.
//
//	for _, m := range mutants.All() {
//		result := raftcluster.Nemesis().Run(nemesis.Options{Seed: 1}, m.Stage(), nemesis.Events)
//		...
//	}
//
// A mutant is a few lines that differ from the reference. Most replace one rule of Figure 2. In
// some of group D the whole machine is wrapped, and what goes to its disk, or comes back from it, is
// changed on the way: that something is on the disk too late cannot be said by a rule. Such a mutant has
// its mistake a second time, as a learner can write it in exercise persist.
//
// The lab must find each of them. Where a mistake cannot be made in this core, or breaks nothing in it,
// the catalogue has it all the same, with the reason.
//
// # The kill matrix
//
// Matrix has each mutant judged by the exercise whose rule it gets wrong, by each kind of check alone:
// examples, small calls, drills, random schedules. `make mutants` prints it, and fails when one survives
// or is found first by another check than its own. MATRIX.md keeps it.
//
// # What breaks
//
// Breaks says which properties a mutant may break, the one that its story is about first. The lab ends
// a run at the first property that breaks, and that may be one that is nearer to the mistake: a server
// checks the invariants of its own state (I1 to I7, package raft) before anyone compares it with the
// others. A candidate that does not remember its own vote breaks I2 long before two leaders meet.
//
// # Testdata
//
// For each mutant that breaks something, testdata has a scenario that shows it: the smallest that was
// found in random schedules, or one written by hand where those do not get there. With the reference
// rules the same scenario breaks nothing, and none of its commands can be left out. To look for better
// ones, and then to read them:
//
//	go test ./grader/mutants -rewrite
//	go test ./grader/mutants -run EachMutant -rewrite -first 5000
//
// # Never
//
// Nothing here is right, so nothing but a test or a grader may use it. No mutant looks at time, at
// random numbers or at other servers: it is as deterministic as what it replaces.
package mutants
