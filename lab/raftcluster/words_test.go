package raftcluster

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/raft"
)

func TestEntryHasALongAndAShortForm(t *testing.T) {
	for _, test := range []struct {
		entry       raft.Entry
		text, short string
	}{
		{put(1, "x", "5"), "put x 5", "x←5"},
		{raft.Entry{Term: 1, Kind: raft.NoOp}, "no-op", "no-op"},
		{raft.Entry{Term: 1, Kind: raft.Command, Command: []byte("garbage")}, "unreadable", "?"},
	} {
		assert.Equal(t, test.text, entryText(test.entry))
		assert.Equal(t, test.short, EntryShort(test.entry))
	}
}

// The columns of a leader's view are its group's servers, whatever their numbers.
func TestViewHasOneColumnForEachServer(t *testing.T) {
	byNumber := []raft.Index{0, 10, 20, 30, 40}
	assert.Equal(t, []raft.Index{10, 20, 30}, inOrder([]raft.NodeID{1, 2, 3}, byNumber))
	assert.Equal(t, []raft.Index{10, 30, 40}, inOrder([]raft.NodeID{1, 3, 4}, byNumber))
}
