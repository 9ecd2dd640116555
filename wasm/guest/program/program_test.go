package program_test

import (
	"go/format"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/judges"
	"raftlab/grader/judges/paxos"
	"raftlab/grader/judges/persist"
	"raftlab/grader/judges/sessions"
	"raftlab/wasm/guest/program"
)

func TestAFileJoinsTheLearnersFunctionsAndTheExercise(t *testing.T) {
	assert.Equal(t, `package main

import (
	exercise "raftlab/exercises/persist"
	"raftlab/grader/judges/persist"
	"raftlab/grader/rulecall"
	"raftlab/wasm/guest/raftjudge"
)

func init() {
	raftjudge.Learner(persist.Exercise(), func(rules *rulecall.Rules) {
		rules.WhatToSave = exercise.WhatToSave
		rules.Restore = exercise.Restore
	})
}
`, program.Join(persist.Exercise().About))
	assert.Contains(t, program.Join(sessions.Exercise().About), "raftjudge.LearnerOfSessions(sessions.Exercise()")
	assert.Equal(t, `package main

import (
	exercise "raftlab/exercises/paxos"
	"raftlab/grader/judges/paxos"
	"raftlab/grader/rulecall/paxoscall"
	"raftlab/wasm/guest/judge"
)

func init() {
	judge.Learner("paxos", paxos.Learner(func(rules *paxoscall.Rules) {
		rules.HandlePrepare = exercise.HandlePrepare
		rules.HandleAccept = exercise.HandleAccept
		rules.NextBallot = exercise.NextBallot
		rules.HandlePromise = exercise.HandlePromise
		rules.HandleAccepted = exercise.HandleAccepted
	}))
}
`, program.Join(paxos.Exercise().About))
	for _, judge := range judges.All() {
		exercise := judge.About()
		for _, text := range []string{program.Join(exercise), program.Native(exercise), program.Callee(exercise)} {
			formatted, err := format.Source([]byte(text))
			require.NoError(t, err, exercise.ID)
			assert.Equal(t, string(formatted), text)
		}
	}
}
