package suite

import (
	"errors"
	"fmt"

	"raftlab/lab"
	"raftlab/lab/shrink"
	"raftlab/lab/story"
	"raftlab/lab/wholecluster"
)

// Events bounds one scenario: the longest need a tenth.
const Events = 300_000

// Play plays one scenario with the servers of a host. The sinks receive its trace.
func Play(host lab.Host, scenario string, sinks ...func([]byte)) (Result, error) {
	parsed, err := story.ParseScenario("scenario", scenario)
	if err != nil {
		return Result{}, err
	}
	r, _, err := play(host, parsed, sinks...)
	return r, err
}

// play plays a scenario to its end. An error is one of this machine, and no verdict.
func play(host lab.Host, s *story.Scenario, sinks ...func([]byte)) (Result, *wholecluster.Cluster, error) {
	cluster := wholecluster.New(wholecluster.DefaultSetup())
	runner, err := story.NewRunner(s, cluster, host, nil, sinks...)
	if err != nil {
		return Result{}, nil, fmt.Errorf("play %s: %w", s.ID, err)
	}
	_ = runner.Finish(Events) // the runner keeps it
	w := runner.World()
	for _, sink := range sinks {
		sink([]byte(w.Trace.End())) // it is no line of the trace, so the world does not pass it on
	}
	r := resultOf(s, runner, cluster)
	if err := errors.Join(w.Err(), w.Close()); err != nil {
		return Result{}, nil, fmt.Errorf("play %s: %w", s.ID, err)
	}
	return r, cluster, nil
}

// reduce makes a failure small, within a bound of runs.
func reduce(host lab.Host, s *story.Scenario, r *Result, runs int) {
	stage := func() (story.Player, lab.Host) {
		return wholecluster.New(wholecluster.DefaultSetup()), host
	}
	small, err := shrink.Shrink(s, stage, shrink.Options{Events: Events, Runs: runs, Story: true, Servers: 3})
	if err != nil {
		return // a scenario that ends without a broken property stays as it is
	}
	r.Small, r.SmallCommands, r.SmallMinimal = small.Scenario, small.Commands, small.Minimal
}

// Small makes the run of a result small, if it did not pass.
func Small(host lab.Host, r *Result) {
	if s, err := story.ParseScenario("scenario", r.Scenario); err == nil && !r.Passed {
		reduce(host, s, r, defaultShrink)
	}
}
