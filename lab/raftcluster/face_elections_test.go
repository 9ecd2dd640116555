package raftcluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/lab/raftcluster"
)

// TestElectionsAreShownOnlyWhenOn: without them a view has no part for them, and no rows.
func TestElectionsAreShownOnlyWhenOn(t *testing.T) {
	run, ok := raftcluster.New(raftcluster.DefaultSetup()).Face().Run().Value.(raftcluster.RaftRun)
	assert.True(t, ok)
	assert.Nil(t, run.Elections)
	run, ok = careful().Run().Value.(raftcluster.RaftRun)
	assert.True(t, ok)
	assert.Equal(t, &raftcluster.ElectionSwitches{PreVote: true, Stickiness: true, CheckQuorum: true}, run.Elections)
}
