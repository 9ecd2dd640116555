package lab_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/story"
)

// talk lets S1 send words to S2 at once, and runs until they are in flight.
func talk(t *testing.T, w *lab.World, words ...string) {
	t.Helper()
	for _, word := range words {
		request(t, w, 1, "to 2 "+word)
	}
	w.RunUntil(w.Now().Add(10))
}

func message(t *testing.T, w *lab.World, from, to lab.ServerID, nth int) *lab.Flight {
	t.Helper()
	f, err := w.Message(from, to, nth)
	require.NoError(t, err)
	return f
}

func TestHeldMessagesWaitAndAreReleasedOldestFirst(t *testing.T) {
	p := &probe{step: relay}
	w := p.world(t, 3, nil)
	talk(t, w, "a")
	w.RunUntil(15)
	require.NoError(t, w.Hold(1, 2))
	assert.Equal(t, [][2]lab.ServerID{{1, 2}}, w.Holds())
	talk(t, w, "b", "c")
	request(t, w, 1, "to 3 free")
	request(t, w, 2, "to 1 back")
	w.RunUntil(200)
	assert.ElementsMatch(
		t, []string{"45 S3 deliver free", "45 S1 deliver back"}, p.delivered(),
		"only one direction of one link is held",
	)
	require.Len(t, w.InFlight(), 3)
	for _, f := range w.InFlight() {
		assert.True(t, f.Held)
	}
	assert.EqualValues(t, 3, counted(w, "hold"), "one was on its way already")

	require.NoError(t, w.Release(1, 2))
	assert.Empty(t, w.Holds())
	w.RunUntil(200)
	assert.Equal(t, []string{"200 S2 deliver a", "200 S2 deliver b", "200 S2 deliver c"}, p.delivered()[2:])
	talk(t, w, "d")
	w.RunUntil(300)
	assert.Equal(t, "220 S2 deliver d", p.delivered()[5], "the link is open again")
	assert.Contains(t, p.trace.String(), " 15 - hold S1>S2\n")
	assert.Contains(t, p.trace.String(), " 200 - release S1>S2\n")
}

func TestHoldAllHoldsEveryLinkAndReleaseAllGivesTheOldestFirst(t *testing.T) {
	p := &probe{step: relay}
	w := p.world(t, 3, nil)
	w.HoldAll()
	assert.Len(t, w.Holds(), 6)
	for _, ask := range []string{"3 to 1 a", "1 to 2 b", "2 to 3 c", "3 to 1 d"} {
		request(t, w, lab.ServerID(ask[0]-'0'), ask[2:])
	}
	w.RunUntil(100)
	assert.Empty(t, p.delivered())
	w.ReleaseAll()
	assert.Empty(t, w.Holds())
	w.RunUntil(100)
	assert.Equal(
		t, []string{"100 S1 deliver a", "100 S2 deliver b", "100 S3 deliver c", "100 S1 deliver d"},
		p.delivered(),
	)
	assert.Contains(t, p.trace.String(), " 0 - hold all\n")
	assert.Contains(t, p.trace.String(), " 100 - release all\n")
}

func TestSingleMessageIsHeldAndReleased(t *testing.T) {
	p := &probe{step: relay}
	w := p.world(t, 2, nil)
	talk(t, w, "a", "b")
	a, err := w.MessageCalled(1)
	require.NoError(t, err)
	w.HoldMessage(a)
	w.HoldMessage(a)
	assert.EqualValues(t, 1, counted(w, "hold"), "it is held once")
	w.RunUntil(100)
	assert.Equal(t, []string{"20 S2 deliver b"}, p.delivered())
	w.ReleaseMessage(a)
	w.RunUntil(100)
	assert.Equal(t, []string{"20 S2 deliver b", "100 S2 deliver a"}, p.delivered())
	assert.Equal(t, 1, strings.Count(p.trace.String(), " - hold m1\n"))
	assert.Contains(t, p.trace.String(), " 100 - release m1\n")

	// Releasing a link also releases a message that was held alone.
	talk(t, w, "c")
	w.HoldMessage(message(t, w, 1, 2, 1))
	require.NoError(t, w.Release(1, 2))
	w.RunUntil(w.Now())
	assert.Equal(t, "110 S2 deliver c", p.delivered()[2])
}

