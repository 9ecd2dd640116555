package commit

import (
	"raftlab/grader"
	"raftlab/grader/call"
)

// These places in the paper are about committing.
const (
	commitMajority = "Figure 2, Leaders, last rule · §5.3"
	commitTerm     = "Figure 2, Leaders, last rule · §5.4.2"
	commitIndex    = "Figure 2, commitIndex · §5.3"
)

// Exercise is the exercise to write AdvanceCommitIndex.
func Exercise() *call.Exercise {
	e := call.NewExercise(grader.About{
		ID: "commit", Title: "Commit an entry", File: "exercises/commit/commit.go",
		Summary:  "When an entry is safe for ever, and why counting copies is not enough.",
		Rules:    []string{"AdvanceCommitIndex"},
		Subjects: []string{"C2", "C3", "C5"}, Points: 15, TaskTitles: titles,
	})
	e.Branches, e.Watch, e.Drills, e.Tasks, e.Also = branches, watch, drills, tasks, also
	for _, s := range situations() {
		e.Cases = append(e.Cases, s.toCase())
	}
	e.Small = grader.SmallestFirst(smallCalls, commitCall.size, commitCall.toCase)
	return e
}
