package nemesis

import (
	"errors"
	"fmt"

	"raftlab/lab"
	"raftlab/lab/story"
)

// Events bounds the events of one schedule by default; the longest schedules of the reference need a tenth.
const Events = 200_000

// Result is the end of a schedule.
type Result struct {
	Options Options
	// Events is the number of events, Time the time of the last, Faults the number of each fault, Judged the
	// judgements of each of Checks, and Sometimes the events seen. Checks are the protocol's, with those of what the
	// schedule switches on.
	Events    uint64
	Time      lab.Time
	Faults    lab.FaultCounts
	Checks    []lab.Check
	Judged    []uint64
	Sometimes []lab.Sometimes
	// Known are Checks, and those that are judged when a command asks for it.
	Known []lab.Check
	// Violation is the broken property, or nil. Err is the reason why the schedule was not played or judged to its
	// end; it may wrap service.ErrInconclusive.
	Violation *lab.Violation
	Err       error
	// Hash is the hash of the trace.
	Hash string
}

// Scenario is a schedule's scenario, ready to play.
func (p Protocol) Scenario(options Options) *story.Scenario {
	scenario, err := story.ParseScenario(fmt.Sprintf("%s%d", p.prefix(), options.Seed), p.Schedule(options))
	if err != nil {
		// This package wrote the text, so the mistake is in this package.
		panic(fmt.Sprintf("nemesis: the schedule of seed %d cannot be read: %v", options.Seed, err))
	}
	return scenario
}

// Stage makes a judged player and a host for its servers. Each run has its own.
type Stage func() (story.Judged, lab.Host)

// Run plays a schedule to its end, in at most limit events. The sinks receive its trace.
func (p Protocol) Run(options Options, stage Stage, events int, sinks ...func([]byte)) Result {
	result := Result{Options: options}
	player, host := stage()
	runner, err := story.NewRunner(p.Scenario(options), player, host, nil, sinks...)
	if err != nil {
		result.Err = err
		return result
	}
	err = runner.Finish(events)
	w := runner.World()
	violation, broken := errors.AsType[*lab.Violation](err)
	if !broken {
		result.Err = err
	}
	result.Violation, result.Known = violation, story.AllChecks(player)
	result.Events, result.Time, result.Faults, result.Hash = w.Trace.Event(), w.Now(), w.Faults(), runner.Hash()
	result.Checks, result.Judged, result.Sometimes = player.Checks(), player.Judged(), player.Sometimes()
	if err := w.Close(); err != nil && result.Err == nil {
		result.Err = err
	}
	return result
}
