package reference

import (
	"math/rand/v2"
	"testing"

	"raftlab/raft"

	"github.com/stretchr/testify/assert"
)

func TestElectionTimeoutCoversItsRangeAndBothEnds(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 1)).Uint64N
	seen := map[raft.Duration]int{}
	for range 1000 {
		seen[ElectionTimeout(150, 154, draw)]++
	}
	assert.Len(t, seen, 5)
	for timeout := raft.Duration(150); timeout <= 154; timeout++ {
		assert.Positive(t, seen[timeout], "%d", timeout)
	}
	assert.Equal(t, raft.Duration(150), ElectionTimeout(150, 150, draw))
}

func TestResetsElectionTimer(t *testing.T) {
	for event, want := range map[raft.TimerEvent]bool{raft.HeardFromLeader: true, raft.GrantedVote: true,
		raft.StartedElection: true, raft.RefusedVote: false, raft.HeardFromOldLeader: false} {
		if got := ResetsElectionTimer(event); got != want {
			t.Errorf("ResetsElectionTimer(%d) = %v, want %v", event, got, want)
		}
	}
}
