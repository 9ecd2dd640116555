package scenarios_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/lab"
	"raftlab/lab/protocols"
	"raftlab/lab/protocols/known"
	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
)

// eventLimit is far above the needs of any scenario.
const eventLimit = 100_000

func TestScenariosAreInTheOrderOfTheSubjects(t *testing.T) {
	var got []string
	var last *story.Scenario
	for _, scenario := range allScenarios(t) {
		got = append(got, scenario.Subject)
		if last != nil && last.Subject == scenario.Subject {
			assert.Less(t, last.ID, scenario.ID)
		}
		last = scenario
		assert.True(
			t, strings.HasPrefix(scenario.ID, strings.ToLower(scenario.Subject)+"-"), "%s is about %s",
			scenario.ID, scenario.Subject,
		)
		assert.NotEmpty(t, scenario.Story, scenario.ID)
	}
	assert.Equal(t, strings.Fields("A1 A2 A3 A3 A4 A5 A6 A7 A8 A8 A8 A8 A8 A8 A8 A9 A10 A10 A11 A11 A12 "+
		"B1 B2 B3 B3 B4 B5 B6 B6 B6 B7 B7 B7 B7 B7 B7 B7 B8 "+
		"C1 C1 C1 C2 C3 C4 C4 C4 C5 D1 D2 D3 D3 D3 D3 D3 D3 D3 D3 D3 D3 D3 D3 "+
		"D4 D4 D5 D5 D5 D5 D5 D5 E1 E2 E2 E2 E2 E2 E3 E3 E3 "+
		"E4 E4 E4 E4 E4 E4 E4 E4 E5 E5 "+
		"F1 F1 F1 F1 F2 F2 F2 F2 F3 F3 F4 F4 F4 F4 F5 F5 F5 F5 "+
		"G1 G1 G1 G1 G1 G1 G1 G1 G1 G2 G2 G2 G2 G3 G3 G3 "+
		"G4 G4 G4 G4 G4 G4 G4 G5 G5 G5 G5 G5 G5 G5 G5 G5 G5 G5 G5 "+
		"G6 G6 G6 G6 G6 G6 G6 G6 G6 G6 G6 G6 H1 H1 H1 H2 H2 H2 H2 H2 H3 H3 H3 H4 H4 H4 H4 H4"), got)
}

func TestEachFileIsAScenario(t *testing.T) {
	files, err := filepath.Glob("*.txt")
	require.NoError(t, err)
	var listed []string
	for _, scenario := range allScenarios(t) {
		listed = append(listed, scenario.ID+".txt")
		source, err := os.ReadFile(scenario.ID + ".txt")
		require.NoError(t, err)
		own, err := story.ParseScenario(scenario.ID, string(source))
		require.NoError(t, err)
		assert.Equal(t, own, scenario, "%s has the text of another", scenario.ID)
	}
	assert.ElementsMatch(t, files, listed)
}

func TestFindTakesIDsAndSubjects(t *testing.T) {
	for _, id := range []string{"a4-one-vote-per-term", "a4", "A4"} {
		scenario, err := scenarios.Find(id)
		require.NoError(t, err, id)
		assert.Equal(t, "A4", scenario.Subject)
	}
}

// The command line, the page and the engine's own program take the same names.
func TestNamedTakesRandomSchedulesToo(t *testing.T) {
	for name, id := range map[string]string{"schedule-17": "schedule-17", "a4": "a4-one-vote-per-term"} {
		scenario, err := scenarios.Named(known.Protocols(), name)
		require.NoError(t, err, name)
		assert.Equal(t, id, scenario.ID)
	}
	_, err := scenarios.Named(known.Protocols(), "schedule-x")
	assert.ErrorIs(t, err, story.ErrUnknown, "a schedule has a number")
}

func TestFindSuggestsTheNearest(t *testing.T) {
	for id, want := range map[string]string{
		"c2-figur-8":  `unknown scenario: "c2-figur-8"; did you mean "c2-figure-8"?`,
		"zzzzzzzzzzz": `unknown scenario: "zzzzzzzzzzz"`,
	} {
		_, err := scenarios.Find(id)
		require.ErrorIs(t, err, story.ErrUnknown)
		assert.EqualError(t, err, want)
	}
}

