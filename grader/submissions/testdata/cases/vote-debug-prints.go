// want safety: which may be committed
package vote

import (
	"fmt"

	"raftlab/raft"
)

// HandleRequestVote answers a candidate that asks this server for its vote (Figure 2, RequestVote
// RPC; §5.2, §5.4.1).
func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	println("DEBUGA", s.CurrentTerm)
	fmt.Println("DEBUGB", s.CurrentTerm)
	// Task 1: a later term is adopted, whoever asks. Its vote has not been given yet.
	if req.Term > s.CurrentTerm {
		s.BecomeFollower(req.Term, raft.None)
	}
	// Task 2: a candidate of an earlier term is told so.
	refused := raft.RequestVoteReply{Term: s.CurrentTerm}
	if req.Term < s.CurrentTerm {
		return refused
	}
	// Task 3: one vote a term. The same candidate gets the same answer again.
	if s.VotedFor != raft.None && s.VotedFor != req.CandidateID {
		return refused
	}
	// Task 4: no vote for a log that is behind. The last term decides, then the length.
	lastTerm, lastIndex := s.Log.LastTerm(), s.Log.LastIndex()
	behind := req.LastLogTerm < lastTerm || req.LastLogTerm == lastTerm && req.LastLogIndex < lastIndex-1
	if behind {
		return refused
	}
	s.VotedFor = req.CandidateID
	return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: true}
}
