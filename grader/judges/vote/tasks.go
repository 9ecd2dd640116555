package vote

import (
	"raftlab/grader"
	"raftlab/grader/call"
)

// tasks are the tasks of exercises/vote/README.md, by places in the paper, and by what has a task of its own.
var tasks = grader.Tasks{
	call.AllServers: 1,
	rule1:           2,
	call.OneVote:    3,
	upToDate:        4,
	// A later term is adopted by a follower, and no other request changes the role, or says who leads.
	votesCount: 1,
	onlyVotes:  1,
	clients:    1,
	replyTerm:  2,
	voteStored: 3,

	"two candidates of one term":            3,
	"a candidate without a committed entry": 4,
	"one of three is down":                  1,
}

// titles are those of the tasks, as the lesson has them.
var titles = []string{
	"Adopt a later term",
	"Refuse an earlier term",
	"One vote a term",
	"No vote for a log that is behind",
}

// also are the tasks whose mistakes show in checks of another one.
var also = grader.Also{
	// It must adopt the term, and not vote.
	"a leader is asked in a later term by a log that is behind": {4},
}
