package snapshot

import (
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/raftcluster"
)

// These are the places of the rules, one for each task.
const (
	labels   = "§7 · the label of a snapshot"
	cuts     = "§7 · how far the log is cut"
	sends    = "§7 · Figure 13, who gets a snapshot"
	receives = "Figure 13, InstallSnapshot RPC"
	covers   = "§5.3, §7 · entries before the base"
	starts   = "§7 · a start with a snapshot and a log"
)

// Exercise is the exercise to write the rules of snapshots.
func Exercise() *call.Exercise {
	e := call.NewExercise(grader.About{
		ID: "snapshot", Title: "Snapshots", File: "exercises/snapshot/snapshot.go",
		Summary: "Let a snapshot take the place of the beginning of the log, on this server and on one that is far " +
			"behind.",
		Rules: []string{
			"LabelSnapshot", "MayCompact", "NeedsSnapshot", "HandleInstallSnapshotReply", "HandleInstallSnapshot",
			"SkipCovered", "RestoreAll",
		},
		Subjects: []string{"D3"}, Points: 25, TaskTitles: titles,
	})
	e.Branches, e.Watch, e.Drills, e.Tasks, e.Also = branches, watch, drills, tasks, also
	e.Nemesis = raftcluster.SnapshotNemesis()
	for _, c := range examples() {
		e.Cases = append(e.Cases, c.toCase())
	}
	e.Small = grader.SmallestFirst(smallCalls, one.size, one.toCase)
	return e
}

// one is a call of a rule, or a story of chunks.
type one interface {
	size() int
	toCase() call.Case
}

// examples are the situations of the lesson, in the order of its tasks.
func examples() []one {
	return slices.Concat(labelExamples(), cutExamples(), sendExamples(), chunkExamples(), coverExamples(),
		startExamples())
}

// smallCalls is every call up to a small bound.
func smallCalls() []one {
	return slices.Concat(smallLabels(), smallCuts(), smallSends(), smallStories(), smallCovers(), smallStarts())
}
