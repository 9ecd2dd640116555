package reference

import (
	"testing"

	"raftlab/raft"
	"raftlab/raft/rafttest"
)

// TestHandleRequestVote has every comparison of §5.4.1 and every way in which a vote can be taken.
func TestHandleRequestVote(t *testing.T) {
	cases := []struct {
		situation string
		log       []raft.Term
		voted     raft.NodeID
		req       raft.RequestVote
		want      raft.RequestVoteReply
		wantVoted raft.NodeID
	}{
		{"both logs empty", nil, raft.None, raft.RequestVote{Term: 3, CandidateID: 2, LastLogIndex: 0, LastLogTerm: 0}, raft.RequestVoteReply{Term: 3, VoteGranted: true}, 2},
		{"this log empty", nil, raft.None, raft.RequestVote{Term: 3, CandidateID: 2, LastLogIndex: 1, LastLogTerm: 1}, raft.RequestVoteReply{Term: 3, VoteGranted: true}, 2},
		{"the candidate's log empty", []raft.Term{1}, raft.None, raft.RequestVote{Term: 3, CandidateID: 2, LastLogIndex: 0, LastLogTerm: 0}, raft.RequestVoteReply{Term: 3, VoteGranted: false}, raft.None},

		{"earlier last term, shorter", []raft.Term{1, 2}, raft.None, raft.RequestVote{Term: 3, CandidateID: 2, LastLogIndex: 1, LastLogTerm: 1}, raft.RequestVoteReply{Term: 3, VoteGranted: false}, raft.None},
		{"earlier last term, same length", []raft.Term{1, 2}, raft.None, raft.RequestVote{Term: 3, CandidateID: 2, LastLogIndex: 2, LastLogTerm: 1}, raft.RequestVoteReply{Term: 3, VoteGranted: false}, raft.None},
		{"earlier last term, longer", []raft.Term{1, 2}, raft.None, raft.RequestVote{Term: 3, CandidateID: 2, LastLogIndex: 9, LastLogTerm: 1}, raft.RequestVoteReply{Term: 3, VoteGranted: false}, raft.None},
		{"same last term, shorter", []raft.Term{1, 2}, raft.None, raft.RequestVote{Term: 3, CandidateID: 2, LastLogIndex: 1, LastLogTerm: 2}, raft.RequestVoteReply{Term: 3, VoteGranted: false}, raft.None},
		{"same last term, same length", []raft.Term{1, 2}, raft.None, raft.RequestVote{Term: 3, CandidateID: 2, LastLogIndex: 2, LastLogTerm: 2}, raft.RequestVoteReply{Term: 3, VoteGranted: true}, 2},
		{"same last term, longer", []raft.Term{1, 2}, raft.None, raft.RequestVote{Term: 3, CandidateID: 2, LastLogIndex: 3, LastLogTerm: 2}, raft.RequestVoteReply{Term: 3, VoteGranted: true}, 2},
		{"later last term, shorter", []raft.Term{1, 2}, raft.None, raft.RequestVote{Term: 4, CandidateID: 2, LastLogIndex: 1, LastLogTerm: 3}, raft.RequestVoteReply{Term: 4, VoteGranted: true}, 2},
		{"later last term, same length", []raft.Term{1, 2}, raft.None, raft.RequestVote{Term: 4, CandidateID: 2, LastLogIndex: 2, LastLogTerm: 3}, raft.RequestVoteReply{Term: 4, VoteGranted: true}, 2},
		{"later last term, longer", []raft.Term{1, 2}, raft.None, raft.RequestVote{Term: 4, CandidateID: 2, LastLogIndex: 3, LastLogTerm: 3}, raft.RequestVoteReply{Term: 4, VoteGranted: true}, 2},

		{"voted for the same candidate", nil, 2, raft.RequestVote{Term: 3, CandidateID: 2, LastLogIndex: 0, LastLogTerm: 0}, raft.RequestVoteReply{Term: 3, VoteGranted: true}, 2},
		{"voted for another candidate", nil, 3, raft.RequestVote{Term: 3, CandidateID: 2, LastLogIndex: 9, LastLogTerm: 3}, raft.RequestVoteReply{Term: 3, VoteGranted: false}, 3},
		{"voted for itself", nil, 1, raft.RequestVote{Term: 3, CandidateID: 2, LastLogIndex: 9, LastLogTerm: 3}, raft.RequestVoteReply{Term: 3, VoteGranted: false}, 1},
		{"voted for another in an earlier term", nil, 3, raft.RequestVote{Term: 4, CandidateID: 2, LastLogIndex: 0, LastLogTerm: 0}, raft.RequestVoteReply{Term: 4, VoteGranted: true}, 2},
		{"voted for the same, whose log is now behind", []raft.Term{1}, 2, raft.RequestVote{Term: 3, CandidateID: 2, LastLogIndex: 0, LastLogTerm: 0}, raft.RequestVoteReply{Term: 3, VoteGranted: false}, 2},

		{"an earlier term", nil, raft.None, raft.RequestVote{Term: 2, CandidateID: 2, LastLogIndex: 9, LastLogTerm: 2}, raft.RequestVoteReply{Term: 3, VoteGranted: false}, raft.None},
		{"an earlier term, vote kept", nil, 3, raft.RequestVote{Term: 2, CandidateID: 2, LastLogIndex: 9, LastLogTerm: 2}, raft.RequestVoteReply{Term: 3, VoteGranted: false}, 3},
		{"a later term frees the vote even when it is refused", []raft.Term{1}, 3, raft.RequestVote{Term: 4, CandidateID: 2, LastLogIndex: 0, LastLogTerm: 0}, raft.RequestVoteReply{Term: 4, VoteGranted: false}, raft.None},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			s := rafttest.State(3, c.log...)
			s.VotedFor = c.voted
			got := HandleRequestVote(s, c.req)
			if got != c.want || s.VotedFor != c.wantVoted {
				t.Errorf("HandleRequestVote(log %v, votedFor %v, %+v) = %+v, votedFor %v, want %+v, votedFor %v",
					c.log, c.voted, c.req, got, s.VotedFor, c.want, c.wantVoted)
			}
		})
	}
}

