package zabcluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/explore"
	"raftlab/lab/nemesis"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
	"raftlab/lab/zabcluster"
)

// found says how each set of wrong rules is found: by this many random schedules, or by a story.
var found = map[string]struct {
	schedules uint64
	breaks    string
	story     string
}{
	"id-first":     {schedules: 20, breaks: "progress"},
	"diff-unknown": {schedules: 20, breaks: "agreement"},
	"diff-gap":     {schedules: 20, breaks: "total-order"},
	"ack-first":    {schedules: 20, breaks: "durability"},
	"serve-early":  {schedules: 40, breaks: "inheritance"},
	"newest-first": {schedules: 20, breaks: "primary-order"},
	"count-old":    {schedules: 60, breaks: "primary-order"},
	"lonely":       {schedules: 20, breaks: "progress"},
	// These need a situation that random schedules hardly ever meet.
	"zxid-first":      {story: "g4-epoch-decides"},
	"keep-votes":      {story: "g4-rounds"},
	"count-observers": {story: "g4-observer"},
	"hearsay":         {story: "g4-hearsay"},
	"own-epoch":       {story: "g5-new-epoch"},
	"no-trunc":        {story: "g5-synchronization"},
	"epoch-first":     {story: "g5-epoch-after-history"},
	"sync-alone":      {story: "g5-sync-asks-a-quorum"},
}

func TestEachWrongRuleSetIsFound(t *testing.T) {
	for _, set := range zabcluster.RuleSets()[1:] {
		t.Run(set.ID, func(t *testing.T) {
			by, ok := found[set.ID]
			require.True(t, ok, "nothing is known that finds it")
			if by.story != "" {
				assert.Error(t, play(t, by.story, set.ID))
				assert.NoError(t, play(t, by.story, zabcluster.ReferenceRules))
				return
			}
			assert.Equal(t, by.breaks, firstBroken(t, set, by.schedules))
		})
	}
	assert.Len(t, zabcluster.RuleSets(), len(found)+1)
}

// play plays a story with a set of rules.
func play(t *testing.T, id, rules string) error {
	scenario, err := scenarios.Find(id)
	require.NoError(t, err)
	c := zabcluster.New(zabcluster.DefaultSetup())
	c.ForceRules(rules)
	runner, err := story.NewRunner(scenario, c, zabcluster.InProcess{}, nil)
	require.NoError(t, err)
	return runner.Finish(100_000)
}

// firstBroken is the property that the first of so many schedules breaks, "" if none does.
func firstBroken(t *testing.T, set zabcluster.RuleSet, schedules uint64) string {
	for seed := range schedules {
		result := zabcluster.Nemesis().Run(nemesis.Options{Seed: seed + 1}, stageOf(set.Rules),
			nemesis.Events)
		require.NoError(t, result.Err)
		if result.Violation != nil {
			return result.Violation.ID
		}
	}
	return ""
}

// figure8 leads up to the moment after which the twin of Figure 8 can happen. S1 led epoch 3 and sent its
// transaction of epoch 1 to S3; S3 has given it up, has elected S2 with it, and has accepted epoch 4. What S3 said
// to S1 before is still on its way.
const figure8 = `# G5: The old epoch's outstanding transaction
protocol zab
servers 3
given S1 accepted 1 current 1 history 1:1
given S2 accepted 2 current 2
given S3 accepted 2 current 1
manual
deliver S1 > S3
deliver S3 > S1
deliver S3 > S1
wake S1
wake S3
deliver S3 > S1
deliver S1 > S3
deliver S3 > S1
deliver S1 > S3
deliver S1 > S3
look S3
deliver S3 > S2 3
deliver S2 > S3 2
deliver S3 > S2 3
wake S2
wake S3
deliver S3 > S2 3
deliver S2 > S3 2
search
`

// searchFrom is the search from there, within bounds that the right rules pass.
func searchFrom(t *testing.T, rules string) *explore.Result {
	scenario, err := story.ParseScenario("figure8", figure8)
	require.NoError(t, err)
	setup, err := zabcluster.Protocol{}.Search(scenario.With("rules "+rules), 4)
	require.NoError(t, err)
	result, err := explore.Search(setup, explore.Options{Depth: 6, States: 200_000})
	require.NoError(t, err)
	return result
}

func TestSearchFindsTheOldEpochsTransaction(t *testing.T) {
	result := searchFrom(t, "count-old")
	require.Equal(t, explore.Broken, result.Verdict)
	assert.Equal(t, "inheritance", result.Violation.ID)
	assert.Equal(t, "1:1 (put x 1:1) was delivered by S1 in epoch 3, and the leader of epoch 4, S2, began without it",
		result.Violation.Sentence)
	assert.Len(t, result.Path, 23, "18 commands lead up to it, and 5 break it")
}

func TestSearchFindsNothingWithTheRightRules(t *testing.T) {
	result := searchFrom(t, zabcluster.ReferenceRules)
	assert.Equal(t, explore.Pass, result.Verdict)
	assert.Equal(t, 6, result.Depth)
	assert.Greater(t, result.Total.States, 10_000)
}
