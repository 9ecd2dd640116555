package accepted

import "raftlab/raft"

func drawWithVariables(min, max raft.Duration, draw raft.Draw) raft.Duration {
	span := uint64(max-min) + 1
	return min + raft.Duration(draw(span))
}

func resetsByComparison(event raft.TimerEvent) bool {
	return event == raft.HeardFromLeader || event == raft.GrantedVote || event == raft.StartedElection
}

func resetsByOneCase(event raft.TimerEvent) bool {
	switch event {
	case raft.HeardFromLeader, raft.GrantedVote, raft.StartedElection:
		return true
	default:
		return false
	}
}
