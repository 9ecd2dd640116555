package nemesis

import (
	"strconv"
	"strings"

	"raftlab/lab/story"
)

// prefix begins the names of the protocol's schedules: schedule-, or paxos-schedule- for protocol paxos.
func (p Protocol) prefix() string {
	if p.ID == "" {
		return "schedule-"
	}
	return p.ID + "-schedule-"
}

// Named is the schedule of that name, such as schedule-17 for the one of seed 17, wherever a scenario
// may be named; ok is false for every other name. A name has one way to be written.
func (p Protocol) Named(name string) (scenario *story.Scenario, ok bool) {
	digits, found := strings.CutPrefix(name, p.prefix())
	seed, err := strconv.ParseUint(digits, 10, 64)
	if !found || err != nil || strconv.FormatUint(seed, 10) != digits {
		return nil, false
	}
	return p.Scenario(Options{Seed: seed}), true
}
