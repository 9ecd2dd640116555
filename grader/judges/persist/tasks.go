package persist

import "raftlab/grader"

// tasks are the tasks of exercises/persist/README.md, by places in the paper, and by what has a task of its own.
var tasks = grader.Tasks{
	persistState:   1,
	persistLog:     2,
	volatileState:  4,
	startsFollower: 4,

	"WhatToSave": 1, "Restore": 4,

	"a tail is replaced":                             3,
	"a tail is removed, and nothing takes its place": 3,

	"the very first start":       4,
	"a start after a vote":       4,
	"a start with a log":         4,
	"a start with an empty disk": 4,
	// Term, vote and log are restored by one task. To save changes nothing.
	"persist.call.restore.term":         4,
	"persist.call.restore.term-ahead":   4,
	"persist.call.restore.vote-made-up": 4,
	"persist.call.save.tail":            3,
	"Figure 2, State":                   1,
	"persist.call.restore.vote":         4,
	"persist.call.restore.log":          4,

	"a vote, a power failure, and another candidate": 1,
	"an acknowledged write, and two power failures":  2,
	"a tail that was removed":                        3,
}

// titles are those of the tasks, as the lesson has them.
var titles = []string{
	"Save a term or a vote that changed",
	"Save the entries that are new",
	"Save that entries were removed",
	"Restore what is persistent",
}

// also are the tasks whose mistakes show in checks of another one.
var also = grader.Also{
	// These save entries among other things.
	"a term, a vote and entries at once":             {2},
	"a tail is replaced":                             {2},
	"a tail is removed, and nothing takes its place": {2},
}
