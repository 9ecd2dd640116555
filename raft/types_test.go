package raft

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestNames(t *testing.T) {
	assert.Equal(t, "none", None.String())
	assert.Equal(t, "S12", NodeID(12).String())
	assert.Equal(t, "follower", Follower.String())
	assert.Equal(t, "candidate", Candidate.String())
	assert.Equal(t, "leader", Leader.String())
	assert.Equal(t, "role 9", Role(9).String())
}

func TestMajorityIsMoreThanHalf(t *testing.T) {
	for size, want := range map[int]int{1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 9: 5} {
		s := newState(1, serversOf(size))
		if got := s.Majority(); got != want {
			t.Errorf("Majority(%d servers) = %d, want %d", size, got, want)
		}
	}
}

// TestNodeSetIsASet compares it with a map.
func TestNodeSetIsASet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var set NodeSet
		model := map[NodeID]bool{}
		for range rapid.IntRange(0, 50).Draw(t, "steps") {
			id := NodeID(rapid.Uint32Range(1, uint32(MaxNodeID)).Draw(t, "server"))
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
			for other := None + 1; other <= MaxNodeID; other++ {
				if set.Has(other) != model[other] {
					t.Fatalf("Has(%v) = %v, want %v", other, set.Has(other), model[other])
				}
			}
		}
	})
	assert.Equal(t, 2, SetOf(1, 63, 1).Len())
}

func TestElectionTimeoutCoversItsRangeAndBothEnds(t *testing.T) {
	draw := newGenerator(1, 1).draw
	seen := map[Duration]int{}
	for range 1000 {
		seen[ElectionTimeout(150, 154, draw)]++
	}
	assert.Len(t, seen, 5)
	for timeout := Duration(150); timeout <= 154; timeout++ {
		assert.Positive(t, seen[timeout], "%d", timeout)
	}
	assert.Equal(t, Duration(150), ElectionTimeout(150, 150, draw))
}

// TestServersDrawDifferentTimeouts: one seed for a whole cluster must not make its servers time out
// together (§5.2).
func TestServersDrawDifferentTimeouts(t *testing.T) {
	timeouts := map[Duration]bool{}
	for _, id := range serversOf(9) {
		timeouts[ElectionTimeout(testElectionMin, testElectionMax, newGenerator(1, id).draw)] = true
	}
	assert.Len(t, timeouts, 9)
}

func TestResetsElectionTimer(t *testing.T) {
	for event, want := range map[TimerEvent]bool{HeardFromLeader: true, GrantedVote: true, StartedElection: true, RefusedVote: false, HeardFromOldLeader: false} {
		if got := ResetsElectionTimer(event); got != want {
			t.Errorf("ResetsElectionTimer(%d) = %v, want %v", event, got, want)
		}
	}
}
