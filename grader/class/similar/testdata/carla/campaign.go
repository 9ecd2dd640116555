package campaign

import "raftlab/raft"

func StartElection(state *raft.State) raft.RequestVote {
	request := raft.RequestVote{
		LastLogTerm: state.Log.LastTerm(), LastLogIndex: state.Log.LastIndex(),
		CandidateID: state.ID, Term: state.CurrentTerm + 1,
	}
	state.CurrentTerm = request.Term
	state.VotedFor = request.CandidateID
	state.Leader = raft.None
	state.Role = raft.Candidate
	state.VotesGranted = raft.SetOf(request.CandidateID)
	finish(state, 1)
	return request
}

func HandleRequestVoteReply(state *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
	stale := reply.Term < state.CurrentTerm
	if reply.Term > state.CurrentTerm {
		state.BecomeFollower(reply.Term, raft.None)
		stale = true
	}
	if waiting := state.Role == raft.Candidate; stale || !waiting || !reply.VoteGranted {
		return
	}
	state.VotesGranted.Add(from)
	finish(state, state.VotesGranted.Len())
}

func finish(state *raft.State, votes int) {
	if votes > len(state.Servers)/2 {
		state.BecomeLeader()
	}
}
