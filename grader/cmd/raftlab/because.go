package main

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/protocols/known"
	"raftlab/lab/story"
)

// because is the trace lines that led to a violation, as the end of an error message. It is "" for any other failure.
// A run does not keep its lines, so because plays the run a second time and prints none of it.
func (o *runOptions) because(failure error, scenario *story.Scenario, seed uint64) string {
	var violation *lab.Violation
	if !errors.As(failure, &violation) || len(violation.Causes) == 0 {
		return ""
	}
	var text strings.Builder
	text.WriteString("\n  what led to it:")
	take := func(line []byte) {
		number, _, _ := strings.Cut(string(line), " ")
		event, err := strconv.ParseUint(number, 10, 64)
		if err == nil && slices.Contains(violation.Causes, event) {
			text.WriteString("\n    " + strings.TrimSuffix(string(line), "\n"))
		}
	}
	player, err := o.player(scenario)
	if err != nil {
		return ""
	}
	runner, err := story.NewRunner(scenario, player, known.Protocols(), &seed, take)
	if err != nil {
		return ""
	}
	// The caller already knows that the run fails.
	_ = runner.Finish(story.MaxEvents)
	_ = runner.World().Close()
	return text.String()
}
