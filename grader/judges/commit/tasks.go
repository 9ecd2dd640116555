package commit

import "raftlab/grader"

// tasks are the tasks of exercises/commit/README.md, by places in the paper, and by what has a task of its own.
var tasks = grader.Tasks{
	commitMajority: 2,
	commitTerm:     3,
	commitIndex:    4,

	"everything is committed already": 1,
	"commit.call.last":                1,

	"Figure 8":                  3,
	"a leader with a minority":  2,
	"four servers, two and two": 2,
	"one of three is down":      2,
}
