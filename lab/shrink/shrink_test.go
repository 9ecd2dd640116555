package shrink_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
	"raftlab/lab/shrink"
	"raftlab/lab/story"
)

func stage(t *testing.T, rules string) shrink.Stage {
	t.Helper()
	set, err := raftcluster.FindRules(rules)
	require.NoError(t, err)
	return func() (story.Player, lab.Host) {
		return raftcluster.New(raftcluster.DefaultSetup()), raftcluster.InProcess{Rules: &set.Rules}
	}
}

// play is the property that a scenario's text breaks, or nil.
func play(t *testing.T, stage shrink.Stage, text string) *lab.Violation {
	t.Helper()
	scenario, err := story.ParseScenario("small", text)
	require.NoError(t, err, text)
	player, host := stage()
	runner, err := story.NewRunner(scenario, player, host, nil)
	if err != nil {
		return nil
	}
	failure := runner.Finish(nemesis.Events)
	var violation *lab.Violation
	if !assert.ErrorAs(&testing.T{}, failure, &violation) {
		return nil
	}
	return violation
}

// requireSmallest checks that a result breaks the property and needs each of its lines.
func requireSmallest(t *testing.T, stage shrink.Stage, result *shrink.Result) {
	t.Helper()
	require.True(t, result.Minimal)
	again := play(t, stage, result.Scenario)
	require.NotNil(t, again, result.Scenario)
	assert.Equal(t, result.Violation.ID, again.ID)
	assert.Equal(t, result.Violation.Sentence, again.Sentence)
	lines := strings.SplitAfter(result.Scenario, "\n")
	for i, line := range lines {
		if line == "" || line == "\n" || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "servers ") ||
			strings.HasPrefix(line, "seed ") {
			continue
		}
		without := strings.Join(append(append([]string{}, lines[:i]...), lines[i+1:]...), "")
		if v := play(t, stage, without); v != nil {
			assert.NotEqual(t, result.Violation.ID, v.ID, "without %q it still breaks:\n%s", line, result.Scenario)
		}
	}
}

// Time, loss and latency have no part in a safety violation: the order of events alone must show it, whatever
// faults there were.
func TestEverySafetyViolationIsASchedule(t *testing.T) {
	for rules, most := range map[string]int{"vote-twice": 12, "vote-any-log": 20, "cut-always": 30} {
		found := 0
		for seed := uint64(1); seed <= 150 && found < 8; seed++ {
			options := nemesis.Options{Seed: seed}
			set, err := raftcluster.FindRules(rules)
			require.NoError(t, err)
			broken := raftcluster.Nemesis().Run(options, raftcluster.WithRules(set.Rules), nemesis.Events).Violation
			if broken == nil || broken.Liveness {
				continue
			}
			found++
			result, err := shrink.Shrink(
				raftcluster.Nemesis().Scenario(options), stage(t, rules),
				shrink.Options{Events: nemesis.Events},
			)
			require.NoError(t, err)
			assert.True(t, result.Manual, "%s, seed %d", rules, seed)
			assert.Equal(t, broken.ID, result.Violation.ID)
			assert.LessOrEqual(t, result.Commands, most, result.Scenario)
			requireSmallest(t, stage(t, rules), result)
		}
		assert.Positive(t, found, rules)
	}
}

func TestSmallestRunWithTwoLeaders(t *testing.T) {
	result, err := shrink.Shrink(
		raftcluster.Nemesis().Scenario(firstBroken(t, "vote-twice")), stage(t, "vote-twice"),
		shrink.Options{Events: nemesis.Events},
	)
	require.NoError(t, err)
	assert.Equal(t, 6, result.Commands, result.Scenario)
	assert.Contains(t, result.Scenario, "servers 3\nmanual\n")
	assert.Contains(t, result.Scenario, "# RequestVoteReply term=1 granted; ")
	assert.NotContains(t, result.Scenario, "\ntry ")
	assert.Greater(t, result.Before, result.Commands)
}

