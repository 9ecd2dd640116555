package solution

import "raftlab/raft"

// ElectionTimeout draws how long to wait for a leader, or for the result of an election: from min to
// max, both included (§5.2).
func ElectionTimeout(min, max raft.Duration, draw raft.Draw) raft.Duration {
	// Task 1: draw(n) gives 0 to n-1. From min to max there are max-min+1 waits, both ends included,
	// and where min is max there is one.
	return min + raft.Duration(draw(uint64(max-min)+1))
}

// ResetsElectionTimer reports whether an event restarts the wait (Figure 2, Rules for Followers and
// Candidates; §5.2).
func ResetsElectionTimer(event raft.TimerEvent) bool {
	switch event {
	// Task 2: a follower waits on as long as it hears from the present leader, or has just given its
	// vote to a candidate, which may soon lead.
	case raft.HeardFromLeader, raft.GrantedVote:
		return true
	// Task 3: a candidate waits for the result, and then starts another election.
	case raft.StartedElection:
		return true
	}
	// Task 4: nothing else. A candidate that got no vote and a leader that is deposed hold up nobody.
	return false
}
