package lab_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/story"
)

// playing is a scenario of ping-pong that has begun, on three servers without jitter.
func playing(t *testing.T, script string) (*story.Runner, *pingPong, *strings.Builder) {
	t.Helper()
	scenario, err := story.ParseScenario("script", "# T: Title\nservers 3\n"+script)
	require.NoError(t, err)
	p, trace := newPingPong(), &strings.Builder{}
	runner, err := story.NewRunner(scenario, p, p, nil, func(line []byte) { trace.Write(line) })
	require.NoError(t, err)
	return runner, p, trace
}

func advance(r *story.Runner, d lab.Duration) { r.Advance(r.World().Now().Add(d), 10_000) }

func TestTypedCommandHasALineWithItsTime(t *testing.T) {
	runner, _, trace := playing(t, "")
	require.NoError(t, runner.Do("ping S1 S2   # a comment"))
	advance(runner, 100*lab.Millisecond)
	steps := runner.Steps()
	require.NoError(t, runner.Do("  cut S1  >  S2"))
	assert.Contains(t, trace.String(), " 0 - do 0 ping S1 S2\n")
	assert.Contains(t, trace.String(), fmt.Sprintf(" 100000 - do %d cut S1  >  S2\n", steps))
	assert.Contains(t, trace.String(), " 100000 - cut S1>S2\n")
	assert.Equal(t, steps, runner.Steps(), "typing is no step")
	assert.Positive(t, steps)
}

func TestTypedCommandIsWaitedFor(t *testing.T) {
	runner, p, trace := playing(t, "")
	require.NoError(t, runner.Do("ping S1 S2"))
	require.NoError(t, runner.Do("await 1"))
	advance(runner, 2*lab.Second)
	assert.Len(t, p.answered, 1)
	assert.NotContains(t, trace.String(), "unmet")

	require.NoError(t, runner.Do("await 2"))
	advance(runner, 999*lab.Millisecond)
	assert.NotContains(t, trace.String(), "unmet")
	advance(runner, lab.Millisecond)
	assert.Contains(
		t, trace.String(),
		" 3000000 - unmet typed:1:1: this is not as expected: by 3000 ms: 2 answers have come\n",
	)
	assert.Equal(t, story.Playing, runner.Status(), "free play continues")

	require.NoError(t, runner.Do("leave"))
	require.NoError(t, runner.Do("await 3"))
	advance(runner, lab.Second)
	assert.Contains(t, trace.String(), "by 4000 ms: 3 answers have come")
}

// A story that waits keeps its own wait.
func TestTypedWaitDoesNotReplaceTheStorys(t *testing.T) {
	runner, p, trace := playing(t, "ping S1 S2\nawait 1\nping S2 S3\nawait 2\n")
	require.NoError(t, runner.Do("await 7"))
	require.NoError(t, runner.Do("run 900s"))
	require.NoError(t, runner.Finish(10_000))
	assert.Len(t, p.answered, 2)
	assert.NotContains(t, trace.String(), "unmet")
	assert.Less(t, runner.World().Now(), lab.Time(lab.Second))
}

func TestTypedExpectationIsJudged(t *testing.T) {
	runner, _, trace := playing(t, "crash S1\nexpect saw S1 crash\nrun 1s\n")
	require.NoError(t, runner.Do("expect saw S1 crash"))
	err := runner.Do("expect saw S2 crash")
	require.ErrorIs(t, err, story.ErrExpectation)
	assert.EqualError(t, err, "typed:1:1: this is not as expected: no line of the trace so far has all of: S2 crash")
	assert.Contains(t, trace.String(), " 0 - unmet typed:1:1: ")
	require.Error(
		t, runner.Do("expect saw S2 crash"),
		"expect saw ignores the lines of typed commands and of unmet expectations",
	)
	assert.Equal(t, story.Playing, runner.Status())
	assert.ErrorIs(t, runner.Finish(100), story.ErrExpectation, "the story ends as one that was not as expected")
}

func TestWorldContinuesAfterTheStory(t *testing.T) {
	runner, p, _ := playing(t, "ping S1 S2\nawait 1\n")
	require.NoError(t, runner.Finish(100))
	hash := runner.Hash()
	require.NoError(t, runner.Do("ping S2 S3"))
	advance(runner, lab.Second)
	assert.Len(t, p.answered, 2)
	assert.Equal(t, story.Finished, runner.Status())
	assert.Equal(t, hash, runner.Hash(), "commands after the end are not part of the story")
}

