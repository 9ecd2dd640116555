package grader

import (
	"iter"
	"strings"
	"unicode"

	"raftlab/grader/rulecall"
	"raftlab/lab"
	"raftlab/lab/nemesis"
)

// About is the public part of an exercise, for the page, the command and a class.
type About struct {
	// ID is the folder under exercises. File is the file that the learner opens.
	ID, Title, File string
	// Summary says in a sentence what the exercise is about.
	Summary string
	// Rules are the functions that a learner writes, by name and in the starter's order.
	Rules []string
	// Subjects are the ids of the scenarios' subjects that the exercise is about, such as A4.
	Subjects []string
	// Protocol is the id of the protocol whose rules they are, "" for Raft.
	Protocol string
	// Points is the worth of a pass in a class.
	Points int
	// TaskTitles are the titles of the lesson's tasks: its README has the same.
	TaskTitles []string
}

// Exercise is the task of a learner and its judgement: by examples, by every small call, by drills in which the rule
// decides, and by random schedules. R holds the learner's functions, and the reference's for everything else.
type Exercise[R any] struct {
	About
	// Reference gives the right rules.
	Reference func() R
	// Cases are the paper's examples, cheapest first.
	Cases []Case[R]
	// Small yields a case for every call up to a small bound, the smallest first. The paper often allows more than
	// one outcome of a call.
	Small iter.Seq[Case[R]]
	// Drills are stories in which this rule decides. Only properties are judged in them.
	Drills []Drill
	// Branches are the cases that the paper distinguishes in this rule. Watch wraps the rule so that each call reports
	// the branches that it reached.
	Branches []Branch
	Watch    func(rules R, reached func(branch int)) R
	// Tasks gives the task of the lesson, and so the hint, for each case, drill and branch.
	Tasks Tasks
	// Also gives other tasks whose mistakes show in a case, too.
	Also Also
	// Enter has the exercise's rules called with copies, and package visit count the lines of each call. It is for the
	// rules of a learner's file, in a program with one such file and one grading at a time.
	Enter func(rules R) R
	// Calls is how the rules of a protocol beside Raft are called from afar; package rulecall knows those of Raft.
	// Serve starts a server from its configuration, which follows the rules if the configuration asks for own rules.
	Calls rulecall.Table[R]
	Serve func(rules *R, config []byte) (lab.Machine, error)
	// Stage makes clusters whose servers follow the rules. A cluster calls panicked, if it is not nil, when a server
	// has panicked, while the calls that led there are still open.
	Stage func(rules R, panicked func(reason any)) nemesis.Stage
	// Assumes says that right rules rely on more than Figure 2 does, such as clocks: a part of a story may break a
	// property with them, too. Then a run is made small only as far as the right rules hold in it.
	Assumes bool
	// Nemesis writes the random schedules of such clusters.
	Nemesis nemesis.Protocol
}

// Case is one call of the rule, and the outcomes that are allowed.
type Case[R any] struct {
	// Name is the situation. Place is the rule and section of the paper. Why is the sentence about a wrong outcome; its
	// code is CaseCode. A failure may name another place and another sentence.
	Name, Place, Why string
	// Run calls the rule, and gives nil for an allowed outcome. The first call is judged, and others only find out what
	// is wrong with it; with Several, all calls are judged together, such as those of a story.
	Run     func(rules R) *CaseFailure
	Several bool
	// Call, if it is not nil, gives the state and the request, for the report about a rule that panics.
	Call func() (state, request string)
}

// why is the sentence about a failure of the case.
func (c Case[R]) why(exercise string, failure *CaseFailure) lab.Saying {
	if failure.Why.Text == "" {
		return lab.Saying{Code: CaseCode(exercise, c.Name), Text: c.Why}
	}
	return failure.Why
}

// CaseCode is the code of the sentence of an exercise's case: the exercise, and the words of the case's name.
func CaseCode(exercise, name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return exercise + "." + strings.Join(words, "-")
}

// Drill is a scenario. Its script has no title line, and must pass with every correct rule: it ends with what any
// healed cluster achieves, mostly Settled.
type Drill struct{ Name, Place, Script string }

// Settled is the end of most drills: what a cluster achieves once all faults are over. Some drills end with one more
// write, or wait for less. With one ending for all, some mutants would break another property before the one that
// their drill is about.
const Settled = `recover
expect progress
await answers
expect linearizable
`

// Branch is one case that the paper distinguishes in a rule.
type Branch struct{ Name, Place string }

// Check is one check of a grading, by the name under which its progress reports it.
type Check struct {
	Stage Stage  `json:"stage"`
	Name  string `json:"name"`
	Place string `json:"place"`
	// Tasks are the tasks of the lesson that the check is about. There are none for the small calls and the random
	// schedules, which are about all of them.
	Tasks []int `json:"-"`
}

// Checks lists the checks of a grading, in their order.
func (e *Exercise[R]) Checks() []Check {
	var checks []Check
	for _, c := range e.Cases {
		checks = append(checks, Check{Examples, c.Name, c.Place, e.about(c.keys(nil)...)})
	}
	if e.Small != nil {
		checks = append(checks, Check{Stage: Calls, Name: smallCheck})
	}
	for _, drill := range e.Drills {
		checks = append(checks, Check{Stories, drill.Name, drill.Place, e.about(drill.Name, drill.Place)})
	}
	return append(checks, Check{Stage: Schedules, Name: schedulesCheck})
}

// about are the tasks of a check with these keys, its own first.
func (e *Exercise[R]) about(keys ...string) []int {
	own := e.Tasks.of(keys...)
	return append([]int{own}, e.Also.of(own, keys...)...)
}

// Judge is an exercise with the rules to judge, of any type.
type Judge interface {
	About() About
	Checks() []Check
	Grade(Budget) Report
	// Play plays one schedule for another grading of the same rules (Budget.Passed).
	Play(seed uint64) *Passed
}

// Bind makes a Judge of an exercise and a learner's rules. Each grading starts from the beginning.
func Bind[R any](exercise *Exercise[R], learner R) Judge { return judge[R]{exercise, learner} }

type judge[R any] struct {
	exercise *Exercise[R]
	rules    R
}

func (j judge[R]) About() About    { return j.exercise.About }
func (j judge[R]) Checks() []Check { return j.exercise.Checks() }

// Grade judges the rules. All examples, all stories and the small calls are played, also after one that fails, and the
// gravest finding comes first. The schedules follow, unless a story has broken a property of safety already: one run to
// watch is enough. A rule that is not written gets only the examples.
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
