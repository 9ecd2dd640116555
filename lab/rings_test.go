package lab_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
)

// wakeEvery is a machine whose timer rings again after so long, and at once for 0.
func wakeEvery(pause lab.Duration) func(lab.ServerID, lab.Time, lab.Input) lab.Output {
	return func(_ lab.ServerID, now lab.Time, _ lab.Input) lab.Output {
		return lab.Output{WakeAt: max(now.Add(pause), 1)}
	}
}

// TestTimerThatIsNotMovedOnStopsTheWorld: the run ends soon, and says which server keeps time from passing.
func TestTimerThatIsNotMovedOnStopsTheWorld(t *testing.T) {
	for _, test := range []struct {
		pause lab.Duration
		says  string
	}{
		{0, "S1 wakes for the 100th time at the same moment: its timer has rung, and is not set to a later time, " +
			"so that time stands still"},
		{20, "S1 wakes for the 100th time within 2.0 ms: each time its timer is set to ring again almost at once, " +
			"so that time hardly passes"},
		{101, "S1 wakes for the 100th time within 10.0 ms: each time its timer is set to ring again almost at once, " +
			"so that time hardly passes"},
	} {
		p := &probe{step: wakeEvery(test.pause)}
		w := p.world(t, 1, nil)
		w.RunUntil(lab.Time(lab.Second))
		violation := w.Violation()
		require.NotNil(t, violation, "a timer of %d us", test.pause)
		assert.Equal(t, lab.TimeID, violation.ID)
		assert.Equal(t, test.says, violation.Sentence)
		assert.True(t, violation.Liveness, "it promises that something happens")
		assert.Equal(t, w.Trace.Event(), violation.Event)
		assert.Len(t, p.only("wake"), 99)
	}
}

// TestTimerThatRingsEveryMillisecondIsFine, and one that rings ten times as often, too.
func TestTimerThatRingsEveryMillisecondIsFine(t *testing.T) {
	for _, pause := range []lab.Duration{lab.Millisecond, 102} {
		p := &probe{step: wakeEvery(pause)}
		w := p.world(t, 2, nil)
		w.RunUntil(lab.Time(lab.Second))
		assert.Nil(t, w.Violation())
	}
}