func TestContinueForksOffFromAStory(t *testing.T) {
	for name, before := range map[string]func(t *testing.T, r *story.Runner){
		"in its middle": func(_ *testing.T, r *story.Runner) { advance(r, 5*lab.Millisecond) },
		"after its end": func(t *testing.T, r *story.Runner) { require.NoError(t, r.Finish(1000)) },
	} {
		t.Run(name, func(t *testing.T) {
			runner, p, trace := playing(t, "run 10ms\nping S1 S2\nawait 1\nnote the end of the story\n")
			before(t, runner)
			answered := len(p.answered)
			steps, now := runner.Steps(), runner.World().Now()
			require.NoError(t, runner.Continue([]string{
				"ping S2 S3", "", "# a comment", fmt.Sprintf("await %d", answered+1), "note another end",
			}))
			assert.Equal(t, story.Playing, runner.Status())
			assert.Empty(t, runner.Hash())
			require.NoError(t, runner.Finish(1000))
			assert.Equal(t, story.Finished, runner.Status())
			require.Greater(t, len(p.answered), answered)
			assert.Equal(t, answered == 0, !strings.Contains(trace.String(), "- note the end of the story\n"))
			assert.Contains(t, trace.String(), fmt.Sprintf(" %d - do %d leave\n", now, steps))
			assert.Contains(t, trace.String(), fmt.Sprintf(" %d - do %d ping S2 S3\n", now, steps))
			assert.Contains(t, trace.String(), "- note another end\n")
			assert.Equal(t, runner.World().Trace.Hash(), runner.Hash())
		})
	}
}

// Two runs that continue in the same way at the same moment are the same run.
func TestContinuedRunDependsOnSeedAndLines(t *testing.T) {
	run := func(lines ...string) string {
		runner, _, _ := playing(t, "ping S1 S2\nrun 1s\n")
		advance(runner, 20*lab.Millisecond)
		require.NoError(t, runner.Continue(lines))
		require.NoError(t, runner.Finish(1000))
		return runner.Hash()
	}
	assert.Equal(t, run("ping S2 S1", "run 1s"), run("ping S2 S1", "run 1s"))
	assert.NotEqual(t, run("ping S2 S1", "run 1s"), run("ping S2 S3", "run 1s"))
}

func TestContinueWithMistakesChangesNothing(t *testing.T) {
	runner, _, _ := playing(t, "run 1s\n")
	before := runner.World().Trace.Hash()
	for line, want := range map[string]string{
		"seed 4":   "typed:2:1: seed is a setup verb: start a new run to use it",
		"crahs S1": `typed:2:1: unknown verb "crahs"; did you mean "crash"?`,
		"try pnig": `typed:2:5: unknown verb "pnig"; did you mean "ping"?`,
		"note \n":  `typed:2:1: a command is one line of text, without '\n'`,
		"note " + strings.Repeat("x", story.MaxScenario): "typed:2:1: the scenario is too long: 65541 bytes, " +
			"at most 65536",
	} {
		assert.EqualError(t, runner.Continue([]string{"heal", line}), want)
	}
	require.ErrorIs(t, runner.Continue(make([]string, story.MaxCommands+1)), nil, "empty lines are no commands")
	runner, _, _ = playing(t, "run 1s\n")
	require.ErrorIs(
		t, runner.Continue(strings.Split(strings.Repeat("heal\n", story.MaxCommands+1), "\n")),
		story.ErrTooLong,
	)
	assert.Equal(t, before, runner.World().Trace.Hash())
	require.NoError(t, runner.Finish(10), "the story continues unchanged")
}

func TestEndedRunTakesNoCommands(t *testing.T) {
	runner, _, _ := playing(t, "expect saw unicorns\nrun 1s\n")
	err := runner.Finish(100)
	require.ErrorIs(t, err, story.ErrExpectation)
	assert.ErrorIs(t, runner.Do("heal"), story.ErrExpectation)
	assert.ErrorContains(t, runner.Continue(nil), "this run has ended: script:3:1: ")
	assert.False(t, runner.Step())
}

func TestLeaveForgetsTheRestOfTheStory(t *testing.T) {
	runner, p, trace := playing(t, "expect saw unicorns\nping S1 S2\nawait 1\nexpect saw more unicorns\n")
	require.NoError(t, runner.Do("leave"))
	advance(runner, 2*lab.Second)
	assert.Len(t, p.answered, 1, "messages in flight still arrive")
	assert.Equal(t, story.Playing, runner.Status())
	assert.NotContains(t, trace.String(), "of: more")
	assert.Equal(t, lab.Time(2*lab.Second), runner.World().Now())
	require.NoError(t, runner.Do("ping S2 S3"))
	advance(runner, lab.Second)
	require.NoError(t, runner.Do("expect saw S3 deliver"))
	require.ErrorIs(t, runner.Finish(10), story.ErrNoStory)
}

func TestTryIgnoresActionsImpossibleNow(t *testing.T) {
	for _, command := range []string{
		"restart S1", "resume S1", "crash S3", "pause S2", "pause S3", "resume S3",
		"crash first", "cut first > S1", "ping first first",
		"deliver S1 > S2", "deliver m9 again", "drop S1 > S2 4", "deliver S1 > S2 sent 1", "hold m9", "release m9",
		"partition S1 | S1", "cut S1 > S1",
	} {
		runner, _, trace := playing(t, "pause S2\ncrash S3\nrun 1s\n")
		lines := strings.Count(trace.String(), "\n")
		require.NoError(t, runner.Do("try "+command), command)
		require.Error(t, runner.Do(command), command)
		assert.Equal(t, lines+2, strings.Count(trace.String(), "\n"), "%s leaves no trace but its own", command)
	}
	runner, _, trace := playing(t, "")
	require.NoError(t, runner.Do("try crash S1"))
	assert.Contains(t, trace.String(), "S1 crash")
}

