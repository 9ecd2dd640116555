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
