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

func TestRunnerThatCannotBeginFails(t *testing.T) {
	scenario, err := story.ParseScenario("script", "# T: Title\nrun 1s")
	require.NoError(t, err)
	p := newPingPong()
	p.startErr = errPlanted
	_, err = story.NewRunner(scenario, p, p, nil)
	require.ErrorIs(t, err, errPlanted)
	p = newPingPong()
	p.beginErr = errPlanted
	_, err = story.NewRunner(scenario, p, p, nil)
	require.ErrorIs(t, err, errPlanted)
}

func TestRunnersSeedReplacesTheScenarios(t *testing.T) {
	scenario, err := story.ParseScenario("script", "# T: Title\nseed 4\nrun 1s")
	require.NoError(t, err)
	p, seed := newPingPong(), uint64(9)
	runner, err := story.NewRunner(scenario, p, p, &seed)
	require.NoError(t, err)
	assert.Equal(t, seed, runner.Options.Seed)
	assert.Equal(t, 2, runner.Next(), "it waits in its last command")
}

func TestStoryEndsWithItsWorld(t *testing.T) {
	runner, p, trace := playing(t, "expect saw unicorns\nping S1 S2\nawait 1\n")
	p.stepErr = errPlanted
	err := runner.Finish(100)
	require.ErrorIs(t, err, errPlanted)
	require.ErrorIs(t, err, story.ErrExpectation, "the earlier unmet expectation may be the reason")
	assert.ErrorContains(t, err, "; and then: ")
	assert.Equal(t, story.Failed, runner.Status())
	assert.Equal(t, runner.World().Trace.Hash(), runner.Hash())
	assert.NotContains(t, trace.String(), "answer")

	runner, p, _ = playing(t, "crash S1\nping S2 S3\n")
	require.NoError(t, runner.Finish(100))
	p.startErr = errPlanted
	require.NoError(t, runner.Do("restart S1"), "the world ends with it")
	require.ErrorIs(t, runner.Failure(), errPlanted)

	runner, _, _ = playing(t, "fail\nrun 1s\n")
	require.ErrorIs(t, runner.Failure(), errPlanted)
	assert.ErrorContains(t, runner.Failure(), "script:3:1: ")

	runner, _, _ = playing(t, "ping S1 S2\nping S2 S3\nawait 2\n")
	require.ErrorContains(t, runner.Finish(3), "the scenario is not over after 3 steps")
}

func TestIdleMovesTheClockAndNothingElse(t *testing.T) {
	runner, _, _ := playing(t, "")
	hash := runner.World().Trace.Hash()
	runner.Idle(77)
	assert.Equal(t, lab.Time(77), runner.World().Now())
	require.NoError(t, runner.Do("ping S1 S2"))
	runner.Idle(lab.Time(lab.Second))
	assert.Equal(t, lab.Time(77), runner.World().Now(), "something happens before")
	assert.NotEqual(t, hash, runner.World().Trace.Hash())
	assert.False(t, func() bool { runner, _, _ := playing(t, ""); return runner.Step() }(), "nothing is planned")
}

// A long text, or one with line breaks, makes one line of bounded length.
func TestTraceLineIsOneBoundedLine(t *testing.T) {
	p := &probe{step: func(_ lab.ServerID, _ lab.Time, in lab.Input) lab.Output {
		if in.Kind == lab.Control {
			return lab.Output{Panic: "index\nout of range" + strings.Repeat("!", lab.MaxTraceLine)}
		}
		return lab.Output{}
	}}
	w := p.world(t, 1, nil)
	require.NoError(t, w.Control(1, "go"))
	lines := strings.Split(strings.TrimSuffix(p.trace.String(), "\n"), "\n")
	last := lines[len(lines)-1]
	assert.Contains(t, last, "S1 panicked: index out of range!!!")
	assert.Len(t, last, lab.MaxTraceLine-1)
	assert.Equal(t, fmt.Sprintf("# end events=%d sha256=%s\n", w.Trace.Event(), w.Trace.Hash()), w.Trace.End())
}

func TestScenarioIsOneWordInTheTrace(t *testing.T) {
	scenario, err := story.ParseScenario("my own\nstory", "# T: Title\nrun 1s")
	require.NoError(t, err)
	p := newPingPong()
	runner, err := story.NewRunner(scenario, p, p, nil)
	require.NoError(t, err)
	assert.Equal(t, "scenario=my_own_story", runner.Options.Label)
}

// An input takes effect when its save is durable, and never if a crash comes before.
func TestInputsThatTakeEffectAreReported(t *testing.T) {
	var effects []string
	p := &probe{step: save}
	w := p.world(t, 2, func(o *lab.Options) {
		slowDisk(o)
		o.Effective = func(id lab.ServerID, line uint64, _ []lab.Outgoing) {
			input := strings.Split(p.trace.String(), "\n")[line+2] // after three header lines
			effects = append(effects, input[strings.Index(input, " ")+1:])
		}
	})
	assert.Equal(t, []string{"0 S1 boot records=0", "0 S2 boot records=0"}, effects)
	effects = nil
	request(t, w, 1, "first")
	w.RunUntil(59)
	assert.Empty(t, effects)
	w.RunUntil(100)
	assert.Equal(t, []string{"10 S1 asked r1", "70 S2 deliver m1 S1 saved first"}, effects)
	request(t, w, 1, "second")
	w.RunUntil(130)
	require.NoError(t, w.Crash(1))
	w.RunUntil(1000)
	assert.Len(t, effects, 2)

	effects = nil
	require.NoError(t, w.Restart(1))
	request(t, w, 1, "third")
	w.RunUntil(1020)
	w = nil
	assert.Equal(t, []string{"1000 S1 restart records=1"}, effects)
}

