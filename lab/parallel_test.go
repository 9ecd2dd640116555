package lab_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
)

// beside answers each request at once and writes it beside; with the word "wait" it waits for the disk.
func beside(_ lab.ServerID, _ lab.Time, in lab.Input) lab.Output {
	if in.Kind != lab.Ask {
		return lab.Output{}
	}
	out := lab.Output{
		Records: [][]byte{in.Payload}, Answers: []lab.Answer{{Request: in.Request, Payload: []byte("ok")}},
	}
	if string(in.Payload) != "wait" {
		out.Parallel = in.Payload
	}
	return out
}

// besideWorld is a server whose disk takes 100, and requests that arrive at 10, 20 and so on.
func besideWorld(t *testing.T, words ...string) (*probe, *lab.World) {
	t.Helper()
	p := &probe{step: beside}
	w := p.world(t, 1, func(o *lab.Options) { o.Dials.DiskLatencyMicros = 100 })
	for i, word := range words {
		w.RunUntil(lab.Time(10 * i))
		request(t, w, 1, word)
	}
	return p, w
}

// TestOutputBesideItsRecordsDoesNotWait: the answer leaves at once, and the machine is told when the disk is done. What
// is written while the disk works is written together, after it.
func TestOutputBesideItsRecordsDoesNotWait(t *testing.T) {
	p, w := besideWorld(t, "a", "b", "c")
	const first = lab.Time(10) // when the first request arrives
	w.RunUntil(first + 50)
	assert.Len(t, p.only("ask"), 3, "the server goes on meanwhile")
	assert.True(t, w.Status(1).Saving)
	assert.Empty(t, p.only("durable"))
	w.RunUntil(first + 100)
	assert.Equal(t, []string{words(first+100, "a")}, p.only("durable"))
	w.RunUntil(first + 200)
	assert.Equal(t, []string{words(first+100, "a"), words(first+200, "c")}, p.only("durable"), "b and c together")
	assert.False(t, w.Status(1).Saving)
	w.RunUntil(1000)
	assert.Len(t, p.answered, 3)
}

func words(at lab.Time, word string) string {
	return lab.Say("test", "%d S1 durable %s", int(at), word).String()
}

// TestOutputThatWaitsWaitsForAllBefore: it is durable only after what the disk writes already.
func TestOutputThatWaitsWaitsForAllBefore(t *testing.T) {
	p, w := besideWorld(t, "a", "wait", "b")
	for len(p.only("ask")) < 2 {
		require.True(t, w.Step())
	}
	second := w.Now()
	w.RunUntil(second + 150)
	assert.Len(t, p.only("ask"), 2, "b comes when the server is ready again")
	w.RunUntil(second + 190)
	assert.Len(t, p.only("ask"), 3)
	w.RunUntil(2000)
	assert.Len(t, p.only("durable"), 2)
	assert.Len(t, p.answered, 3)
}

// TestCrashTakesWhatIsWrittenBeside: the answer has left, and the record is gone.
func TestCrashTakesWhatIsWrittenBeside(t *testing.T) {
	p, w := besideWorld(t, "a", "b")
	for len(p.only("ask")) < 2 {
		require.True(t, w.Step())
	}
	w.RunUntil(w.Now() + 95) // a is durable
	require.NoError(t, w.Crash(1))
	require.NoError(t, w.Restart(1))
	w.RunUntil(2000)
	boots := p.only("boot")
	assert.Contains(t, boots[len(boots)-1], "boot [a]")
	assert.Len(t, p.only("durable"), 1, "nothing is told to the next life")
}

// TestQuickDiskReportsAtOnce: it is done at once, and one that hangs is done when it works again.
func TestQuickDiskReportsAtOnce(t *testing.T) {
	p := &probe{step: beside}
	w := p.world(t, 1, nil)
	request(t, w, 1, "a")
	w.RunUntil(500)
	assert.Len(t, p.only("durable"), 1)
	require.NoError(t, w.SetSync(1, lab.SyncHangs))
	request(t, w, 1, "b")
	w.RunUntil(1000)
	assert.Len(t, p.only("durable"), 1)
	assert.Len(t, p.answered, 2, "what does not wait has left")
	require.NoError(t, w.SetSync(1, lab.SyncWorks))
	assert.Len(t, p.only("durable"), 2)
	for _, how := range []lab.Sync{lab.SyncForgets, lab.SyncFails} {
		require.NoError(t, w.SetSync(1, how))
		request(t, w, 1, "c")
		w.RunUntil(w.Now() + 500)
	}
	assert.Len(t, p.only("durable"), 4, "such a disk says that all is well")
}
