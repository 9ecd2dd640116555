package reference

import (
	"testing"

	"raftlab/raft"
	"raftlab/raft/rafttest"
)

// ask is S2's request for a vote, with the end of its log.
func ask(term raft.Term, lastIndex raft.Index, lastTerm raft.Term) raft.RequestVote {
	return raft.RequestVote{Term: term, CandidateID: 2, LastLogIndex: lastIndex, LastLogTerm: lastTerm}
}

func granted(term raft.Term) raft.RequestVoteReply {
	return raft.RequestVoteReply{Term: term, VoteGranted: true}
}

func denied(term raft.Term) raft.RequestVoteReply { return raft.RequestVoteReply{Term: term} }

// TestHandleRequestVote has every comparison of §5.4.1 and every state that the vote can be in.
func TestHandleRequestVote(t *testing.T) {
	cases := []struct {
		situation string
		log       []raft.Term
		voted     raft.NodeID
		req       raft.RequestVote
		want      raft.RequestVoteReply
		wantVoted raft.NodeID
	}{
		{"both logs empty", nil, raft.None, ask(3, 0, 0), granted(3), 2},
		{"this log empty", nil, raft.None, ask(3, 1, 1), granted(3), 2},
		{"the candidate's log empty", []raft.Term{1}, raft.None, ask(3, 0, 0), denied(3), raft.None},

		{"earlier last term, shorter", []raft.Term{1, 2}, raft.None, ask(3, 1, 1), denied(3), raft.None},
		{"earlier last term, same length", []raft.Term{1, 2}, raft.None, ask(3, 2, 1), denied(3), raft.None},
		{"earlier last term, longer", []raft.Term{1, 2}, raft.None, ask(3, 9, 1), denied(3), raft.None},
		{"same last term, shorter", []raft.Term{1, 2}, raft.None, ask(3, 1, 2), denied(3), raft.None},
		{"same last term, same length", []raft.Term{1, 2}, raft.None, ask(3, 2, 2), granted(3), 2},
		{"same last term, longer", []raft.Term{1, 2}, raft.None, ask(3, 3, 2), granted(3), 2},
		{"later last term, shorter", []raft.Term{1, 2}, raft.None, ask(4, 1, 3), granted(4), 2},
		{"later last term, same length", []raft.Term{1, 2}, raft.None, ask(4, 2, 3), granted(4), 2},
		{"later last term, longer", []raft.Term{1, 2}, raft.None, ask(4, 3, 3), granted(4), 2},

		{"voted for the same candidate", nil, 2, ask(3, 0, 0), granted(3), 2},
		{"voted for another candidate", nil, 3, ask(3, 9, 3), denied(3), 3},
		{"voted for itself", nil, 1, ask(3, 9, 3), denied(3), 1},
		{"voted for another in an earlier term", nil, 3, ask(4, 0, 0), granted(4), 2},
		{"voted for the same, whose log is now behind", []raft.Term{1}, 2, ask(3, 0, 0), denied(3), 2},

		{"an earlier term", nil, raft.None, ask(2, 9, 2), denied(3), raft.None},
		{"an earlier term, vote kept", nil, 3, ask(2, 9, 2), denied(3), 3},
		{"a later term frees the vote even when it is refused", []raft.Term{1}, 3, ask(4, 0, 0), denied(4), raft.None},
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
		{"one vote is not a majority of five", raft.Candidate, []raft.NodeID{2}, granted(3), raft.Candidate, 3, 2},
		{"two votes and its own are", raft.Candidate, []raft.NodeID{2, 5}, granted(3), raft.Leader, 3, 3},
		{"the same vote twice counts once", raft.Candidate, []raft.NodeID{2, 2, 2}, granted(3), raft.Candidate, 3, 2},
		{"refusals do not count", raft.Candidate, []raft.NodeID{2, 3, 4, 5}, denied(3), raft.Candidate, 3, 1},
		{"votes of an earlier election do not count", raft.Candidate, []raft.NodeID{2, 3, 4, 5}, granted(2),
			raft.Candidate, 3, 1},
		{"votes that come after stepping down do not count", raft.Follower, []raft.NodeID{2, 3, 4, 5}, granted(3),
			raft.Follower, 3, 1},
		{"a later term ends the candidacy", raft.Candidate, []raft.NodeID{2}, denied(4), raft.Follower, 4, 0},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			s := raft.NewState(1, rafttest.Servers(5))
			s.CurrentTerm, s.Role, s.VotedFor, s.VotesGranted = 3, c.role, 1, raft.SetOf(1)
			for _, from := range c.from {
				HandleRequestVoteReply(&s, from, c.reply)
			}
			if s.Role != c.wantRole || s.CurrentTerm != c.wantTerm || s.VotesGranted.Len() != c.wantVotes {
				t.Errorf(
					"HandleRequestVoteReply(%v, %v, %+v) = %v of term %d with %d votes, want %v of term %d with %d",
					c.role, c.from, c.reply, s.Role, s.CurrentTerm, s.VotesGranted.Len(),
					c.wantRole, c.wantTerm, c.wantVotes)
			}
		})
	}
}
