package replicate

import (
	"raftlab/grader"
	"raftlab/grader/call"
)

// tasks are the tasks of exercises/replicate/README.md, by places in the paper, and by what has a task of its own.
var tasks = grader.Tasks{
	leadersSend:     1,
	leadersPrev:     1,
	leadersCommit:   1,
	call.AllServers: 3,
	call.OneVote:    3,
	leadersOldTerm:  3,
	leadersSuccess:  4,
	leadersRefused:  5,
	leadersHint:     6,
	figure7:         5,

	"AppendEntriesTo": 1, "HandleAppendEntriesReply": 3,

	"more entries than a message may carry": 2,
	"more entries than fit into a message":  2,
	"replicate.call.send.limit":             2,

	"Figure 7":                                    5,
	"an answer from an earlier leadership":        3,
	"a server that was away for long":             2,
	"commands come while a message is on its way": 4,
	"a refusal that is late":                      5,
}

// titles are those of the tasks, as the lesson has them.
var titles = []string{
	"Say what comes before",
	"Not more than the limit",
	"Whose answer is it?",
	"Learn from a success",
	"Go back after a refusal",
	"Skip a whole term",
}

// also are the tasks whose mistakes show in checks of another one.
var also = grader.Also{
	// A request that begins in the wrong place.
	"replicate.call.send.never": {1},
	// A follower is brought to its leader's log by all tasks together.
	"replicate.call.repair.rounds": {1, 2, 3, 4, 6},
	"replicate.call.repair.match":  {5, 6},
	// A refusal that is taken for a success.
	"replicate.call.answer.refused": {4},
}
