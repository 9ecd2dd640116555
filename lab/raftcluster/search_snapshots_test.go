package raftcluster_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/explore"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// beforeASnapshot is the way to a leader that has cut off its first entry. S3 has nothing yet, and x=1 is on its way
// to S2.
const beforeASnapshot = `# D3: The first entry is gone
#
# S3 needs it.

servers 3
snapshots on
manual
wake S1
deliver S1 > S2
deliver S2 > S1
deliver S1 > S2
deliver S2 > S1
snapshot S1
put x 1 via S1
search
`

func snapshotSearch(t *testing.T, change func(*raft.Rules)) raftcluster.SearchSetup {
	t.Helper()
	scenario, err := story.ParseScenario("before", beforeASnapshot)
	require.NoError(t, err)
	system, err := raftcluster.SearchFrom(scenario)
	require.NoError(t, err)
	require.True(t, system.Snapshots.On())
	system.Terms = 2
	if change != nil {
		change(&system.Rules.Rules)
	}
	return system
}

// TestASearchOfSnapshotsFindsNothingWithTheRightRules: servers take snapshots and install them in any order, elect
// another leader, and crash, also between the two files of a save.
func TestASearchOfSnapshotsFindsNothingWithTheRightRules(t *testing.T) {
	for _, o := range []explore.Options{{Depth: 7, Requests: 1}, {Depth: 7, Requests: 1, Crashes: 1}} {
		r := search(t, snapshotSearch(t, nil), o)
		assert.Equal(t, explore.Pass, r.Verdict, "%v", r.Violation)
		assert.Greater(t, r.Total.States, 10_000)
	}
}

// TestASearchFindsMistakesOfSnapshots, and the lab plays the path.
func TestASearchFindsMistakesOfSnapshots(t *testing.T) {
	for _, test := range []struct {
		name, property string
		actions        int
		change         func(*raft.Rules)
	}{
		{"S09: commitIndex stays", "sound-server", 2, func(r *raft.Rules) {
			r.HandleInstallSnapshot = func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (
				raft.InstallSnapshotReply, bool,
			) {
				commit := s.CommitIndex
				reply, install := reference.HandleInstallSnapshot(s, part, req)
				s.CommitIndex = commit
				return reply, install
			}
		}},
		{"S10: the term of the last entry is lost", "leader-completeness", 8, func(r *raft.Rules) {
			r.StartElection = func(s *raft.State) raft.RequestVote {
				req := reference.StartElection(s)
				if s.Log.LastIndex() == s.Log.Base() {
					req.LastLogTerm = req.Term
				}
				return req
			}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			system := snapshotSearch(t, test.change)
			r := search(t, system, explore.Options{Depth: test.actions, Requests: 1})
			require.Equal(t, explore.Broken, r.Verdict)
			assert.Equal(t, test.property, r.Violation.ID)
			violation, _ := playFound(t, r.Scenario(system, "Found by a test:"), system.Rules.Rules)
			assert.Equal(t, r.Violation.Sentence, violation.Sentence)
			assert.True(t, slices.Contains(lines(r), "snapshot S1"))
		})
	}
}
