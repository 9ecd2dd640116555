package persist

import (
	"iter"

	"raftlab/grader"
	"raftlab/grader/call"
)

// These places in the paper are about stable storage.
const (
	persistState   = "Figure 2, State, persistent state on all servers · §5.1"
	persistLog     = "Figure 2, State, log[] · §5.3"
	startsFollower = "Figure 2, Rules for Followers · §5.2"
	volatileState  = "Figure 2, State, volatile state on all servers"
)

// Exercise is the exercise to write WhatToSave and Restore.
func Exercise() *call.Exercise {
	e := call.NewExercise(grader.About{
		ID: "persist", Title: "Save before you speak", File: "exercises/persist/persist.go",
		Summary:  "What must be on the disk before a message leaves, and what comes back after a crash.",
		Rules:    []string{"WhatToSave", "Restore"},
		Subjects: []string{"A6", "D1", "D2"}, Points: 10, TaskTitles: titles,
	})
	e.Branches, e.Watch, e.Drills, e.Tasks, e.Also = branches, watch, drills, tasks, also
	for _, s := range saveSituations() {
		e.Cases = append(e.Cases, call.Case{Name: s.name, Place: s.place, Why: s.why, Run: s.run})
	}
	for _, s := range restoreSituations() {
		e.Cases = append(e.Cases, call.Case{Name: s.name, Place: s.place, Why: s.why, Run: s.run})
	}
	e.Small = func(yield func(call.Case) bool) {
		for _, part := range []iter.Seq[call.Case]{
			grader.SmallestFirst(smallSaves, saveCall.size, saveCall.smallCase),
			grader.SmallestFirst(smallRestores, restoreCall.size, restoreCall.smallCase),
		} {
			for c := range part {
				if !yield(c) {
					return
				}
			}
		}
	}
	return e
}
