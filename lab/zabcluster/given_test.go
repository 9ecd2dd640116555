package zabcluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/story"
	"raftlab/lab/zabcluster"
)

// TestADiskThatNoRunLeavesIsRefused, with the reason.
func TestADiskThatNoRunLeavesIsRefused(t *testing.T) {
	for name, test := range map[string]struct{ given, refused string }{
		"one server is in the epoch of a transaction": {
			"given S1 accepted 1 current 1 history 1:1\ngiven S2 accepted 1",
			"S1 has 1:1, so epoch 1 was established: it, or a later one, must be the current epoch of a quorum",
		},
		"a quorum has only accepted the epoch": {
			"given S1 accepted 1 current 1\ngiven S2 accepted 2 current 2 history 2:1\ngiven S3 accepted 2 current 1",
			"S2 has 2:1, so epoch 2 was established",
		},
		"a transaction of an epoch that the server is not in": {
			"given S1 accepted 2 current 1 history 2:1", "has transactions of no later epoch than its own",
		},
		"an epoch that was not accepted": {
			"given S1 accepted 1 current 2", "a server is in no epoch that it has not accepted",
		},
		"a gap": {"given S1 accepted 1 current 1 history 1:1 1:3", "1:3 cannot follow 1:1"},
		"a later leader lacks what was committed": {
			"given S1 accepted 2 current 2 history 1:1\ngiven S2 accepted 2 current 2 history 1:1\n" +
				"given S3 accepted 2 current 2 history 2:1\ngiven committed 1:1",
			"the leader of epoch 2, from which S3 has 2:1, would lack 1:1, which was committed",
		},
		"two pasts of one transaction": {
			"given S1 accepted 2 current 2 history 1:1 2:1\ngiven S2 accepted 2 current 2 history 2:1",
			"these histories cannot exist together",
		},
	} {
		t.Run(name, func(t *testing.T) {
			assert.ErrorContains(t, begin(t, test.given), test.refused)
		})
	}
}

func TestADiskThatARunLeavesIsTaken(t *testing.T) {
	for _, given := range []string{
		"given S1 accepted 1 current 1 history 1:1\ngiven S2 accepted 1 current 1",
		"given S1 accepted 1 current 1 history 1:1\ngiven S2 accepted 2 current 2",
		"given S2 accepted 2 current 2\ngiven S3 accepted 2 current 1",
		"given S1 accepted 2 current 2 history 1:1 2:1\ngiven S2 accepted 2 current 2 history 1:1 2:1\n" +
			"given committed 1:1",
	} {
		assert.NoError(t, begin(t, given), given)
	}
}

// begin plays a story of three servers that has only a beginning.
func begin(t *testing.T, given string) error {
	t.Helper()
	scenario, err := story.ParseScenario("given", "# G5: Given\nprotocol zab\nservers 3\n"+given+"\nrun 1ms\n")
	require.NoError(t, err)
	c := zabcluster.New(zabcluster.DefaultSetup())
	runner, err := story.NewRunner(scenario, c, zabcluster.InProcess{}, nil)
	if err != nil {
		return err
	}
	return runner.Finish(1000)
}
