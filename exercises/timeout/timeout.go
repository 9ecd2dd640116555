package timeout

import "raftlab/raft"

// ElectionTimeout draws how long to wait: a follower for a
// leader, a candidate for the result of its election (§5.2).
// The wait is a number from min to max, and both ends belong to
// it. A server asks for a new one each time that its wait
// restarts.
//
// What you need:
//
//	draw(n)   a random number from 0 to n-1; n must be at least
//	          1
//	min, max  never min above max; they may be equal
//	raft.Duration(number) makes a Duration of a number;
//	uint64(duration) the other way
//
// Draw from draw only, and keep nothing between calls: then
// every run can be repeated.
func ElectionTimeout(
	min, max raft.Duration, draw raft.Draw,
) raft.Duration {
	panic(raft.TODO) // your turn
}

// ResetsElectionTimer reports whether an event restarts the
// wait (Figure 2, Rules for Followers and Candidates; §5.2). If
// it does, the caller draws a new wait and sets the timer.
//
// What can happen:
//
//	raft.HeardFromLeader     AppendEntries of the present leader
//	                         came, with entries or without
//	raft.GrantedVote         this server just gave its vote to a
//	                         candidate
//	raft.StartedElection     this server's wait was over, and it
//	                         just became a candidate
//	raft.RefusedVote         a candidate asked for the vote and
//	                         did not get it
//	raft.HeardFromOldLeader  AppendEntries of an earlier term
//	                         came and was refused
func ResetsElectionTimer(event raft.TimerEvent) bool {
	panic(raft.TODO) // your turn
}
