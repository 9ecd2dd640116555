package grader

import (
	"fmt"

	"raftlab/grader/plaintext"
	"raftlab/grader/rulecall"
	"raftlab/grader/visit"
	"raftlab/lab"
	"raftlab/lab/digest"
	"raftlab/raft"
)

// Budget bounds a grading in schedules, never in seconds.
type Budget struct {
	// Schedules are run with the seeds FirstSeed, FirstSeed+1, ...
	FirstSeed uint64
	Schedules int
	// All continues after a drill or a schedule that failed.
	All bool
	// OnlySchedules leaves out all other checks, to play one seed again.
	OnlySchedules bool
	// Trace, if it is not nil, receives the trace lines of every schedule.
	Trace func(seed uint64, line []byte)
	// Progress, if it is not nil, receives the grading's progress. The report does not depend on it.
	Progress func(Progress)
}

// DefaultBudget is what go test uses.
func DefaultBudget() Budget { return Budget{FirstSeed: 1, Schedules: 200} }

// grading is the state of one Grade.
type grading[R any] struct {
	exercise *Exercise[R]
	rules    R
	budget   Budget
	report   Report
	// traces are the hashes of the clusters' runs, a line each.
	traces []byte
}

func (g *grading[R]) run() {
	if !g.budget.OnlySchedules {
		g.cases()
		if g.report.Verdict == Crash || g.report.Verdict == Unfinished {
			return
		}
		g.calls()
	}
	watched := g.watch()
	if !g.budget.OnlySchedules && !g.drills(watched) && !g.budget.All {
		return
	}
	g.schedules(watched)
}

// ran adds a run of a cluster.
func (g *grading[R]) ran(r run) {
	g.report.Events += r.events
	g.traces = append(append(g.traces, r.hash...), '\n')
}

// hash is the SHA-256, in hex, of all traces' hashes in their order. It is "" if no cluster ran.
func (g *grading[R]) hash() string {
	if len(g.traces) == 0 {
		return ""
	}
	sum := digest.Sum(g.traces)
	return digest.Hex(sum[:])
}

// add adds a finding. The first one decides the verdict, because the cheapest check found it.
func (r *Report) add(f Finding) {
	if len(r.Findings) == 0 {
		r.Verdict = f.Verdict
	}
	r.Findings = append(r.Findings, f)
}

// passed counts a check, and adds its finding if it is not nil.
func (g *grading[R]) passed(finding *Finding) bool {
	g.report.Checks++
	if finding != nil {
		g.report.add(*finding)
		return false
	}
	g.report.Passed++
	return true
}

func (g *grading[R]) cases() {
	for i, c := range g.exercise.Cases {
		finding := g.runCase(c)
		g.notifyCheck(Examples, c.Name, c.Place, finding)
		if g.passed(finding) {
			continue
		}
		if v := g.report.Findings[len(g.report.Findings)-1].Verdict; v == Crash || v == Unfinished {
			// The other examples would give the same verdict. They count as not passed.
			g.report.Checks += len(g.exercise.Cases) - i - 1
			return
		}
	}
}

// smallCheck is the name of the check of all small calls.
const smallCheck = "every small call"

func (g *grading[R]) calls() {
	if g.exercise.Small == nil {
		return
	}
	var found *Finding
	for c := range g.exercise.Small {
		if g.report.Calls++; g.report.Calls%callsPerProgress == 0 {
			g.notify(Progress{Kind: CallsProgress, Done: g.report.Calls})
		}
		if found = g.runCase(c); found != nil {
			found.Check = smallCheck
			break
		}
	}
	g.notifyCheck(Calls, smallCheck, "", found)
	g.passed(found)
}

// watch is the rules, wrapped to count the branches that each call reaches.
func (g *grading[R]) watch() R {
	e := g.exercise
	g.report.Reached = make([]int, len(e.Branches))
	if e.Watch == nil {
		return g.rules
	}
	return e.Watch(g.rules, func(branch int) { g.report.Reached[branch]++ })
}

// panicked says what a rule's panic means, and what the call gave.
func panicked(reason any) (why lab.Saying, yours string) {
	text := plaintext.Line(fmt.Sprint(reason), 300)
	if text == raft.TODO {
		return lab.Say("rule.unwritten", "The rule is still the starter's."), "a panic"
	}
	if endless(reason) {
		return lab.Say("rule.stopped", "The rule was stopped: %s", text), "no end"
	}
	return lab.Say("rule.panicked", "The rule panicked: %s", text), "a panic"
}

// endless reports whether package visit stopped the call.
func endless(reason any) bool {
	if p, ok := reason.(*rulecall.Panic); ok {
		return p.Endless
	}
	_, ok := reason.(visit.Endless)
	return ok
}

// runCase calls the rule once. A panic of the rule is a verdict, not a failure of the grader.
func (g *grading[R]) runCase(c Case[R]) (finding *Finding) {
	defer func() {
		if reason := recover(); reason != nil {
			finding = &Finding{
				Verdict: Crash, Check: c.Name, Place: c.Place, Frames: frames(reason),
			}
			if fmt.Sprint(reason) == raft.TODO {
				finding.Verdict = Unfinished
			}
			why, yours := panicked(reason)
			finding.say(why)
			finding.Case = &CaseFailure{Yours: yours, Allowed: "an answer"}
			if c.Call != nil {
				finding.Case.State, finding.Case.Request = c.Call()
			}
		}
	}()
	failure := c.Run(g.rules)
	if failure == nil {
		return nil
	}
	finding = &Finding{Verdict: Safety, Check: c.Name, Place: c.Place, Case: failure}
	finding.say(c.why(g.exercise.ID, failure))
	if failure.Liveness {
		finding.Verdict = Liveness
	}
	if failure.Place != "" {
		finding.Place = failure.Place
	}
	return finding
}
