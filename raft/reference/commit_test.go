package reference

import (
	"slices"
	"testing"

	"raftlab/raft"
	"raftlab/raft/rafttest"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestAdvanceCommitIndex(t *testing.T) {
	cases := []struct {
		situation string
		role      raft.Role
		log       []raft.Term
		match     []raft.Index // of S1 to S5; S1 leads term 4
		commit    raft.Index
		want      raft.Index
	}{
		{"an empty log", raft.Leader, nil, []raft.Index{0, 0, 0, 0, 0}, 0, 0},
		{"on two of five", raft.Leader, []raft.Term{4}, []raft.Index{1, 1, 0, 0, 0}, 0, 0},
		{"on three of five", raft.Leader, []raft.Term{4}, []raft.Index{1, 1, 1, 0, 0}, 0, 1},
		{"the leader itself counts like any server", raft.Leader, []raft.Term{4, 4}, []raft.Index{2, 1, 2, 2, 0}, 0, 2},
		{"several at once", raft.Leader, []raft.Term{4, 4, 4}, []raft.Index{3, 3, 2, 1, 0}, 0, 2},
		{"an earlier term on all", raft.Leader, []raft.Term{2, 3}, []raft.Index{2, 2, 2, 2, 2}, 0, 0},
		{"an earlier term below one of this", raft.Leader, []raft.Term{2, 3, 4}, []raft.Index{3, 3, 3, 0, 0}, 0, 3},
		{"an earlier term on a majority, this on a minority", raft.Leader, []raft.Term{2, 3, 4},
			[]raft.Index{3, 3, 2, 2, 2}, 0, 0},
		{"never back", raft.Leader, []raft.Term{4, 4}, []raft.Index{2, 0, 0, 0, 0}, 2, 2},
		{"a follower does not count", raft.Follower, []raft.Term{4}, []raft.Index{1, 1, 1, 1, 1}, 0, 0},
		{"a candidate does not count", raft.Candidate, []raft.Term{4}, []raft.Index{1, 1, 1, 1, 1}, 0, 0},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			s := raft.NewState(1, rafttest.Servers(5))
			s.CurrentTerm, s.Role, s.Log, s.CommitIndex = 4, c.role, rafttest.Log(c.log...), c.commit
			copy(s.MatchIndex[1:], c.match)
			AdvanceCommitIndex(&s)
			if s.CommitIndex != c.want {
				t.Errorf("AdvanceCommitIndex(%v, log %v, match %v, commit %d) = %d, want %d", c.role, c.log, c.match,
					c.commit, s.CommitIndex, c.want)
			}
		})
	}
}

// slowCommit is the rule of Figure 2 word for word: is there an N such that ...?
func slowCommit(s *raft.State) raft.Index {
	commit := s.CommitIndex
	for n := raft.Index(1); n <= s.Log.LastIndex(); n++ {
		if n > commit && 2*rafttest.Copies(s, n) > len(s.Servers) && s.Log.Term(n) == s.CurrentTerm {
			commit = n
		}
	}
	return commit
}

func TestAdvanceCommitIndexIsWhatFigure2Says(t *testing.T) {
	advanced := 0
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 7).Draw(t, "servers")
		s := raft.NewState(1, rafttest.Servers(size))
		s.CurrentTerm, s.Role = 3, raft.Leader
		s.Log = rafttest.Log(drawLog(t, "log", 3)...)
		last := uint64(s.Log.LastIndex())
		s.CommitIndex = raft.Index(rapid.Uint64Range(0, last).Draw(t, "commit"))
		for _, id := range s.Servers {
			s.MatchIndex[id] = raft.Index(rapid.Uint64Range(0, last).Draw(t, "match"))
		}
		before, want := s.CommitIndex, slowCommit(&s)
		match := slices.Clone(s.MatchIndex)
		AdvanceCommitIndex(&s)
		if s.CommitIndex != want {
			t.Fatalf("AdvanceCommitIndex(log %v, match %v, commit %d) = %d, want %d", rafttest.LogTerms(&s.Log),
				match[1:], before, s.CommitIndex, want)
		}
		if s.CommitIndex > before {
			advanced++
		}
	})
	assert.Positive(t, advanced, "cases that commit something")
}