// A scenario that checks only its end could pass although its story did not happen.
func TestEachScenarioExpectsItsStory(t *testing.T) {
	for _, scenario := range allScenarios(t) {
		saw := 0
		for _, command := range scenario.Commands {
			if strings.HasPrefix(command.Text, "expect saw ") {
				saw++
			}
		}
		assert.Positive(t, saw, "%s has no expect saw", scenario.ID)
	}
}

func TestScenariosHoldForEverySeed(t *testing.T) {
	for _, scenario := range allScenarios(t) {
		for seed := uint64(1); seed <= 50; seed++ {
			_, err := play(t, scenario, known.Protocols(), seed)
			require.NoError(t, err, "raftlab run %s --seed %d", scenario.ID, seed)
		}
	}
}

// playerOf is a player of a scenario's protocol.
func playerOf(t testing.TB, scenario *story.Scenario) protocols.Player {
	t.Helper()
	of, err := known.Protocols().Of(scenario)
	require.NoError(t, err, scenario.ID)
	return of.New()
}

// play is the trace's hash, and the reason if the scenario failed.
func play(t testing.TB, scenario *story.Scenario, host lab.Host, seed uint64) (string, error) {
	t.Helper()
	runner, err := story.NewRunner(scenario, playerOf(t, scenario), host, &seed)
	require.NoError(t, err)
	err = runner.Finish(eventLimit)
	return runner.Hash(), err
}

// The rule of §5.4.2 exists for this story: without the rule, the story breaks a property of Figure 3 for every
// seed, and the sentence names the server and the lost entry.
func TestFigure8BreaksLeaderCompletenessWhenOldEntriesAreCounted(t *testing.T) {
	scenario, err := scenarios.Find("c2")
	require.NoError(t, err)
	for seed := uint64(1); seed <= 50; seed++ {
		var trace strings.Builder
		cluster := raftcluster.New(raftcluster.DefaultSetup())
		cluster.ForceRules("commit-any-term")
		runner, err := story.NewRunner(
			scenario,
			cluster,
			raftcluster.InProcess{},
			&seed,
			func(line []byte) { trace.Write(line) },
		)
		require.NoError(t, err)
		var violation *lab.Violation
		require.ErrorAs(t, runner.Finish(eventLimit), &violation, "seed %d", seed)
		assert.Equal(t, "leader-completeness", violation.ID)
		assert.Equal(t, "S5 leads term 5 without entry 2 of term 2 (no-op), which S1 committed in term 4; "+
			"S5 has entry 2 of term 3 (no-op) instead", violation.Sentence)
		// The scenario noticed: the entry that must not be committed in (c) was committed.
		assert.Contains(t, trace.String(), "S1 commit index=2\n")
		assert.Contains(t, trace.String(), "S1 has commitIndex 2\n")
	}
}

func TestSameSeedGivesTheSameRun(t *testing.T) {
	for _, scenario := range allScenarios(t) {
		first, err := play(t, scenario, known.Protocols(), 7)
		require.NoError(t, err)
		second, err := play(t, scenario, known.Protocols(), 7)
		require.NoError(t, err)
		assert.Equal(t, first, second, scenario.ID)
	}
}

// The header names the seed, so hashes would differ anyway; the runs must differ, too.
func TestOtherSeedsGiveOtherRuns(t *testing.T) {
	scenario, err := scenarios.Find("a7")
	require.NoError(t, err)
	bodies := map[string]bool{}
	const seeds = 20
	for seed := uint64(1); seed <= seeds; seed++ {
		var body []byte
		runner, err := story.NewRunner(
			scenario,
			raftcluster.New(raftcluster.DefaultSetup()),
			raftcluster.InProcess{},
			&seed,
			func(line []byte) {
				if line[0] != '#' {
					body = append(body, line...)
				}
			},
		)
		require.NoError(t, err)
		require.NoError(t, runner.Finish(eventLimit))
		bodies[string(body)] = true
	}
	assert.Len(t, bodies, seeds)
}

