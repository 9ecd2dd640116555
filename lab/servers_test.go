package lab_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
)

// save is a machine that saves what clients say, and then sends it to S2 and to the client.
func save(id lab.ServerID, _ lab.Time, in lab.Input) lab.Output {
	if in.Kind != lab.Ask {
		return lab.Output{}
	}
	return lab.Output{
		Records:  [][]byte{in.Payload},
		Messages: []lab.Outgoing{{To: 3 - id, Payload: append([]byte("saved "), in.Payload...)}},
		Answers:  []lab.Answer{{Request: in.Request, Payload: []byte("done")}},
		View:     in.Payload,
	}
}

func slowDisk(o *lab.Options) { o.Dials.DiskLatencyMicros = 50 }

func TestCrashBeforeSyncLosesRecordAndMessages(t *testing.T) {
	p := &probe{step: save}
	w := p.world(t, 2, slowDisk)
	request(t, w, 1, "first")
	w.RunUntil(60) // written at 10, synced at 60
	request(t, w, 1, "second")
	w.RunUntil(100) // written at 70, and not synced before 120
	require.True(t, w.Status(1).Saving)
	require.NoError(t, w.Crash(1))
	w.RunUntil(500)
	assert.Contains(t, p.trace.String(), "100 S1 crash unsynced=14 unread=0\n", "a frame of 8 bytes and the word")
	assert.Equal(t, []string{"70 S2 deliver saved first"}, p.delivered())

	require.NoError(t, w.Restart(1))
	assert.Equal(t, []string{"0 S1 boot", "0 S2 boot", "500 S1 boot [first]"}, p.only("boot"))
	w.RunUntil(2000)
	assert.Equal(t, []string{"r1 S1 done", "r2 S1  timeout"}, p.answered)
}

func TestSyncedRecordSurvivesTheCrash(t *testing.T) {
	p := &probe{step: save}
	w := p.world(t, 2, slowDisk)
	request(t, w, 1, "first")
	w.RunUntil(60)
	require.NoError(t, w.Crash(1))
	w.RunUntil(200)
	require.NoError(t, w.Restart(1))
	assert.Contains(t, p.only("boot"), "200 S1 boot [first]")
	assert.Equal(t, []string{"70 S2 deliver saved first"}, p.delivered(), "it left before the crash")
}

func TestObserversSeeOnlyDurableState(t *testing.T) {
	p := &probe{step: save}
	var seen []string
	p.judge = func(_ lab.ServerID, view []byte) *lab.Violation {
		if len(view) > 0 {
			seen = append(seen, string(view))
		}
		return nil
	}
	w := p.world(t, 2, slowDisk)
	request(t, w, 1, "first")
	w.RunUntil(59)
	assert.Empty(t, seen)
	w.RunUntil(60)
	assert.Equal(t, []string{"first"}, seen)
}

// A server that saves reads no input meanwhile, and loses none.
func TestInputsWaitForTheDiskInOrder(t *testing.T) {
	p := &probe{step: save}
	w := p.world(t, 2, slowDisk)
	for _, word := range []string{"a", "b", "c"} {
		request(t, w, 1, word)
		w.RunUntil(w.Now() + 1)
	}
	w.RunUntil(500)
	assert.Equal(t, []string{"10 S1 ask a", "60 S1 ask b", "110 S1 ask c"}, p.only("ask"))
}

func TestMachineMayReuseItsBuffers(t *testing.T) {
	buffer := make([]byte, 1)
	p := &probe{step: func(_ lab.ServerID, _ lab.Time, in lab.Input) lab.Output {
		if in.Kind != lab.Ask {
			return lab.Output{}
		}
		copy(buffer, in.Payload)
		return lab.Output{
			Records:  [][]byte{buffer},
			Messages: []lab.Outgoing{{To: 2, Payload: buffer}},
			Answers:  []lab.Answer{{Request: in.Request, Payload: buffer}},
		}
	}}
	w := p.world(t, 2, slowDisk)
	request(t, w, 1, "a")
	w.RunUntil(30)
	buffer[0] = '!'
	w.RunUntil(62)
	request(t, w, 1, "b")
	w.RunUntil(500)
	require.NoError(t, w.Crash(1))
	require.NoError(t, w.Restart(1))
	assert.Equal(t, []string{"70 S2 deliver a", "132 S2 deliver b"}, p.delivered())
	assert.Equal(t, []string{"r1 S1 a", "r2 S1 b"}, p.answered)
	assert.Equal(t, "500 S1 boot [a][b]", p.inputs[len(p.inputs)-1])
}

