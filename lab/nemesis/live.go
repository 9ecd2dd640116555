package nemesis

import (
	"slices"
	"strconv"
	"strings"

	"raftlab/lab"
)

// Live draws random faults one after the other, for a world that somebody plays in and that has no
// end. What it draws are lines to be typed, so that the trace tells of each and the run can be played
// again without it.
type Live struct {
	scheduler *Scheduler
	// rest is what is left of a fault that takes some time.
	rest []string
}

// The time from one fault to the next is drawn evenly between these two. It is long enough for a
// cluster to elect a leader mostly, and short enough for people who watch.
const (
	gapMin = 200 * lab.Millisecond
	gapMax = 1000 * lab.Millisecond
)

// MeanGap is the mean time between two faults of Live: what §5.6 calls MTBF, for the cluster as a whole.
const MeanGap = (gapMin + gapMax) / 2

// liveLatency is how long a message takes in free play at most, in milliseconds.
const liveLatency = 15

// NewLive begins the faults of a seed. As schedules are, each seed is a swarm: it leaves out whole
// kinds of faults. Other than theirs, none leaves out all.
func (p Protocol) NewLive(seed uint64, servers int) *Live {
	s := p.scheduler(seed, servers)
	s.Latency = liveLatency
	call(s.part.Draw, s)
	share := 300 + int(s.Faults.Below(500))
	for _, k := range slices.Concat(kinds, s.part.Kinds) {
		on := s.Faults.Permille(share)
		if servers < 2 && k.Links {
			continue
		}
		// A world whose servers never crash is hardly disturbed: that kind is there with every seed.
		if on || k.Name == "crash" {
			s.take(k)
		}
	}
	s.acts = append(s.acts, (*Scheduler).repair)
	return &Live{scheduler: s}
}

// Next is how long to wait, and the lines to type then. The first come at once and turn dials.
func (l *Live) Next() (wait lab.Duration, lines []string) {
	if len(l.rest) == 0 {
		wait = l.draw()
	}
	for len(l.rest) > 0 {
		pause, isPause := strings.CutPrefix(l.rest[0], "run ")
		if isPause && len(lines) > 0 {
			break // what comes after the pause is for the next call
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

// draw draws the next fault, and how long to wait for it. In a schedule a fault may wait, and write something;
// here the world goes on meanwhile, and only the person who plays writes: the Part's Live sees to it.
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
