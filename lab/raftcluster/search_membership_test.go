package raftcluster_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/explore"
	"raftlab/lab/raftcluster"
)

// The ways to the situations of F1 and F3. In the first, S3 shall go from S1 S2 S3 to S3 S4 in one step. In the second,
// S1 has added S5 in term 1, and only S5 knows; S2 leads term 2, and has brought its first entry to S3 alone.
const (
	beforeOneStep = `# F1: In one step
#
# S3 leads, and its first entry is committed.

servers 4
members S1 S2 S3
guard off
manual
wake S3
deliver S3 > S2
deliver S2 > S3
deliver S3 > S2
deliver S2 > S3
search
at-once S3 S4
`
	beforeTwoTerms = `# F3: Two changes in two terms
#
# S2 leads term 2 and has not committed anything in it.

servers 5
members S1 S2 S3 S4
guard off
catch-up off
manual
wake S1
deliver S1 > S2
deliver S2 > S1
deliver S1 > S3
deliver S3 > S1
deliver S1 > S2
deliver S2 > S1
deliver S1 > S3
deliver S3 > S1
add S5 via S1
deliver S1 > S5
deliver S5 > S1
deliver S1 > S5
wake S2
deliver S2 > S1
deliver S2 > S3
deliver S3 > S2
deliver S2 > S4
deliver S4 > S2
deliver S2 > S3
search
remove S1 via S2
`
)

// TestASearchFindsTwoMajorities: with the guard off, some order of events breaks a property of Figure 3, and with it
// none within the same bounds does. A test of F1's situation without `at-once` would find nothing.
func TestASearchFindsTwoMajorities(t *testing.T) {
	for _, test := range []struct {
		name, before           string
		requests, terms, depth int
		breaks                 []string
	}{
		{"F1", beforeOneStep, 1, 2, 8, []string{"leader-completeness", "election-safety"}},
		{"F3", beforeTwoTerms, 2, 3, 7, []string{"leader-completeness"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			search := func(text string) *explore.Result {
				setup, err := raftcluster.Protocol{}.Search(parse(t, text), uint64(test.terms))
				require.NoError(t, err)
				bounds := explore.Options{Depth: test.depth, Requests: test.requests, States: 3_000_000}
				result, err := explore.Search(setup, bounds)
				require.NoError(t, err)
				return result
			}
			found := search(test.before)
			require.Equal(t, explore.Broken, found.Verdict)
			assert.Contains(t, test.breaks, found.Violation.ID)

			guarded := search(strings.Replace(test.before, "guard off\n", "", 1))
			assert.Equal(t, explore.Pass, guarded.Verdict, "%v", guarded.Violation)
		})
	}
}
