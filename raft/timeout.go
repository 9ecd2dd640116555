package raft

// Draw gives a random number from 0 to n-1. It comes from the node's own seeded generator, so
// that a run can be repeated.
type Draw func(n uint64) uint64

// TimerEvent is something that may start the election timer anew.
type TimerEvent uint8

// The events. The first three are those of Figure 2, Followers and Candidates.
const (
	// HeardFromLeader: AppendEntries of the current term's leader arrived, whether or not its
	// consistency check succeeded.
	HeardFromLeader TimerEvent = iota
	// GrantedVote: this server just gave its vote to a candidate.
	GrantedVote
	// StartedElection: this server just became a candidate.
	StartedElection
	// RefusedVote: a candidate asked, and did not get the vote.
	RefusedVote
	// HeardFromOldLeader: AppendEntries of an earlier term arrived and was refused.
	HeardFromOldLeader
)

// ElectionTimeout draws evenly from min to max, both included. Different servers draw different
// numbers, so that one of them mostly times out well before the others, and split votes are rare
// and resolved quickly (§5.2).
func ElectionTimeout(min, max Duration, draw Draw) Duration {
	return min + Duration(draw(uint64(max-min)+1))
}

// ResetsElectionTimer is Figure 2, Followers: the wait starts anew on hearing from the current
// leader and on granting a vote; and Candidates: on starting an election. A refused candidate
// must not hold up the server that could win (§5.2), nor may a deposed leader.
func ResetsElectionTimer(event TimerEvent) bool {
	return event == HeardFromLeader || event == GrantedVote || event == StartedElection
}
