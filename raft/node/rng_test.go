package node

import (
	"testing"

	"raftlab/raft"
	"raftlab/raft/rafttest"
	"raftlab/raft/reference"

	"github.com/stretchr/testify/assert"
)

// TestServersDrawDifferentTimeouts: one seed for a whole cluster must not make its servers time out
// together (§5.2).
func TestServersDrawDifferentTimeouts(t *testing.T) {
	timeouts := map[raft.Duration]bool{}
	for _, id := range rafttest.Servers(9) {
		timeouts[reference.ElectionTimeout(testElectionMin, testElectionMax, newGenerator(1, id).draw)] = true
	}
	assert.Len(t, timeouts, 9)
}
