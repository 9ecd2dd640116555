package lab_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
)

// event is the number of the trace line that ends with the given words after its time.
func (p *probe) event(t *testing.T, what string) uint64 {
	t.Helper()
	for line := range strings.Lines(p.trace.String()) {
		if words := strings.SplitN(strings.TrimSpace(line), " ", 3); words[0] != "#" && words[2] == what {
			number, err := strconv.ParseUint(words[0], 10, 64)
			require.NoError(t, err)
			return number
		}
	}
	require.Fail(t, "no such line", "%s\nin\n%s", what, p.trace.String())
	return 0
}

// requireChain checks that each line has the next line as its cause, and the last line none.
func (p *probe) requireChain(t *testing.T, lines ...string) {
	t.Helper()
	for i, line := range lines {
		want := uint64(0)
		if i+1 < len(lines) {
			want = p.event(t, lines[i+1])
		}
		assert.Equal(t, want, p.made.Trace.Cause(p.event(t, line)), "of %q", line)
	}
}

// forward is a machine that sends its input on to the next server. S1 gets inputs from its clients and its timer.
// The machine also saves an input that begins with "saved".
func forward(id lab.ServerID, _ lab.Time, in lab.Input) lab.Output {
	var out lab.Output
	if id == 1 && in.Kind != lab.Wake {
		out.WakeAt = 500
	}
	switch in.Kind {
	case lab.Boot:
		return out
	case lab.Wake:
		in.Payload = []byte("late")
	}
	if id < 3 {
		out.Messages = []lab.Outgoing{{To: id + 1, Payload: in.Payload}}
	}
	if strings.HasPrefix(string(in.Payload), "saved") {
		out.Records = [][]byte{in.Payload}
	}
	if in.Kind == lab.Ask {
		out.Answers = []lab.Answer{{Request: in.Request, Payload: []byte("ok")}}
	}
	return out
}

func TestEachLineHasItsCause(t *testing.T) {
	p := &probe{step: forward}
	w := p.world(t, 3, nil)
	request(t, w, 1, "word")
	w.RunUntil(1000)
	p.requireChain(
		t, "S3 deliver m2 S2 word", "S2 send m2 S3 word", "S2 deliver m1 S1 word", "S1 send m1 S2 word",
		"S1 asked r1", "C1 request r1 S1 word",
	)
	p.requireChain(t, "C1 answer r1 S1 ok", "S1 asked r1", "C1 request r1 S1 word")
	p.requireChain(
		t, "S3 deliver m4 S2 late", "S2 send m4 S3 late", "S2 deliver m3 S1 late", "S1 send m3 S2 late",
		"S1 wake",
	)
	require.NoError(t, w.Control(1, "nudge"))
	w.RunUntil(2000)
	p.requireChain(t, "S2 deliver m5 S1 nudge", "S1 send m5 S2 nudge", "S1 control nudge")
	assert.Zero(t, w.Trace.Cause(0))
	assert.Zero(t, w.Trace.Cause(w.Trace.Event()+1))
}

func TestCauseIsKeptThroughSaveAndPause(t *testing.T) {
	p := &probe{step: forward}
	w := p.world(t, 3, slowDisk)
	request(t, w, 1, "saved-a")
	request(t, w, 1, "saved-b") // waits for the disk
	w.RunUntil(100)
	require.NoError(t, w.Pause(2))
	w.RunUntil(300)
	request(t, w, 1, "c") // arrives in the pause, too
	w.RunUntil(350)
	require.NoError(t, w.Resume(2))
	w.RunUntil(490)
	p.requireChain(t, "S1 send m1 S2 saved-a", "S1 save bytes=7", "S1 asked r1", "C1 request r1 S1 saved-a")
	b := p.event(t, "S1 send m2 S2 saved-b")
	save := w.Trace.Cause(b)
	assert.Equal(t, p.event(t, "S1 asked r2"), w.Trace.Cause(save), "through the save")
	p.requireChain(
		t, "S3 deliver m6 S2 c", "S2 send m6 S3 c", "S2 deliver m3 S1 c", "S1 send m3 S2 c", "S1 asked r3",
		"C1 request r3 S1 c",
	)
}

// A person's action has no cause in the trace, whatever happened just before.
func TestManualActionsHaveNoCause(t *testing.T) {
	p := &probe{step: forward}
	w := p.world(t, 3, nil)
	require.NoError(t, w.Pause(1))
	request(t, w, 1, "word")
	w.RunUntil(100) // S1 was asked, but is paused
	require.NoError(t, w.Cut(1, 2))
	p.requireChain(t, "- cut S1>S2")
	require.NoError(t, w.Resume(1))
	p.requireChain(t, "S1 resume")
	p.requireChain(t, "S1 send m1 S2 word", "S1 asked r1", "C1 request r1 S1 word")
	require.NoError(t, w.Crash(3))
	p.requireChain(t, "S3 crash unsynced=0 unread=0")
}

func TestViolationHasItsCauses(t *testing.T) {
	p := &probe{step: forward}
	p.step = func(id lab.ServerID, now lab.Time, in lab.Input) lab.Output {
		out := forward(id, now, in)
		if id == 3 && in.Kind == lab.Deliver {
			out.Broken = "it has had enough"
		}
		return out
	}
	w := p.world(t, 3, nil)
	request(t, w, 1, "word")
	w.RunUntil(1000)
	violation := w.Violation()
	require.NotNil(t, violation)
	assert.Equal(t, []uint64{
		p.event(t, "C1 request r1 S1 word"), p.event(t, "S1 asked r1"), p.event(t, "S1 send m1 S2 word"),
		p.event(t, "S2 deliver m1 S1 word"), p.event(t, "S2 send m2 S3 word"), p.event(t, "S3 deliver m2 S2 word"),
	}, violation.Causes)
}

// A long chain is cut at its beginning: the nearest lines explain most.
func TestCausesOfViolationAreBounded(t *testing.T) {
	p := &probe{}
	p.step = func(id lab.ServerID, _ lab.Time, in lab.Input) lab.Output {
		switch {
		case in.Kind == lab.Boot:
			return lab.Output{}
		case len(in.Payload) == 30:
			return lab.Output{Panic: "too long"}
		}
		return lab.Output{Messages: []lab.Outgoing{{To: 3 - id, Payload: append(slices.Clone(in.Payload), '.')}}}
	}
	w := p.world(t, 2, nil)
	request(t, w, 1, ".")
	w.RunUntil(1000)
	violation := w.Violation()
	require.NotNil(t, violation)
	assert.Len(t, violation.Causes, 24)
	assert.True(t, slices.IsSorted(violation.Causes))
	assert.Equal(t, violation.Event-1, violation.Causes[23], "the delivery that broke it")
	assert.Equal(t, violation.Event-24, violation.Causes[0], "every line before is the cause of the next")
}

// While a machine takes a step, the trace names the line of its input.
func TestTraceNamesLineOfMachinesInput(t *testing.T) {
	p := &probe{}
	given := map[uint64]bool{}
	p.step = func(id lab.ServerID, now lab.Time, in lab.Input) lab.Output {
		if p.made != nil {
			given[p.made.Trace.Because()] = true
		}
		return forward(id, now, in)
	}
	w := p.world(t, 3, nil)
	p.made = w
	request(t, w, 1, "word")
	w.RunUntil(100)
	assert.Equal(
		t,
		map[uint64]bool{
			p.event(t, "S1 asked r1"):           true,
			p.event(t, "S2 deliver m1 S1 word"): true,
			p.event(t, "S3 deliver m2 S2 word"): true,
		},
		given,
	)
	assert.Zero(t, w.Trace.Because())
}
