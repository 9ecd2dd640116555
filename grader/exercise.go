package grader

import (
	"fmt"
	"strings"

	"raftlab/grader/visit"
	"raftlab/lab/digest"
	"raftlab/raft"
)

// Exercise is what a learner writes and how it is judged: by examples, by every small call, by
// drills in which the rule decides, and by random schedules.
type Exercise struct {
	// ID is the folder under exercises; File is what the learner opens.
	ID, Title, File string
	// Rules are the functions that it writes: fields of raft.Rules, by name.
	Rules []string
	// Cases are the paper's examples, cheapest first.
	Cases []Case
	// Small yields a case for every call up to a small bound, the smallest first. Each is judged by
	// what the paper allows, which is often more than one outcome.
	Small func(yield func(Case) bool)
	// Drills are stories in which this rule decides. Only properties are judged in them.
	Drills []Drill
	// Branches are what the paper distinguishes in this rule, and Watch wraps the rule so that each
	// call tells which of them it reached.
	Branches []Branch
	Watch    func(rules raft.Rules, reached func(branch int)) raft.Rules
}

// Case is one call of the rule and what may come of it.
type Case struct {
	// Name is the situation; Place is the rule and section of the paper; Why is the sentence shown
	// when it comes out wrong. A failure may name a place and a sentence of its own.
	Name, Place, Why string
	// Run calls the rule, and gives nil when it did what is allowed.
	Run func(rules raft.Rules) *CaseFailure
	// Call, if there is one, tells the state and the request, for a rule that panics.
	Call func() (state, request string)
}

// Drill is a scenario. Its script has no title line, and expects nothing that only one correct rule
// would do: its end is what any cluster owes that has healed, mostly settled.
type Drill struct{ Name, Place, Script string }

// Branch is one thing that the paper says of a rule.
type Branch struct{ Name, Place string }

// Budget bounds a grading in schedules, never in seconds.
type Budget struct {
	// Schedules are run with the seeds FirstSeed, FirstSeed+1, ...
	FirstSeed uint64
	Schedules int
	// All goes on after a drill or a schedule that failed.
	All bool
	// OnlySchedules leaves out all other checks: a seed is looked at again.
	OnlySchedules bool
	// Trace, if there is one, gets the trace lines of every schedule.
	Trace func(seed uint64, line []byte)
	// Progress, if there is one, is told how the grading goes on. The report does not depend on it.
	Progress func(Progress)
}

// MaxStack is how many bytes of stack a program that grades should allow (debug.SetMaxStack): a function that
// calls itself without end then ends the program soon, and on every machine. Most never get so far, since
// package visit counts the calls.
const MaxStack = 64 << 20

// DefaultBudget is what go test uses.
func DefaultBudget() Budget { return Budget{FirstSeed: 1, Schedules: 200} }

// Grade judges the rules for an exercise. Examples come first, all of them, then the small calls up
// to the first that fails. Drills and schedules follow even then, since a broken property shows what
// a call is for; they stop at the first that fails, for one story is enough. A rule that is not
// written, or panics at once, has none to tell.
func Grade(exercise *Exercise, rules raft.Rules, budget Budget) Report {
	g := &grading{rules: rules, budget: budget, report: Report{Exercise: exercise, Verdict: Pass}}
	g.run()
	g.report.Hash = g.hash()
	return g.report
}

// grading is one Grade under way.
type grading struct {
	rules  raft.Rules
	budget Budget
	report Report
	// traces are the hashes of the clusters' runs, a line each.
	traces []byte
}

func (g *grading) run() {
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

// ran takes in a run of a cluster.
func (g *grading) ran(r run) {
	g.report.Events += r.events
	g.traces = append(append(g.traces, r.hash...), '\n')
}

// hash is the SHA-256, in hex, of all traces' hashes in their order, "" where no cluster ran.
func (g *grading) hash() string {
	if len(g.traces) == 0 {
		return ""
	}
	sum := digest.Sum(g.traces)
	return digest.Hex(sum[:])
}

// add takes in a finding. The first one decides the verdict, since the cheapest check found it.
func (r *Report) add(f Finding) {
	if len(r.Findings) == 0 {
		r.Verdict = f.Verdict
	}
	r.Findings = append(r.Findings, f)
}

// passed counts a check, and takes in what it found, if anything.
func (g *grading) passed(finding *Finding) bool {
	g.report.Checks++
	if finding != nil {
		g.report.add(*finding)
		return false
	}
	g.report.Passed++
	return true
}

func (g *grading) cases() {
	for i, c := range g.report.Exercise.Cases {
		finding := g.runCase(c)
		g.tellCheck(Examples, c.Name, c.Place, finding)
		if g.passed(finding) {
			continue
		}
		if v := g.report.Findings[len(g.report.Findings)-1].Verdict; v == Crash || v == Unfinished {
			// The rest would say the same. They count as not passed.
			g.report.Checks += len(g.report.Exercise.Cases) - i - 1
			return
		}
	}
}

// smallCheck is how the check of all small calls is called.
const smallCheck = "every small call"

func (g *grading) calls() {
	if g.report.Exercise.Small == nil {
		return
	}
	var found *Finding
	for c := range g.report.Exercise.Small {
		if g.report.Calls++; g.report.Calls%callsToTell == 0 {
			g.tell(Progress{Kind: CallsProgress, Done: g.report.Calls})
		}
		if found = g.runCase(c); found != nil {
			found.Check = smallCheck
			break
		}
	}
	g.tellCheck(Calls, smallCheck, "", found)
	g.passed(found)
}

// watch is the rules with every call counted.
func (g *grading) watch() raft.Rules {
	e := g.report.Exercise
	g.report.Reached = make([]int, len(e.Branches))
	if e.Watch == nil {
		return g.rules
	}
	return e.Watch(g.rules, func(branch int) { g.report.Reached[branch]++ })
}

// panicked says what a rule's panic means, and what came of the call.
func panicked(reason any) (sentence, yours string) {
	text, _, _ := strings.Cut(fmt.Sprint(reason), "\n")
	if text == raft.TODO {
		return "The rule is still the starter's.", "a panic"
	}
	if _, endless := reason.(visit.Endless); endless {
		return "The rule was stopped: " + text, "no end"
	}
	return "The rule panicked: " + text, "a panic"
}

// runCase calls the rule once. A panic is a verdict about the rule, not an accident of the grader.
func (g *grading) runCase(c Case) (finding *Finding) {
	defer func() {
		if reason := recover(); reason != nil {
			finding = &Finding{
				Verdict: Crash, Check: c.Name, Place: c.Place, Frames: frames(g.report.Exercise),
			}
			if reason == raft.TODO {
				finding.Verdict = Unfinished
			}
			finding.Case = &CaseFailure{Allowed: "an answer"}
			finding.Sentence, finding.Case.Yours = panicked(reason)
			if c.Call != nil {
				finding.Case.State, finding.Case.Request = c.Call()
			}
		}
	}()
	failure := c.Run(g.rules)
	if failure == nil {
		return nil
	}
	finding = &Finding{Verdict: Safety, Check: c.Name, Place: c.Place, Sentence: c.Why, Case: failure}
	if failure.Liveness {
		finding.Verdict = Liveness
	}
	if failure.Place != "" {
		finding.Place = failure.Place
	}
	if failure.Why != "" {
		finding.Sentence = failure.Why
	}
	return finding
}
