package raftcluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
)

// lateCommit: S1's write reaches S2 and S3, and their answers are held up. S5, which lacks it, is elected in term 2 by
// voters that compare no logs, and S1 does not hear of it. Then the answers arrive, and S1 commits in term 1.
const lateCommit = `servers 5
election-timeout 10s 20s
heartbeat 1s
jitter 0ms
elect S1
await commit 1
cut S1 > S4
cut S1 > S5
hold S2 > S1
hold S3 > S1
hold S4 > S1
hold S5 > S1
put x 7
run 30ms
expect log S2 1 1
cut S5 > S1
timeout S5
run 24ms
`

// TestALeaderThatIsGoneIsJudgedAllTheSame: Leader Completeness speaks of the leaders of all later terms, whatever has
// become of them before the commitment is seen.
func TestALeaderThatIsGoneIsJudgedAllTheSame(t *testing.T) {
	rules, err := raftcluster.FindRules("vote-any-log")
	require.NoError(t, err)
	for name, test := range map[string]struct{ gone, verb string }{
		"it leads":       {"expect leader S5 term 2\npartition S1 S2 S3 S4 | S5\n", "leads"},
		"it has crashed": {"expect leader S5 term 2\nisolate S5\ncrash S5\n", "led"},
		"it stepped down": {
			"partition S1 S2 S3 | S4 S5\ncut S5 > S4\ntimeout S4\nrun 24ms\nexpect term S5 3\n", "led",
		},
		"it has come back": {"isolate S5\ncrash S5\nrestart S5\n", "led"},
	} {
		t.Run(name, func(t *testing.T) {
			script := lateCommit + test.gone + "release all\nrun 40ms\n"
			_, lines, err := perform(t, raftcluster.InProcess{Rules: &rules.Rules}, script)
			var violation *lab.Violation
			require.ErrorAs(t, err, &violation)
			assert.Equal(t, "leader-completeness", violation.ID)
			has := map[string]string{"leads": "has", "led": "had"}[test.verb]
			assert.Equal(t, "S5 "+test.verb+" term 2 without entry 2 of term 1 (put x 7), which S1 committed in "+
				"term 1; S5 "+has+" entry 2 of term 2 (no-op) instead", violation.Sentence)
			requireCauses(t, violation, lines)
			assert.Contains(t, causes(violation, lines), "S5 role leader term=2")
		})
	}
}
