package append

import (
	"raftlab/grader"
	"raftlab/grader/call"
)

// tasks are the tasks of exercises/append/README.md, by places in the paper, and by what has a task of its own.
var tasks = grader.Tasks{
	rule1:            1,
	call.AllServers:  2,
	call.OneVote:     2,
	candidatesGiveUp: 2,
	leaderID:         2,
	rule2:            3,
	refusalHint:      3,
	rule3:            4,
	rule4:            4,
	rule5:            5,
	applyLater:       5,
	matchProved:      6,

	// How the log is changed.
	"raft.Log, From and TruncateFrom": 4,
	// The reply to a leader that is followed has its term.
	"Figure 2, AppendEntries, results · §5.1": 2,

	"a message that was overtaken":           4,
	"an old leader comes back with a tail":   4,
	"the followers of Figure 7":              4,
	"a message that ends before an old tail": 5,
	"a candidate that comes late":            2,
}

// titles are those of the tasks, as the lesson has them.
var titles = []string{
	"Refuse a leader of an earlier term",
	"Follow the leader of your term, or of a later one",
	"Check the entry before the new ones",
	"Make the logs equal",
	"Learn what is committed",
	"Say how far the logs are equal",
}

// also are the tasks whose mistakes show in checks of another one.
var also = grader.Also{
	// An answer that refuses what it does: the rule refuses too much.
	"append.call.refuses.unsaid": {3},
	// A commit index that moves before the log was compared.
	"append.call.commit.refused":      {5},
	"what is refused commits nothing": {5},
}
