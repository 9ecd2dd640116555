package nemesis

import (
	"strconv"
	"strings"

	"raftlab/lab/story"
)

// prefix begins the names of the protocol's schedules: schedule-, or ring-schedule- for protocol ring.
func (p Protocol) prefix() string {
	if p.ID == "" {
		return "schedule-"
	}
	return p.ID + "-schedule-"
}

// Named is the schedule of that name: schedule-17 is the schedule of seed 17. It may stand wherever a scenario's
// name may. For any other name ok is false. Each schedule has exactly one name.
func (p Protocol) Named(name string) (scenario *story.Scenario, ok bool) {
	digits, found := strings.CutPrefix(name, p.prefix())
	seed, err := strconv.ParseUint(digits, 10, 64)
	if !found || err != nil || strconv.FormatUint(seed, 10) != digits {
		return nil, false
	}
	return p.Scenario(Options{Seed: seed}), true
}
