package grader

import (
	"raftlab/raft"
)

// Exercise is what a learner writes and how it is judged.
type Exercise struct {
	// ID is the folder under exercises; File is what the learner opens.
	ID, Title, File string
	// Cases are the paper's examples, cheapest first.
	Cases []Case
}

// Case is one call of the rule and what may come of it.
type Case struct {
	// Name is the situation; Place is the rule and section of the paper; Why is the sentence shown
	// when it comes out wrong.
	Name, Place, Why string
	// Run calls the rule, and gives nil when it did what is allowed.
	Run func(rules raft.Rules) *CaseFailure
}

// Budget bounds a grading in schedules, never in seconds.
type Budget struct {
	// Schedules are run with the seeds FirstSeed, FirstSeed+1, ...
	FirstSeed uint64
	Schedules int
	// Trace, if there is one, gets the trace lines of every schedule.
	Trace func(seed uint64, line []byte)
}

// DefaultBudget is what go test uses.
func DefaultBudget() Budget { return Budget{FirstSeed: 1, Schedules: 200} }

// Grade judges the rules for an exercise. Cases come first, all of them. Schedules follow even when
// a case failed, since a broken property shows what the case is for; they stop at the first that
// fails, for one story is enough. A rule that is not written, or panics at once, has none to tell.
func Grade(exercise *Exercise, rules raft.Rules, budget Budget) Report {
	report := Report{Exercise: exercise, Verdict: Pass, Checks: len(exercise.Cases) + 1}
	for _, c := range exercise.Cases {
		if finding := runCase(c, rules); finding != nil {
			report.add(*finding)
			if finding.Verdict != Safety {
				return report
			}
			continue
		}
		report.Passed++
	}
	for i := range budget.Schedules {
		finding, events := RunSchedule(budget.FirstSeed+uint64(i), rules, budget.Trace)
		report.Schedules++
		report.Events += events
		if finding != nil {
			report.add(*finding)
			return report
		}
	}
	report.Passed++
	return report
}

// add takes in a finding. The first one decides the verdict, since the cheapest check found it.
func (r *Report) add(f Finding) {
	if len(r.Findings) == 0 {
		r.Verdict = f.Verdict
	}
	r.Findings = append(r.Findings, f)
}

// runCase calls the rule once. A panic is a verdict about the rule, not an accident of the grader.
func runCase(c Case, rules raft.Rules) (finding *Finding) {
	defer func() {
		if reason := recover(); reason != nil {
			finding = &Finding{Verdict: Crash, Check: c.Name, Place: c.Place, Sentence: panicSentence(reason)}
			if reason == raft.TODO {
				finding.Verdict = Unfinished
			}
			finding.Case = &CaseFailure{Yours: "a panic", Allowed: "an answer"}
		}
	}()
	if failure := c.Run(rules); failure != nil {
		return &Finding{Verdict: Safety, Check: c.Name, Place: c.Place, Sentence: c.Why, Case: failure}
	}
	return nil
}
