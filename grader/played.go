package grader

import (
	"raftlab/grader/visit"
	"raftlab/lab/nemesis"
)

// Passed is what a schedule that passes leaves in a report. Each schedule depends on its seed and the rules alone, so
// another program with the same rules may play it, and the report is the same. A schedule that fails is not handed
// over: the grading plays it itself, and has all that there is to say about it.
type Passed struct {
	Seed   uint64 `json:"seed"`
	Events int    `json:"events"`
	Hash   string `json:"hash"`
	// Reached are the counts of the branches, and Last the one that was reached last, or -1.
	Reached []int `json:"reached"`
	Last    int   `json:"last"`
	// Lines is how many lines of the learner's the calls visited.
	Lines uint64 `json:"lines"`
}

// Play plays the schedule of a seed for another grading of the same rules. It gives nil if the schedule does not pass,
// or if so many lines were visited that the next call might be stopped for it.
func (j judge[R]) Play(seed uint64) *Passed {
	g := &grading[R]{exercise: j.exercise, rules: j.rules, last: -1}
	before := visit.Total()
	r := g.plays(g.watch(), seed)
	if r.finding != nil || !visit.HasRoom(0) {
		return nil
	}
	return &Passed{
		Seed: seed, Events: r.events, Hash: r.hash, Reached: g.report.Reached, Last: g.last,
		Lines: visit.Total() - before,
	}
}

// plays plays the schedule of a seed.
func (g *grading[R]) plays(rules R, seed uint64) run {
	return g.witnessed(rules, func(stage nemesis.Stage) run {
		return runSchedule(g.exercise.Nemesis, seed, stage, g.budget.Trace, g.eventSink())
	})
}

// schedule is the outcome of the schedule of a seed. It is played here, unless it has passed elsewhere.
func (g *grading[R]) schedule(rules R, seed uint64) run {
	if g.budget.Passed != nil {
		if p := g.budget.Passed(seed); p != nil && g.fits(p) {
			return g.takes(p)
		}
	}
	return g.plays(rules, seed)
}

// fits reports whether a schedule that passed elsewhere would pass here, too, after all the lines that were visited.
func (g *grading[R]) fits(p *Passed) bool {
	return len(p.Reached) == len(g.report.Reached) && visit.HasRoom(p.Lines)
}

// takes counts what a schedule that passed elsewhere has done.
func (g *grading[R]) takes(p *Passed) run {
	for branch, times := range p.Reached {
		g.report.Reached[branch] += times
	}
	if p.Last >= 0 {
		g.last = p.Last
	}
	visit.Add(p.Lines)
	return run{events: p.Events, hash: p.Hash}
}
