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
