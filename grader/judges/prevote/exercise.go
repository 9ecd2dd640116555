package prevote

import (
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/raftcluster"
)

// These are the places of the six rules, one for each task.
const (
	asks       = "thesis §9.6, a server that asks first"
	answers    = "thesis §9.6, a server that is asked"
	counts     = "thesis §9.6, the answers"
	unanswered = "§6 · thesis §4.2.3"
	quorum     = "thesis §6.2"
	transfer   = "thesis §3.10"
)

// Exercise is the exercise to write the rules of elections that do not disturb.
func Exercise() *call.Exercise {
	e := call.NewExercise(grader.About{
		ID: "prevote", Title: "Do not disturb", File: "exercises/prevote/prevote.go",
		Summary: "Ask before you stand, leave a leader alone that works, step down without a majority, and hand over.",
		Rules: []string{
			"StartPreVote", "HandlePreVote", "HandlePreVoteReply", "LeavesUnanswered", "CheckQuorum", "TransferTo",
		},
		Subjects: []string{"A8", "A9", "A11"}, Points: 20, TaskTitles: titles,
	})
	e.Branches, e.Watch, e.Drills, e.Tasks = branches, watch, drills, tasks
	e.Nemesis = raftcluster.ElectionsNemesis()
	for _, c := range examples() {
		e.Cases = append(e.Cases, c.toCase())
	}
	e.Small = grader.SmallestFirst(smallCalls, one.size, one.toCase)
	return e
}

// one is a call of any of the rules, or a story that ends with one.
type one interface {
	size() int
	toCase() call.Case
}

// examples are the situations of the lesson, in the order of its tasks.
func examples() []one {
	return slices.Concat(
		attemptExamples(), questionExamples(), answerExamples(), requestExamples(), intervalExamples(),
		handoverExamples(),
	)
}

// smallCalls is every call of each rule up to a small bound.
func smallCalls() []one {
	return slices.Concat(smallAttempts(), smallQuestions(), smallRequests(), smallIntervals(), smallHandovers())
}
