package nemesis

import (
	"errors"
	"fmt"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
	"raftlab/raft"
)

// Events bounds the events of one schedule, unless said otherwise; the longest of the reference's
// take a tenth.
const Events = 200_000

// Result is what came of a schedule.
type Result struct {
	Options Options
	// Events is how many there were, Time when the last was, Faults which were injected, Judged how often each of
	// cluster.Checks was made, and Sometimes what was seen to happen.
	Events    uint64
	Time      lab.Time
	Faults    lab.FaultCounts
	Judged    []uint64
	Sometimes []raftcluster.Sometimes
	// Violation is the property that broke, or nil. Err is what kept the schedule from being played
	// or judged to its end; it may wrap cluster.ErrInconclusive.
	Violation *lab.Violation
	Err       error
	// Hash is the run's.
	Hash string
}

// Scenario is a schedule's scenario, ready to play.
func Scenario(options Options) *story.Scenario {
	scenario, err := story.ParseScenario(fmt.Sprintf("%s%d", prefix, options.Seed), Schedule(options))
	if err != nil {
		// The text is our own: this is a mistake in this package.
		panic(fmt.Sprintf("nemesis: the schedule of seed %d cannot be read: %v", options.Seed, err))
	}
	return scenario
}

// Stage makes what a run needs: a cluster, and a host for its servers. Each run has its own.
type Stage func() (*raftcluster.Cluster, lab.Host)

// WithRules is a stage whose servers live in this process and follow these rules.
func WithRules(rules raft.Rules) Stage { return Watched(rules, nil) }

// Watched is WithRules with somebody who is called when a server has panicked, as by cluster.InProcess.
func Watched(rules raft.Rules, panicked func()) Stage {
	return func() (*raftcluster.Cluster, lab.Host) {
		c := raftcluster.New(raftcluster.DefaultSetup())
		c.NameOwnRules()
		return c, raftcluster.InProcess{Rules: &rules, Panicked: panicked}
	}
}

// Run plays a schedule to its end, in at most so many events. The sinks are given its trace.
func Run(options Options, stage Stage, events int, sinks ...func([]byte)) Result {
	result := Result{Options: options}
	player, host := stage()
	runner, err := story.NewRunner(Scenario(options), player, host, nil, sinks...)
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
	result.Violation = violation
	result.Events, result.Time, result.Faults, result.Hash = w.Trace.Event(), w.Now(), w.Faults(), runner.Hash()
	result.Judged, result.Sometimes = player.Judged(), player.Sometimes()
	if err := w.Close(); err != nil && result.Err == nil {
		result.Err = err
	}
	return result
}
