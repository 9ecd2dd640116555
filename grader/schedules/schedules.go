package schedules

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/shrink"
	"raftlab/lab/story"
)

// Plan says what to play.
type Plan struct {
	// The seeds are FirstSeed, FirstSeed+1, ..., Schedules in number.
	FirstSeed uint64
	Schedules int
	// Servers and Kinds are as in nemesis.Options. Events bounds each schedule.
	Servers int
	Kinds   []string
	Events  int
	// Jobs is how many schedules are played at a time, at least 1.
	Jobs int
	// Nemesis writes the schedules, Stage makes the cluster of each.
	Nemesis nemesis.Protocol
	Stage   nemesis.Stage
}

// Summary adds up the results of many schedules.
type Summary struct {
	// Schedules were played to their end, Events happened in them.
	Schedules int
	Events    uint64
	Faults    lab.FaultCounts
	// Judged is how often each of Checks was made: those of every schedule, and those that only some of them have, by
	// their ids. Sometimes is what should sometimes happen.
	Checks    []lab.Check
	Judged    []uint64
	Sometimes []lab.Sometimes
	// Broken are the schedules in which a property broke. Unjudged are those that could not be judged to their end.
	// Both are in the order of their seeds.
	Broken, Unjudged []nemesis.Result
	// Interrupted reports whether the run was stopped before its end.
	Interrupted bool
}

// Run plays the schedules until all have ended or ctx is done. It calls progress, if there is one, after each schedule,
// from one goroutine, with the summary so far.
func (p Plan) Run(ctx context.Context, progress func(*Summary)) *Summary {
	var next atomic.Int64
	results := make(chan nemesis.Result)
	var workers sync.WaitGroup
	for range max(p.Jobs, 1) {
		workers.Go(func() {
			for ctx.Err() == nil {
				i := next.Add(1) - 1
				if i >= int64(p.Schedules) {
					return
				}
				results <- p.Nemesis.Run(p.options(uint64(i)), p.Stage, p.Events)
			}
		})
	}
	go func() {
		workers.Wait()
		close(results)
	}()
	player, _ := p.Stage()
	summary := &Summary{Sometimes: player.Sometimes(), Checks: player.Checks()}
	summary.Judged = make([]uint64, len(summary.Checks))
	checks, seen := len(summary.Checks), len(summary.Sometimes)
	for result := range results {
		summary.add(result)
		if progress != nil {
			progress(summary)
		}
	}
	summary.sortAdded(checks, seen)
	summary.Interrupted = summary.Schedules < p.Schedules
	bySeed := func(a, b nemesis.Result) int { return cmp.Compare(a.Options.Seed, b.Options.Seed) }
	slices.SortFunc(summary.Broken, bySeed)
	slices.SortFunc(summary.Unjudged, bySeed)
	return summary
}

func (p Plan) options(i uint64) nemesis.Options {
	return nemesis.Options{Seed: p.FirstSeed + i, Servers: p.Servers, Kinds: p.Kinds}
}

func (s *Summary) add(r nemesis.Result) {
	s.Schedules++
	s.Events += r.Events
	s.Faults.Add(r.Faults)
	for i, n := range r.Judged {
		s.judged(r.Checks[i], n)
	}
	for _, sometimes := range r.Sometimes {
		s.sometimes(sometimes)
	}
	switch {
	case r.Violation != nil:
		s.Broken = append(s.Broken, r)
	case r.Err != nil:
		s.Unjudged = append(s.Unjudged, r)
	}
}

// sometimes adds what happened in one schedule.
func (s *Summary) sometimes(of lab.Sometimes) {
	i := slices.IndexFunc(s.Sometimes, func(known lab.Sometimes) bool { return known.ID == of.ID })
	if i < 0 {
		s.Sometimes = append(s.Sometimes, of)
		return
	}
	s.Sometimes[i].Count += of.Count
}

// judged counts judgements of a check.
func (s *Summary) judged(check lab.Check, n uint64) {
	i := slices.IndexFunc(s.Checks, func(c lab.Check) bool { return c.ID == check.ID })
	if i < 0 {
		i = len(s.Checks)
		s.Checks, s.Judged = append(s.Checks, check), append(s.Judged, 0)
	}
	s.Judged[i] += n
}

// sortAdded sorts what only some schedules have, behind the checks and events of all: schedules end in no order.
func (s *Summary) sortAdded(checks, seen int) {
	slices.SortFunc(s.Sometimes[seen:], func(a, b lab.Sometimes) int { return cmp.Compare(a.ID, b.ID) })
	counts := map[string]uint64{}
	for i, check := range s.Checks {
		counts[check.ID] = s.Judged[i]
	}
	slices.SortFunc(s.Checks[checks:], func(a, b lab.Check) int { return cmp.Compare(a.ID, b.ID) })
	for i, check := range s.Checks {
		s.Judged[i] = counts[check.ID]
	}
}

// Never lists what should sometimes happen and never did.
func (s *Summary) Never() []lab.Sometimes {
	var never []lab.Sometimes
	for _, sometimes := range s.Sometimes {
		if sometimes.Count == 0 {
			never = append(never, sometimes)
		}
	}
	return never
}

// ErrIdle is wrapped when too little happened for the result to mean anything.
var ErrIdle = errors.New("too little happened for this to mean anything")

// Idle reports whether the clusters did nothing that matters. Then it means nothing that no property broke.
func (s *Summary) Idle() bool {
	for _, sometimes := range s.Never() {
		switch sometimes.ID {
		case "leader-elected", "entry-committed", "write-acknowledged":
			return true
		}
	}
	return false
}

// Shrink makes one broken schedule small.
func (p Plan) Shrink(result nemesis.Result) (*shrink.Result, error) {
	stage := func() (story.Player, lab.Host) { return p.Stage() }
	return shrink.Shrink(p.Nemesis.Scenario(result.Options), stage, shrink.Options{Events: p.Events})
}
