// want refused: a rule keeps nothing between two calls
package vote

import "raftlab/raft"

func f0[T any]() any { var x T; return x }
func f1[T any]() any { return f0[struct{ a, b, c, d T }]() }
func f2[T any]() any { return f1[struct{ a, b, c, d T }]() }
func f3[T any]() any { return f2[struct{ a, b, c, d T }]() }
func f4[T any]() any { return f3[struct{ a, b, c, d T }]() }
func f5[T any]() any { return f4[struct{ a, b, c, d T }]() }
func f6[T any]() any { return f5[struct{ a, b, c, d T }]() }
func f7[T any]() any { return f6[struct{ a, b, c, d T }]() }
func f8[T any]() any { return f7[struct{ a, b, c, d T }]() }
func f9[T any]() any { return f8[struct{ a, b, c, d T }]() }
func f10[T any]() any { return f9[struct{ a, b, c, d T }]() }
func f11[T any]() any { return f10[struct{ a, b, c, d T }]() }
func f12[T any]() any { return f11[struct{ a, b, c, d T }]() }
func f13[T any]() any { return f12[struct{ a, b, c, d T }]() }
func f14[T any]() any { return f13[struct{ a, b, c, d T }]() }
func f15[T any]() any { return f14[struct{ a, b, c, d T }]() }
func f16[T any]() any { return f15[struct{ a, b, c, d T }]() }

var sink = f16[int]()

func HandleRequestVote(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
	if req.Term > s.CurrentTerm {
		s.BecomeFollower(req.Term, raft.None)
	}
	reply := raft.RequestVoteReply{Term: s.CurrentTerm}
	if req.Term < s.CurrentTerm || s.VotedFor != raft.None && s.VotedFor != req.CandidateID {
		return reply
	}
	if req.LastLogTerm < s.Log.LastTerm() || req.LastLogTerm == s.Log.LastTerm() && req.LastLogIndex < s.Log.LastIndex() {
		return reply
	}
	s.VotedFor = req.CandidateID
	reply.VoteGranted = true
	return reply
}
