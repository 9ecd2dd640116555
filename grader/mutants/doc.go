// Package mutants is a catalogue of Raft that is wrong on purpose. Each mutant is a mistake that real
// learners or real systems made, and keeps its number in the project's catalogue of bugs: V voting, T
// timers, A AppendEntries on the follower, R its replies on the leader, C the commit rule, P applying, D
// the disk, B the way back to where two logs part, Q elections that do not disturb, X handing over, K
// clients that ask again, L reads that do not go through the log, S snapshots.
//
//	for _, m := range mutants.All() {
//		result := raftcluster.Nemesis().Run(nemesis.Options{Seed: 1}, m.Stage(), nemesis.Events)
//		...
//	}
//
// A mutant is a few lines that differ from the reference. Most replace one rule of Figure 2. Some of group D
// wrap the whole machine and change what it writes to its disk or reads from it, because a rule cannot delay
// a write. Such a mutant has its mistake a second time, as a learner can write it in exercise persist.
//
// The lab must find each of them. The catalogue also has mistakes that this core cannot make, or that break
// nothing in it, with the reason.
//
// # The kill matrix
//
// Matrix lets the exercise of the wrong rule judge each mutant, by each kind of check alone: examples, small
// calls, drills, random schedules. `make mutants` prints it, and fails if a mutant survives or if another
// check than its own finds it first. MATRIX.md keeps it.
//
// # What breaks
//
// Breaks lists the properties that a mutant may break. The first is the one of its story. The lab ends a run
// at the first property that breaks, which may be nearer to the mistake: a server checks the invariants of
// its own state (I1 to I11, package raft) before the lab compares it with others. A candidate that does not
// remember its own vote breaks I2 long before there are two leaders.
//
// # Testdata
//
// For each mutant that breaks something, testdata has a scenario that shows it: the smallest one found in
// random schedules, or one that a person wrote. With the reference rules the same scenario breaks nothing,
// and none of its commands can be left out. To look for better ones, and then to read them:
//
//	go test ./grader/mutants -rewrite
//	go test ./grader/mutants -run EachMutant -rewrite -first 5000
//
// # Never
//
// Everything here is wrong, so only a test or a grader may use it. No mutant uses time, random numbers or
// other servers: it is as deterministic as the rule that it replaces.
package mutants
