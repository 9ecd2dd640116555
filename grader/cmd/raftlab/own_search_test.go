package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A search of each neighbour of Raft takes servers with a learner's rules: with the right ones it finds nothing.
func TestASearchOfEachNeighbourHasOwnRules(t *testing.T) {
	for protocol, exercise := range map[string]string{"paxos": "paxos", "zab": "zab", "replicas": "quorum"} {
		t.Run(protocol, func(t *testing.T) {
			code, out, errOut := runForTest("explore", "--protocol", protocol, "--depth", "5", solution(exercise))
			require.Equal(t, exitDone, code, errOut)
			assert.Contains(t, out, "rules own · depth 5")
		})
	}
}
