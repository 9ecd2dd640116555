package append

import (
	"raftlab/grader"
	"raftlab/grader/call"
)

// These places in the paper are about AppendEntries.
const (
	rule1            = "Figure 2, AppendEntries rule 1 · §5.1"
	rule2            = "Figure 2, AppendEntries rule 2 · §5.3"
	rule3            = "Figure 2, AppendEntries rule 3 · §5.3"
	rule4            = "Figure 2, AppendEntries rule 4 · §5.3"
	rule5            = "Figure 2, AppendEntries rule 5 · §5.3"
	candidatesGiveUp = "Figure 2, Rules for Candidates · §5.2"
	leaderID         = "Figure 2, AppendEntries, leaderId · §8"
	matchProved      = "Figure 2, State, matchIndex[] · §5.3"
	replyTerm        = "Figure 2, AppendEntries, results · §5.1"
	refusalHint      = "the end of §5.3"
	applyLater       = "Figure 2, Rules for All Servers · §5.3"
)

// Exercise is the exercise to write HandleAppendEntries.
func Exercise() *call.Exercise {
	e := call.NewExercise(grader.About{
		ID: "append", Title: "Append what the leader sends", File: "exercises/append/append.go",
		Summary:  "The consistency check, what to remove, what to keep, and what is committed.",
		Rules:    []string{"HandleAppendEntries"},
		Subjects: []string{"B3", "B4", "B6"}, Points: 20, TaskTitles: titles,
	})
	e.Branches, e.Watch, e.Drills, e.Tasks, e.Also = branches, watch, drills, tasks, also
	for _, c := range situations() {
		e.Cases = append(e.Cases, c.toCase())
	}
	for _, c := range figure7Situations() {
		e.Cases = append(e.Cases, c.toCase())
	}
	e.Small = grader.SmallestFirst(smallCalls, appendCall.size, appendCall.toCase)
	return e
}
