package raftcluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/explore"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// The ways to the situations of L02 and L03 (thesis §6.4): S1 leads, and has told a client of a write, or has a read
// under way when another is elected.
const (
	beforeANewLeader = `# E2: A write is acknowledged
#
# Then a new leader is asked.

servers 3
manual
wake S1
deliver S1 > S2
deliver S2 > S1
put x 1 via S1
deliver S1 > S2
deliver S2 > S1
deliver S1 > S2
deliver S2 > S1
search
get x index via S2
`
	beforeOldAnswers = `# E2: Answers on their way
#
# S1 has a read under way when S2 is elected, and x is written there.

servers 3
manual
wake S1
deliver S1 > S2
deliver S2 > S1
deliver S1 > S2
deliver S2 > S1
get x index via S1
deliver S1 > S2
wake S2
deliver S2 > S3
deliver S3 > S2
put x 1 via S2
deliver S2 > S3
deliver S3 > S2
deliver S2 > S3
deliver S3 > S2
search
get x index via S1
`
)

// TestASearchFindsTheUnconfirmedRead, and nothing within the same bounds with the right rules.
func TestASearchFindsTheUnconfirmedRead(t *testing.T) {
	for _, test := range []struct {
		name, before    string
		requests, depth int
		change          func(*raft.Rules)
	}{
		{"L02", beforeANewLeader, 2, 6, func(r *raft.Rules) {
			r.BeginRead = func(s *raft.State, read raft.Read) bool {
				read.Index, read.Round, read.Acks = s.CommitIndex, s.Round+1, raft.SetOf(s.ID)
				s.Reads = append(s.Reads, read)
				return true
			}
		}},
		{"L03", beforeOldAnswers, 3, 2, func(r *raft.Rules) {
			r.ConfirmReads = func(s *raft.State, from raft.NodeID, _ uint64) {
				reference.ConfirmReads(s, from, ^uint64(0))
			}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			scenario, err := story.ParseScenario("before", test.before)
			require.NoError(t, err)
			system, err := raftcluster.SearchFrom(scenario)
			require.NoError(t, err)
			system.Terms = 2
			o := explore.Options{Depth: test.depth + 1, Requests: test.requests}
			right := search(t, system, o)
			assert.Equal(t, explore.Pass, right.Verdict, "%v", right.Violation)

			test.change(&system.Rules.Rules)
			wrong := search(t, system, o)
			require.Equal(t, explore.Broken, wrong.Verdict)
			assert.Equal(t, "linearizability", wrong.Violation.ID)
			assert.Len(t, wrong.Path, len(system.Begin)+test.depth)
			violation, _ := playFound(t, wrong.Scenario(system, "Found by a test:"), system.Rules.Rules)
			assert.Equal(t, wrong.Violation.Sentence, violation.Sentence)
		})
	}
}

// TestASearchBeginsWithPossibleCommandsOnly: the error names what is possible instead.
func TestASearchBeginsWithPossibleCommandsOnly(t *testing.T) {
	for line, want := range map[string]string{
		"deliver S1 > S2": "\"deliver S1 > S2\" is not possible there; it can go on with wake S1, wake S2, wake S3",
		"run 10ms":        "a search begins with wake, deliver",
	} {
		scenario, err := story.ParseScenario("own", "# A1: Own\n#\n# A search.\n\nservers 3\nmanual\n"+line+"\n")
		require.NoError(t, err)
		system, err := raftcluster.SearchFrom(scenario)
		if err == nil {
			system.Terms = 1
			_, err = explore.Search(system, explore.Options{Depth: 1, States: 100})
		}
		require.ErrorIs(t, err, explore.ErrBegin)
		assert.ErrorContains(t, err, want)
	}
}
