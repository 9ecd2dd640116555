// want refused: a rule keeps nothing between two calls
package vote

import "raftlab/raft"

var n int

func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	if n++; n > 19 {
		panic(raft.TODO)
	}
	if req.Term > s.CurrentTerm {
		s.BecomeFollower(req.Term, raft.None)
	}
	return raft.HandleRequestVote(s, req)
}