func TestOnlyHeldMessageIsReleased(t *testing.T) {
	p := &probe{step: relay}
	w := p.world(t, 2, nil)
	talk(t, w, "a")
	before := w.Trace.Event()
	w.ReleaseMessage(message(t, w, 1, 2, 1))
	assert.Equal(t, before, w.Trace.Event())
	w.RunUntil(100)
	assert.Equal(t, []string{"20 S2 deliver a"}, p.delivered())
}

func TestManualDeliveryHappensOnce(t *testing.T) {
	p := &probe{step: relay}
	w := p.world(t, 2, nil)
	talk(t, w, "a", "b", "c")
	w.RunUntil(12)
	w.Deliver(message(t, w, 1, 2, 2), false)
	assert.Equal(t, []string{"12 S2 deliver b"}, p.delivered())
	w.Deliver(message(t, w, 1, 2, 2), false)
	w.RunUntil(100)
	assert.Equal(
		t, []string{"12 S2 deliver b", "12 S2 deliver c", "20 S2 deliver a"}, p.delivered(),
		"N counts messages not yet delivered",
	)
	assert.Zero(t, counted(w, "duplicate"))
}

func TestAgainLeavesACopyInThePlaceOfTheMessage(t *testing.T) {
	for _, held := range []bool{false, true} {
		t.Run(fmt.Sprintf("held %v", held), func(t *testing.T) {
			p := &probe{step: relay}
			w := p.world(t, 2, nil)
			if held {
				require.NoError(t, w.Hold(1, 2))
			}
			talk(t, w, "a", "b", "c")
			w.RunUntil(15)
			w.Deliver(message(t, w, 1, 2, 2), true)
			assert.Equal(t, []string{"15 S2 deliver b"}, p.delivered())
			assert.Contains(t, p.trace.String(), " 15 S1 duplicate m2 m4\n")
			assert.EqualValues(t, 1, counted(w, "duplicate"))
			var order []string
			for _, f := range w.InFlight() {
				order = append(order, fmt.Sprintf("m%d %s", f.ID, f.Payload))
			}
			assert.Equal(t, []string{"m1 a", "m4 b", "m3 c"}, order)
			copied, err := w.MessageSent(1, 2, 2)
			require.NoError(t, err)
			assert.EqualValues(t, 4, copied.ID)
			if held {
				require.NoError(t, w.Release(1, 2))
			}
			w.RunUntil(100)
			at := map[bool]int{false: 20, true: 15}[held]
			assert.ElementsMatch(t, []string{
				"15 S2 deliver b",
				fmt.Sprintf("%d S2 deliver a", at), fmt.Sprintf("%d S2 deliver b", at), fmt.Sprintf("%d S2 deliver c",
					at),
			}, p.delivered())
		})
	}
}

func TestDroppedMessageIsLost(t *testing.T) {
	p := &probe{step: relay}
	w := p.world(t, 2, nil)
	talk(t, w, "a", "b")
	w.Drop(message(t, w, 1, 2, 1))
	w.RunUntil(100)
	assert.Equal(t, []string{"20 S2 deliver b"}, p.delivered())
	assert.Contains(t, p.trace.String(), " 10 S2 drop m1 S1 a because=dropped\n")
	assert.EqualValues(t, 1, counted(w, "loss"))
}

func TestManualDeliveryMeetsCutsAndCrashes(t *testing.T) {
	p := &probe{step: relay}
	w := p.world(t, 2, nil)
	w.HoldAll()
	talk(t, w, "a", "b", "c")
	require.NoError(t, w.Cut(1, 2))
	w.Deliver(message(t, w, 1, 2, 1), false)
	w.Heal()
	require.NoError(t, w.Pause(2))
	w.Deliver(message(t, w, 1, 2, 1), false)
	assert.Empty(t, p.delivered())
	require.NoError(t, w.Resume(2))
	assert.Equal(t, []string{"10 S2 deliver b"}, p.delivered())
	require.NoError(t, w.Crash(2))
	w.Deliver(message(t, w, 1, 2, 1), false)
	assert.Contains(t, p.trace.String(), "S2 drop m1 S1 a because=cut\n")
	assert.Contains(t, p.trace.String(), "S2 drop m3 S1 c because=crashed\n")
	assert.Empty(t, w.InFlight())
}

