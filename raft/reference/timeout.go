package reference

import "raftlab/raft"

// ElectionTimeout draws evenly from min to max, both included. Different servers draw different
// numbers, so that one of them mostly times out well before the others, and split votes are rare
// and resolved quickly (§5.2).
func ElectionTimeout(min, max raft.Duration, draw raft.Draw) raft.Duration {
	return min + raft.Duration(draw(uint64(max-min)+1))
}

// ResetsElectionTimer is Figure 2, Followers: the wait starts anew on hearing from the current
// leader and on granting a vote; and Candidates: on starting an election. A refused candidate
// must not hold up the server that could win (§5.2), nor may a deposed leader.
func ResetsElectionTimer(event raft.TimerEvent) bool {
	return event == raft.HeardFromLeader || event == raft.GrantedVote || event == raft.StartedElection
}
