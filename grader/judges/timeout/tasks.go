package timeout

import "raftlab/grader"

// tasks are the tasks of exercises/timeout/README.md, by places in the paper, and by what has a task of its own.
var tasks = grader.Tasks{
	randomWait:   1,
	waitInBounds: 1,
	followerWait: 2,
	standAgain:   3,

	"ElectionTimeout": 1, "ResetsElectionTimer": 2,

	"a candidate is refused":      4,
	"an old leader is heard from": 4,

	"three servers that start together":                    1,
	"a split vote":                                         1,
	"a candidate that is behind, and asks again and again": 4,
}

// titles are those of the tasks, as the lesson has them.
var titles = []string{
	"Draw the wait",
	"A follower's wait",
	"A candidate's wait",
	"Nothing else does",
}
