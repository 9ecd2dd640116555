// want pass
package timeout

import "raftlab/raft"

func ElectionTimeout(min, max raft.Duration, draw raft.Draw) raft.Duration {
	n := uint64(max-min) + 1
	const low = 1000
	for {
		wait := draw((n+low-1)/low)*low + draw(low)
		if wait < n {
			return min + raft.Duration(wait)
		}
	}
}

func ResetsElectionTimer(event raft.TimerEvent) bool {
	return event == raft.HeardFromLeader || event == raft.GrantedVote || event == raft.StartedElection
}