func TestPausedServerKeepsMemoryAndReadsInOrderAfterwards(t *testing.T) {
	memory := ""
	p := &probe{}
	p.step = func(id lab.ServerID, now lab.Time, in lab.Input) lab.Output {
		if id == 1 {
			return relay(id, now, in)
		}
		switch in.Kind {
		case lab.Deliver, lab.Control:
			memory += string(in.Payload)
		case lab.Wake:
			memory += "!"
			return lab.Output{}
		}
		return lab.Output{WakeAt: 50}
	}
	w := p.world(t, 2, nil)
	request(t, w, 1, "to 2 a")
	w.RunUntil(25)
	require.NoError(t, w.Pause(2))
	request(t, w, 1, "to 2 b")
	w.RunUntil(60)
	require.NoError(t, w.Control(2, "c"))
	request(t, w, 1, "to 2 d")
	w.RunUntil(100)
	assert.Equal(t, "a", memory)
	assert.Equal(t, lab.ServerStatus{Up: true, Paused: true}, w.Status(2))

	require.NoError(t, w.Resume(2))
	// b arrived at 45, the wake at 50, c at 60 and d at 80: all are read at 100.
	assert.Equal(t, "ab!cd", memory)
	assert.Zero(t, p.stops[2])
	assert.Equal(t, "100 S2 deliver d", p.inputs[len(p.inputs)-1])
}

// A timer that fires during a pause is handled after it, if the machine still waits for it then.
func TestTimerOfPausedServerIsNotLost(t *testing.T) {
	p := &probe{step: alarm}
	w := p.world(t, 1, nil)
	require.NoError(t, w.Pause(1))
	w.RunUntil(200)
	require.NoError(t, w.Resume(1))
	assert.Equal(t, []string{"200 S1 wake"}, p.only("wake"))
	w.RunUntil(1000)
	assert.Len(t, p.only("wake"), 1)

	p = &probe{step: func(_ lab.ServerID, now lab.Time, in lab.Input) lab.Output {
		if in.Kind == lab.Boot || in.Kind == lab.Ask {
			return lab.Output{WakeAt: now.Add(100)}
		}
		return lab.Output{}
	}}
	w = p.world(t, 1, nil)
	require.NoError(t, w.Pause(1))
	w.RunUntil(50)
	request(t, w, 1, "wait longer")
	w.RunUntil(200)
	require.NoError(t, w.Resume(1))
	assert.Empty(t, p.only("wake"), "an earlier input set another time to wake")
	w.RunUntil(1000)
	assert.Equal(t, []string{"300 S1 wake"}, p.only("wake"))
}

func TestCrashStopsTheMachineOnceAndLosesItsInbox(t *testing.T) {
	p := &probe{step: relay}
	w := p.world(t, 2, nil)
	require.NoError(t, w.Pause(2))
	request(t, w, 1, "to 2 unread")
	w.RunUntil(30)
	require.NoError(t, w.Crash(2))
	assert.Equal(t, map[lab.ServerID]int{2: 1}, p.stops)
	assert.Equal(t, []lab.ServerID{2}, p.stopped)
	assert.Contains(t, p.trace.String(), "30 S2 crash unsynced=0 unread=1\n")

	require.NoError(t, w.Restart(2))
	assert.Equal(t, lab.ServerStatus{Up: true}, w.Status(2))
	w.RunUntil(100)
	assert.Empty(t, p.delivered())
	require.NoError(t, w.Crash(2))
	require.NoError(t, w.Close())
	assert.Equal(t, map[lab.ServerID]int{1: 1, 2: 2}, p.stops, "Close does not stop a crashed machine again")
}

func TestMessagesToCrashedServerAreLost(t *testing.T) {
	p := &probe{step: relay}
	w := p.world(t, 2, nil)
	request(t, w, 1, "to 2 gone")
	w.RunUntil(15)
	require.NoError(t, w.Crash(2))
	w.RunUntil(30)
	require.NoError(t, w.Restart(2))
	w.RunUntil(100)
	assert.Empty(t, p.delivered())
	assert.Contains(t, p.trace.String(), "S2 drop m1 S1 gone because=crashed\n")
}

func TestWakeOfEarlierLifeIsVoid(t *testing.T) {
	p := &probe{step: func(_ lab.ServerID, now lab.Time, in lab.Input) lab.Output {
		if in.Kind == lab.Boot {
			return lab.Output{WakeAt: now.Add(100)}
		}
		return lab.Output{}
	}}
	w := p.world(t, 1, nil)
	w.RunUntil(50)
	require.NoError(t, w.Crash(1))
	w.RunUntil(60)
	require.NoError(t, w.Restart(1))
	w.RunUntil(1000)
	assert.Equal(t, []string{"160 S1 wake"}, p.only("wake"))
}

