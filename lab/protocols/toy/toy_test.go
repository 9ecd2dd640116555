package toy_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/explore"
	"raftlab/lab/nemesis"
	"raftlab/lab/protocols/known"
	"raftlab/lab/protocols/toy"
	"raftlab/lab/replay"
	"raftlab/lab/shrink"
	"raftlab/lab/story"
)

// all are the lab's protocols and the ring: this one line registers it.
var all = append(known.Protocols(), toy.Protocol{})

const text = "# R1: A ring\nprotocol ring\nservers 4\nrun 500ms\ncrash S2\nrun 100ms\nrestart S2\nrun 1s\n"

// play plays a scenario to its end, and returns its trace.
func play(t *testing.T, text string) (*story.Runner, []byte, error) {
	t.Helper()
	scenario, err := story.ParseScenario("ring", text)
	require.NoError(t, err)
	of, err := all.Of(scenario)
	require.NoError(t, err)
	var trace bytes.Buffer
	runner, err := story.NewRunner(scenario, of.New(), all, nil, func(line []byte) { trace.Write(line) })
	require.NoError(t, err)
	err = runner.Finish(nemesis.Events)
	trace.WriteString(runner.World().Trace.End())
	return runner, trace.Bytes(), err
}

// stage is a stage of the ring with a set of rules.
func stage(rules string) nemesis.Stage {
	return func() (story.Judged, lab.Host) {
		player := toy.Protocol{}.New()
		player.ForceRules(rules)
		return player, all
	}
}

func TestRingIsStartedAndTraced(t *testing.T) {
	_, trace, err := play(t, text)
	require.NoError(t, err)
	for _, line := range []string{
		"rules=pass", "S1 send m1 S2 Token number=1", "S2 token number=1 holds=true",
		"S1 deliver m2 S2 Confirm number=1", "S2 crash",
	} {
		assert.Contains(t, string(trace), line)
	}
	_, again, err := play(t, text)
	require.NoError(t, err)
	assert.Equal(t, string(trace), string(again))

	_, _, err = play(t, strings.Replace(text, "ring\nservers", "ring\nrules keep\nservers", 1))
	var violation *lab.Violation
	require.ErrorAs(t, err, &violation)
	assert.Equal(t, "S1 and S2 both hold the token", violation.Sentence)
}

func TestRingIsFuzzedAndShrunk(t *testing.T) {
	ring := toy.Protocol{}.Nemesis()
	for seed := range uint64(100) {
		result := ring.Run(nemesis.Options{Seed: seed + 1}, stage("pass"), nemesis.Events)
		require.NoError(t, result.Err, "seed %d", seed+1)
		require.Nil(t, result.Violation, "seed %d", seed+1)
	}
	scenario, ok := all.Named("ring-schedule-3")
	require.True(t, ok)
	assert.Contains(t, scenario.Text, "\nprotocol ring\n")

	options := nemesis.Options{Seed: 3}
	require.NotNil(t, ring.Run(options, stage("keep"), nemesis.Events).Violation)
	small, err := shrink.Shrink(
		scenario,
		func() (story.Player, lab.Host) { return stage("keep")() },
		shrink.Options{Events: nemesis.Events},
	)
	require.NoError(t, err)
	assert.True(t, small.Minimal)
	assert.Equal(t, "one-token", small.Violation.ID)
	assert.Equal(t, 2, small.Commands, small.Scenario)
	assert.Contains(t, small.Scenario, "\nprotocol ring\n", "a small run is played by itself, too")
}

func TestRingIsExplored(t *testing.T) {
	for rules, verdict := range map[string]explore.Verdict{"pass": explore.Pass, "keep": explore.Broken} {
		scenario, err := story.ParseScenario("ring", "# R: A ring\nprotocol ring\nservers 3\nrules "+rules+"\n")
		require.NoError(t, err)
		system, err := toy.Protocol{}.Search(scenario, 3)
		require.NoError(t, err)
		result, err := explore.Search(system, explore.Options{Depth: 8, Crashes: 1, Duplicates: 1, States: 100_000})
		require.NoError(t, err)
		assert.Equal(t, verdict, result.Verdict, rules)
	}
}

func TestRingIsReplayedAndForked(t *testing.T) {
	_, trace, err := play(t, text)
	require.NoError(t, err)
	open := func() *replay.Run {
		reader, err := replay.NewReader("ring.trace", bytes.NewReader(trace))
		require.NoError(t, err)
		run, err := replay.New(reader, func(header replay.Header) (story.Player, lab.Host, error) {
			scenario, err := header.Scenario()
			require.NoError(t, err)
			of, err := all.Of(scenario)
			return of.New(), all, err
		})
		require.NoError(t, err)
		return run
	}
	require.NoError(t, open().Finish())

	run := open()
	require.NoError(t, run.To(20))
	require.NoError(t, run.Fork([]string{"crash S3", "run 200ms"}))
	require.NoError(t, run.Runner.Finish(nemesis.Events))
	assert.Equal(t, story.Finished, run.Runner.Status())
}

func TestUnknownProtocolIsReportedWithItsPlace(t *testing.T) {
	scenario, err := story.ParseScenario("mine.txt", "# T: T\nservers 3\nprotocol rign\n")
	require.NoError(t, err)
	_, err = all.Of(scenario)
	script, ok := errors.AsType[*story.ScriptError](err)
	require.True(t, ok)
	assert.Equal(t, `mine.txt:3:10: `+script.Err.Error(), err.Error())
	assert.Contains(t, err.Error(), `unknown protocol "rign"; did you mean "ring"?`)

	scenario, err = story.ParseScenario("mine.txt", "# T: T\nprotocol ring\n")
	require.NoError(t, err)
	_, err = story.NewRunner(scenario, known.Protocols()[0].New(), all, nil)
	assert.ErrorContains(t, err, `mine.txt:2:10: `)
	assert.ErrorContains(t, err, `the scenario needs protocol "ring", but the servers speak raft`)
}