func TestActingOnMissingMessageFails(t *testing.T) {
	p := &probe{step: relay}
	w := p.world(t, 2, nil)
	w.HoldAll()
	talk(t, w, "a", "b")
	find := func(f *lab.Flight, err error) error { return err }
	for _, test := range []struct {
		got  error
		want error
		says string
	}{
		{find(w.Message(1, 2, 3)), lab.ErrNoMessage,
			"S1>S2 has 2 in flight, want number 3: no such message is on its way"},
		{find(w.Message(1, 2, 0)), lab.ErrNoMessage,
			"S1>S2 has 2 in flight, want number 0: no such message is on its way"},
		{find(w.Message(2, 1, 1)), lab.ErrNoMessage,
			"S2>S1 has 0 in flight, want number 1: no such message is on its way"},
		{find(w.MessageSent(1, 2, 3)), lab.ErrNoMessage,
			"S1>S2, number 3 of all that were sent: no such message is on its way"},
		{find(w.MessageCalled(7)), lab.ErrNoMessage, "m7: no such message is on its way"},
		{find(w.Message(1, 3, 1)), lab.ErrNoServer, "S3, of 2 servers: there is no such server"},
		{find(w.MessageSent(2, 2, 1)), lab.ErrOneLink, "S2 > S2: a link joins two different servers"},
		{w.Hold(1, 1), lab.ErrOneLink, "S1 > S1: a link joins two different servers"},
		{w.Release(0, 1), lab.ErrNoServer, "S0, of 2 servers: there is no such server"},
		{w.Flaky(1, 1, 5), lab.ErrOneLink, "S1 > S1: a link joins two different servers"},
		{w.Fire(1), lab.ErrNotManual, "S1: timers fire by themselves: wake needs a manual world"},
		{w.Fire(3), lab.ErrNoServer, "S3, of 2 servers: there is no such server"},
	} {
		require.ErrorIs(t, test.got, test.want)
		assert.EqualError(t, test.got, test.says)
	}
}

func manual(o *lab.Options) { o.Manual = true }

func TestManualWorldDoesNothingByItself(t *testing.T) {
	p := &probe{step: func(id lab.ServerID, now lab.Time, in lab.Input) lab.Output {
		out := relay(id, now, in)
		out.WakeAt = now.Add(50)
		if in.Kind == lab.Deliver {
			out.Records = [][]byte{in.Payload}
		}
		return out
	}}
	w := p.world(t, 2, manual)
	assert.True(t, w.Manual())
	assert.Len(t, w.Holds(), 2)
	talk(t, w, "a")
	w.RunUntil(10_000)
	assert.Equal(t, []string{"10 S1 ask to 2 a"}, p.inputs[2:], "clients need no command")
	w.Deliver(message(t, w, 1, 2, 1), false)
	assert.False(t, w.Status(2).Saving, "a save takes no time")
	assert.Equal(t, []string{"10000 S2 deliver a"}, p.delivered())
	assert.Empty(t, p.only("wake"))
	_, planned := w.Next()
	assert.False(t, planned)
}

