package lab_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/lab"
	"raftlab/lab/story"
)

func TestSlowDiskDelaysSaves(t *testing.T) {
	for _, test := range []struct {
		name string
		slow []lab.Duration
		want string // when the message arrives: written at 10, in flight for 10
	}{
		{"as the dial says", nil, "70 S2 deliver saved first"},
		{"slower", []lab.Duration{200}, "220 S2 deliver saved first"},
		{"no quicker than the dial says", []lab.Duration{5}, "70 S2 deliver saved first"},
		{"slower still", []lab.Duration{200, 300}, "320 S2 deliver saved first"},
		{"as the dial says again", []lab.Duration{200, 0}, "70 S2 deliver saved first"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := &probe{step: save}
			w := p.world(t, 2, slowDisk)
			slowed := uint64(0)
			for _, latency := range test.slow {
				require.NoError(t, w.SlowDisk(1, latency))
				assert.Equal(t, latency, w.Status(1).DiskMicros)
				assert.Contains(t, p.trace.String(), fmt.Sprintf(" 0 S1 slow-disk latency_us=%d\n", latency))
				if latency > 0 {
					slowed++
				}
			}
			assert.Equal(t, slowed, counted(w, "slow-disk"))
			request(t, w, 1, "first")
			request(t, w, 2, "other")
			w.RunUntil(1000)
			assert.Contains(t, p.delivered(), test.want)
			assert.Regexp(t, ` 60 S2 send m\d S1 saved other\n`, p.trace.String(), "the other disk is unchanged")
		})
	}
	w := (&probe{}).world(t, 1, nil)
	assert.ErrorIs(t, w.SlowDisk(2, 1), lab.ErrNoServer)
}

func TestDiskAndClockSurviveACrash(t *testing.T) {
	p := &probe{step: save}
	w := p.world(t, 2, slowDisk)
	require.NoError(t, w.SlowDisk(1, 200))
	require.NoError(t, w.Skew(1, 500))
	w.RunUntil(100)
	require.NoError(t, w.Crash(1))
	assert.Equal(t, lab.ServerStatus{SkewPermille: 500, DiskMicros: 200}, w.Status(1))
	w.RunUntil(200)
	require.NoError(t, w.Restart(1))
	assert.Equal(t, "300 S1 boot", p.inputs[len(p.inputs)-1], "its clock went on while it was down")
	request(t, w, 1, "first")
	w.RunUntil(1000)
	assert.Contains(t, p.delivered(), "420 S2 deliver saved first")
}

// survivors crashes S1 in the middle of a save, again and again, and counts how many bytes each crash left.
func survivors(t *testing.T, crashes, permille int) (p *probe, left map[int]int) {
	t.Helper()
	p = &probe{step: save}
	w := p.world(t, 2, func(o *lab.Options) { o.Dials.DiskLatencyMicros, o.Dials.TornPermille = 50, permille })
	left = map[int]int{}
	for range crashes {
		request(t, w, 1, "word") // 12 bytes, with its frame
		w.RunUntil(w.Now().Add(30))
		before := p.trace.Len()
		require.NoError(t, w.Crash(1))
		survived := 0
		line := p.trace.String()[before:]
		if at := strings.Index(line, "survived="); at >= 0 {
			_, err := fmt.Sscanf(line[at:], "survived=%d", &survived)
			require.NoError(t, err)
		}
		left[survived]++
		before = p.trace.Len()
		require.NoError(t, w.Restart(1))
		line = p.trace.String()[before:]
		if survived > 0 && survived < 12 {
			assert.Contains(t, line, fmt.Sprintf(" torn=%d\n", survived))
		} else {
			assert.NotContains(t, line, "torn")
		}
	}
	assert.EqualValues(t, crashes, counted(w, "crash"))
	assert.EqualValues(t, left[0], counted(w, "lost-write"))
	assert.EqualValues(t, crashes-left[0], counted(w, "torn-write"))
	// A record is there after a crash only if the crash left all of it.
	boots := p.only("boot")
	assert.Equal(t, left[12], strings.Count(boots[len(boots)-1], "[word]"))
	return p, left
}

