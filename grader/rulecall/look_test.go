package rulecall_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/visit"
	"raftlab/raft"
)

// recorded are the values of the one call that f makes while lines are kept.
func recorded(t *testing.T, f func()) []string {
	t.Helper()
	visit.Record(true)
	defer visit.Record(false)
	f()
	calls := visit.Take()
	require.Len(t, calls, 1)
	return strings.Split(strings.TrimSuffix(calls[0].Values, "\n"), "\n")
}

func TestWhatARuleSeesIsNotedBeforeEachLine(t *testing.T) {
	rules := local(t, raft.Rules{Figure2: raft.Figure2{
		HandleRequestVote: func(s *raft.State, req raft.RequestVote) raft.RequestVoteReply {
			visit.Line(7)
			s.BecomeFollower(req.Term, raft.None)
			visit.Line(9)
			visit.Line(12)
			s.VotedFor = req.CandidateID
			return raft.RequestVoteReply{Term: s.CurrentTerm, VoteGranted: true}
		},
	}})
	s := raft.NewState(2, []raft.NodeID{1, 2, 3})
	s.CurrentTerm, s.VotedFor, s.Log = 4, 1, raft.LogOf(raft.Entry{Term: 3}, raft.Entry{Term: 4})
	values := recorded(t, func() {
		rules.HandleRequestVote(&s, raft.RequestVote{Term: 5, CandidateID: 3, LastLogIndex: 7, LastLogTerm: 4})
	})
	for _, first := range []string{
		"0 0.CurrentTerm 4", "0 0.VotedFor S1", "0 0.Role follower", "0 0.VotesGranted {}", "0 0.Servers.len 3",
		"0 0.Log.LastIndex() 2", "0 0.Log.LastTerm() 4", "0 0.Log.Term(1) 3", "0 0.NextIndex[3] 0",
		"0 1.Term 5", "0 1.CandidateID S3", "0 1.LastLogIndex 7",
	} {
		assert.Contains(t, values, first)
	}
	var later []string
	for _, value := range values {
		if !strings.HasPrefix(value, "0 ") {
			later = append(later, value)
		}
	}
	assert.Equal(t, []string{
		"1 0.CurrentTerm 5", "1 0.VotedFor none", "3 0.VotedFor S3", "3 =0.Term 5", "3 =0.VoteGranted true", "3 end ",
	}, later, "each as long as it was so")
}

func TestWhatARuleWithoutAStateSees(t *testing.T) {
	rules := local(t, raft.Rules{Figure2: raft.Figure2{
		ElectionTimeout: func(min, max raft.Duration, draw raft.Draw) raft.Duration {
			visit.Line(3)
			return min + raft.Duration(draw(2))
		},
		ResetsElectionTimer: func(raft.TimerEvent) bool { return true },
	}})
	draw := func(uint64) uint64 { return 1 }
	assert.Equal(t, []string{"0 0 150 ms", "0 1 300 ms", "1 =0 150.001 ms", "1 end "}, recorded(t, func() {
		rules.ElectionTimeout(150*raft.Millisecond, 300*raft.Millisecond, draw)
	}))
	assert.Equal(t, []string{"0 0 GrantedVote", "0 =0 true", "0 end "}, recorded(t, func() {
		rules.ResetsElectionTimer(raft.GrantedVote)
	}))
}

func TestAPanicLeavesNoEnd(t *testing.T) {
	rules := local(t, raft.Rules{Figure2: raft.Figure2{
		AdvanceCommitIndex: func(s *raft.State) {
			visit.Line(3)
			panic("no")
		},
	}})
	s := raft.NewState(1, []raft.NodeID{1})
	values := recorded(t, func() { assert.Panics(t, func() { rules.AdvanceCommitIndex(&s) }) })
	assert.Contains(t, values, "0 0.CommitIndex 0")
	assert.NotContains(t, strings.Join(values, "\n"), "end")
}
