package zab

import "raftlab/grader"

// tasks are the tasks of the lesson.
var tasks = grader.Tasks{
	comparing:  1,
	voting:     2,
	rounds:     3,
	ending:     4,
	joining:    5,
	proposing:  6,
	choosing:   7,
	equal:      8,
	committing: 9,

	"Better": 1, "HandleNotification": 2, "Elected": 4, "NewEpoch": 6, "ChooseSync": 7, "HandleSync": 8, "HandleAck": 9,
}

// titles are those of the tasks, as the lesson has them.
var titles = []string{
	"Compare two votes",
	"Take in a vote",
	"Keep the rounds apart",
	"End an election",
	"Join an election that is over",
	"Propose a new epoch",
	"Choose how a follower becomes equal",
	"Save first, then acknowledge",
	"Commit in order",
}

// also are the tasks whose mistakes show in checks of another one.
var also = grader.Also{}
