package paxoscluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/explore"
	"raftlab/lab/paxoscluster"
	"raftlab/lab/story"
)

// three is three acceptors, two of which propose. Level 6 allows three ballots one after the other: 1.1, 2.2 and 3.1.
const three = "servers 3\nproposers S1 S2\n"

// apart is a proposer that is no acceptor: only its own record keeps it from using a ballot twice.
const apart = "servers 4\nacceptors S1 S2 S3\nproposers S4\nlearners S4\n"

func search(t *testing.T, setup, rules string, options explore.Options) (*explore.Result, explore.System) {
	t.Helper()
	text := "# S: A search\nprotocol paxos\nrules " + rules + "\n" + setup
	scenario, err := story.ParseScenario("search", text)
	require.NoError(t, err)
	system, err := paxoscluster.Protocol{}.Search(scenario, 6)
	require.NoError(t, err)
	options.States = 1_000_000
	result, err := explore.Search(system, options)
	require.NoError(t, err)
	return result, system
}

func TestSearchFindsWrongRulesAndNothingInTheReference(t *testing.T) {
	for _, test := range []struct {
		setup, rules, breaks string
		options              explore.Options
	}{
		{three, "count-values", "learner-honesty", explore.Options{Depth: 7, Requests: 2}},
		{three, "own-wish", "agreement", explore.Options{Depth: 8, Requests: 2}},
		{apart, "ballot-not-saved", "ballots-unique", explore.Options{Depth: 5, Requests: 2, Crashes: 1}},
		{apart, "count-proposer", "learner-honesty", explore.Options{Depth: 7, Requests: 1}},
	} {
		t.Run(test.rules, func(t *testing.T) {
			right, _ := search(t, test.setup, paxoscluster.ReferenceRules, test.options)
			assert.Equal(t, explore.Pass, right.Verdict, "%v", right.Violation)
			wrong, _ := search(t, test.setup, test.rules, test.options)
			require.Equal(t, explore.Broken, wrong.Verdict)
			assert.Equal(t, test.breaks, wrong.Violation.ID)
			t.Logf("%d states, %d actions: %s", wrong.Total.States, len(wrong.Path), wrong.Violation.Sentence)
		})
	}
}

func TestPathOfASearchIsAScenario(t *testing.T) {
	result, system := search(t, apart, "ballot-not-saved", explore.Options{Depth: 5, Requests: 2, Crashes: 1})
	require.Equal(t, explore.Broken, result.Verdict)
	text := "# S: The path\n"
	for _, line := range append(system.Setup(), "servers 4", "manual") {
		text += line + "\n"
	}
	for _, step := range result.Path {
		for _, line := range step.Lines {
			text += line + "\n"
		}
	}
	scenario, err := story.ParseScenario("path", text)
	require.NoError(t, err)
	assert.ErrorContains(t, playWith(t, scenario, "ballot-not-saved"), result.Violation.Sentence)
	assert.NoError(t, playWith(t, scenario, paxoscluster.ReferenceRules))
}

func TestSearchIsOfOneValue(t *testing.T) {
	scenario, err := story.ParseScenario("search", "# S: A search\nprotocol paxos\nmode multi\n")
	require.NoError(t, err)
	_, err = paxoscluster.Protocol{}.Search(scenario, 6)
	assert.ErrorIs(t, err, story.ErrUsage)
}
