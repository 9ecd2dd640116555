package shrink_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
	"raftlab/lab/shrink"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// TestADiskThatWorksBesideItsServerNeedsTime: what a leader sends before its disk is done shows only while the disk
// works, so such a run stays a story with times, and is made small all the same.
func TestADiskThatWorksBesideItsServerNeedsTime(t *testing.T) {
	rules := reference.Rules()
	rules.NoteSaved = func(s *raft.State, _ raft.Index) { s.MatchIndex[s.ID] = s.Log.LastIndex() }
	stage := func() (story.Player, lab.Host) {
		return raftcluster.New(raftcluster.DefaultSetup()), raftcluster.InProcess{Rules: &rules}
	}
	for seed := uint64(1); ; seed++ {
		require.Less(t, seed, uint64(200), "nothing broke")
		options := nemesis.Options{Seed: seed}
		broken := raftcluster.PipeliningNemesis().Run(options, raftcluster.WithRules(rules), nemesis.Events).Violation
		if broken == nil || broken.Liveness {
			continue
		}
		result, err := shrink.Shrink(raftcluster.PipeliningNemesis().Scenario(options), stage,
			shrink.Options{Events: nemesis.Events})
		require.NoError(t, err)
		assert.Equal(t, "durability", result.Violation.ID)
		assert.Less(t, result.Commands, result.Before)
		assert.Contains(t, result.Scenario, "parallel-disk on\n")
		again := play(t, stage, result.Scenario)
		require.NotNil(t, again, result.Scenario)
		assert.Equal(t, result.Violation.Sentence, again.Sentence)
		return
	}
}
