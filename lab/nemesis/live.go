package nemesis

import (
	"slices"
	"strconv"
	"strings"

	"raftlab/lab"
)

// Live draws random faults one after the other, for a world without end in which a person plays. It returns lines
// to be typed: each then has its trace line, and the run replays without Live.
type Live struct {
	scheduler *Scheduler
	// rest is the remaining lines of a fault that takes some time.
	rest []string
}

// The time from one fault to the next is drawn evenly between these two. It is long enough for a cluster to
// recover mostly, and short enough for a viewer.
const (
	gapMin = 200 * lab.Millisecond
	gapMax = 1000 * lab.Millisecond
)

// MeanGap is the mean time between two faults of Live: the MTBF of the cluster as a whole.
const MeanGap = (gapMin + gapMax) / 2

// liveLatency is the longest time that a message takes in free play, in milliseconds.
const liveLatency = 15

// NewLive begins the faults of a seed. As in schedules, each seed is a swarm and leaves out whole kinds of faults.
// Unlike schedules, no seed leaves out all kinds.
func (p Protocol) NewLive(seed uint64, servers int) *Live {
	s := p.scheduler(seed, servers)
	s.Latency = liveLatency
	call(s.part.Draw, s)
	share := 300 + int(s.Faults.Below(500))
	for _, k := range slices.Concat(kinds, s.part.Kinds) {
		on := s.Faults.Permille(share)
		if servers < 2 && k.Links || s.refuses(k) {
			continue
		}
		// Without crashes a world is hardly disturbed: every seed has this kind.
		if on || k.Name == "crash" {
			s.take(k)
		}
	}
	s.acts = append(s.acts, (*Scheduler).repair)
	return &Live{scheduler: s}
}

// Next is the time to wait, and the lines to type then. The first lines come at once and set dials.
func (l *Live) Next() (wait lab.Duration, lines []string) {
	if len(l.rest) == 0 {
		wait = l.draw()
	}
	for len(l.rest) > 0 {
		pause, isPause := strings.CutPrefix(l.rest[0], "run ")
		if isPause && len(lines) > 0 {
			break // the lines after the pause are for the next call
		}
		if isPause {
			milliseconds, _ := strconv.Atoi(strings.TrimSuffix(pause, "ms"))
			wait += lab.Duration(milliseconds) * lab.Millisecond
		} else {
			lines = append(lines, l.rest[0])
		}
		l.rest = l.rest[1:]
	}
	return wait, lines
}

// draw draws the next fault, and the time to wait for it. In a schedule a fault may wait and may write. Here the
// world goes on meanwhile, and only the person writes: the Part's Live takes care of that.
func (l *Live) draw() (wait lab.Duration) {
	s := l.scheduler
	if s.text.Len() == 0 {
		wait = gapMin + lab.Duration(s.Faults.Below(uint64(gapMax-gapMin)))
	}
	for s.text.Len() == 0 {
		s.acts[s.Faults.Below(uint64(len(s.acts)))](s)
	}
	for line := range strings.Lines(s.text.String()) {
		line = strings.TrimSpace(line)
		if s.part.Live == nil {
			l.rest = append(l.rest, line)
		} else {
			l.rest = append(l.rest, s.part.Live(line)...)
		}
	}
	s.text.Reset()
	return wait
}
