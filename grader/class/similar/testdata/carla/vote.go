package vote

import (
	"cmp"

	"raftlab/raft"
)

func HandleRequestVote(state *raft.State, request raft.RequestVote) (reply raft.RequestVoteReply) {
	defer func() { reply.Term = state.CurrentTerm }()
	if request.Term > state.CurrentTerm {
		state.BecomeFollower(request.Term, raft.None)
	}
	order := cmp.Or(
		cmp.Compare(request.LastLogTerm, state.Log.LastTerm()),
		cmp.Compare(request.LastLogIndex, state.Log.LastIndex()),
	)
	taken := state.VotedFor != raft.None && state.VotedFor != request.CandidateID
	if request.Term == state.CurrentTerm && !taken && order >= 0 {
		state.VotedFor, reply.VoteGranted = request.CandidateID, true
	}
	return reply
}