func TestHandleRequestVoteReply(t *testing.T) {
	cases := []struct {
		situation string
		role      raft.Role
		from      []raft.NodeID
		reply     raft.RequestVoteReply
		wantRole  raft.Role
		wantTerm  raft.Term
		wantVotes int
	}{
		{"one vote is no majority of five", raft.Candidate, []raft.NodeID{2}, raft.RequestVoteReply{Term: 3, VoteGranted: true}, raft.Candidate, 3, 2},
		{"two votes and its own are", raft.Candidate, []raft.NodeID{2, 5}, raft.RequestVoteReply{Term: 3, VoteGranted: true}, raft.Leader, 3, 3},
		{"the same vote twice is one", raft.Candidate, []raft.NodeID{2, 2, 2}, raft.RequestVoteReply{Term: 3, VoteGranted: true}, raft.Candidate, 3, 2},
		{"refusals do not count", raft.Candidate, []raft.NodeID{2, 3, 4, 5}, raft.RequestVoteReply{Term: 3, VoteGranted: false}, raft.Candidate, 3, 1},
		{"votes of an earlier election do not count", raft.Candidate, []raft.NodeID{2, 3, 4, 5}, raft.RequestVoteReply{Term: 2, VoteGranted: true}, raft.Candidate, 3, 1},
		{"votes that come after stepping down do not count", raft.Follower, []raft.NodeID{2, 3, 4, 5}, raft.RequestVoteReply{Term: 3, VoteGranted: true}, raft.Follower, 3, 1},
		{"a later term ends the candidacy", raft.Candidate, []raft.NodeID{2}, raft.RequestVoteReply{Term: 4, VoteGranted: false}, raft.Follower, 4, 0},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			s := raft.NewState(1, rafttest.Servers(5))
			s.CurrentTerm, s.Role, s.VotedFor, s.VotesGranted = 3, c.role, 1, raft.SetOf(1)
			for _, from := range c.from {
				HandleRequestVoteReply(&s, from, c.reply)
			}
			if s.Role != c.wantRole || s.CurrentTerm != c.wantTerm || s.VotesGranted.Len() != c.wantVotes {
				t.Errorf("HandleRequestVoteReply(%v, %v, %+v) = %v of term %d with %d votes, want %v of term %d with %d",
					c.role, c.from, c.reply, s.Role, s.CurrentTerm, s.VotesGranted.Len(), c.wantRole, c.wantTerm, c.wantVotes)
			}
		})
	}
}
