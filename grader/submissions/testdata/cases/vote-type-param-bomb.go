// want refused: a rule keeps nothing between two calls
package vote

import "raftlab/raft"

type p[T any] struct{ a, b T }

func f0[T any]() int { var x T; _ = x; return 0 }
func f1[T any]() int { return f0[p[p[T]]]() + 1 }
func f2[T any]() int { return f1[p[p[T]]]() + 1 }
func f3[T any]() int { return f2[p[p[T]]]() + 1 }
func f4[T any]() int { return f3[p[p[T]]]() + 1 }
func f5[T any]() int { return f4[p[p[T]]]() + 1 }
func f6[T any]() int { return f5[p[p[T]]]() + 1 }
func f7[T any]() int { return f6[p[p[T]]]() + 1 }
func f8[T any]() int { return f7[p[p[T]]]() + 1 }
func f9[T any]() int { return f8[p[p[T]]]() + 1 }
func f10[T any]() int { return f9[p[p[T]]]() + 1 }
func f11[T any]() int { return f10[p[p[T]]]() + 1 }
func f12[T any]() int { return f11[p[p[T]]]() + 1 }
func f13[T any]() int { return f12[p[p[T]]]() + 1 }
func f14[T any]() int { return f13[p[p[T]]]() + 1 }

var sink = f14[int]()

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
