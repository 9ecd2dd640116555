package zab

import (
	"iter"
	"slices"

	"raftlab/grader"
	"raftlab/grader/rulecall/zabcall"
	"raftlab/lab"
	"raftlab/lab/zab"
	"raftlab/lab/zab/reference"
	"raftlab/lab/zabcluster"
)

// Case is a call of one of the rules.
type Case = grader.Case[zab.Rules]

// ruleNames are the rules that a learner writes.
var ruleNames = []string{
	"Better", "HandleNotification", "Elected", "NewEpoch", "ChooseSync", "HandleSync", "HandleAck",
}

// These places are about the rules.
const (
	comparing  = "ZooKeeper, totalOrderPredicate"
	voting     = "ZooKeeper, lookForLeader, a vote"
	rounds     = "ZooKeeper, lookForLeader, rounds"
	ending     = "ZooKeeper, lookForLeader, the end of an election"
	joining    = "ZooKeeper, checkLeader"
	proposing  = "Zab, phase 1, step l.1.1"
	choosing   = "Zab, phase 2 · ZooKeeper, syncFollower"
	equal      = "Zab, phase 2, step f.2.1"
	committing = "Zab, phase 3, step l.3.2"
)

// Exercise is the exercise to write seven rules of ZAB.
func Exercise() *grader.Exercise[zab.Rules] {
	about := grader.About{
		ID: "zab", Title: "First equal, then new", File: "exercises/zab/zab.go", Protocol: zabcluster.ID,
		Summary: "How servers of ZAB elect a leader, how it makes them equal to itself, and in which order it commits.",
		Rules:   ruleNames, Subjects: []string{"G4", "G5"}, Points: 10, TaskTitles: titles,
	}
	return &grader.Exercise[zab.Rules]{
		About: about, Reference: reference.Rules,
		Calls: zabcall.Table(), Serve: serve, Enter: grader.Entered(about, zabcall.Table()),
		Stage: zabcluster.Watched, Nemesis: zabcluster.Nemesis(),
		Cases: slices.Concat(
			betterCases(), notificationCases(), electedCases(), epochCases(), chooseCases(), syncCases(), ackCases()),
		Small:    small,
		Branches: branches, Watch: watch, Drills: drills, Tasks: tasks, Also: also,
	}
}

// serve starts a server that follows the rules if its configuration asks for own rules.
func serve(rules *zab.Rules, config []byte) (lab.Machine, error) {
	return zabcluster.InProcess{Own: rules}.Start(0, config)
}

// Learner binds the exercise to the rules of a learner's file, which change puts into the set.
//
//go:noinline
func Learner(change func(rules *zab.Rules)) grader.Learner { return grader.Here(Exercise(), change) }

// small is every call of every rule, the smallest of each rule first.
func small(yield func(Case) bool) {
	for _, part := range []iter.Seq[Case]{
		grader.SmallestFirst(smallComparisons, comparison.size, comparison.toCase),
		grader.SmallestFirst(smallNotifications, arrival.size, arrival.toCase),
		grader.SmallestFirst(smallElections, count.size, count.toCase),
		grader.SmallestFirst(smallEpochs, epochs.size, epochs.toCase),
		grader.SmallestFirst(smallChoices, choice.size, choice.toCase),
		grader.SmallestFirst(smallSyncs, syncing.size, syncing.toCase),
		grader.SmallestFirst(smallAcks, ack.size, ack.toCase),
	} {
		for c := range part {
			if !yield(c) {
				return
			}
		}
	}
}

// ownWords gives an example's failure the example's own sentence, if that explains it: it has the code of what the
// example is about. Small calls have neither.
func ownWords(failure *grader.CaseFailure, code string) *grader.CaseFailure {
	if failure.Why.Code == code {
		failure.Why = lab.Saying{}
	}
	return failure
}
