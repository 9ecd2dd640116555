package suite

import (
	"context"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/story"
	"raftlab/lab/wholecluster"
)

// DefaultSchedules is how many random schedules a verdict has by default, and defaultShrink how many runs make a
// failure small.
const (
	DefaultSchedules = 40
	defaultShrink    = 150
)

// Options choose how much is judged.
type Options struct {
	// FirstSeed is the seed of the first scenario of each kind; 0 means 1.
	FirstSeed uint64
	// Schedules is how many random schedules there are, 0 for DefaultSchedules, and below 0 for none.
	Schedules int
	// Jobs is how many judge at the same time; 0 means 1. It changes no verdict.
	Jobs int
	// All goes on after the first failure.
	All bool
	// Shrink bounds the runs that make a failure small: 0 for a default, below 0 for none.
	Shrink int
	// Progress, if set, is called for each result, in order, from one goroutine at a time, before a failure is made
	// small.
	Progress func(done, of int, r Result)
}

func (o Options) complete() Options {
	if o.FirstSeed == 0 {
		o.FirstSeed = 1
	}
	if o.Schedules == 0 {
		o.Schedules = DefaultSchedules
	}
	if o.Shrink == 0 {
		o.Shrink = defaultShrink
	}
	o.Jobs = max(1, o.Jobs)
	return o
}

// Judge judges a program: host has its servers. An error means that the program is no whole server, or that this
// machine could not judge.
func Judge(ctx context.Context, host lab.Host, o Options) (*Report, error) {
	o = o.complete()
	first, cluster, err := play(host, wholecluster.Suite()[0].Scenario(o.FirstSeed))
	if err != nil {
		return nil, err
	}
	report := &Report{
		Passed: true, Snapshots: cluster.HasSnapshots(), Known: cluster.KnownFields(), Warnings: cluster.Warnings(),
	}
	j := judging{ctx: ctx, host: host, options: o, report: report, parts: parts(o, report.Snapshots)}
	j.first = &first
	return report, j.run()
}

// parts are the scenarios of a verdict, in order.
func parts(o Options, snapshots bool) []*story.Scenario {
	var list []*story.Scenario
	for _, s := range wholecluster.Suite() {
		if s.Snapshots && !snapshots {
			continue
		}
		for n := range s.Seeds {
			list = append(list, s.Scenario(o.FirstSeed+uint64(n)))
		}
	}
	for n := range max(0, o.Schedules) {
		list = append(list, wholecluster.Nemesis().Scenario(nemesis.Options{Seed: o.FirstSeed + uint64(n)}))
	}
	return list
}
