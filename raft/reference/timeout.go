package reference

import "raftlab/raft"

// ElectionTimeout draws evenly from min to max, both included. Different servers draw different numbers, so
// that usually one of them times out well before the others. Split votes are then rare and resolved quickly
// (§5.2).
func ElectionTimeout(min, max raft.Duration, draw raft.Draw) raft.Duration {
	return min + raft.Duration(draw(uint64(max-min)+1))
}

// ResetsElectionTimer is Figure 2, Followers: the timer restarts on hearing from the current leader and on
// granting a vote; and Candidates: on starting an election. Neither a refused candidate nor a deposed leader
// may hold up the server that could win (§5.2).
func ResetsElectionTimer(event raft.TimerEvent) bool {
	return event == raft.HeardFromLeader || event == raft.GrantedVote || event == raft.StartedElection
}
