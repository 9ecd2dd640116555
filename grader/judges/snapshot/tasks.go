package snapshot

import "raftlab/grader"

// tasks are the tasks of exercises/snapshot/README.md, by places.
var tasks = grader.Tasks{
	labels:   1,
	cuts:     2,
	sends:    3,
	receives: 4,
	covers:   5,
	starts:   6,
}

// titles are those of the tasks, as the lesson has them.
var titles = []string{
	"The label",
	"Cut the log",
	"Send",
	"Receive",
	"Before the base",
	"Start",
}

// also are the tasks whose mistakes show in checks of another one.
var also = grader.Also{
	// Tasks 4 and 6 ask the same question about the log, and one function may answer it for both.
	"snapshot.call.placed.term":              {4},
	"the log is the one before the snapshot": {4},
}
