package campaign

import (
	"raftlab/grader"
	"raftlab/grader/call"
)

// tasks are the tasks of exercises/campaign/README.md, by places in the paper, and by what has a task of its own.
var tasks = grader.Tasks{
	candidateStart:  1,
	candidateAsks:   2,
	call.AllServers: 4,
	call.OneVote:    5,
	sameElection:    5,
	candidateWins:   6,
	newLeader:       6,

	"StartElection": 1, "HandleRequestVoteReply": 4,

	// The state of one server is its own: what it counts, too.
	"Figure 2, State": 6,
	// An election changes no entry. Only a new leader appends one.
	"Figure 3, Leader Append-Only · §5.3": 6,
	// A candidate does not know who leads.
	"§8": 1,

	"a cluster of one server":        3,
	"a cluster of one elects itself": 3,
	"campaign.call.alone":            3,
	"two refusals":                   5,
	"a refusal":                      5,
	"campaign.call.refused":          5,
	"campaign.call.role.gives-up":    5,
	"campaign.call.role.refused":     5,
	"campaign.call.earlier":          5,
	"campaign.call.set-again":        5,
	"a vote that arrives twice":      6,
	"votes of an earlier election":   5,
	"four servers cut in two halves": 6,
	"campaign.call.asks.log":         2,
	"campaign.call.asks.term":        2,
	"campaign.call.asks.candidate":   2,
}

// titles are those of the tasks, as the lesson has them.
var titles = []string{
	"Become a candidate",
	"Ask",
	"Alone, you have won",
	"A later term ends it",
	"Leave out what does not count",
	"Count voters",
}

// also are the tasks whose mistakes show in checks of another one.
var also = grader.Also{
	// What a candidate asks is looked at wherever one stands.
	"a follower's wait is over": {2},
	// Too few votes are enough: then a server has won as soon as it asks, and any reply makes a leader of it.
	"campaign.call.begun":         {6},
	"campaign.call.past-election": {6},
}
