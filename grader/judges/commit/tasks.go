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

// titles are those of the tasks, as the lesson has them.
var titles = []string{
	"Look at the entries above CommitIndex",
	"Count the copies of an entry",
	"Only entries of your own term are counted",
	"Set CommitIndex",
}

// also are the tasks whose mistakes show in checks of another one.
var also = grader.Also{
	// With too few copies the search ends below what is committed already.
	"a new leader knows nothing of the others": {2},
	// An entry of an earlier term that ends the search hides those behind it, also from a server that is alone.
	"commit.call.alone": {3},
}
