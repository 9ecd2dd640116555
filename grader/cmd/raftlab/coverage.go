package main

import (
	"fmt"
	"sync/atomic"

	"raftlab/lab/explore"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
)

// The bounds within which the states are enumerated that schedules should reach: those of `raftlab explore`.
var coverageBounds = explore.Options{Depth: 9, Requests: 1, States: 4_000_000}

// coverageTerms is the highest term in these states.
const coverageTerms = 2

// coverageReport says how much of what a search finds was reached. Messages, commands and times do not count: a state
// is what Figure 2 says of every server.
type coverageReport struct {
	Reached int `json:"reached"`
	States  int `json:"states"`
	Servers int `json:"servers"`
	Depth   int `json:"depth"`
	Terms   int `json:"terms"`
}

// coverage is the states that schedules should reach, and which of them were reached.
type coverage struct {
	shapes  *raftcluster.Shapes
	reached []atomic.Bool
}

// watch notes what a cluster reaches. Several clusters may run at a time.
func (c *coverage) watch(cluster *raftcluster.Cluster) story.Judged {
	return c.shapes.Watch(cluster, func(number int) { c.reached[number].Store(true) })
}

// enumerate finds the states that the schedules should reach.
func (o *fuzzOptions) enumerate() (*coverage, error) {
	switch {
	case o.protocol != raftcluster.ID:
		return nil, usagef("--coverage is for the protocol %s", raftcluster.ID)
	case len(o.chapters) > 0:
		return nil, usagef("--coverage counts the states of Figure 2: leave out --on")
	case o.servers == 0:
		return nil, usagef("--coverage needs --servers: clusters of different sizes have different states")
	}
	rules, err := raftcluster.FindRules(raftcluster.ReferenceRules)
	if err != nil {
		return nil, err
	}
	setup := raftcluster.SearchSetup{Size: o.servers, Rules: rules, Terms: coverageTerms}
	shapes, result, err := raftcluster.EnumerateShapes(setup, coverageBounds)
	if err == nil && result.Verdict == explore.Inconclusive {
		err = usagef("--coverage: %d servers have more than %d states within %d actions: take fewer servers",
			o.servers, coverageBounds.States, coverageBounds.Depth)
	}
	if err != nil {
		return nil, err
	}
	return &coverage{shapes, make([]atomic.Bool, shapes.Len())}, nil
}

// covered is the share of the states that were reached, nil if nobody asked.
func (o *fuzzOptions) covered() *coverageReport {
	if o.states == nil {
		return nil
	}
	reached := 0
	for i := range o.states.reached {
		if o.states.reached[i].Load() {
			reached++
		}
	}
	return &coverageReport{reached, o.states.shapes.Len(), o.servers, coverageBounds.Depth, coverageTerms}
}

// text is the share in words.
func (c *coverageReport) text() string {
	return fmt.Sprintf("coverage   %s of %s states (%.1f %%) that up to %d events of %d servers lead to, in terms "+
		"up to %d\n", grouped(uint64(c.Reached)), grouped(uint64(c.States)), 100*float64(c.Reached)/float64(c.States),
		c.Depth, c.Servers, c.Terms)
}
