package raftcluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
)

// TestLogsThatCannotExistTogetherAreRefused, at the line that contradicts, with what it contradicts.
func TestLogsThatCannotExistTogetherAreRefused(t *testing.T) {
	const five = "servers 5\n"
	for name, test := range map[string]struct{ script, says string }{
		"an entry after two pasts": {
			"given S1 term 3 log 1 1 3\ngiven S2 term 3 log 1 2 3\n",
			"script:4:1: these logs cannot exist together: S2 and S1 have entries of term 3 from its one leader, " +
				"and so the same entries before them (Log Matching, §5.3); but entry 2 is of term 2 on S2, and of " +
				"term 1 on S1",
		},
		"a term begins at two places": {
			"given S1 term 3 log 1 3\ngiven S4 term 3 log 1 1 3\n",
			"script:4:1: these logs cannot exist together: S4 and S1 have entries of term 3 from its one leader, " +
				"and so the same entries before them (Log Matching, §5.3); but entry 2 is of term 1 on S4, and of " +
				"term 3 on S1",
		},
		"committed by a minority": {
			"given S1 term 2 log 1 2\ngiven S2 term 2 log 1 2\ngiven S3 term 2 log 1\ngiven committed 2\n",
			"script:6:1: no majority of the 5 servers has the same entries 1 to 2: say what is on their disks in the " +
				"lines before, or give a lower index",
		},
		"committed before the logs": {
			"given committed 1\ngiven S1 term 1 log 1\n", "script:3:1: no majority of the 5 servers",
		},
		"nothing is committed": {"given committed 0\n", "script:3:1: no majority of the 5 servers"},
		"a later leader lacks it": {
			"given S1 term 2 log 1 1\ngiven S2 term 2 log 1 1\ngiven S3 term 2 log 1 1\ngiven S4 term 3 log 1 3\n" +
				"given committed 2\n",
			"script:7:1: the leader of term 3, from which S4 has its last entry, would lack entry 2 of term 1, " +
				"which was committed in term 1 (Leader Completeness, §5.4.3)",
		},
		"a later leader lacks it, in a later line": {
			"given S1 term 2 log 1 1\ngiven S2 term 2 log 1 1\ngiven S3 term 2 log 1 1\ngiven committed 2\n" +
				"given S4 term 3 log 1 3\n",
			"script:7:1: the leader of term 3",
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := raftcluster.New(raftcluster.DefaultSetup())
			script := parse(t, "# T: T\n"+five+test.script+"run 1ms\n")
			_, err := story.NewRunner(script, c, raftcluster.InProcess{}, nil)
			require.ErrorIs(t, err, story.ErrUsage)
			assert.ErrorContains(t, err, test.says)
		})
	}
}

// These look odd, and each is what a run of Raft leaves behind.
func TestLogsThatCanExistTogetherAreTaken(t *testing.T) {
	for name, script := range map[string]string{
		"an unfinished tail of an old leader": "given S1 term 3 log 1 3\ngiven S2 term 2 log 1 2 2 2\n" +
			"given S3 term 3 log 1 3\ngiven committed 2\n",
		"a part of a leader's entries": "given S1 term 2 log 1 2\ngiven S2 term 2 log 1 2 2 2\n",
		"one log twice":                "given S1 term 2 log 1 2\ngiven S1 term 3 log 1 1 3\n",
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := perform(t, raftcluster.InProcess{}, "servers 3\n"+script+"run 1s\n")
			assert.NoError(t, err)
		})
	}
}

// before is a cluster in which two of three hold what was committed, and the third may stand.
const before = `servers 3
given S1 term 2 log 1 2
given S2 term 2 log 1 2
given S3 term 2 log 1
given committed 2
election-timeout 10s 20s
`

// TestWhatWasCommittedBeforeIsJudgedAsCommitted: a leader without it breaks Leader Completeness, in a run and in a
// search.
func TestWhatWasCommittedBeforeIsJudgedAsCommitted(t *testing.T) {
	_, _, err := perform(t, raftcluster.InProcess{}, before+"timeout S3\nrun 100ms\nexpect leader none\n")
	require.NoError(t, err)
	rules, err := raftcluster.FindRules("vote-any-log")
	require.NoError(t, err)
	_, lines, err := perform(t, raftcluster.InProcess{Rules: &rules.Rules}, before+"timeout S3\nrun 100ms\n")
	var violation *lab.Violation
	require.ErrorAs(t, err, &violation)
	assert.Equal(t, "S3 leads term 3 without entry 2 of term 2 (put k2 2), which was committed in term 2 before the "+
		"story begins; S3 has entry 2 of term 3 (no-op) instead", violation.Sentence)
	requireCauses(t, violation, lines)

	setup, err := raftcluster.SearchFrom(parse(t, "# T: T\nrules vote-any-log\n"+before))
	require.NoError(t, err)
	setup.Terms = 3
	result, err := explore.Search(setup, explore.Options{Depth: 6, States: 10_000})
	require.NoError(t, err)
	require.NotNil(t, result.Violation)
	assert.Equal(t, "leader-completeness", result.Violation.ID)
	assert.Contains(t, result.Scenario(setup, "found"), "given committed 2\n")
}
