package scenarios_test

import (
	"errors"
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
)

// promiseBreaks finds the runs that the page offers beside a property.
var promiseBreaks = regexp.MustCompile(
	`"?([a-z-]+)"?: \{\s+sentence:[^{}]*?breaks: \{ scenario: "([^"]+)", rules: "([^"]+)" \}`)

// TestThePageShowsARunThatBreaksEachPromise: "Show me one that breaks it" names a scenario and a rule that is wrong.
func TestThePageShowsARunThatBreaksEachPromise(t *testing.T) {
	words, err := os.ReadFile("../../static/src/words/en-teach.ts")
	require.NoError(t, err)
	offered := promiseBreaks.FindAllStringSubmatch(string(words), -1)
	var broken []string
	for _, one := range offered {
		property, id, rules := one[1], one[2], one[3]
		scenario, err := scenarios.Find(id)
		require.NoError(t, err)
		cluster := raftcluster.New(raftcluster.DefaultSetup())
		cluster.ForceRules(rules)
		runner, err := story.NewRunner(scenario, cluster, raftcluster.InProcess{}, nil)
		require.NoError(t, err)
		var violation *lab.Violation
		require.True(t, errors.As(runner.Finish(eventLimit), &violation), "%s with %s breaks nothing", id, rules)
		assert.Equal(t, property, violation.ID, "%s with %s", id, rules)
		broken = append(broken, property)
	}
	for _, check := range raftcluster.Checks() {
		assert.Contains(t, broken, check.ID, "no run is offered that breaks it")
	}
}
