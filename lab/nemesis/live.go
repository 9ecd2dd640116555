package nemesis

import (
	"slices"
	"strings"

	"raftlab/lab"
)

// Live draws random faults one after the other, for a world that somebody plays in and that has no
// end. What it draws are lines to be typed, so that the trace tells of each and the run can be played
// again without it.
type Live struct {
	scheduler scheduler
}

// The time from one fault to the next is drawn evenly between these two. It is long enough for a
// cluster to elect a leader mostly, and short enough for people who watch.
const (
	gapMin = 200 * lab.Millisecond
	gapMax = 1000 * lab.Millisecond
)

// MeanGap is the mean time between two faults of Live: what §5.6 calls MTBF, for the cluster as a whole.
const MeanGap = (gapMin + gapMax) / 2

// scripted are the kinds that only make sense as a piece of a scenario: they wait in between.
var scripted = []string{"usurp", "bounce"}

// links are the kinds for which there must be two servers.
var links = []string{"partition", "bridge", "isolate", "cut", "flaky", "hold"}

// NewLive begins the faults of a seed. As schedules are, each seed is a swarm: it leaves out whole
// kinds of faults. Other than theirs, none leaves out all.
func NewLive(seed uint64, servers int) *Live {
	l := &Live{scheduler{faults: lab.FaultStream(seed), servers: servers}}
	s := &l.scheduler
	share := 300 + int(s.faults.Below(500))
	for _, k := range kinds {
		on := s.faults.Permille(share)
		if slices.Contains(scripted, k.name) || servers < 2 && slices.Contains(links, k.name) {
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
	s := &l.scheduler
	if s.text.Len() == 0 {
		wait = gapMin + lab.Duration(s.faults.Below(uint64(gapMax-gapMin)))
		for s.text.Len() == 0 {
			s.acts[s.faults.Below(uint64(len(s.acts)))](s)
		}
	}
	lines = strings.Split(strings.TrimSuffix(s.text.String(), "\n"), "\n")
	s.text.Reset()
	return wait, lines
}
