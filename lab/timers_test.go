package lab_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
)

// wakeAfter is a machine whose timer rings first at 10, and from then on after so long. It saves at each wake.
func wakeAfter(pause lab.Duration) func(lab.ServerID, lab.Time, lab.Input) lab.Output {
	return func(_ lab.ServerID, now lab.Time, in lab.Input) lab.Output {
		if in.Kind == lab.Boot {
			return lab.Output{WakeAt: 10}
		}
		return lab.Output{WakeAt: now.Add(pause), Records: [][]byte{[]byte("awake")}}
	}
}

// TestTimerThatIsNotSetAgainStopsTheWorld: the run ends soon, and says which server wakes for ever. It does so although
// time passes while the server saves.
func TestTimerThatIsNotSetAgainStopsTheWorld(t *testing.T) {
	notSet := "S1 wakes for the 100th time in a row, and leaves its timer at a moment that has passed: the timer is " +
		"not set again, so it rings at once, for ever"
	for _, test := range []struct {
		pause lab.Duration
		says  string
	}{
		{-5, notSet},
		{0, notSet},
		{100, "S1 wakes for the 100th time in a row, and sets its timer to ring again within 0.1 ms: nobody can " +
			"answer in as short a time, so it rings for ever"},
	} {
		p := &probe{step: wakeAfter(test.pause)}
		w := p.world(t, 1, slowDisk)
		w.RunUntil(lab.Time(lab.Second))
		violation := w.Violation()
		require.NotNil(t, violation, "a timer of %d us", test.pause)
		assert.Equal(t, lab.TimerID, violation.ID)
		assert.Equal(t, test.says, violation.Sentence)
		assert.True(t, violation.Liveness, "it promises that something happens")
		assert.Equal(t, w.Trace.Event(), violation.Event)
		assert.Len(t, p.only("wake"), 100)
	}
}

// TestTimerThatRingsOftenIsFine: ten times in a millisecond is often, and less than for ever.
func TestTimerThatRingsOftenIsFine(t *testing.T) {
	p := &probe{step: wakeAfter(101)}
	w := p.world(t, 2, nil)
	w.RunUntil(lab.Time(lab.Second))
	assert.Nil(t, w.Violation())
}

// TestHastyWakesAreCountedInARow: a machine that sleeps between them breaks nothing.
func TestHastyWakesAreCountedInARow(t *testing.T) {
	wakes := 0
	p := &probe{step: func(_ lab.ServerID, now lab.Time, _ lab.Input) lab.Output {
		if wakes++; wakes%99 == 0 {
			return lab.Output{WakeAt: now.Add(lab.Millisecond)}
		}
		return lab.Output{WakeAt: max(now, 1)}
	}}
	w := p.world(t, 1, nil)
	w.RunUntil(lab.Time(20 * lab.Millisecond))
	assert.Nil(t, w.Violation())
	assert.Greater(t, wakes, 1000)
}