// The parity of hosts is checked with this scenario: a fault that it lacks would not be checked.
func TestEverythingHasEveryKindOfFault(t *testing.T) {
	scenario, err := scenarios.Find("c1-storm-of-everything")
	require.NoError(t, err)
	runner, err := story.NewRunner(scenario, raftcluster.New(raftcluster.DefaultSetup()), raftcluster.InProcess{}, nil)
	require.NoError(t, err)
	require.NoError(t, runner.Finish(eventLimit))
	runner.World().Faults().Each(func(name string, count uint64) {
		assert.Positive(t, count, name)
	})
}

// A page plays in frames and a command line at once; the run must be the same, however it ends: what a story expects of
// chance fails with a seed in some thousands.
func TestPlayingInSlicesGivesTheSameRun(t *testing.T) {
	all := allScenarios(t)
	rapid.Check(t, func(rt *rapid.T) {
		scenario := rapid.SampledFrom(all).Draw(rt, "scenario")
		seed := rapid.Uint64().Draw(rt, "seed")
		want, whole := play(t, scenario, known.Protocols(), seed)

		runner, err := story.NewRunner(scenario, playerOf(t, scenario), known.Protocols(), &seed)
		require.NoError(rt, err)
		now := runner.World().Now()
		for runner.Status() == story.Playing {
			slice := lab.Duration(rapid.Int64Range(1, 90_000).Draw(rt, "slice_us"))
			limit := rapid.IntRange(1, 40).Draw(rt, "limit")
			now = now.Add(slice)
			runner.Advance(now, limit)
		}
		if sliced := runner.Failure(); runner.AsTold() {
			require.NoError(rt, whole)
		} else {
			require.Equal(rt, whole, sliced)
		}
		if runner.Hash() != want {
			rt.Fatalf(
				"Hash() = %s after slices, want %s: raftlab run %s --seed %d",
				runner.Hash(), want, scenario.ID, seed,
			)
		}
	})
}

// encoded is a host whose machines are reached through bytes only, as in a guest or a worker.
type encoded struct{ host lab.Host }

func (e encoded) Start(id lab.ServerID, config []byte) (lab.Machine, error) {
	var machine lab.Machine
	guest := lab.Guest{Start: func(config []byte) (_ lab.Machine, err error) {
		machine, err = e.host.Start(id, config)
		return machine, err
	}}
	call := func(input []byte) ([]byte, error) { return guest.Handle(input), nil }
	return lab.StartRemote(config, call, func() error { return machine.Stop() })
}

func TestMachinesBehindBytesGiveTheSameRun(t *testing.T) {
	for _, scenario := range allScenarios(t) {
		here, err := play(t, scenario, known.Protocols(), 3)
		require.NoError(t, err)
		there, err := play(t, scenario, encoded{known.Protocols()}, 3)
		require.NoError(t, err)
		assert.Equal(t, here, there, scenario.ID)
	}
}

// A line that a scenario expects to see must not be there from the start, or the expectation means nothing.
func TestExpectationsOfSeenLinesCanFail(t *testing.T) {
	for _, scenario := range allScenarios(t) {
		for i, command := range scenario.Commands {
			if !strings.HasPrefix(command.Text, "expect saw ") {
				continue
			}
			// The expected lines must result from the commands: at the start none of them is there.
			early := *scenario
			early.Commands = append(setupOf(t, scenario), scenario.Commands[i])
			_, err := play(t, &early, known.Protocols(), 1)
			if !errors.Is(err, story.ErrExpectation) {
				t.Errorf("%s:%d: %q is met before anything happened (%v)", scenario.ID, command.Line, command.Text, err)
			}
		}
	}
}

// setupOf is the commands that describe the world before it begins.
func setupOf(t testing.TB, scenario *story.Scenario) []story.Command {
	t.Helper()
	setup := map[string]bool{}
	for _, verb := range append(story.Verbs(), playerOf(t, scenario).Verbs()...) {
		setup[verb.Name] = verb.Setup
	}
	for i, command := range scenario.Commands {
		if !setup[command.Words[0].Text] {
			return append([]story.Command(nil), scenario.Commands[:i]...)
		}
	}
	return nil
}