func TestFireMovesTheClockToTheTimerAndNeverBack(t *testing.T) {
	p := &probe{step: func(_ lab.ServerID, now lab.Time, in lab.Input) lab.Output {
		if in.Kind == lab.Boot || in.Kind == lab.Wake && now < 200 {
			return lab.Output{WakeAt: now.Add(100)}
		}
		return lab.Output{}
	}}
	w := p.world(t, 3, manual)
	require.NoError(t, w.Skew(3, -500))
	require.NoError(t, w.Fire(1))
	assert.Equal(t, lab.Time(100), w.Now())
	w.RunUntil(150)
	require.NoError(t, w.Fire(2)) // 50 late
	require.NoError(t, w.Fire(3)) // its own clock shows 100 at 200
	require.NoError(t, w.Fire(1))
	require.ErrorIs(t, w.Fire(1), lab.ErrNoTimer)
	assert.Equal(t, []string{"100 S1 wake", "150 S2 wake", "100 S3 wake", "200 S1 wake"}, p.only("wake"))
	assert.Contains(t, p.trace.String(), " 200 S3 wake\n")

	require.NoError(t, w.Crash(2))
	require.ErrorIs(t, w.Fire(2), lab.ErrDown)
	require.NoError(t, w.Pause(3))
	require.NoError(t, w.Fire(3))
	require.NoError(t, w.Fire(3))
	assert.Len(t, p.only("wake"), 4)
	require.NoError(t, w.Resume(3))
	assert.Len(t, p.only("wake"), 5, "it is heard once, after the pause")
}

// The clients' events come first if they are planned before the timer.
func TestFireRunsEarlierEventsFirst(t *testing.T) {
	p := &probe{step: func(_ lab.ServerID, now lab.Time, in lab.Input) lab.Output {
		out := echo(1, now, in)
		out.WakeAt = 100
		return out
	}}
	w := p.world(t, 1, manual)
	request(t, w, 1, "hello")
	require.NoError(t, w.Fire(1))
	assert.Equal(t, []string{"10 S1 ask hello", "100 S1 wake"}, p.inputs[1:])
	assert.Equal(t, []string{"r1 S1 hello"}, p.answered)
}

// shown plays a script and returns its trace lines without their numbers.
func shown(t *testing.T, script string) []string {
	t.Helper()
	scenario, err := story.ParseScenario("script", script)
	require.NoError(t, err)
	p := newPingPong()
	var lines []string
	runner, err := story.NewRunner(scenario, p, p, nil, func(line []byte) {
		if line[0] != '#' {
			_, after, _ := strings.Cut(strings.TrimSpace(string(line)), " ")
			lines = append(lines, after)
		}
	})
	require.NoError(t, err)
	require.NoError(t, runner.Finish(10_000))
	return lines
}

// A scenario of a manual world is a schedule: each command is one event, 10 ms after the one before.
func TestManualScenarioIsASchedule(t *testing.T) {
	lines := shown(t, `# T: A schedule
servers 3
manual
ping S1 S2
ping S1 S2
ping S1 S3
deliver S1 > S2 2
deliver S1 > S2 again
deliver S2 > S1 sent 2
drop S1 > S2
deliver m3
crash S2
deliver S2 > S1
restart S2
recover
run 1us
`)
	var events []string
	for _, line := range lines[3:] {
		if !strings.Contains(line, "C1") && !strings.Contains(line, "save") && !strings.Contains(line, "asked") {
			events = append(events, line)
		}
	}
	assert.Equal(t, []string{
		"0 S1 send m1 S2 ping r1 from S1", "10000 S1 send m2 S2 ping r2 from S1",
		"20000 S1 send m3 S3 ping r3 from S1", "30000 S2 deliver m2 S1 ping r2 from S1",
		"30000 S2 send m4 S1 pong r2 from S2", "40000 S1 duplicate m1 m5",
		"40000 S2 deliver m1 S1 ping r1 from S1", "40000 S2 send m6 S1 pong r1 from S2",
		"50000 S1 deliver m6 S2 pong r1 from S2", "60000 S2 drop m5 S1 ping r1 from S1 because=dropped",
		"70000 S3 deliver m3 S1 ping r3 from S1", "70000 S3 send m7 S1 pong r3 from S3",
		"80000 S2 crash unsynced=0 unread=0", "90000 S1 deliver m4 S2 pong r2 from S2",
		"100000 S2 restart records=0", "110000 - recover", "110000 - heal",
		"110000 - release all", "110000 - dials " + lab.DefaultDials().String(),
		"110000 S1 deliver m7 S3 pong r3 from S3",
	}, events)
	assert.Contains(t, lines, "50000 C1 answer r1 S1 pong from S2", "clients are answered")
}