func TestSaveOfEarlierLifeReleasesNothing(t *testing.T) {
	p := &probe{step: save}
	w := p.world(t, 2, slowDisk)
	request(t, w, 1, "first")
	w.RunUntil(40) // written at 10
	require.NoError(t, w.Crash(1))
	require.NoError(t, w.Restart(1))
	request(t, w, 1, "second")
	w.RunUntil(500) // the old save would be done at 60, the new one is at 100
	assert.Equal(t, []string{"110 S2 deliver saved second"}, p.delivered())
}

func TestLastWakeAtCounts(t *testing.T) {
	for _, test := range []struct {
		name         string
		first, later lab.Time
		want         []string
	}{
		{"later than before", 50, 200, []string{"200 S1 wake"}},
		{"sooner than before", 200, 50, []string{"50 S1 wake"}},
		{"not any more", 50, 0, nil},
		{"long past", 200, 5, []string{"10 S1 wake"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := &probe{step: func(_ lab.ServerID, _ lab.Time, in lab.Input) lab.Output {
				switch in.Kind {
				case lab.Boot:
					return lab.Output{WakeAt: test.first}
				case lab.Ask:
					return lab.Output{WakeAt: test.later}
				}
				return lab.Output{}
			}}
			w := p.world(t, 1, nil)
			request(t, w, 1, "change it")
			w.RunUntil(1000)
			assert.Equal(t, test.want, p.only("wake"))
		})
	}
}

func TestBrokenMachineStopsTheWorld(t *testing.T) {
	for _, test := range []struct {
		name string
		out  lab.Output
		id   string
		says string
	}{
		{"an invariant of its own", lab.Output{Broken: "I1: 2 < 1"}, lab.SoundServerID,
			"S1 broke a property: I1: 2 < 1"},
		{"a panic", lab.Output{Panic: "index out of range"}, lab.PanicID, "S1 panicked: index out of range"},
		{"an answer to no request", lab.Output{Answers: []lab.Answer{{Request: 9}}}, lab.SoundServerID,
			"S1 answers a request that no client made"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := &probe{step: func(_ lab.ServerID, _ lab.Time, in lab.Input) lab.Output {
				if in.Kind == lab.Ask {
					return test.out
				}
				return lab.Output{}
			}}
			w := p.world(t, 1, nil)
			request(t, w, 1, "go")
			request(t, w, 1, "never read")
			w.RunUntil(100)
			violation := w.Violation()
			require.NotNil(t, violation)
			assert.Equal(t, test.id, violation.ID)
			assert.Equal(t, test.says, violation.Sentence)
			assert.Equal(t, lab.Time(10), violation.Time)
			assert.Equal(t, w.Trace.Event(), violation.Event, "the last line reports it")
			assert.False(t, w.Step())
			assert.Len(t, p.only("ask"), 1)
			require.NoError(t, w.Control(1, "is anybody there"))
			assert.Empty(t, p.only("control"), "a stopped world takes no input")
		})
	}
}

func TestObservedViolationStopsTheWorld(t *testing.T) {
	p := &probe{step: save}
	p.judge = func(id lab.ServerID, view []byte) *lab.Violation {
		if string(view) == "bad" {
			return &lab.Violation{ID: "good-words", Name: "Good Words", Section: "§1", Sentence: "S1 said bad"}
		}
		return nil
	}
	w := p.world(t, 2, nil)
	request(t, w, 1, "bad")
	w.RunUntil(100)
	assert.EqualError(t, w.Violation(), "Good Words (§1) is broken: S1 said bad")
	assert.True(t, strings.HasSuffix(p.trace.String(), " - violation good-words S1 said bad\n"))
	assert.Empty(t, p.delivered(), "the step's messages are not sent")
}

func TestHostErrorEndsTheWorld(t *testing.T) {
	p := &probe{startErr: errPlanted}
	_, err := lab.New(lab.Options{Servers: 1}, p, p)
	require.ErrorIs(t, err, errPlanted)
	assert.ErrorContains(t, err, "start S1")

	p = &probe{stopErr: errPlanted}
	w := p.world(t, 2, nil)
	require.NoError(t, w.Crash(1))
	require.ErrorIs(t, w.Err(), errPlanted)
	assert.ErrorIs(t, w.Close(), errPlanted)

	p = &probe{}
	w = p.world(t, 1, nil)
	p.stepErr = errPlanted
	request(t, w, 1, "go")
	w.RunUntil(100)
	require.ErrorIs(t, w.Err(), errPlanted)
	assert.ErrorContains(t, w.Err(), "S1 at 10 us")

	p = &probe{step: relay}
	w = p.world(t, 1, nil)
	request(t, w, 1, "to 7 hello")
	w.RunUntil(100)
	assert.ErrorContains(t, w.Err(), "S1 sends a message to server 7 of 1")
}
