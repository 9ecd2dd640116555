package lab_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
)

// flood sends messages from S1 to S2, one every 100 us, and returns how long each arrival took; a message that
// arrived twice has two entries.
func flood(
	t *testing.T,
	messages int,
	dials lab.Dials,
	prepare ...func(*lab.World),
) (p *probe, delays map[int][]lab.Duration) {
	t.Helper()
	delays = map[int][]lab.Duration{}
	p = &probe{}
	p.step = func(_ lab.ServerID, now lab.Time, in lab.Input) lab.Output {
		var number int
		var sent lab.Time
		switch in.Kind {
		case lab.Ask:
			return lab.Output{Messages: []lab.Outgoing{{To: 2, Payload: fmt.Appendf(nil, "%s@%d", in.Payload, now)}}}
		case lab.Deliver:
			_, err := fmt.Sscanf(string(in.Payload), "%d@%d", &number, &sent)
			require.NoError(t, err)
			delays[number] = append(delays[number], lab.Duration(now-sent))
		}
		return lab.Output{}
	}
	w := p.world(t, 2, func(o *lab.Options) { o.Dials = dials })
	for _, do := range prepare {
		do(w)
	}
	for i := range messages {
		request(t, w, 1, fmt.Sprint(i))
		w.RunUntil(w.Now().Add(100))
	}
	w.RunUntil(w.Now().Add(lab.Second))
	require.NoError(t, w.Err())
	return p, delays
}

func TestDelayIsLatencyPlusJitter(t *testing.T) {
	_, delays := flood(t, 2000, lab.Dials{LatencyMicros: 1000, JitterMicros: 50})
	count := map[lab.Duration]int{}
	for _, d := range delays {
		require.Len(t, d, 1)
		count[d[0]]++
	}
	assert.Len(t, delays, 2000)
	// 51 values, about 39 times each. Both ends are included.
	assert.Len(t, count, 51)
	for d := range count {
		assert.True(t, 1000 <= d && d <= 1050, "a message took %d us", d)
	}
}

func TestJitterLetsMessagesOvertakeEachOther(t *testing.T) {
	p, _ := flood(t, 500, lab.Dials{LatencyMicros: 1000, JitterMicros: 1000})
	last, overtaken := -1, false
	for _, in := range p.delivered() {
		var number int
		_, err := fmt.Sscanf(strings.Fields(in)[3], "%d@", &number)
		require.NoError(t, err)
		overtaken = overtaken || number < last
		last = number
	}
	assert.True(t, overtaken)
}

func TestLossLosesItsShare(t *testing.T) {
	for permille, bounds := range map[int][2]int{0: {5000, 5000}, 200: {3900, 4100}, 1000: {0, 0}} {
		p, delays := flood(t, 5000, lab.Dials{LatencyMicros: 10, LossPermille: permille})
		got := len(delays)
		assert.True(
			t, bounds[0] <= got && got <= bounds[1], "at %d permille %d of 5000 arrive, want %v", permille, got,
			bounds,
		)
		assert.Equal(t, 5000-got, strings.Count(p.trace.String(), "because=loss"))
		assert.EqualValues(t, 5000-got, counted(p.made, "loss"))
	}
}

func TestDuplicationDoublesItsShare(t *testing.T) {
	for permille, bounds := range map[int][2]int{0: {0, 0}, 100: {430, 570}, 1000: {5000, 5000}} {
		p, delays := flood(t, 5000, lab.Dials{LatencyMicros: 10, JitterMicros: 50, DuplicatePermille: permille})
		doubled, apart := 0, 0
		for _, d := range delays {
			if len(d) == 2 {
				doubled++
				if d[0] != d[1] {
					apart++
				}
			}
		}
		assert.Len(t, delays, 5000)
		assert.EqualValues(t, doubled, counted(p.made, "duplicate"))
		assert.True(
			t, bounds[0] <= doubled && doubled <= bounds[1], "at %d permille %d of 5000 are doubled, want %v",
			permille, doubled, bounds,
		)
		assert.True(t, doubled == 0 || apart > doubled/2, "the copies travel on their own")
	}
}

