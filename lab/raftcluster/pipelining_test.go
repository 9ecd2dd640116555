package raftcluster_test

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
	"raftlab/raft"
	"raftlab/raft/reference"
)

var outruns = flag.Int("outruns", 200, "how many schedules leaders that do not wait must keep all properties in")

// TestLeadersThatDoNotWaitKeepEveryProperty: whatever is lost, late or crashes, and however slow disks are.
func TestLeadersThatDoNotWaitKeepEveryProperty(t *testing.T) {
	saved, replicating, probing := 0, 0, 0
	count := func(line []byte) {
		saved += occurrences(line, " saved")
		replicating += occurrences(line, " replicate")
		probing += occurrences(line, " probe")
	}
	for seed := range uint64(*outruns) {
		result := raftcluster.PipeliningNemesis().Run(nemesis.Options{Seed: seed + 1},
			raftcluster.WithRules(reference.Rules()), nemesis.Events, count)
		require.Nil(t, result.Violation, "seed %d", seed+1)
		require.NoError(t, result.Err, "seed %d", seed+1)
	}
	assert.Positive(t, saved, "a disk was done after its leader went on")
	assert.Positive(t, replicating, "a leader did not wait for answers")
	assert.Positive(t, probing, "a leader went back")
}

func occurrences(line []byte, end string) int {
	if text := string(line); len(text) > len(end) && text[len(text)-len(end)-1:len(text)-1] == end {
		return 1
	}
	return 0
}

// TestMistakesOfLeadersThatDoNotWaitAreFound: by Durability, or because the cluster makes no progress.
func TestMistakesOfLeadersThatDoNotWaitAreFound(t *testing.T) {
	for name, mistake := range map[string]func(*raft.Rules){
		"counts itself before its disk is done": func(rules *raft.Rules) {
			rules.NoteSaved = func(s *raft.State, _ raft.Index) { s.MatchIndex[s.ID] = s.Log.LastIndex() }
		},
		"takes no notice of its disk": func(rules *raft.Rules) { rules.NoteSaved = func(*raft.State, raft.Index) {} },
		"never goes back": func(rules *raft.Rules) {
			rules.NoteAnswer = func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) bool {
				s.Replicating.Add(from)
				return !reply.Success
			}
		},
	} {
		rules := reference.Rules()
		mistake(&rules)
		found := 0
		for seed := range uint64(60) {
			result := raftcluster.PipeliningNemesis().Run(nemesis.Options{Seed: seed + 1},
				raftcluster.WithRules(rules), nemesis.Events)
			if result.Violation != nil || result.Err != nil {
				found++
			}
		}
		assert.Positive(t, found, name)
	}
}
