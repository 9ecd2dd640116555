package persist_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/wasm/whole/persist"
)

func TestBothGenerationsSave(t *testing.T) {
	var saves []string
	p := persist.Watched([]byte("old"), nil, func(state, snapshot []byte) {
		saves = append(saves, string(state)+"|"+string(snapshot))
	})
	p.SaveRaftState([]byte("a"))
	p.SaveStateAndSnapshot([]byte("b"), []byte("snap"))
	p.SaveRaftState([]byte("c"))
	p.Save([]byte("d"), nil)
	p.SaveSnapshot([]byte("e"))
	assert.Equal(t, []string{"a|", "b|snap", "c|snap", "d|", "d|e"}, saves)
	assert.Equal(t, []int{1, 1}, []int{p.RaftStateSize(), p.SnapshotSize()})
}

func TestWhatWasReadCanBeChanged(t *testing.T) {
	p := persist.MakePersister()
	state := []byte("abc")
	p.Save(state, state)
	state[0] = 'x'
	p.ReadRaftState()[0], p.ReadSnapshot()[0] = 'y', 'z'
	assert.Equal(t, "abc", string(p.ReadRaftState()))
	copied := p.Copy()
	p.SaveRaftState([]byte("later"))
	assert.Equal(t, "abc", string(copied.ReadRaftState()))
	assert.Equal(t, "abc", string(copied.ReadSnapshot()))
}
