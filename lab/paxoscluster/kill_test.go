package paxoscluster_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/paxoscluster"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
)

// found is how a wrong set of rules is found: by a random schedule with that seed, by a scenario, or by both.
type found struct {
	seed     uint64
	scenario string
	breaks   string
}

// kills has each wrong set of rules. Two are not found by random schedules: there every proposer is an acceptor, which
// remembers its own ballots and accepts its own proposals. Stories and searches with separate roles find them.
var kills = map[string]found{
	"promise-not-saved":       {seed: 1, scenario: "g1-promise-survives", breaks: "promise-kept"},
	"acceptance-not-saved":    {seed: 1, breaks: "promise-kept"},
	"accept-above-only":       {seed: 1, breaks: "progress"},
	"accept-anything":         {seed: 2, scenario: "g1-minority-unseen", breaks: "promise-kept"},
	"own-wish":                {seed: 1, scenario: "g1-must-obey", breaks: "agreement"},
	"largest-value":           {seed: 86, breaks: "agreement"},
	"old-promises":            {seed: 15, breaks: "agreement"},
	"count-replies":           {seed: 44, breaks: "agreement"},
	"ballot-not-saved":        {scenario: "g1-ballot-survives", breaks: "ballots-unique"},
	"count-values":            {seed: 47, scenario: "g1-count-values", breaks: "learner-honesty"},
	"count-proposer":          {scenario: "g1-proposer-counts", breaks: "learner-honesty"},
	"half-is-enough":          {seed: 14, breaks: "learner-honesty"},
	"accept-promises-nothing": {seed: 153, breaks: "promise-kept"},
	"no-back-off":             {seed: 316, breaks: "progress"},
	"apply-around-gaps":       {seed: 2, scenario: "g3-gap", breaks: "in-order"},
	"last-slot-only":          {seed: 2, breaks: "progress"},
}

func TestEachWrongSetOfRulesIsFound(t *testing.T) {
	for _, set := range paxoscluster.RuleSets()[1:] {
		t.Run(set.ID, func(t *testing.T) {
			how, ok := kills[set.ID]
			require.True(t, ok, "nothing is known to find it")
			require.True(t, how.seed > 0 || how.scenario != "")
			if how.seed > 0 {
				stage := paxoscluster.WithRules(set.Rules)
				result := paxoscluster.Nemesis().Run(nemesis.Options{Seed: how.seed}, stage, nemesis.Events)
				require.NotNil(t, result.Violation, "seed %d: %v", how.seed, result.Err)
				assert.Equal(t, how.breaks, result.Violation.ID)
			}
			if how.scenario != "" {
				scenario, err := scenarios.Find(how.scenario)
				require.NoError(t, err)
				var violation *lab.Violation
				require.True(t, errors.As(playWith(t, scenario, set.ID), &violation))
				assert.Equal(t, how.breaks, violation.ID)
			}
		})
	}
	assert.Len(t, kills, len(paxoscluster.RuleSets())-1)
}

// playWith plays a scenario with a set of rules, and returns why it failed.
func playWith(t *testing.T, scenario *story.Scenario, rules string) error {
	t.Helper()
	cluster := paxoscluster.New(paxoscluster.DefaultSetup())
	cluster.ForceRules(rules)
	runner, err := story.NewRunner(scenario, cluster, paxoscluster.InProcess{}, nil)
	require.NoError(t, err)
	return runner.Finish(nemesis.Events)
}
