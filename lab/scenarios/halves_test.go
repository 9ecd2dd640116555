package scenarios_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
)

// beyond are the subjects of what stands beyond Figure 2. Each of their stories has another half.
var beyond = []string{"a8-", "a9-", "a11-", "b7-", "d3-", "e", "f", "g", "h"}

// TestEachStoryBeyondFigure2HasItsOtherHalf: rules with which it fails, as TestEachScenarioFailsWhenItsRuleIsWrong
// shows, or another story, which has a transcript of its own.
func TestEachStoryBeyondFigure2HasItsOtherHalf(t *testing.T) {
	all := slices.Concat(mistakes, snapshotMistakes, memberMistakes, pipeliningMistakes, otherMistakes)
	used := map[string]bool{}
	halves := map[string]story.Half{}
	for _, one := range scenarios.Collection() {
		halves[one.ID] = one.Half
	}
	for _, scenario := range allScenarios(t) {
		half := halves[scenario.ID]
		about := func(subject string) bool { return strings.HasPrefix(scenario.ID, subject) }
		if half == (story.Half{}) {
			assert.False(t, slices.ContainsFunc(beyond, about), "%s has no other half", scenario.ID)
			continue
		}
		if half.Scenario != "" {
			assert.Empty(t, half.Rules, scenario.ID)
			assert.NotEqual(t, scenario.ID, half.Scenario)
			other, err := scenarios.Find(half.Scenario)
			require.NoError(t, err, scenario.ID)
			assert.Equal(t, half.Scenario, other.ID)
			continue
		}
		used[half.Rules] = true
		assert.True(t, slices.ContainsFunc(all, func(m mistake) bool {
			return m.scenario == scenario.ID && m.ruleSet == half.Rules
		}), "no test plays %s with %s", scenario.ID, half.Rules)
	}
	for _, set := range raftcluster.StoryRuleSets() {
		assert.True(t, used[set.ID], "no story needs the rules %s", set.ID)
		assert.Equal(t, set.ID, halves[set.Story].Rules, "the story of %s", set.ID)
		assert.NotEmpty(t, set.Wrong)
	}
}
