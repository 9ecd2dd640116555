package prevote_test

import (
	"testing"

	"raftlab/exercises/prevote/solution"
	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/prevote"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// preVoteCareless are the mistakes of a learner who read the lesson too fast.
var preVoteCareless = map[string]func(rules *raft.Rules){
	// StartElection, with another role.
	"prevote-stands-to-ask": func(rules *raft.Rules) {
		rules.StartPreVote = func(s *raft.State) raft.PreVote {
			request := reference.StartElection(s)
			s.Role = raft.PreCandidate
			s.PreVotes = raft.SetOf(s.ID)
			return raft.PreVote(request)
		}
	},
	// It votes for itself, as a candidate does.
	"prevote-votes-for-itself": func(rules *raft.Rules) { asked(rules, func(s *raft.State) { s.VotedFor = s.ID }) },
	// HandleRequestVote, with other types.
	"prevote-gives-its-vote": func(rules *raft.Rules) {
		rules.HandlePreVote = func(s *raft.State, req raft.PreVote) raft.PreVoteReply {
			if s.Heard {
				return raft.PreVoteReply{Term: s.CurrentTerm}
			}
			reply := reference.HandleRequestVote(s, raft.RequestVote(req))
			return raft.PreVoteReply{Term: reply.Term, Granted: reply.VoteGranted}
		}
	},
	// Every answer has the voter's own term.
	"prevote-answers-in-its-own-term": func(rules *raft.Rules) {
		rules.HandlePreVote = func(s *raft.State, req raft.PreVote) raft.PreVoteReply {
			reply := solution.HandlePreVote(s, req)
			reply.Term = s.CurrentTerm
			return reply
		}
	},
	// A leader that was heard once is taken for one that works.
	"prevote-asks-for-a-name": func(rules *raft.Rules) {
		rules.HandlePreVote = func(s *raft.State, req raft.PreVote) raft.PreVoteReply {
			if s.Leader != raft.None {
				return raft.PreVoteReply{Term: s.CurrentTerm}
			}
			return solution.HandlePreVote(s, req)
		}
	},
	// The rule for all servers, for a yes, too.
	"prevote-adopts-the-term-of-a-yes": func(rules *raft.Rules) {
		rules.HandlePreVoteReply = func(s *raft.State, from raft.NodeID, reply raft.PreVoteReply) bool {
			if reply.Term > s.CurrentTerm {
				s.BecomeFollower(reply.Term, raft.None)
				return false
			}
			return solution.HandlePreVoteReply(s, from, reply)
		}
	},
	// A majority of pre-votes makes a leader.
	"prevote-leads-at-once": func(rules *raft.Rules) {
		rules.HandlePreVoteReply = func(s *raft.State, from raft.NodeID, reply raft.PreVoteReply) bool {
			if solution.HandlePreVoteReply(s, from, reply) {
				s.CurrentTerm++
				s.BecomeLeader()
			}
			return false
		}
	},
	// Nobody who hears a leader answers anybody.
	"prevote-ignores-the-leaders-wish": func(rules *raft.Rules) {
		rules.LeavesUnanswered = func(s *raft.State, _ raft.RequestVote, _ bool) bool { return s.Heard }
	},
	// The leader is not in Active, and is not counted.
	"prevote-does-not-count-itself": func(rules *raft.Rules) {
		rules.CheckQuorum = func(s *raft.State) {
			active := s.Active
			s.Active = 0
			if active.Len() < s.Majority() {
				s.BecomeFollower(s.CurrentTerm, raft.None)
			}
		}
	},
	// A leader that steps down goes to a new term.
	"prevote-steps-down-into-a-new-term": func(rules *raft.Rules) {
		rules.CheckQuorum = func(s *raft.State) {
			solution.CheckQuorum(s)
			if s.Role == raft.Follower {
				s.BecomeFollower(s.CurrentTerm+1, raft.None)
			}
		}
	},
}

func TestPreVoteReportsToCarelessLearners(t *testing.T) {
	t.Parallel()
	for name, change := range preVoteCareless {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			judgetest.Golden(t, name+".txt",
				grade(judge.Exercise(), solved(change), grader.Budget{FirstSeed: 1, Schedules: 20}))
		})
	}
}