func TestVerbsOfMessagesAndFaults(t *testing.T) {
	lines := strings.Join(shown(t, `# T: Hands
servers 3
jitter 0ms
disk 0ms
hold all
ping S1 S2
ping S1 S3
run 15ms
release m1
run 1us
release S1 > S3
run 9999us
hold S2 > S1
release all
run 100ms
flaky S1 > S2 100%
ping S1 S2
ping S1 S3
run 15ms
hold m6
drop m6
flaky S1 > S2 0%
bridge S1 | S2
heal
slow-disk S1 50ms
clock S1 fast 20%
clock S1 slow 0.5%
clock S1 true
reorder 10% 200ms
torn 50%
`), "\n")
	for _, want := range []string{
		"0 - hold all", "15000 - release m1", "15000 S2 deliver m1 S1 ping r1 from S1",
		"140000 - hold m6", "140000 S3 drop m6 S1 ping r4 from S1 because=dropped",
		"15001 - release S1>S3", "25000 - hold S2>S1", "25000 - release all", "25000 S1 deliver m3 S2 pong r1 from S2",
		"S2 drop m5 S1 ping r3 from S1 because=flaky",
		"140000 - flaky S1>S2 loss_permille=0", "140000 - bridge S1 | S2 via S3",
		"140000 S1 slow-disk latency_us=50000", "140000 S1 clock skew_permille=200",
		"140000 S1 clock skew_permille=-5", "140000 S1 clock skew_permille=0",
		"reorder_permille=100 reorder_us=200000 disk_us=0 torn_permille=0", "torn_permille=500",
	} {
		assert.Contains(t, lines, want)
	}
}

// One table lists all kinds of lines.
func TestTableNamesEveryLineKind(t *testing.T) {
	var named []string
	for _, kind := range lab.LineKinds() {
		named = append(named, kind.Name)
		assert.Equal(t, kind, lab.FindLineKind(lab.LineKinds(), kind.Name))
	}
	assert.Equal(t, lab.LineKind{Name: "foreign"}, lab.FindLineKind(lab.LineKinds(), "foreign"))
	seen := map[string]bool{}
	runner, p, trace := playing(t, "manual\n")
	for _, command := range []string{
		"note this", "cut S1 > S2", "flaky S1 > S2 1%", "isolate S1", "rejoin S1", "partition S1 | S2",
		"bridge S1 | S2", "heal", "hold S1 > S2",
		"release S2 > S1", "ping S1 S2", "ping S1 S2", "run 1ms", "deliver S1 > S2 again", "deliver S1 > S2",
		"drop S1 > S2", "slow-disk S1 5ms",
		"clock S1 fast 1%", "pause S1", "resume S1", "crash S1", "restart S1", "latency 1ms",
		"wake S2", "recover", "expect saw unicorns", "latency S1 > S2 5ms", "crash S1", "corrupt S1 1",
		"restart S1", "wipe S1", "restart S1", "fsync S1 forgets",
		"cut C1 > S3", "ping S3 S2",
	} {
		_ = runner.Do(command)
		advance(runner, lab.Second)
	}
	p.step = func(lab.ServerID, lab.Time, lab.Input) lab.Output {
		return lab.Output{Records: [][]byte{nil}, Parallel: []byte("x")}
	}
	require.NoError(t, runner.World().SetSync(1, lab.SyncWorks))
	require.NoError(t, runner.World().Control(1, "write"))
	advance(runner, 100*lab.Millisecond)
	p.step = alarm
	require.NoError(t, runner.World().Control(1, "nudge"))
	advance(runner, lab.Second)
	p.step = func(lab.ServerID, lab.Time, lab.Input) lab.Output {
		return lab.Output{Snapshot: []byte("s"), Cut: []byte("c")}
	}
	_ = runner.Do("power S2 fails before-cut")
	require.NoError(t, runner.World().Control(2, "nudge"))
	advance(runner, lab.Second)
	_ = runner.Do("break")
	for line := range strings.Lines(trace.String()) {
		if line[0] != '#' {
			seen[strings.Fields(line)[3]] = true
		}
	}
	assert.ElementsMatch(t, named, slices.Collect(maps.Keys(seen)))
}
