package reads

import "raftlab/grader"

// tasks are the tasks of exercises/reads/README.md, by places in the thesis, and by what has a task of its own.
var tasks = grader.Tasks{
	notes:    1,
	confirms: 2,
	answers:  3,
	leases:   4,

	"BeginRead": 1, "ConfirmReads": 2, "ReadyReads": 3, "ExtendLease": 4,
}

// titles are those of the tasks, as the lesson has them.
var titles = []string{
	"Begin",
	"Confirm",
	"Answer",
	"A lease",
}

// also are the tasks whose mistakes show in checks of another one.
var also = grader.Also{
	// A situation follows a read from its beginning to its answer.
	answers:  {1, 2},
	confirms: {3},
}
