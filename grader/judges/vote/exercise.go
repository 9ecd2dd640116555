package vote

import (
	"raftlab/grader"
	"raftlab/grader/call"
)

// These places in the paper are about the vote.
const (
	rule1    = "Figure 2, RequestVote rule 1 · §5.1"
	upToDate = "Figure 2, RequestVote rule 2 · §5.4.1"
)

// Exercise is the exercise to write HandleRequestVote.
func Exercise() *call.Exercise {
	e := call.NewExercise(grader.About{
		ID: "vote", Title: "Grant a vote", File: "exercises/vote/vote.go",
		Summary:  "When a server votes for a candidate, when it refuses, and what it must remember.",
		Rules:    []string{"HandleRequestVote"},
		Subjects: []string{"A4", "A5", "A6", "A12"}, Points: 10, TaskTitles: titles,
	})
	e.Branches, e.Watch, e.Drills, e.Tasks, e.Also = branches, watch, drills, tasks, also
	for _, s := range situations() {
		e.Cases = append(e.Cases, s.toCase())
	}
	e.Small = grader.SmallestFirst(smallCalls, voteCall.size, voteCall.toCase)
	return e
}
