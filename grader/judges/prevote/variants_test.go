package prevote_test

import (
	"math/bits"
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/exercises/prevote/solution"
	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/prevote"
	"raftlab/raft"
)

// preVoteVariants are correct, each in its own way. Those from the catalogue's list of correct variants have its
// number.
var preVoteVariants = map[string]func(rules *raft.Rules){
	"keeps the pre-votes of others only, and adds its own": func(rules *raft.Rules) {
		asked(rules, func(s *raft.State) { s.PreVotes = 0 })
		rules.HandlePreVoteReply = digest(func(s *raft.State, from raft.NodeID) bool {
			s.PreVotes.Add(from)
			return s.PreVotes.Len()+1 >= s.Majority()
		})
	},
	"keeps the pre-votes where a candidate keeps its votes": func(rules *raft.Rules) {
		asked(rules, func(s *raft.State) { s.VotesGranted, s.PreVotes = raft.SetOf(s.ID), 0 })
		rules.HandlePreVoteReply = digest(func(s *raft.State, from raft.NodeID) bool {
			s.VotesGranted.Add(from)
			return 2*s.VotesGranted.Len() > len(s.Servers)
		})
	},
	"gives up when a majority has refused": giveUp,
	"becomes a candidate by itself, before the caller does": func(rules *raft.Rules) {
		rules.HandlePreVoteReply = func(s *raft.State, from raft.NodeID, reply raft.PreVoteReply) bool {
			stand := solution.HandlePreVoteReply(s, from, reply)
			if stand {
				s.Role, s.PreVotes = raft.Candidate, 0
			}
			return stand
		}
	},
	"still names the leader that it waited for": func(rules *raft.Rules) {
		rules.StartPreVote = func(s *raft.State) raft.PreVote {
			leader := s.Leader
			question := solution.StartPreVote(s)
			s.Leader = leader
			return question
		}
	},
	"forgets its leader's name, and lets the caller do the rest": func(rules *raft.Rules) {
		rules.StartPreVote = func(s *raft.State) raft.PreVote {
			heard := s.Heard
			question := solution.StartPreVote(s)
			s.Heard = heard
			return question
		}
	},
	"refuses for the present term, though its vote is free": func(rules *raft.Rules) {
		rules.HandlePreVote = func(s *raft.State, req raft.PreVote) raft.PreVoteReply {
			if req.Term <= s.CurrentTerm {
				return raft.PreVoteReply{Term: s.CurrentTerm}
			}
			return solution.HandlePreVote(s, req)
		}
	},
	"refuses while its own election runs": func(rules *raft.Rules) {
		rules.HandlePreVote = func(s *raft.State, req raft.PreVote) raft.PreVoteReply {
			if s.Role == raft.Candidate {
				return raft.PreVoteReply{Term: s.CurrentTerm}
			}
			return solution.HandlePreVote(s, req)
		}
	},
	"refuses with the pre-candidate's own term": func(rules *raft.Rules) {
		rules.HandlePreVote = func(s *raft.State, req raft.PreVote) raft.PreVoteReply {
			reply := solution.HandlePreVote(s, req)
			if !reply.Granted {
				reply.Term = max(s.CurrentTerm, req.Term-1)
			}
			return reply
		}
	},
	"answers no request at all while it hears a leader (N7)": func(rules *raft.Rules) {
		rules.LeavesUnanswered = func(s *raft.State, _ raft.RequestVote, transfer bool) bool {
			return s.Heard && !transfer
		}
	},
	"steps down without BecomeFollower, and counts itself as active": func(rules *raft.Rules) {
		rules.CheckQuorum = func(s *raft.State) {
			s.Active.Add(s.ID)
			if s.Active.Len() < s.Majority() {
				s.Role, s.Leader = raft.Follower, raft.None
			}
			s.Active = raft.SetOf(s.ID)
		}
	},
	"counts those that were silent": func(rules *raft.Rules) {
		rules.CheckQuorum = func(s *raft.State) {
			silent := 0
			for _, id := range s.Servers {
				if id != s.ID && !s.Active.Has(id) {
					silent++
				}
			}
			s.Active = 0
			if 2*silent >= len(s.Servers) {
				s.BecomeFollower(s.CurrentTerm, raft.None)
			}
		}
	},
	"takes more than the whole log for enough, too": func(rules *raft.Rules) {
		rules.TransferTo = func(s *raft.State) bool { return s.MatchIndex[s.Transferee] >= s.Log.LastIndex() }
	},
}

// asked is StartPreVote with another count at its end.
func asked(rules *raft.Rules, count func(s *raft.State)) {
	rules.StartPreVote = func(s *raft.State) raft.PreVote {
		question := solution.StartPreVote(s)
		count(s)
		return question
	}
}

// digest is HandlePreVoteReply with another count. It adopts a later term first, by the rule for all servers: no yes
// has one that is later than what was asked for.
func digest(count func(s *raft.State, from raft.NodeID) bool) func(*raft.State, raft.NodeID, raft.PreVoteReply) bool {
	return func(s *raft.State, from raft.NodeID, reply raft.PreVoteReply) bool {
		switch {
		case !reply.Granted && reply.Term > s.CurrentTerm:
			s.BecomeFollower(reply.Term, raft.None)
		case reply.Granted && s.Role == raft.PreCandidate && reply.Term > s.CurrentTerm:
			return count(s, from)
		}
		return false
	}
}

// giveUp makes a follower of a pre-candidate that cannot get a majority any more, as etcd does. It keeps the servers
// that refused in the upper half of PreVotes.
func giveUp(rules *raft.Rules) {
	rules.HandlePreVoteReply = func(s *raft.State, from raft.NodeID, reply raft.PreVoteReply) bool {
		if !reply.Granted && reply.Term > s.CurrentTerm {
			s.BecomeFollower(reply.Term, raft.None)
			return false
		}
		if s.Role != raft.PreCandidate || reply.Granted && reply.Term != s.CurrentTerm+1 {
			return false
		}
		if !reply.Granted {
			from += 32
		}
		s.PreVotes.Add(from)
		votes := uint64(s.PreVotes)
		if len(s.Servers)-bits.OnesCount64(votes>>32) < s.Majority() {
			s.BecomeFollower(s.CurrentTerm, raft.None)
			return false
		}
		return bits.OnesCount64(votes<<32) >= s.Majority()
	}
}

func TestPreVoteAcceptsWhatIsCorrect(t *testing.T) {
	t.Parallel()
	for name, variant := range preVoteVariants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := grade(judge.Exercise(), solved(variant),
				grader.Budget{FirstSeed: 1, Schedules: judgetest.Variants()})
			assert.Equal(t, grader.Pass, report.Verdict, report.Text())
		})
	}
}