func TestTryReportsOtherErrors(t *testing.T) {
	for command, want := range map[string]string{
		"try":                      `typed:1:1: a command is missing`,
		"try crash":                `typed:1:5: a server is missing`,
		"try crash S4":             `typed:1:11: unknown server "S4": this cluster has S1 to S3`,
		"try crash S1 S2":          `typed:1:14: unexpected argument "S2"`,
		"try deliver m9 agian":     `typed:1:16: want "again", got "agian"`,
		"try deliver S1 > S2 last": `typed:1:21: want a whole number for the place of the message, got "last"`,
		"try expect saw unicorns": "typed:1:1: this is not as expected: " +
			"no line of the trace so far has all of: unicorns",
		"try latency 101s":      `typed:1:1: lab: want latency from 0 to 100000000, got 101000000`,
		"try clock S1 fast 91%": `typed:1:1: S1 by 910 of 1000: a clock may be at most 90% fast or slow`,
		"try clock S1 quick":    `typed:1:14: want fast, slow, true or jumps, got "quick"`,
		"try wake S1":           `typed:1:1: S1: timers fire by themselves: wake needs a manual world`,
		"try servers 4":         `typed:1:5: "servers" cannot be tried`,
		"try leave":             `typed:1:5: "leave" cannot be tried`,
		"try try heal":          `typed:1:5: "try" cannot be tried`,
		"try haul":              `typed:1:5: unknown verb "haul"; did you mean "fail"?`,
	} {
		runner, _, _ := playing(t, "")
		assert.EqualError(t, runner.Do(command), want)
	}
	runner, _, _ := playing(t, "")
	assert.ErrorIs(t, runner.Do("try fail"), errPlanted, "a protocol's own failure")
}

// A tried command is waited for, but not long.
func TestTryWaitsOnlyShortly(t *testing.T) {
	runner, _, trace := playing(t, "try await 1\nnote over\nping S1 S2\ntry await 1\nnote and out\n")
	require.NoError(t, runner.Finish(1000))
	assert.Contains(t, trace.String(), " 500000 - note over\n")
	assert.Contains(t, trace.String(), "- note and out\n")
	assert.Less(t, runner.World().Now(), lab.Time(600*lab.Millisecond))
	assert.NotContains(t, trace.String(), "unmet")
}

func TestWordCanStandForAServer(t *testing.T) {
	runner, p, trace := playing(t, "")
	assert.EqualError(t, runner.Do("crash first"), "typed:1:7: no client has an answer yet")
	require.NoError(t, runner.Do("ping S2 S3"))
	advance(runner, lab.Second)
	require.Len(t, p.answered, 1)
	require.NoError(t, runner.Do("slow-disk first 50ms"))
	require.NoError(t, runner.Do("flaky first > S1 10%"))
	require.NoError(t, runner.Do("partition first | S1"))
	require.NoError(t, runner.Do("crash first"))
	for _, line := range []string{
		"S2 slow-disk latency_us=50000", "- flaky S2>S1", "- partition S2 | S1 | S3", "S2 crash",
	} {
		assert.Contains(t, trace.String(), line)
	}
	_, err := story.ParseScenario("script", "# T: T\nvisit first")
	require.NoError(t, err)
	assert.EqualError(t, played("# T: T\nhome first"), `script:2:6: unknown server "first": this cluster has S1 to S5`,
		"no word stands for a server before the world exists")
}

// A property that a command breaks is broken, whatever the story waits for.
func TestTypedCommandCanBreakAProperty(t *testing.T) {
	for _, script := range []string{"", "run 1s\n", "run 0ms\nexpect saw boot\n"} {
		runner, _, trace := playing(t, script)
		_ = runner.Do("break")
		var violation *lab.Violation
		require.ErrorAs(t, runner.Failure(), &violation, "%q", script)
		assert.Equal(t, "planted", violation.ID)
		assert.Contains(t, trace.String(), "- violation planted ")
	}
	// A wait that runs out can break a property too.
	runner, _, trace := playing(t, "break 100ms\nnote never written\n")
	var violation *lab.Violation
	require.ErrorAs(t, runner.Finish(10), &violation)
	assert.Equal(t, lab.Time(100*lab.Millisecond), violation.Time)
	assert.NotContains(t, trace.String(), "- note")
	// A tried wait keeps its own time limit if running out breaks a property.
	runner, _, _ = playing(t, "try break 700ms\n")
	require.ErrorAs(t, runner.Finish(10), &violation)
	assert.Equal(t, lab.Time(700*lab.Millisecond), violation.Time)
}
