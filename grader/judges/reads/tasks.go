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
