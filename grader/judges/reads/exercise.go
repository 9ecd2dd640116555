package reads

import (
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/raftcluster"
)

// These are the places of the four rules, one for each task.
const (
	notes    = "§8 · thesis §6.4, steps 1 and 2"
	confirms = "§8 · thesis §6.4, step 3"
	answers  = "thesis §6.4, steps 4 and 5"
	leases   = "thesis §6.4.1"
)

// Exercise is the exercise to write the rules of reads that do not go through the log.
func Exercise() *call.Exercise {
	e := call.NewExercise(grader.About{
		ID: "reads", Title: "Read without writing", File: "exercises/reads/reads.go",
		Summary: "Answer reads without an entry in the log: by the commit index and one round of heartbeats, or by a " +
			"lease.",
		Rules:    []string{"BeginRead", "ConfirmReads", "ReadyReads", "ExtendLease"},
		Subjects: []string{"E1", "E2", "E3"}, Points: 20, TaskTitles: titles,
	})
	e.Branches, e.Watch, e.Drills, e.Tasks, e.Also = branches, watch, drills, tasks, also
	e.Nemesis, e.Assumes = raftcluster.ReadsNemesis(), true
	for _, c := range examples() {
		e.Cases = append(e.Cases, c.toCase())
	}
	e.Small = grader.SmallestFirst(smallCalls, one.size, one.toCase)
	return e
}

// one is a story of reads, or a call of ExtendLease.
type one interface {
	size() int
	toCase() call.Case
}

// examples are the situations of the lesson, in the order of its tasks.
func examples() []one {
	return slices.Concat(beginExamples(), confirmExamples(), readyExamples(), leaseExamples())
}

// smallCalls is every story of reads, and every call of ExtendLease, up to a small bound.
func smallCalls() []one { return slices.Concat(smallStories(), smallLeases()) }
