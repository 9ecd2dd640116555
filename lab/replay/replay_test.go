package replay_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/lab"
	"raftlab/lab/protocols/known"
	"raftlab/lab/replay"
	"raftlab/lab/scenarios"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

// eventLimit is far above the needs of any scenario.
const eventLimit = 100_000

// recording is a run and the trace that it writes.
type recording struct {
	runner *story.Runner
	bytes.Buffer
}

func (r *recording) line(line []byte) { r.Write(line) }

// file is the trace in the form of a file.
func (r *recording) file() []byte {
	return append(bytes.Clone(r.Bytes()), r.runner.World().Trace.End()...)
}

func record(t require.TestingT, scenario *story.Scenario, seed uint64, rules string) *recording {
	r := &recording{}
	all := known.Protocols()
	of, err := all.Of(scenario)
	require.NoError(t, err)
	player := of.New()
	if rules != "" {
		player.ForceRules(rules)
	}
	r.runner, err = story.NewRunner(scenario, player, all, &seed, r.line)
	require.NoError(t, err)
	return r
}

// stage makes the stage of a label's run.
func stage(h replay.Header) (story.Player, lab.Host, error) {
	all := known.Protocols()
	scenario, err := h.Scenario()
	if err != nil {
		return nil, nil, err
	}
	of, err := all.Of(scenario)
	if err != nil {
		return nil, nil, err
	}
	player := of.New()
	if rules := h.Value("rules"); rules != "" {
		if _, err := service.FindRules(of.RuleSets(), rules); err != nil {
			return nil, nil, err
		}
		player.ForceRules(rules)
	}
	return player, all, nil
}

// open prepares a file for a replay.
func open(t require.TestingT, file []byte, sinks ...func([]byte)) *replay.Run {
	reader, err := replay.NewReader("test.trace", bytes.NewReader(file))
	require.NoError(t, err)
	run, err := replay.New(reader, stage, sinks...)
	require.NoError(t, err)
	return run
}

// again replays a file to its end.
func again(file []byte) error {
	reader, err := replay.NewReader("test.trace", bytes.NewReader(file))
	if err != nil {
		return err
	}
	run, err := replay.New(reader, stage)
	if err != nil {
		return err
	}
	return run.Finish()
}

// eventsOf reads a file to its end.
func eventsOf(t require.TestingT, file []byte) uint64 {
	reader, err := replay.NewReader("test.trace", bytes.NewReader(file))
	require.NoError(t, err)
	for err == nil {
		_, err = reader.Next()
	}
	require.ErrorIs(t, err, io.EOF)
	return reader.Events()
}

func allScenarios(t testing.TB) []*story.Scenario {
	all, err := scenarios.All()
	require.NoError(t, err)
	return all
}

func TestEveryScenarioReplaysWithEachRuleSet(t *testing.T) {
	broken := 0
	for _, scenario := range allScenarios(t) {
		of, err := known.Protocols().Of(scenario)
		require.NoError(t, err)
		for _, rules := range of.RuleSets() {
			if rules.Story != "" {
				continue
			}
			r := record(t, scenario, 5, rules.ID)
			_ = r.runner.Finish(eventLimit) // a failing run replays as well
			if r.runner.World().Violation() != nil {
				broken++
			}
			require.NoError(t, again(r.file()), "%s with %s", scenario.ID, rules.ID)
		}
	}
	assert.Positive(t, broken, "no run that breaks a property was among them")
}

// words of which odd commands are made.
var odd = []string{
	"run 3ms", "run 120ms", "run 2s", "crash S1", "crash leader", "restart S1", "restart S2", "pause S2", "resume S2",
	"  crash   S3  # why not", "put x 1", "put y 2 via S2", "increment x 3 via leader", "get x via S1",
	"await leader", "await answers",
	"await commit 2 S1 S2", "elect S2", "timeout S3", "partition S1 S2 | S3", "bridge S1 | S2", "heal",
	"isolate S1", "rejoin S1", "cut S1 > S2",
	"loss 20%", "duplicate 20%", "reorder 30% 100ms", "disk 5ms", "torn 50%", "slow-disk S1 30ms",
	"clock S2 fast 20%", "clock S2 true",
	"hold all", "release all", "hold S1 > S2", "deliver S1 > S2", "deliver S2 > S1 again", "drop S1 > S3",
	"wake S1", "recover",
	"expect leader S1", "expect progress", "expect linearizable", "expect saw S1 crash", "expect saw S9 nothing",
	"expect value x 3",
	"expect commit 7", "   expect commit 7  ", "put x 1\n2", "note a\rb", "try crash S1", "try run 100ms",
	"try expect leader S2", "note  two  spaces\tand a tab", "note é \x01", "leave",
	"\tcrash S1\v# odd", "crash S77", "servers 3", "nonsense", "", "# nothing", "run 2s\nrun 2s", "expect term S1",
	"dials",
}