// A save that reached the disk whole before the crash has taken effect, though its messages did not leave.
func TestSaveThatSurvivesACrashTakesEffect(t *testing.T) {
	effects := 0
	p := &probe{step: save}
	w := p.world(t, 2, func(o *lab.Options) {
		o.Dials.DiskLatencyMicros, o.Dials.TornPermille = 50, 1000
		o.Effective = func(id lab.ServerID, _ uint64, _ []lab.Outgoing) {
			if id == 1 {
				effects++
			}
		}
	})
	survived, boots := 0, 1
	for range 200 {
		request(t, w, 1, "word")
		w.RunUntil(w.Now().Add(30))
		require.NoError(t, w.Crash(1))
		require.NoError(t, w.Restart(1))
		boots++
	}
	survived = strings.Count(p.inputs[len(p.inputs)-1], "[word]")
	assert.Positive(t, survived)
	assert.Equal(t, boots+survived, effects)
}

func TestAnswerCanBreakAProperty(t *testing.T) {
	for _, patience := range []lab.Duration{5, 1000} {
		p := &probe{step: echo, hear: func(words, reason string) *lab.Violation {
			return &lab.Violation{ID: "heard", Sentence: words + reason}
		}}
		w := p.world(t, 1, func(o *lab.Options) { o.PatienceMicros = patience })
		request(t, w, 1, "hello")
		w.RunUntil(2000)
		require.NotNil(t, w.Violation())
		assert.Equal(t, map[lab.Duration]string{5: "timeout", 1000: "hello"}[patience], w.Violation().Sentence)
	}
}

func TestWorldNamesItsFault(t *testing.T) {
	for fault, want := range map[string]string{
		"":                 "",
		"manual":           "the world is manual",
		"cut S1 > S2":      "a link is cut",
		"hold S1 > S2":     "messages are held",
		"loss 1%":          "messages are lost, doubled or overtaken",
		"duplicate 1%":     "messages are lost, doubled or overtaken",
		"reorder 1% 1ms":   "messages are lost, doubled or overtaken",
		"flaky S1 > S2 1%": "a link is flaky",
		"crash S1":         "S1 is down",
		"pause S2":         "S2 is paused",
		"slow-disk S3 9ms": "the disk of S3 is slow",
		"clock S1 slow 1%": "the clock of S1 is not true",
	} {
		runner, _, _ := playing(t, fault+"\n")
		assert.Equal(t, want, runner.World().Fault(), fault)
		require.NoError(t, runner.World().Recover())
		assert.Empty(t, runner.World().Fault(), fault)
	}
	w := (&probe{step: relay}).world(t, 2, nil)
	require.NoError(t, w.Flaky(1, 2, 70))
	assert.Equal(t, []int{70, 0}, []int{w.Flakiness(1, 2), w.Flakiness(2, 1)})
	request(t, w, 2, "to 1 word")
	w.RunUntil(100)
	assert.Equal(t, []int{0, 1}, []int{w.Sent(1, 2), w.Sent(2, 1)})
}

func TestEachPurposeHasItsOwnStream(t *testing.T) {
	assert.NotEqual(t, lab.WorkloadStream(1).Uint64(), lab.FaultStream(1).Uint64())
	assert.Equal(t, lab.FaultStream(2).Uint64(), lab.FaultStream(2).Uint64())
}

// An observer of a run sees the world after each step, and at no other time.
func TestRunnerReportsEachStep(t *testing.T) {
	runner, _, _ := playing(t, "ping S1 S2\nawait 1\nrun 100ms\n")
	seen := []uint64{}
	runner.Stepped = func() { seen = append(seen, runner.Steps()) }
	assert.True(t, runner.Step())
	runner.Advance(runner.World().Now().Add(5*lab.Millisecond), 100)
	require.NoError(t, runner.Finish(100))
	require.EqualValues(t, runner.Steps(), len(seen))
	for i, steps := range seen {
		assert.EqualValues(t, i+1, steps)
	}
	assert.False(t, runner.Endless())
	free, _, _ := playing(t, "")
	assert.True(t, free.Endless())
}

func TestLineIsCheckedBeforeItIsCarriedOut(t *testing.T) {
	runner, _, trace := playing(t, "")
	before := trace.String()
	require.NoError(t, runner.Understands("crash S2"))
	require.ErrorIs(t, runner.Understands("crsh S2"), story.ErrUsage)
	require.ErrorIs(t, runner.Understands("servers 4"), story.ErrUsage)
	assert.Equal(t, before, trace.String())
}
