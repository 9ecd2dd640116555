package nemesis

import (
	"strconv"
	"strings"

	"raftlab/lab/story"
)

// prefix begins the names of schedules.
const prefix = "schedule-"

// Named is the schedule of that name, such as schedule-17 for the one of seed 17, wherever a scenario
// may be named; ok is false for every other name. A name has one way to be written.
func Named(name string) (scenario *story.Scenario, ok bool) {
	digits, found := strings.CutPrefix(name, prefix)
	seed, err := strconv.ParseUint(digits, 10, 64)
	if !found || err != nil || strconv.FormatUint(seed, 10) != digits {
		return nil, false
	}
	return Scenario(Options{Seed: seed}), true
}
