package raftcluster_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/raft/reference"
)

// playOwn plays a scenario of the catalogue with own rules on some servers, and returns the trace.
func playOwn(t *testing.T, id, rules, own string, host lab.Host) (label, events string, failure error) {
	t.Helper()
	scenario, err := scenarios.Find(id)
	require.NoError(t, err)
	c := raftcluster.New(raftcluster.DefaultSetup())
	require.NoError(t, c.ChooseRules(rules, own))
	var trace strings.Builder
	runner, err := story.NewRunner(scenario, c, host, nil, func(line []byte) { trace.Write(line) })
	require.NoError(t, err)
	failure = runner.Finish(1_000_000)
	lines := strings.SplitN(trace.String(), "\n", 3)
	return lines[1], lines[2], failure
}

// With the reference as own rules, the trace differs from the reference's only in the label.
func TestOwnReferenceRulesGiveTheReferencesTrace(t *testing.T) {
	reference := reference.Rules()
	host := raftcluster.InProcess{Own: &reference}
	for _, id := range []string{"c1-storm", "c2-figure-8", "a4-one-vote-per-term"} {
		label, events, err := playOwn(t, id, "", "", host)
		require.NoError(t, err)
		assert.Contains(t, label, " rules=reference election_us=")
		for own, says := range map[string]string{
			"all": " rules=own election_us=", "S1,S3": " rules=reference own=S1,S3 election_us=",
			"S2": " rules=reference own=S2 election_us=",
		} {
			ownLabel, ownEvents, err := playOwn(t, id, "", own, host)
			require.NoError(t, err)
			assert.Contains(t, ownLabel, says)
			assert.Equal(t, events, ownEvents, "%s, own rules on %s", id, own)
		}
	}
}

// One exercise is not named: the bytes of such a trace are older than this.
func TestTheExercisesOfOwnRulesAreInTheLabel(t *testing.T) {
	rules := reference.Rules()
	for _, test := range []struct{ own, exercises, want string }{
		{"all", "append,replicate", " rules=own exercises=append,replicate election_us="},
		{"S1,S3", "append,replicate", " rules=reference own=S1,S3 exercises=append,replicate election_us="},
		{"all", "vote", " rules=own election_us="},
		{"all", "", " rules=own election_us="},
		{"", "append,replicate", " rules=reference election_us="},
	} {
		c := raftcluster.New(raftcluster.DefaultSetup())
		require.NoError(t, c.ChooseRules("", test.own))
		require.NoError(t, c.NameExercises(test.exercises))
		runner, err := story.NewRunner(parse(t, "# T: T\nservers 5\n"), c, raftcluster.InProcess{Own: &rules}, nil)
		require.NoError(t, err)
		assert.Contains(t, runner.Options.Label, test.want)
	}
}

func TestNamingEveryServerIsTheSameAsAll(t *testing.T) {
	reference := reference.Rules()
	host := raftcluster.InProcess{Own: &reference}
	all, _, err := playOwn(t, "c2-figure-8", "", "all", host)
	require.NoError(t, err)
	named, _, err := playOwn(t, "c2-figure-8", "", "S5,S1,S2,S3,S4", host)
	require.NoError(t, err)
	header, _, err := playOwn(t, "c2-figure-8", service.OwnRules, "", host)
	require.NoError(t, err)
	assert.Equal(t, all, named)
	assert.Equal(t, all, header, "as a trace's header says it")
}

// S3 alone votes twice, and two servers lead one term.
func TestOwnRulesApplyToTheirServersOnly(t *testing.T) {
	wrong, err := raftcluster.FindRules("vote-twice")
	require.NoError(t, err)
	host := raftcluster.InProcess{Own: &wrong.Rules}
	script := "servers 3\nelection-timeout 400ms 800ms\njitter 0ms\ntimeout S1\nrun 1ms\ntimeout S2\nrun 100ms\n"
	play := func(own string) error {
		c := raftcluster.New(raftcluster.DefaultSetup())
		require.NoError(t, c.ChooseRules("", own))
		runner, err := story.NewRunner(parse(t, "# T: T\n"+script), c, host, nil)
		require.NoError(t, err)
		return runner.Finish(eventLimit)
	}
	require.NoError(t, play("S1,S2"))
	assert.ErrorContains(t, play("S3"), "Election Safety")
	assert.ErrorContains(t, play("all"), "Election Safety")
}

func TestMistakesAboutOwnRulesAreErrors(t *testing.T) {
	c := raftcluster.New(raftcluster.DefaultSetup())
	for _, text := range []string{"S", "S0", "S10", "1,2", "S1,", "every", "S1 S2"} {
		assert.ErrorIs(t, c.ChooseRules("", text), story.ErrUsage, text)
	}
	assert.ErrorIs(t, c.ChooseRules("refrence", ""), service.ErrRules)
	for _, text := range []string{"vote,", ",vote", "vote append", "Vote", "vote,a=b"} {
		assert.ErrorIs(t, c.NameExercises(text), story.ErrUsage, text)
	}

	require.NoError(t, c.ChooseRules("", "S4"))
	_, err := story.NewRunner(parse(t, "# T: T\nservers 3\n"), c, raftcluster.InProcess{}, nil)
	assert.ErrorContains(t, err, "own servers: got S4, but the cluster has S1 to S3")

	c = raftcluster.New(raftcluster.DefaultSetup())
	require.NoError(t, c.ChooseRules("", "S2"))
	_, err = story.NewRunner(parse(t, "# T: T\nservers 3\n"), c, raftcluster.InProcess{}, nil)
	assert.ErrorContains(t, err, "start S2")
	assert.ErrorIs(t, err, service.ErrRules, "the host has no own rules")
}
