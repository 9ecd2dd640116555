package raft

import "testing"

// TestHandleRequestVote has every comparison of §5.4.1 and every way in which a vote can be taken.
func TestHandleRequestVote(t *testing.T) {
	cases := []struct {
		situation string
		log       []Term
		voted     NodeID
		req       RequestVote
		want      RequestVoteReply
		wantVoted NodeID
	}{
		{"both logs empty", nil, None, RequestVote{3, 2, 0, 0}, RequestVoteReply{3, true}, 2},
		{"this log empty", nil, None, RequestVote{3, 2, 1, 1}, RequestVoteReply{3, true}, 2},
		{"the candidate's log empty", []Term{1}, None, RequestVote{3, 2, 0, 0}, RequestVoteReply{3, false}, None},

		{"earlier last term, shorter", []Term{1, 2}, None, RequestVote{3, 2, 1, 1}, RequestVoteReply{3, false}, None},
		{"earlier last term, same length", []Term{1, 2}, None, RequestVote{3, 2, 2, 1}, RequestVoteReply{3, false}, None},
		{"earlier last term, longer", []Term{1, 2}, None, RequestVote{3, 2, 9, 1}, RequestVoteReply{3, false}, None},
		{"same last term, shorter", []Term{1, 2}, None, RequestVote{3, 2, 1, 2}, RequestVoteReply{3, false}, None},
		{"same last term, same length", []Term{1, 2}, None, RequestVote{3, 2, 2, 2}, RequestVoteReply{3, true}, 2},
		{"same last term, longer", []Term{1, 2}, None, RequestVote{3, 2, 3, 2}, RequestVoteReply{3, true}, 2},
		{"later last term, shorter", []Term{1, 2}, None, RequestVote{4, 2, 1, 3}, RequestVoteReply{4, true}, 2},
		{"later last term, same length", []Term{1, 2}, None, RequestVote{4, 2, 2, 3}, RequestVoteReply{4, true}, 2},
		{"later last term, longer", []Term{1, 2}, None, RequestVote{4, 2, 3, 3}, RequestVoteReply{4, true}, 2},

		{"voted for the same candidate", nil, 2, RequestVote{3, 2, 0, 0}, RequestVoteReply{3, true}, 2},
		{"voted for another candidate", nil, 3, RequestVote{3, 2, 9, 3}, RequestVoteReply{3, false}, 3},
		{"voted for itself", nil, 1, RequestVote{3, 2, 9, 3}, RequestVoteReply{3, false}, 1},
		{"voted for another in an earlier term", nil, 3, RequestVote{4, 2, 0, 0}, RequestVoteReply{4, true}, 2},
		{"voted for the same, whose log is now behind", []Term{1}, 2, RequestVote{3, 2, 0, 0}, RequestVoteReply{3, false}, 2},

		{"an earlier term", nil, None, RequestVote{2, 2, 9, 2}, RequestVoteReply{3, false}, None},
		{"an earlier term, vote kept", nil, 3, RequestVote{2, 2, 9, 2}, RequestVoteReply{3, false}, 3},
		{"a later term frees the vote even when it is refused", []Term{1}, 3, RequestVote{4, 2, 0, 0}, RequestVoteReply{4, false}, None},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			s := stateOf(3, c.log...)
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
		role      Role
		from      []NodeID
		reply     RequestVoteReply
		wantRole  Role
		wantTerm  Term
		wantVotes int
	}{
		{"one vote is no majority of five", Candidate, []NodeID{2}, RequestVoteReply{3, true}, Candidate, 3, 2},
		{"two votes and its own are", Candidate, []NodeID{2, 5}, RequestVoteReply{3, true}, Leader, 3, 3},
		{"the same vote twice is one", Candidate, []NodeID{2, 2, 2}, RequestVoteReply{3, true}, Candidate, 3, 2},
		{"refusals do not count", Candidate, []NodeID{2, 3, 4, 5}, RequestVoteReply{3, false}, Candidate, 3, 1},
		{"votes of an earlier election do not count", Candidate, []NodeID{2, 3, 4, 5}, RequestVoteReply{2, true}, Candidate, 3, 1},
		{"votes that come after stepping down do not count", Follower, []NodeID{2, 3, 4, 5}, RequestVoteReply{3, true}, Follower, 3, 1},
		{"a later term ends the candidacy", Candidate, []NodeID{2}, RequestVoteReply{4, false}, Follower, 4, 0},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			s := newState(1, serversOf(5))
			s.CurrentTerm, s.Role, s.VotedFor, s.VotesGranted = 3, c.role, 1, SetOf(1)
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
