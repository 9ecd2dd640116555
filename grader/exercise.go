package grader

import (
	"iter"

	"raftlab/lab/nemesis"
)

// About is what everybody may know of an exercise: the page, the command, a class.
type About struct {
	// ID is the folder under exercises; File is what the learner opens.
	ID, Title, File string
	// Summary says in a sentence what the exercise is about.
	Summary string
	// Rules are the functions that a learner writes, by name and in the starter's order.
	Rules []string
	// Subjects are the ids of the scenarios' subjects that the exercise is about, such as A4.
	Subjects []string
	// Points is what a pass is worth in a class.
	Points int
}

// Exercise is what a learner writes and how it is judged: by examples, by every small call, by drills in which
// the rule decides, and by random schedules. R holds the learner's functions, together with those of the reference
// for everything else.
type Exercise[R any] struct {
	About
	// Reference gives the right rules.
	Reference func() R
	// Cases are the paper's examples, cheapest first.
	Cases []Case[R]
	// Small yields a case for every call up to a small bound, the smallest first. Each is judged by
	// what the paper allows, which is often more than one outcome.
	Small iter.Seq[Case[R]]
	// Drills are stories in which this rule decides. Only properties are judged in them.
	Drills []Drill
	// Branches are what the paper distinguishes in this rule, and Watch wraps the rule so that each
	// call reports which of them it reached.
	Branches []Branch
	Watch    func(rules R, reached func(branch int)) R
	// Enter has package visit count the lines of each call of the exercise's rules (Enter1 and its like), so that
	// the calls of an instrumented file are bounded and can be recorded. It is for a program with one learner's
	// file and one grading at a time, as package visit is.
	Enter func(rules R) R
	// Stage makes clusters whose servers follow the rules. Panicked, if there is one, is called when a server has
	// panicked, while the calls that led there are still open.
	Stage func(rules R, panicked func()) nemesis.Stage
	// Nemesis writes the random schedules of such clusters.
	Nemesis nemesis.Protocol
}

// Case is one call of the rule and what is allowed.
type Case[R any] struct {
	// Name is the situation; Place is the rule and section of the paper; Why is the sentence shown
	// when it comes out wrong. A failure may name a place and a sentence of its own.
	Name, Place, Why string
	// Run calls the rule, and gives nil when it did what is allowed.
	Run func(rules R) *CaseFailure
	// Call, if there is one, gives the state and the request, for a rule that panics.
	Call func() (state, request string)
}

// Drill is a scenario. Its script has no title line, and expects nothing that only one correct rule
// would do: its end is what any cluster owes that has healed, mostly Settled.
type Drill struct{ Name, Place, Script string }

// Settled is how most drills end: what a cluster owes once all faults are over. Some end otherwise, with one more
// write or with less to wait for. They are left so: with one ending for all, some mutants would break another
// property before the one that their drill is about.
const Settled = `recover
expect progress
await answers
expect linearizable
`

// Branch is one thing that the paper says of a rule.
type Branch struct{ Name, Place string }

// Check is one check of a grading, by the name under which its progress reports it.
type Check struct {
	Stage Stage  `json:"stage"`
	Name  string `json:"name"`
	Place string `json:"place"`
}

// Checks are those that a grading of the exercise makes, in its order.
func (e *Exercise[R]) Checks() []Check {
	var checks []Check
	for _, c := range e.Cases {
		checks = append(checks, Check{Examples, c.Name, c.Place})
	}
	if e.Small != nil {
		checks = append(checks, Check{Calls, smallCheck, ""})
	}
	for _, drill := range e.Drills {
		checks = append(checks, Check{Stories, drill.Name, drill.Place})
	}
	return append(checks, Check{Schedules, schedulesCheck, ""})
}

// Judge is an exercise with the rules to judge, whatever their type.
type Judge interface {
	About() About
	Checks() []Check
	Grade(Budget) Report
}

// Bind gives the exercise a learner's rules to judge. Each grading plays them again from the beginning.
func Bind[R any](exercise *Exercise[R], learner R) Judge { return judge[R]{exercise, learner} }

type judge[R any] struct {
	exercise *Exercise[R]
	rules    R
}

func (j judge[R]) About() About    { return j.exercise.About }
func (j judge[R]) Checks() []Check { return j.exercise.Checks() }

// Grade judges the rules. Examples come first, all of them, then the small calls up to the first that fails.
// Drills and schedules follow even then, since a broken property shows what a call is for; they stop at the first
// that fails, for one story is enough. A rule that is not written, or panics at once, has none to show.
func (j judge[R]) Grade(budget Budget) Report {
	g := &grading[R]{
		exercise: j.exercise, rules: j.rules, budget: budget,
		report: Report{About: j.exercise.About, Branches: j.exercise.Branches, Verdict: Pass},
	}
	g.report.trace = g.trace
	g.run()
	g.report.Hash = g.hash()
	return g.report
}
