package membership

import "raftlab/grader"

// tasks are the tasks of exercises/membership/README.md, by places in the paper and the thesis.
var tasks = grader.Tasks{
	decides: 1,
	commits: 2,
	logged:  3,
	guarded: 4,
	begins:  5,
	ends:    6,
	stands:  7,
}

// titles are those of the tasks, as the lesson has them.
var titles = []string{
	"Who decides",
	"What is committed",
	"From the log",
	"The guard",
	"The entry",
	"After the commit",
	"Who stands",
}

// also are the tasks whose mistakes show in checks of another one.
var also = grader.Also{
	// Both halves of a joint phase have to agree, on a leader and on an entry: that is one idea.
	"the new half is behind": {1},
	"the old half is behind": {1},
}
