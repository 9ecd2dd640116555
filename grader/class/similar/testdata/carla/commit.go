package commit

import "raftlab/raft"

func AdvanceCommitIndex(state *raft.State) {
	best := state.CommitIndex
	for candidate := best + 1; candidate <= state.Log.LastIndex(); candidate++ {
		if state.Log.Term(candidate) < state.CurrentTerm {
			continue
		}
		missing := 0
		for _, id := range state.Servers {
			if id != state.ID && state.MatchIndex[id] < candidate {
				missing++
			}
		}
		if missing < state.Majority() && len(state.Servers)-missing >= state.Majority() {
			best = candidate
		}
	}
	state.CommitIndex = best
}
