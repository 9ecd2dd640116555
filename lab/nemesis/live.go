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
	scheduler scheduler
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

// links are the kinds for which there must be two servers.
var links = []string{"partition", "bridge", "isolate", "cut", "flaky", "hold", "usurp", "bounce"}

// What the two kinds that take some time go by: how long a message takes in free play at most, in
// milliseconds, and how long a candidate has to become the leader.
const (
	liveLatency = 15
	campaign    = "run 60ms"
)

// NewLive begins the faults of a seed. As schedules are, each seed is a swarm: it leaves out whole
// kinds of faults. Other than theirs, none leaves out all.
func NewLive(seed uint64, servers int) *Live {
	l := &Live{scheduler: scheduler{faults: lab.FaultStream(seed), servers: servers, latency: liveLatency}}
	s := &l.scheduler
	s.rivals = [2]string{s.server(), s.server()}
	share := 300 + int(s.faults.Below(500))
	for _, k := range kinds {
		on := s.faults.Permille(share)
		if servers < 2 && slices.Contains(links, k.name) {
			continue
		}
		if on && k.setup != nil {
			k.setup(s)
		}
		// A cluster whose servers never crash is no trouble: that kind is there with every seed.
		if k.act != nil && (on || k.name == "crash") {
			s.acts = append(s.acts, k.act)
		}
	}
	s.acts = append(s.acts, (*scheduler).mend)
	return l
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

// draw draws the next fault, and how long to wait for it. In a schedule a fault may wait for an election,
// and write something; here the world goes on meanwhile, and only the person who plays writes: a leader's
// first entry of its term is enough for what usurp is about.
func (l *Live) draw() (wait lab.Duration) {
	s := &l.scheduler
	if s.text.Len() == 0 {
		wait = gapMin + lab.Duration(s.faults.Below(uint64(gapMax-gapMin)))
	}
	for s.text.Len() == 0 {
		s.acts[s.faults.Below(uint64(len(s.acts)))](s)
	}
	for line := range strings.Lines(s.text.String()) {
		line = strings.TrimSpace(line)
		if server, elects := strings.CutPrefix(line, "try elect "); elects {
			l.rest = append(l.rest, "try timeout "+server, campaign)
		} else if !strings.HasPrefix(line, "try put ") {
			l.rest = append(l.rest, line)
		}
	}
	s.text.Reset()
	return wait
}