func firstBroken(t *testing.T, rules string) nemesis.Options {
	t.Helper()
	set, err := raftcluster.FindRules(rules)
	require.NoError(t, err)
	for seed := uint64(1); seed < 500; seed++ {
		options := nemesis.Options{Seed: seed}
		if raftcluster.Nemesis().Run(options, raftcluster.WithRules(set.Rules), nemesis.Events).Violation != nil {
			return options
		}
	}
	t.Fatal("nothing broke")
	return nemesis.Options{}
}

func TestSameRunGivesTheSameResult(t *testing.T) {
	options := firstBroken(t, "vote-any-log")
	first, err := shrink.Shrink(
		raftcluster.Nemesis().Scenario(options), stage(t, "vote-any-log"),
		shrink.Options{Events: nemesis.Events},
	)
	require.NoError(t, err)
	second, err := shrink.Shrink(
		raftcluster.Nemesis().Scenario(options), stage(t, "vote-any-log"),
		shrink.Options{Events: nemesis.Events},
	)
	require.NoError(t, err)
	assert.Equal(t, first, second)
}

// With timeouts that are nearly equal, votes split for ever (§5.2). Time must pass to show that, so the result is
// a story with its expectation.
func TestMissingProgressIsShrunkAsAStory(t *testing.T) {
	text := `# X1: A healed cluster that elects nobody
servers 3
election-timeout 60ms 61ms
latency 20ms
put x 1 via S1
run 300ms
crash S2
run 100ms
recover
latency 200ms
expect progress
`
	scenario, err := story.ParseScenario("x1", text)
	require.NoError(t, err)
	result, err := shrink.Shrink(scenario, stage(t, "reference"), shrink.Options{Events: nemesis.Events})
	require.NoError(t, err)
	assert.False(t, result.Manual)
	assert.Equal(t, "progress", result.Violation.ID)
	assert.Contains(t, result.Scenario, "\nexpect progress\n")
	assert.NotContains(t, result.Scenario, "crash")
	requireSmallest(t, stage(t, "reference"), result)
}

func TestConsecutiveWaitsAreMerged(t *testing.T) {
	text := "# X2: Slow\nservers 3\nelection-timeout 60ms 61ms\nrun 50ms\nrun 70ms\nlatency 300ms\nrun 10ms\nexpect " +
		"progress\n"
	scenario, err := story.ParseScenario("x2", text)
	require.NoError(t, err)
	result, err := shrink.Shrink(scenario, stage(t, "reference"), shrink.Options{Events: nemesis.Events})
	require.NoError(t, err)
	assert.LessOrEqual(t, result.Commands, 3, result.Scenario)
}

func TestRunWithoutViolationCannotBeShrunk(t *testing.T) {
	_, err := shrink.Shrink(
		raftcluster.Nemesis().Scenario(nemesis.Options{Seed: 1}), stage(t, "reference"),
		shrink.Options{Events: nemesis.Events},
	)
	require.ErrorIs(t, err, shrink.ErrHolds)
}

func TestGivenSeedReplacesTheScenarios(t *testing.T) {
	scenario := raftcluster.Nemesis().Scenario(firstBroken(t, "vote-twice"))
	for seed := uint64(1000); seed < 1100; seed++ {
		result, err := shrink.Shrink(
			scenario, stage(t, "vote-twice"), shrink.Options{Seed: &seed, Events: nemesis.Events},
		)
		if err != nil {
			require.ErrorIs(t, err, shrink.ErrHolds)
			continue
		}
		assert.Contains(t, result.Scenario, "seed ")
		requireSmallest(t, stage(t, "vote-twice"), result)
		return
	}
	t.Fatal("no other seed breaks it")
}

func TestBoundOfRunsIsKeptAndReported(t *testing.T) {
	options := firstBroken(t, "vote-any-log")
	result, err := shrink.Shrink(
		raftcluster.Nemesis().Scenario(options), stage(t, "vote-any-log"),
		shrink.Options{Events: nemesis.Events, Runs: 20},
	)
	require.NoError(t, err)
	assert.False(t, result.Minimal)
	assert.LessOrEqual(t, result.Runs, 20+10*result.Before+20, "some are kept for making it readable")
	assert.NotContains(t, result.Scenario, "\ntry ")
	assert.NotNil(t, play(t, stage(t, "vote-any-log"), result.Scenario), "the result so far still breaks the property")
}