func TestTornSaveLeavesAPartOnTheDisk(t *testing.T) {
	_, left := survivors(t, 50, 0)
	assert.Equal(t, map[int]int{0: 50}, left)

	_, left = survivors(t, 1300, 1000)
	assert.Len(t, left, 13, "from nothing to all of the 12 bytes")
	for size, count := range left {
		assert.True(t, 60 <= count && count <= 140, "%d crashes of 1300 leave %d bytes", count, size)
	}

	_, left = survivors(t, 1000, 300)
	torn := 1000 - left[0]
	assert.True(t, 220 <= torn && torn <= 330, "%d of 1000 crashes are torn, at 300 permille", torn)
}

func TestCrashWithoutSaveTearsNothing(t *testing.T) {
	p := &probe{step: save}
	w := p.world(t, 2, func(o *lab.Options) { o.Dials.TornPermille = 1000 })
	request(t, w, 1, "first")
	w.RunUntil(500)
	require.NoError(t, w.Crash(1))
	assert.True(t, strings.HasSuffix(p.trace.String(), " S1 crash unsynced=0 unread=0\n"))
	assert.Zero(t, counted(w, "torn-write")+counted(w, "lost-write"))
}

// alarm is a machine that wants to be woken when its own clock shows 100.
func alarm(_ lab.ServerID, _ lab.Time, in lab.Input) lab.Output {
	if in.Kind == lab.Wake {
		return lab.Output{}
	}
	return lab.Output{WakeAt: 100}
}

func TestFastOrSlowClockMovesATimer(t *testing.T) {
	type turn struct {
		at   lab.Time
		skew int
	}
	for _, test := range []struct {
		name  string
		turns []turn
		world lab.Time // when the timer fires
		own   int      // and what the server's own clock shows then
	}{
		{"true", nil, 100, 100},
		{"fast", []turn{{0, 200}}, 84, 100},
		{"slow", []turn{{0, -200}}, 125, 100},
		{"as fast as can be", []turn{{0, 900}}, 53, 100},
		{"as slow as can be", []turn{{0, -900}}, 1000, 100},
		{"fast, from the middle on", []turn{{50, 500}}, 84, 101},
		{"slow, from the middle on", []turn{{50, -500}}, 150, 100},
		{"fast for a while", []turn{{50, 500}, {60, 0}}, 95, 100},
		{"slow for a while", []turn{{50, -500}, {60, 0}}, 105, 100},
		{"fast and then slow", []turn{{20, 500}, {40, -500}}, 140, 100},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := &probe{step: alarm}
			w := p.world(t, 2, nil)
			for _, turn := range test.turns {
				w.RunUntil(turn.at)
				require.NoError(t, w.Skew(1, turn.skew))
				assert.Equal(t, turn.skew, w.Status(1).SkewPermille)
				assert.Contains(t, p.trace.String(), fmt.Sprintf(" %d S1 clock skew_permille=%d\n", turn.at, turn.skew))
			}
			assert.Equal(t, test.world, w.When(1, 100))
			w.RunUntil(2000)
			assert.ElementsMatch(t, []string{fmt.Sprintf("%d S1 wake", test.own), "100 S2 wake"}, p.only("wake"))
			assert.Contains(t, p.trace.String(), fmt.Sprintf(" %d S1 wake\n", test.world))
		})
	}
}

func TestOnlyASkewedClockIsCounted(t *testing.T) {
	w := (&probe{}).world(t, 2, nil)
	for _, skew := range []int{100, 0, -100, 0} {
		require.NoError(t, w.Skew(1, skew))
	}
	assert.EqualValues(t, 2, counted(w, "clock"))
	for _, skew := range []int{-901, 901} {
		assert.ErrorIs(t, w.Skew(1, skew), lab.ErrSkew)
	}
	assert.ErrorIs(t, w.Skew(3, 1), lab.ErrNoServer)
	assert.EqualValues(t, 2, counted(w, "clock"))
	require.NoError(t, w.Crash(2))
	assert.NoError(t, w.Skew(2, 100), "a clock runs on a battery")
}

