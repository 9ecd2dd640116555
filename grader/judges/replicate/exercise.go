package replicate

import (
	"raftlab/grader"
	"raftlab/grader/call"
)

// These places in the paper are about replication.
const (
	leadersSend    = "Figure 2, Leaders, nextIndex[] · §5.3"
	leadersPrev    = "Figure 2, AppendEntries arguments · §5.3"
	leadersCommit  = "Figure 2, leaderCommit · §5.3"
	leadersSuccess = "Figure 2, Leaders, matchIndex[] · §5.3"
	leadersRefused = "Figure 2, Leaders, after a failure · §5.3"
	leadersHint    = "the end of §5.3"
	leadersOldTerm = "§5.1, §5.3"
	figure7        = "Figure 7 · §5.3"
)

// Exercise is the exercise to write AppendEntriesTo and HandleAppendEntriesReply.
func Exercise() *call.Exercise {
	e := call.NewExercise(grader.About{
		ID: "replicate", Title: "Replicate the log", File: "exercises/replicate/replicate.go",
		Summary:  "What a leader sends to each follower, and what it learns from the answers.",
		Rules:    []string{"AppendEntriesTo", "HandleAppendEntriesReply"},
		Subjects: []string{"B1", "B4", "B5"}, Points: 20, TaskTitles: titles,
	})
	e.Branches, e.Watch, e.Drills, e.Tasks, e.Also = branches, watch, drills, tasks, also
	for _, s := range sendSituations() {
		e.Cases = append(e.Cases, s.toCase())
	}
	for _, s := range answerSituations() {
		e.Cases = append(e.Cases, s.toCase())
	}
	for _, s := range repairSituations() {
		e.Cases = append(e.Cases, s.toCase())
	}
	e.Small = grader.SmallestFirst(smallCalls, replicateCall.size, replicateCall.toCase)
	return e
}
