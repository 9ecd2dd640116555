package raft_test

import (
	"testing"

	"raftlab/raft"
	"raftlab/raft/rafttest"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestNames(t *testing.T) {
	assert.Equal(t, "none", raft.None.String())
	assert.Equal(t, "S12", raft.NodeID(12).String())
	assert.Equal(t, "follower", raft.Follower.String())
	assert.Equal(t, "candidate", raft.Candidate.String())
	assert.Equal(t, "leader", raft.Leader.String())
	assert.Equal(t, "role 9", raft.Role(9).String())
}

func TestMajorityIsMoreThanHalf(t *testing.T) {
	for size, want := range map[int]int{1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 9: 5} {
		s := raft.NewState(1, rafttest.Servers(size))
		if got := s.Majority(); got != want {
			t.Errorf("Majority(%d servers) = %d, want %d", size, got, want)
		}
	}
}

// TestNodeSetIsASet compares it with a map.
func TestNodeSetIsASet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var set raft.NodeSet
		model := map[raft.NodeID]bool{}
		for range rapid.IntRange(0, 50).Draw(t, "steps") {
			id := raft.NodeID(rapid.Uint32Range(1, uint32(raft.MaxNodeID)).Draw(t, "server"))
			if rapid.Bool().Draw(t, "add") {
				set.Add(id)
				model[id] = true
			} else {
				set.Remove(id)
				delete(model, id)
			}
			if set.Len() != len(model) {
				t.Fatalf("Len(%b) = %d, want %d", set, set.Len(), len(model))
			}
			for other := raft.None + 1; other <= raft.MaxNodeID; other++ {
				if set.Has(other) != model[other] {
					t.Fatalf("Has(%v) = %v, want %v", other, set.Has(other), model[other])
				}
			}
		}
	})
	assert.Equal(t, 2, raft.SetOf(1, 63, 1).Len())
}
