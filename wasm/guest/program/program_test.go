package program_test

import (
	"go/format"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/wasm/guest/program"
)

func TestMainJoinsTheLearnersFunctionsAndTheExercise(t *testing.T) {
	assert.Equal(t, `package main

import (
	exercise "raftlab/exercises/persist"
	"raftlab/grader"
	"raftlab/raft"
	"raftlab/wasm/guest/judge"
)

func init() {
	judge.Learner(grader.Persist(), func(rules *raft.Rules) {
		rules.WhatToSave = exercise.WhatToSave
		rules.Restore = exercise.Restore
	})
}

func main() {}
`, program.Main(grader.Persist()))
	for _, exercise := range grader.Exercises() {
		text := program.Main(exercise)
		formatted, err := format.Source([]byte(text))
		require.NoError(t, err, exercise.ID)
		assert.Equal(t, string(formatted), text)
	}
}
