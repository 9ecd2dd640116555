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