// Turning one dial must not change the other dials' draws: a learner who adds loss sees the same run with some
// messages missing, not another run.
func TestOneDialLeavesTheOtherDrawsAlone(t *testing.T) {
	plain := lab.Dials{LatencyMicros: 1000, JitterMicros: 500}
	lossy, doubling, late := plain, plain, plain
	lossy.LossPermille = 300
	doubling.DuplicatePermille = 300
	late.ReorderPermille, late.ReorderMicros = 300, 5000
	_, want := flood(t, 1000, plain)
	_, fewer := flood(t, 1000, lossy)
	_, flakier := flood(t, 1000, plain, flaky(300))
	_, more := flood(t, 1000, doubling)
	p, later := flood(t, 1000, late)
	for _, lost := range []map[int][]lab.Duration{fewer, flakier} {
		for number, d := range lost {
			assert.Equal(t, want[number], d, "message %d", number)
		}
		assert.Less(t, len(lost), 1000)
	}
	for number, d := range more {
		assert.Contains(t, d, want[number][0], "message %d", number)
	}
	moved := uint64(0)
	for number, d := range later {
		if d[0] != want[number][0] {
			moved++
		}
	}
	// A message may be drawn late, by a delay of 0.
	assert.InDelta(t, counted(p.made, "reorder"), moved, 2)
	assert.Len(t, later, 1000)
}

// flaky makes the flooded link flaky.
func flaky(permille int) func(*lab.World) {
	return func(w *lab.World) { _ = w.Flaky(1, 2, permille) }
}

func TestReorderingMakesItsShareLate(t *testing.T) {
	for permille, bounds := range map[int][2]uint64{0: {0, 0}, 100: {430, 570}, 1000: {5000, 5000}} {
		p, delays := flood(t, 5000, lab.Dials{LatencyMicros: 1000, ReorderPermille: permille, ReorderMicros: 2000})
		late, longest := uint64(0), lab.Duration(0)
		for _, d := range delays {
			require.Len(t, d, 1)
			longest = max(longest, d[0])
			if d[0] > 1000 {
				late++
			}
		}
		assert.Len(t, delays, 5000)
		assert.LessOrEqual(t, longest, 3*lab.Millisecond)
		assert.True(
			t, bounds[0] <= late+5 && late <= bounds[1], "at %d permille %d of 5000 are late, want %v",
			permille, late, bounds,
		)
		assert.InDelta(t, counted(p.made, "reorder"), late, 5)
	}
}

func TestLateMessageIsOvertaken(t *testing.T) {
	p, _ := flood(t, 500, lab.Dials{LatencyMicros: 1000, ReorderPermille: 100, ReorderMicros: 2000})
	last, overtaken := -1, 0
	for _, in := range p.delivered() {
		var number int
		_, err := fmt.Sscanf(strings.Fields(in)[3], "%d@", &number)
		require.NoError(t, err)
		if number < last {
			overtaken++
		}
		last = max(last, number)
	}
	assert.Greater(t, overtaken, 20, "one message is sent each 100 us")
}

func TestFlakyLinkLosesItsShareOneWay(t *testing.T) {
	for permille, bounds := range map[int][2]int{0: {5000, 5000}, 200: {3900, 4100}, 1000: {0, 0}} {
		p, delays := flood(t, 5000, lab.Dials{LatencyMicros: 10}, flaky(permille))
		got := len(delays)
		assert.True(
			t, bounds[0] <= got && got <= bounds[1], "at %d permille %d of 5000 arrive, want %v", permille, got,
			bounds,
		)
		assert.Equal(t, 5000-got, strings.Count(p.trace.String(), "because=flaky"))
		assert.EqualValues(t, 5000-got, counted(p.made, "flaky"))
		assert.Contains(t, p.trace.String(), fmt.Sprintf(" 0 - flaky S1>S2 loss_permille=%d\n", permille))
	}
	_, delays := flood(
		t,
		500,
		lab.Dials{LatencyMicros: 10},
		func(w *lab.World) { require.NoError(t, w.Flaky(2, 1, 1000)) },
	)
	assert.Len(t, delays, 500, "the other direction is not flaky")
	_, delays = flood(t, 500, lab.Dials{LatencyMicros: 10}, flaky(1000), flaky(0))
	assert.Len(t, delays, 500, "0 ends it")
}

func TestCutLosesOneDirectionOnly(t *testing.T) {
	p := &probe{step: relay}
	w := p.world(t, 2, nil)
	require.NoError(t, w.Cut(1, 2))
	assert.Equal(t, [][2]lab.ServerID{{1, 2}}, w.Cuts())
	request(t, w, 1, "to 2 lost")
	request(t, w, 2, "to 1 kept")
	w.RunUntil(100)
	assert.Equal(t, []string{"20 S1 deliver kept"}, p.delivered())
	assert.Contains(t, p.trace.String(), "S2 drop m1 S1 lost because=cut")
}