func TestWakeAtGreatestTimeIsNotNow(t *testing.T) {
	p := &probe{step: func(lab.ServerID, lab.Time, lab.Input) lab.Output { return lab.Output{WakeAt: math.MaxInt64} }}
	w := p.world(t, 1, nil)
	require.NoError(t, w.Skew(1, 900))
	w.RunUntil(lab.Time(lab.Second))
	assert.Empty(t, p.only("wake"))
	assert.Equal(t, lab.Time(lab.Second), w.Now())
}

// A paused server sends nothing, even if its disk is done meanwhile.
func TestSaveFinishedDuringPauseWaits(t *testing.T) {
	p := &probe{step: save}
	w := p.world(t, 2, slowDisk)
	request(t, w, 1, "first")
	request(t, w, 1, "second")
	w.RunUntil(30) // first is written at 10, and synced at 60
	require.NoError(t, w.Pause(1))
	w.RunUntil(200)
	assert.Empty(t, p.delivered())
	require.NoError(t, w.Resume(1))
	w.RunUntil(500)
	assert.Equal(t, []string{"210 S2 deliver saved first", "260 S2 deliver saved second"}, p.delivered())

	// A synced record survives nevertheless.
	request(t, w, 1, "third")
	w.RunUntil(520)
	require.NoError(t, w.Pause(1))
	w.RunUntil(600)
	require.NoError(t, w.Crash(1))
	assert.Contains(t, p.trace.String(), " 600 S1 crash unsynced=0 unread=0\n")
	require.NoError(t, w.Restart(1))
	assert.Contains(t, p.only("boot"), "600 S1 boot [first][second][third]")

	// A pause that ends before the disk is done changes nothing.
	request(t, w, 1, "fourth")
	w.RunUntil(620)
	require.NoError(t, w.Pause(1))
	w.RunUntil(640)
	require.NoError(t, w.Resume(1))
	w.RunUntil(700)
	assert.Contains(t, p.delivered(), "670 S2 deliver saved fourth")
}

func TestEachFaultIsCountedUnderItsName(t *testing.T) {
	for name, do := range map[string]func(w *lab.World) error{
		"crash":     func(w *lab.World) error { return w.Crash(1) },
		"pause":     func(w *lab.World) error { return w.Pause(1) },
		"cut":       func(w *lab.World) error { return w.Cut(1, 2) },
		"isolate":   func(w *lab.World) error { return w.Isolate(1) },
		"partition": func(w *lab.World) error { return w.Partition([][]lab.ServerID{{1}}) },
		"bridge":    func(w *lab.World) error { return w.Bridge([][]lab.ServerID{{1}, {2}}) },
		"slow-disk": func(w *lab.World) error { return w.SlowDisk(1, 5) },
		"clock":     func(w *lab.World) error { return w.Skew(1, 5) },
	} {
		w := (&probe{}).world(t, 3, nil)
		require.NoError(t, do(w), name)
		w.Faults().Each(func(kind string, count uint64) {
			want := uint64(0)
			if kind == name {
				want = 1
			}
			assert.Equal(t, want, count, "%s after one %s", kind, name)
		})
		sum := w.Faults()
		sum.Add(w.Faults())
		assert.Equal(t, name, lab.Fault(firstOf(sum)).String())
		assert.EqualValues(t, 2, sum[firstOf(sum)])
	}
}

func firstOf(counts lab.FaultCounts) int {
	for i, n := range counts {
		if n > 0 {
			return i
		}
	}
	return -1
}

// disorder is the faults that can happen in a world of three servers; each # is a server.
var disorder = []string{
	"crash #", "crash #", "restart #", "pause #", "resume #", "isolate #", "rejoin #", "cut # > #", "flaky # > # 100%",
	"partition # | #", "bridge # | #", "heal",
	"hold # > #", "hold all", "hold m1", "hold m4", "release # > #", "release all",
	"release m2", "deliver # > #", "deliver # > # 2 again", "deliver # > # sent 2", "drop # > #", "slow-disk # 90s",
	"clock # fast 90%", "clock # slow 90%", "clock # true", "latency 3s", "jitter 3s", "loss 100%", "duplicate 50%",
	"reorder 100% 3s", "disk 3s", "torn 100%", "ping # #", "ping # #", "ping # #",
}

