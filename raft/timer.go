package raft

// Draw returns a random number from 0 to n-1. The node's own seeded generator draws it, so that a run can be
// repeated.
type Draw func(n uint64) uint64

// TimerEvent is something that may restart the election timer.
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
	// RefusedVote: this server refused its vote to a candidate.
	RefusedVote
	// HeardFromOldLeader: AppendEntries of an earlier term arrived and was refused.
	HeardFromOldLeader
)
