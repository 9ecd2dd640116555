package raft_test

import (
	"testing"

	"raftlab/raft"
	"raftlab/raft/rafttest"

	"github.com/stretchr/testify/assert"
)

func TestSavedApply(t *testing.T) {
	before := raft.Saved{CurrentTerm: 3, VotedFor: 2, Log: rafttest.Entries(1, 1, 2)}
	cases := []struct {
		situation string
		record    raft.Save
		want      raft.Saved
		fails     bool
	}{
		{"only the vote", raft.Save{CurrentTerm: 4, VotedFor: 1},
			raft.Saved{CurrentTerm: 4, VotedFor: 1, Log: rafttest.Entries(1, 1, 2)}, false},
		{"entries at the end", raft.Save{CurrentTerm: 3, VotedFor: 2, From: 4, Entries: rafttest.Entries(3)},
			raft.Saved{CurrentTerm: 3, VotedFor: 2, Log: append(rafttest.Entries(1, 1, 2), rafttest.Entries(3)...)},
			false},
		{"entries in the middle", raft.Save{CurrentTerm: 3, From: 2, Entries: rafttest.Entries(3)},
			raft.Saved{CurrentTerm: 3, VotedFor: raft.None, Log: append(rafttest.Entries(1), rafttest.Entries(3)...)},
			false},
		{"a log that is only cut", raft.Save{CurrentTerm: 3, VotedFor: 2, From: 2},
			raft.Saved{CurrentTerm: 3, VotedFor: 2, Log: rafttest.Entries(1)}, false},
		{"a log that is cut to nothing", raft.Save{CurrentTerm: 3, VotedFor: 2, From: 1},
			raft.Saved{CurrentTerm: 3, VotedFor: 2, Log: []raft.Entry{}}, false},
		{"a term that goes back", raft.Save{CurrentTerm: 2}, before, true},
		{"a hole in the log", raft.Save{CurrentTerm: 3, From: 5, Entries: rafttest.Entries(3)}, before, true},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			got := before
			err := got.Apply(c.record)
			assert.Equal(t, c.fails, err != nil, "%v", err)
			assert.Equal(t, c.want, got)
			assert.Equal(t, rafttest.Entries(1, 1, 2), before.Log, "earlier copies of the state do not change")
		})
	}
}