func TestCutLosesMessagesInFlight(t *testing.T) {
	p := &probe{step: relay}
	w := p.world(t, 2, nil)
	request(t, w, 1, "to 2 late")
	w.RunUntil(15)
	require.Len(t, w.InFlight(), 1)
	require.NoError(t, w.Cut(1, 2))
	w.RunUntil(100)
	assert.Empty(t, p.delivered())
	assert.Empty(t, w.InFlight())

	// The link's state at the moment of arrival counts.
	w.Heal()
	request(t, w, 1, "to 2 again")
	w.RunUntil(115)
	require.NoError(t, w.Cut(1, 2))
	w.Heal()
	w.RunUntil(200)
	assert.Equal(t, []string{"120 S2 deliver again"}, p.delivered())
}

func TestPartitionCutsBetweenItsGroups(t *testing.T) {
	for _, test := range []struct {
		name   string
		groups [][]lab.ServerID
		line   string
		open   string // the pairs that still reach each other, in order
	}{
		{"two groups", [][]lab.ServerID{{1, 2}, {3, 4, 5}}, "S1 S2 | S3 S4 S5", "12 21 34 35 43 45 53 54"},
		{"those not named form one more", [][]lab.ServerID{{2}}, "S2 | S1 S3 S4 S5",
			"13 14 15 31 34 35 41 43 45 51 53 54"},
		{"everyone alone", [][]lab.ServerID{{1}, {2}, {3}, {4}}, "S1 | S2 | S3 | S4 | S5", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := &probe{step: relay}
			w := p.world(t, 5, nil)
			// A partition begins with all links open.
			require.NoError(t, w.Isolate(2))
			require.NoError(t, w.Partition(test.groups))
			assert.Contains(t, p.trace.String(), "- partition "+test.line+"\n")
			closed := map[string]bool{}
			for _, c := range w.Cuts() {
				closed[fmt.Sprintf("%d%d", c[0], c[1])] = true
			}
			var open []string
			for from := 1; from <= 5; from++ {
				for to := 1; to <= 5; to++ {
					if pair := fmt.Sprintf("%d%d", from, to); from != to && !closed[pair] {
						open = append(open, pair)
					}
				}
			}
			assert.Equal(t, test.open, strings.Join(open, " "))
			assert.EqualValues(t, 1, counted(w, "partition"))
			w.Heal()
			assert.Empty(t, w.Cuts())
		})
	}
}

func TestBridgeLeavesServersThatReachEveryone(t *testing.T) {
	for _, test := range []struct {
		name   string
		groups [][]lab.ServerID
		line   string
		cuts   [][2]lab.ServerID
	}{
		{"one between two groups", [][]lab.ServerID{{1, 2}, {4, 5}}, "S1 S2 | S4 S5 via S3",
			[][2]lab.ServerID{{1, 4}, {1, 5}, {2, 4}, {2, 5}, {4, 1}, {4, 2}, {5, 1}, {5, 2}}},
		{"three groups", [][]lab.ServerID{{1}, {2}, {5}}, "S1 | S2 | S5 via S3 S4",
			[][2]lab.ServerID{{1, 2}, {1, 5}, {2, 1}, {2, 5}, {5, 1}, {5, 2}}},
		{"one group", [][]lab.ServerID{{1, 2}}, "S1 S2 via S3 S4 S5", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := &probe{step: relay}
			w := p.world(t, 5, nil)
			require.NoError(t, w.Isolate(3)) // a bridge begins with all links open
			require.NoError(t, w.Bridge(test.groups))
			assert.Contains(t, p.trace.String(), "- bridge "+test.line+"\n")
			assert.Equal(t, test.cuts, w.Cuts())
			assert.EqualValues(t, 1, counted(w, "bridge"))
			w.Heal()
			assert.Empty(t, w.Cuts())
		})
	}
	w := (&probe{}).world(t, 3, nil)
	assert.ErrorIs(t, w.Bridge([][]lab.ServerID{{1}, {1}}), lab.ErrGroups)
	assert.ErrorIs(t, w.Bridge([][]lab.ServerID{{1}, {7}}), lab.ErrNoServer)
}

func TestIsolateAndRejoinCutAndOpenBothWays(t *testing.T) {
	p := &probe{step: relay}
	w := p.world(t, 3, nil)
	require.NoError(t, w.Isolate(2))
	assert.Equal(t, [][2]lab.ServerID{{1, 2}, {2, 1}, {2, 3}, {3, 2}}, w.Cuts())
	require.NoError(t, w.Rejoin(2))
	assert.Empty(t, w.Cuts())
}
