package scenarios_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
)

// beyond are the subjects of what stands beyond Figure 2. Each of their stories has another half.
var beyond = []string{"a8-", "a9-", "a11-", "b7-", "d3-", "e", "f"}

// TestEachStoryBeyondFigure2HasItsOtherHalf: rules with which it fails, as TestEachScenarioFailsWhenItsRuleIsWrong
// shows, or another story, which has a transcript of its own.
func TestEachStoryBeyondFigure2HasItsOtherHalf(t *testing.T) {
	all := slices.Concat(mistakes, snapshotMistakes, memberMistakes, pipeliningMistakes)
	used := map[string]bool{}
	for _, scenario := range allScenarios(t) {
		half, ok := scenarios.OtherHalf(scenario.ID)
		about := func(subject string) bool { return strings.HasPrefix(scenario.ID, subject) }
		if !ok {
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
		half, _ := scenarios.OtherHalf(set.Story)
		assert.Equal(t, set.ID, half.Rules, "the story of %s", set.ID)
		assert.NotEmpty(t, set.Wrong)
	}
}