// act is one action of a person during a run.
func act(t *rapid.T, r *story.Runner) {
	switch rapid.IntRange(0, 10).Draw(t, "act") {
	case 0, 1:
		r.Step()
	case 2, 3, 4:
		slice := rapid.Int64Range(0, 400_000).Draw(t, "slice_us")
		r.Advance(r.World().Now().Add(lab.Duration(slice)), rapid.IntRange(0, 200).Draw(t, "limit"))
	case 10:
		for range 3000 {
			if r.Status() != story.Playing || !r.Step() {
				break
			}
		}
	case 5:
		_ = r.Continue(rapid.SliceOfN(rapid.SampledFrom(odd), 0, 6).Draw(t, "commands"))
	default:
		_ = r.Do(rapid.SampledFrom(odd).Draw(t, "command"))
	}
}

// manual and free are scenarios of two kinds that the built-in ones lack.
const (
	manual = "# M: By hand\nservers 3\nmanual\nwake S1\ndeliver S1 > S2\nput x 1 via S2\ndeliver S2 > S1\nwake S1\n"
	free   = "# F: Free play\nservers 3\n\n"
)

// drawScenario draws any scenario, under any name.
func drawScenario(t *rapid.T, all []*story.Scenario) *story.Scenario {
	i := rapid.IntRange(0, len(all)+2).Draw(t, "scenario")
	if i < len(all) {
		return all[i]
	}
	text := []string{manual, free, free + "await leader\nexpect saw leader\nrun 50ms"}[i-len(all)]
	scenario, err := story.ParseScenario(
		rapid.SampledFrom([]string{"", "x", "a name with spaces", "a=b\nc"}).Draw(t, "id"), text,
	)
	require.NoError(t, err)
	return scenario
}

func TestCommandsTypedAtOddMomentsReplay(t *testing.T) {
	all := allScenarios(t)
	rapid.Check(t, func(t *rapid.T) {
		r := record(t, drawScenario(t, all), rapid.Uint64().Draw(t, "seed"), "")
		for range rapid.IntRange(0, 25).Draw(t, "acts") {
			act(t, r.runner)
		}
		require.NoError(t, again(r.file()), "%s", r.String())
	})
}

func TestForkOfAForkReplays(t *testing.T) {
	all := allScenarios(t)
	rapid.Check(t, func(t *rapid.T) {
		r := record(t, drawScenario(t, all), rapid.Uint64().Draw(t, "seed"), "")
		r.runner.Advance(lab.Time(2*lab.Second), 2000)
		file := r.file()
		for range rapid.IntRange(1, 3).Draw(t, "forks") {
			var fork recording
			run := open(t, file, fork.line)
			at := rapid.Uint64Range(0, eventsOf(t, file)).Draw(t, "at")
			require.NoError(t, run.To(at))
			require.True(t, bytes.HasPrefix(file, fork.Bytes()), "the trace is the same up to the fork")
			_ = run.Fork(rapid.SliceOfN(rapid.SampledFrom(odd), 0, 6).Draw(t, "commands"))
			for range rapid.IntRange(0, 10).Draw(t, "acts") {
				act(t, run.Runner)
			}
			fork.runner = run.Runner
			file = fork.file()
			require.NoError(t, again(file), "%s", fork.String())
		}
	})
}

// A command typed after the story waits as in the story, and replays.
func TestTypedWaitsAreKeptAfterTheStory(t *testing.T) {
	scenario, err := story.ParseScenario("over", "# T: Over\nservers 3\nawait leader\n")
	require.NoError(t, err)
	for name, fork := range map[string]bool{"the story": false, "a fork": true} {
		r := record(t, scenario, 1, "")
		require.NoError(t, r.runner.Finish(eventLimit))
		if fork {
			require.NoError(t, r.runner.Continue([]string{"crash leader", "run 2s"}))
			require.NoError(t, r.runner.Finish(eventLimit))
			require.NoError(t, r.runner.Do("recover"))
		}
		require.Equal(t, story.Finished, r.runner.Status(), name)
		require.NoError(t, r.runner.Do("expect progress"))
		r.runner.Advance(r.runner.World().Now().Add(10*lab.Second), eventLimit)
		assert.Nil(t, r.runner.World().Violation(), name)
		require.NoError(t, again(r.file()), name)
	}
	r := record(t, scenario, 1, "")
	require.NoError(t, r.runner.Do("leave"))
	require.NoError(t, r.runner.Do("await commit 99"))
	r.runner.Advance(lab.Time(10*lab.Second), eventLimit)
	assert.Contains(t, r.String(), "unmet typed:1:1: this is not as expected: by ", "there is no command that it "+
		"could be taken for")
	require.NoError(t, again(r.file()))
}

func TestToStopsAfterTheWantedLine(t *testing.T) {
	scenario, err := scenarios.Find("b1")
	require.NoError(t, err)
	r := record(t, scenario, 1, "")
	require.NoError(t, r.runner.Finish(eventLimit))
	last := r.runner.World().Trace.Event()
	for at := uint64(1); at <= last; at++ {
		run := open(t, r.file())
		require.NoError(t, run.To(at))
		assert.GreaterOrEqual(t, run.Event(), at)
		require.NoError(t, run.Finish(), "and it can continue")
		assert.Equal(t, last, run.Event())
	}
	run := open(t, r.file())
	err = run.To(last + 1)
	require.ErrorIs(t, err, replay.ErrNoEvent)
	assert.ErrorContains(t, err, fmt.Sprintf("want event %d, but %d is the last", last+1, last))
}
