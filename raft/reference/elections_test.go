package reference

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/raft"
	"raftlab/raft/rafttest"
)

// preVote is S2's question, with the end of its log.
func preVote(term raft.Term, lastIndex raft.Index, lastTerm raft.Term) raft.PreVote {
	return raft.PreVote(ask(term, lastIndex, lastTerm))
}

func TestHandlePreVote(t *testing.T) {
	no, yes := raft.PreVoteReply{Term: 3}, raft.PreVoteReply{Term: 4, Granted: true}
	cases := []struct {
		situation string
		log       []raft.Term
		voted     raft.NodeID
		heard     bool
		req       raft.PreVote
		want      raft.PreVoteReply
	}{
		{"equal logs, no leader", []raft.Term{1}, 0, false, preVote(4, 1, 1), yes},
		{"a leader is heard, whatever the log", []raft.Term{1}, 0, true, preVote(9, 7, 3), no},
		{"its log is behind", []raft.Term{1, 2}, 0, false, preVote(4, 1, 1), no},
		{"its log is longer, of an earlier term", []raft.Term{2}, 0, false, preVote(4, 5, 1), no},
		{"a vote of the present term does not matter", nil, 3, false, preVote(4, 0, 0), yes},
		{"its own candidacy does not matter", nil, 1, false, preVote(4, 0, 0), yes},
		{"for this term, the vote is free", nil, 0, false, preVote(3, 0, 0), raft.PreVoteReply{Term: 3, Granted: true}},
		{"for this term, the vote is taken", nil, 3, false, preVote(3, 0, 0), no},
		{"an earlier term is answered, with the later one", nil, 0, false, preVote(2, 9, 2), no},
	}
	for _, c := range cases {
		s := rafttest.State(3, c.log...)
		s.VotedFor, s.Heard, s.Leader = c.voted, c.heard, 5
		before := *s
		assert.Equal(t, c.want, HandlePreVote(s, c.req), c.situation)
		assert.Equal(t, before, *s, "%s: nothing changes", c.situation)
	}
}

func TestStartPreVoteRaisesNoTermAndForgetsTheLeader(t *testing.T) {
	s := rafttest.State(3, 1, 2)
	s.VotedFor, s.Leader, s.Heard = 4, 4, true
	assert.Equal(t, raft.PreVote{Term: 4, CandidateID: 1, LastLogIndex: 2, LastLogTerm: 2}, StartPreVote(s))
	assert.Equal(t, raft.Term(3), s.CurrentTerm)
	assert.Equal(t, raft.NodeID(4), s.VotedFor)
	assert.Equal(t, raft.PreCandidate, s.Role)
	assert.Equal(t, raft.None, s.Leader)
	assert.False(t, s.Heard)
}

func TestHandlePreVoteReply(t *testing.T) {
	yes := func(term raft.Term) raft.PreVoteReply { return raft.PreVoteReply{Term: term, Granted: true} }
	cases := []struct {
		situation string
		role      raft.Role
		from      []raft.NodeID
		reply     raft.PreVoteReply
		stand     bool
		term      raft.Term
		wantRole  raft.Role
	}{
		{"one of five and itself", raft.PreCandidate, []raft.NodeID{2}, yes(4), false, 3, raft.PreCandidate},
		{"two of five and itself", raft.PreCandidate, []raft.NodeID{2, 3}, yes(4), true, 3, raft.PreCandidate},
		{"the same twice", raft.PreCandidate, []raft.NodeID{2, 2}, yes(4), false, 3, raft.PreCandidate},
		{"of an earlier attempt", raft.PreCandidate, []raft.NodeID{2, 3}, yes(3), false, 3, raft.PreCandidate},
		{"after the attempt", raft.Candidate, []raft.NodeID{2, 3}, yes(4), false, 3, raft.Candidate},
		{"a grant of a later term adopts nothing", raft.Follower, []raft.NodeID{2}, yes(7), false, 3, raft.Follower},
		{"a refusal of this term", raft.PreCandidate, []raft.NodeID{2, 3, 4}, raft.PreVoteReply{Term: 3}, false, 3,
			raft.PreCandidate},
		{"a refusal of a later term", raft.PreCandidate, []raft.NodeID{2}, raft.PreVoteReply{Term: 8}, false, 8,
			raft.Follower},
	}
	for _, c := range cases {
		s := raft.NewState(1, rafttest.Servers(5))
		s.CurrentTerm, s.Role, s.PreVotes = 3, c.role, raft.SetOf(1)
		stand := false
		for _, from := range c.from {
			stand = HandlePreVoteReply(&s, from, c.reply)
		}
		assert.Equal(t, c.stand, stand, c.situation)
		assert.Equal(t, c.term, s.CurrentTerm, c.situation)
		assert.Equal(t, c.wantRole, s.Role, c.situation)
		assert.Zero(t, s.VotesGranted, "%s: a pre-vote is no vote", c.situation)
	}
}

func TestLeavesUnanswered(t *testing.T) {
	s := rafttest.State(3)
	assert.False(t, LeavesUnanswered(s, ask(9, 0, 0), false), "no leader is known")
	s.Heard = true
	assert.True(t, LeavesUnanswered(s, ask(9, 0, 0), false))
	assert.False(t, LeavesUnanswered(s, ask(9, 0, 0), true), "the leader asked for it")
	assert.False(t, LeavesUnanswered(s, ask(3, 0, 0), false), "a request of this term deposes nobody")
	assert.False(t, LeavesUnanswered(s, ask(2, 0, 0), false), "an earlier term is told the later one")
}

func TestCheckQuorum(t *testing.T) {
	for _, c := range []struct {
		active raft.NodeSet
		want   raft.Role
	}{
		{0, raft.Follower}, {raft.SetOf(2), raft.Follower}, {raft.SetOf(2, 4), raft.Leader},
		{raft.SetOf(7, 8, 9), raft.Follower}, // strangers
	} {
		s := raft.NewState(1, rafttest.Servers(5))
		s.CurrentTerm, s.VotedFor, s.Role = 3, 1, raft.Candidate
		s.BecomeLeader()
		s.Active = c.active
		CheckQuorum(&s)
		assert.Equal(t, c.want, s.Role, "%b", c.active)
		assert.Zero(t, s.Active, "the next interval counts by itself")
		assert.Equal(t, raft.Term(3), s.CurrentTerm)
		assert.Equal(t, raft.NodeID(1), s.VotedFor, "the vote of the term stays")
		if c.want == raft.Follower {
			assert.Equal(t, raft.None, s.Leader, "clients are not sent to a leader that is none")
		}
	}
}

func TestTransferToWaitsForTheWholeLog(t *testing.T) {
	s := rafttest.State(3, 1, 2)
	s.Role = raft.Candidate
	s.BecomeLeader()
	s.MatchIndex[2], s.MatchIndex[3] = 2, 1
	assert.False(t, TransferTo(s), "nobody is named")
	s.Transferee = 3
	assert.False(t, TransferTo(s), "its log is behind")
	s.Transferee = 2
	assert.True(t, TransferTo(s))
	s.BecomeFollower(4, raft.None)
	assert.False(t, TransferTo(s), "the leader was replaced")
}
