package rulecall_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/rulecall"
	"raftlab/grader/visit"
	"raftlab/raft"
)

// TestVisited: the lines of each call come, and nothing is counted.
func TestVisited(t *testing.T) {
	var learner, rules raft.Rules
	learner.AdvanceCommitIndex = func(s *raft.State) {
		visit.Line(7)
		if s.CurrentTerm > 1 {
			visit.Line(9)
		}
		if s.CurrentTerm > 2 {
			panic("three")
		}
	}
	caller, err := rulecall.Local(&rules, learner, []string{"AdvanceCommitIndex"})
	require.NoError(t, err)
	advance := func(term raft.Term) { rules.AdvanceCommitIndex(&raft.State{CurrentTerm: term}) }
	visit.Restart()
	advance(1)
	var numbers []uint64
	caller.Begun = func(calls uint64, _ string) { numbers = append(numbers, calls) }
	assert.Equal(t, [][]int{{7}, {7, 9}}, caller.Visited(func() { advance(1); advance(2) }))
	assert.Equal(t, uint64(1), visit.Total())
	assert.Equal(t, uint64(1), caller.Lines)
	assert.Nil(t, caller.Visited(func() {}))

	assert.Panics(t, func() { caller.Visited(func() { advance(3) }) }, "the panic is the judge's to catch")
	calls := caller.Visited(func() {
		defer func() { _ = recover() }()
		advance(3)
	})
	assert.Equal(t, [][]int{{7, 9}}, calls)
	advance(1)
	assert.Empty(t, visit.Take(), "nothing is kept any more")
	assert.Equal(t, uint64(2), visit.Total())
	assert.Equal(t, []uint64{2, 3, 2, 2, 2}, numbers, "the last call is the second that counts")
}

// TestVisitedBelievesNoCallee: a guest is a stranger, and its answer may be anything.
func TestVisitedBelievesNoCallee(t *testing.T) {
	for name, reply := range map[string][]byte{
		"nothing":       {},
		"no outcome":    {0},
		"a panic":       {0, 1},
		"too many":      {0, 0, 65},
		"a long call":   {0, 0, 1, 0xE9, 0x07},
		"a far line":    {0, 0, 1, 1, 0xFF, 0xFF, 0xFF, 0x7F},
		"cut off":       {0, 0, 2, 1, 5},
		"more than all": {0, 0, 1, 1, 5, 5},
	} {
		caller := rulecall.NewCaller(func([]byte) []byte { return reply })
		assert.Nil(t, caller.Visited(func() {}), name)
	}
	caller := rulecall.NewCaller(func([]byte) []byte { return []byte{0, 0, 1, 2, 5, 6} })
	assert.Equal(t, [][]int{{5, 6}}, caller.Visited(func() {}))
}
