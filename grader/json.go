package grader

import "raftlab/lab"

// ReportVersion is raised when a field of ReportJSON changes its meaning. New fields do not raise it.
const ReportVersion = 2

// ReportJSON is a Report for programs.
//
//	version     of this form
//	exercise    its id
//	verdict     pass, safety, liveness, crash, unfinished or inconclusive; compile or refused for a file that is not
//	            judged, and infrastructure if the machine could not judge
//	checks      how many the exercise has, the same for every file; passed is how many of them passed
//	calls, schedules, failed, events
//	            how many small calls and schedules were made, how many schedules failed, and how many
//	            events happened
//	findings    the checks that did not pass, the gravest first; the first decides the verdict
//	left        the names of the checks that were not made
//	unreached   branches of the paper's rule that no run in a cluster reached
//	hash        SHA-256 over the hashes of the traces of all stories and schedules, in their order,
//	            each with a newline; left out if none ran
type ReportJSON struct {
	Version   int           `json:"version"`
	Exercise  string        `json:"exercise"`
	Verdict   Verdict       `json:"verdict"`
	Checks    int           `json:"checks"`
	Passed    int           `json:"passed"`
	Calls     int           `json:"calls"`
	Schedules int           `json:"schedules"`
	Failed    int           `json:"failed"`
	Events    int           `json:"events"`
	Findings  []FindingJSON `json:"findings"`
	Left      []string      `json:"left"`
	Unreached []string      `json:"unreached"`
	Hash      string        `json:"hash,omitempty"`
	// Text is the report for people.
	Text string `json:"text"`
	// Output is the beginning of what the judged code printed, made plain. The host of the grading adds it.
	Output string `json:"output,omitempty"`
	// By says what judged. The host of the grading adds it.
	By *BuildJSON `json:"by,omitempty"`
}

// BuildJSON is a build of the grader: its commit, its version of Go, and the hash of grader and course. Two builds with
// one hash judge alike.
type BuildJSON struct {
	Commit string `json:"commit"`
	Go     string `json:"go"`
	Hash   string `json:"hash"`
}

// FindingJSON is a Finding. A single call has case. A cluster has property, event, timeMicros and smallest, with
// drill for a story and seed for a random schedule. A panic has frames.
type FindingJSON struct {
	Verdict  Verdict `json:"verdict"`
	Check    string  `json:"check"`
	Place    string  `json:"place"`
	Sentence string  `json:"sentence"`
	// Code names the form of the sentence, and Args are what it is about: the sentence in another language.
	Code   string    `json:"code,omitempty"`
	Args   []lab.Arg `json:"args,omitempty"`
	Case   *CaseJSON `json:"case,omitempty"`
	Frames []Frame   `json:"frames,omitempty"`
	// Line and Column are a place in the learner's file, from 1; Column counts bytes.
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Property string `json:"property,omitempty"`
	Drill    string `json:"drill,omitempty"`
	Seed     uint64 `json:"seed,omitempty"`
	Event    uint64 `json:"event,omitempty"`
	Time     int64  `json:"timeMicros,omitempty"`
	// Task is the task of the lesson that the finding belongs to: raftlab hint EXERCISE TASK helps.
	Task int `json:"task,omitempty"`
	// Also are other tasks that explain the finding, if something else shows a mistake in them.
	Also []int `json:"also,omitempty"`
	// Smallest is a scenario in which the same property breaks. If minimal, none of its commands can be left out.
	// Without a property it is the beginning of a run that is not over.
	Smallest string `json:"smallest,omitempty"`
	Minimal  bool   `json:"minimal,omitempty"`
	// SmallestEvent is the event of that scenario's run in which the property breaks.
	SmallestEvent uint64 `json:"smallestEvent,omitempty"`
	// Trace is that scenario's trace.
	Trace string `json:"trace,omitempty"`
	// Link opens that scenario in the page, with the learner's file. The printer of a report may add it.
	Link string `json:"link,omitempty"`
}

// CaseJSON is a CaseFailure.
type CaseJSON struct {
	State   string `json:"state"`
	Request string `json:"request"`
	Yours   string `json:"yours"`
	Allowed string `json:"allowed"`
	// Lines are the lines of the learner's file that the call visited, in the order of the file, and Decided is the
	// last one that it visited. A case of several calls has the lines of all of them, and no Decided.
	Lines   []int `json:"lines,omitempty"`
	Decided int   `json:"decided,omitempty"`
}

// JSON is the report for programs.
func (r Report) JSON() ReportJSON {
	j := ReportJSON{
		Version: ReportVersion, Exercise: r.About.ID, Verdict: r.Verdict, Checks: r.Checks, Passed: r.Passed,
		Calls: r.Calls, Schedules: r.Schedules, Failed: r.Failed, Events: r.Events,
		Findings: []FindingJSON{}, Left: append([]string{}, r.Left...), Unreached: []string{},
		Hash: r.Hash, Text: r.Text(),
	}
	for _, f := range r.Findings {
		finding := f.json()
		if f.Small != nil {
			finding.Trace = r.trace(f.Small.Scenario)
		}
		j.Findings = append(j.Findings, finding)
	}
	if r.Verdict == Pass {
		for _, branch := range r.Unreached() {
			j.Unreached = append(j.Unreached, branch.Name)
		}
	}
	return j
}

// json is the finding without its trace, which requires another run.
func (f *Finding) json() FindingJSON {
	j := FindingJSON{
		Verdict: f.Verdict, Check: f.Check, Place: f.Place, Sentence: f.Sentence, Code: f.Code, Args: f.Args,
		Frames: f.Frames, Property: f.Property, Drill: f.Drill, Seed: f.Seed, Event: f.Event, Time: int64(f.Time),
		Task: f.Task, Also: f.Also,
	}
	if f.Case != nil {
		j.Case = &CaseJSON{
			State: f.Case.State, Request: f.Case.Request, Yours: f.Case.Yours, Allowed: f.Case.Allowed,
			Lines: f.Case.Lines, Decided: f.Case.Decided,
		}
	}
	if f.Small != nil {
		j.Smallest, j.Minimal, j.SmallestEvent = f.Small.Scenario, f.Small.Minimal, f.Small.Violation.Event
	}
	return j
}