// preVoteReasons are wrong rules, and what their reports must say.
var preVoteReasons = map[string]struct {
	change func(rules *raft.Rules)
	judgetest.Reason
}{
	"asks for the term that it is in": {
		question(func(q *raft.PreVote) { q.Term-- }),
		judgetest.Reason{Verdict: grader.Liveness, Says: "would stand in the next one, 4"},
	},
	"claims a log that is longer": {
		question(func(q *raft.PreVote) { q.LastLogIndex++ }),
		judgetest.Reason{Verdict: grader.Liveness, Says: "The question claims a log that ends with 4/3"},
	},
	"does not become a pre-candidate": {
		func(rules *raft.Rules) { asked(rules, func(s *raft.State) { s.Role = raft.Follower }) },
		judgetest.Reason{Verdict: grader.Liveness, Says: "it becomes a pre-candidate. It is a follower"},
	},
	"keeps its count from attempt to attempt": {
		func(rules *raft.Rules) {
			rules.StartPreVote = func(s *raft.State) raft.PreVote {
				before := s.PreVotes
				question := solution.StartPreVote(s)
				s.PreVotes |= before
				return question
			}
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "the count begins with S1 alone"},
	},
	"refuses when it asks itself": {
		func(rules *raft.Rules) {
			rules.HandlePreVote = func(s *raft.State, req raft.PreVote) raft.PreVoteReply {
				if s.Role == raft.PreCandidate {
					return raft.PreVoteReply{Term: s.CurrentTerm}
				}
				return solution.HandlePreVote(s, req)
			}
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "Two that refuse each other would wait for ever"},
	},
	"refuses with the term that was asked for": {
		func(rules *raft.Rules) {
			rules.HandlePreVote = func(s *raft.State, req raft.PreVote) raft.PreVoteReply {
				reply := solution.HandlePreVote(s, req)
				reply.Term = req.Term
				return reply
			}
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "S1 refuses with term 4, and is in term 3 itself"},
	},
	"compares only the lengths of the logs": {
		func(rules *raft.Rules) {
			rules.HandlePreVote = func(s *raft.State, req raft.PreVote) raft.PreVoteReply {
				if !s.Heard && req.Term > s.CurrentTerm && req.LastLogIndex >= s.Log.LastIndex() {
					return raft.PreVoteReply{Term: req.Term, Granted: true}
				}
				return raft.PreVoteReply{Term: s.CurrentTerm}
			}
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "says so before the term rises"},
	},
	"gives up at the first no": {
		func(rules *raft.Rules) {
			rules.HandlePreVoteReply = func(s *raft.State, from raft.NodeID, reply raft.PreVoteReply) bool {
				if !reply.Granted {
					s.BecomeFollower(max(reply.Term, s.CurrentTerm), raft.None)
					return false
				}
				return solution.HandlePreVoteReply(s, from, reply)
			}
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "no reason to give up"},
	},
	"takes a no for a yes": {
		func(rules *raft.Rules) {
			rules.HandlePreVoteReply = func(s *raft.State, from raft.NodeID, reply raft.PreVoteReply) bool {
				if reply.Term <= s.CurrentTerm {
					reply = raft.PreVoteReply{Term: s.CurrentTerm + 1, Granted: true}
				}
				return solution.HandlePreVoteReply(s, from, reply)
			}
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "refuses, which is no yes: 1 of 5"},
	},
	"stands though it follows by now": {
		func(rules *raft.Rules) {
			rules.HandlePreVoteReply = func(s *raft.State, from raft.NodeID, reply raft.PreVoteReply) bool {
				if s.Role == raft.Follower && reply.Granted && reply.Term > s.CurrentTerm {
					s.PreVotes.Add(from)
					return s.PreVotes.Len() >= s.Majority()
				}
				return solution.HandlePreVoteReply(s, from, reply)
			}
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "it would depose S5"},
	},
	"adopts the term of a request that it leaves unanswered": {
		func(rules *raft.Rules) {
			rules.LeavesUnanswered = func(s *raft.State, req raft.RequestVote, transfer bool) bool {
				leaves := solution.LeavesUnanswered(s, req, transfer)
				if leaves {
					s.BecomeFollower(req.Term, raft.None)
				}
				return leaves
			}
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "A term that rises deposes whoever leads"},
	},
	"is silent for ever": {
		func(rules *raft.Rules) {
			rules.LeavesUnanswered = func(_ *raft.State, _ raft.RequestVote, transfer bool) bool { return !transfer }
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "nobody could be elected"},
	},
	"names itself after it has stepped down": {
		func(rules *raft.Rules) {
			rules.CheckQuorum = func(s *raft.State) {
				solution.CheckQuorum(s)
				if s.Role == raft.Follower {
					s.Leader = s.ID
				}
			}
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "S1 has stepped down, and Leader is S1"},
	},
	"half of the servers are enough": {
		func(rules *raft.Rules) {
			rules.CheckQuorum = func(s *raft.State) {
				if 2*(s.Active.Len()+1) < len(s.Servers) {
					s.BecomeFollower(s.CurrentTerm, raft.None)
				}
				s.Active = 0
			}
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "Half is no majority"},
	},
	"steps down when it hands over": {
		func(rules *raft.Rules) {
			rules.TransferTo = func(s *raft.State) bool {
				send := solution.TransferTo(s)
				if send {
					s.BecomeFollower(s.CurrentTerm, s.Transferee)
				}
				return send
			}
		},
		judgetest.Reason{Verdict: grader.Liveness, Says: "S1 was a leader and is a follower now"},
	},
}

// question is a change of what StartPreVote asks.
func question(wrong func(q *raft.PreVote)) func(rules *raft.Rules) {
	return func(rules *raft.Rules) {
		rules.StartPreVote = func(s *raft.State) raft.PreVote {
			q := solution.StartPreVote(s)
			wrong(&q)
			return q
		}
	}
}

func TestReportsSayWhatIsWrongWithElections(t *testing.T) {
	t.Parallel()
	for name, wrong := range preVoteReasons {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			exercise := judge.Exercise()
			exercise.Drills = nil // the sentences are about calls
			judgetest.Reads(t, grade(exercise, solved(wrong.change), grader.Budget{}), wrong.Reason)
		})
	}
}