// After recover every fault is over: every server does its work, in the time that the default dials allow.
func TestRecoverEndsEverything(t *testing.T) {
	for setup, more := range map[string]string{"seed 1": "recover", "manual": "wake #"} {
		t.Run(setup, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				scenario, err := story.ParseScenario("free", "# T: Title\nservers 3\n"+setup)
				require.NoError(rt, err)
				p := newPingPong()
				runner, err := story.NewRunner(scenario, p, p, nil)
				require.NoError(rt, err)
				w := runner.World()
				for range rapid.IntRange(0, 25).Draw(rt, "commands") {
					command := rapid.SampledFrom(append(disorder, more)).Draw(rt, "command")
					for strings.Contains(command, "#") {
						command = strings.Replace(
							command, "#", fmt.Sprintf("S%d", rapid.IntRange(1, 3).Draw(rt, "server")), 1,
						)
					}
					require.NoError(rt, runner.Do("try "+command), command)
					runner.Advance(w.Now().Add(lab.Duration(rapid.IntRange(0, 20_000).Draw(rt, "pass"))), 1000)
				}
				require.NoError(rt, runner.Do("recover"))
				requireOrder(rt, w)
				answered := len(p.answered)
				pings := []string{"ping S1 S2", "ping S2 S3", "ping S3 S1", "ping S2 S1", "ping S3 S2", "ping S1 S3"}
				for _, ping := range pings {
					require.NoError(rt, runner.Do(ping))
				}
				runner.Advance(w.Now().Add(500*lab.Millisecond), 10_000)
				require.NoError(rt, w.Err())
				pongs := 0
				for _, answer := range p.answered[answered:] {
					if strings.Contains(answer, "pong") {
						pongs++
					}
				}
				assert.GreaterOrEqual(rt, pongs, 6, "%v", p.answered[answered:])
			})
		})
	}
}

func requireOrder(rt *rapid.T, w *lab.World) {
	require.Equal(rt, lab.DefaultDials(), w.Dials())
	require.Empty(rt, w.Cuts())
	require.Empty(rt, w.Holds())
	require.False(rt, w.Manual())
	for _, f := range w.InFlight() {
		require.False(rt, f.Held, "m%d", f.ID)
	}
	for id := range lab.ServerID(w.Servers()) {
		status := w.Status(id + 1)
		status.Saving = false // the save will end
		require.Equal(rt, lab.ServerStatus{Up: true}, status)
	}
}

// After recover the timers of a manual world fire by themselves, whatever state its servers were in.
func TestRecoverSetsTheTimersOfAManualWorld(t *testing.T) {
	p := &probe{step: alarm}
	w := p.world(t, 3, func(o *lab.Options) { o.Manual = true })
	require.NoError(t, w.Pause(2))
	require.NoError(t, w.Crash(3))
	w.RunUntil(1000)
	assert.Empty(t, p.only("wake"))
	require.NoError(t, w.Recover())
	w.RunUntil(2000)
	assert.ElementsMatch(t, []string{"1000 S1 wake", "1000 S2 wake", "1000 S3 wake"}, p.only("wake"))
}

func TestRecoverWritesOneLineForEachRepair(t *testing.T) {
	p := &probe{}
	w := p.world(t, 3, nil)
	require.NoError(t, w.SlowDisk(1, 5))
	require.NoError(t, w.Skew(2, 5))
	require.NoError(t, w.Pause(2))
	require.NoError(t, w.Crash(3))
	before := p.trace.Len()
	require.NoError(t, w.Recover())
	var kinds []string
	for line := range strings.Lines(p.trace.String()[before:]) {
		words := strings.Fields(line)
		kinds = append(kinds, words[2]+" "+words[3])
	}
	assert.Equal(
		t,
		[]string{"- recover", "- heal", "- release", "- dials", "S1 slow-disk", "S2 clock", "S2 resume", "S3 restart"},
		kinds,
	)
}
