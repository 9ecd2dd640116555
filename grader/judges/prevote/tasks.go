package prevote

import "raftlab/grader"

// tasks are the tasks of exercises/prevote/README.md, by places in the thesis, and by what has a task of its own.
var tasks = grader.Tasks{
	asks:       1,
	answers:    2,
	counts:     3,
	unanswered: 4,
	quorum:     5,
	transfer:   6,

	"StartPreVote": 1, "HandlePreVote": 2, "HandlePreVoteReply": 3,
	"LeavesUnanswered": 4, "CheckQuorum": 5, "TransferTo": 6,
}

// titles are those of the tasks, as the lesson has them.
var titles = []string{
	"Ask",
	"Answer",
	"Count the answers",
	"Leave a leader alone",
	"Step down without a majority",
	"Hand over",
}
