package timeout

import "raftlab/raft"

// ElectionTimeout draws how long to wait, from min to max, and
// both ends belong to it (§5.2).
//
//	draw(n)   a random number from 0 to n-1, for n from 1 up
//	min, max  never min above max; they may be equal
//	raft.Duration(number) makes a Duration of a number;
//	uint64(duration) the other way
//
// Keep nothing between calls: then every run can be repeated.
func ElectionTimeout(
	min, max raft.Duration, draw raft.Draw,
) raft.Duration {
	panic(raft.TODO) // your turn
}

// ResetsElectionTimer reports whether an event restarts the
// wait (Figure 2, Rules for Followers and Candidates; §5.2).
//
//	raft.HeardFromLeader     AppendEntries of the current leader
//	raft.GrantedVote         this server just gave its vote
//	raft.StartedElection     this server just became a candidate
//	raft.RefusedVote         a candidate did not get the vote
//	raft.HeardFromOldLeader  AppendEntries of an earlier term
func ResetsElectionTimer(event raft.TimerEvent) bool {
	panic(raft.TODO) // your turn
}
