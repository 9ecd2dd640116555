package grader

import "encoding/json"

// Progress is one thing that a grading tells while it goes on, for who watches. It is one of six, by its
// Kind; JSON has only the fields of its kind.
//
//	check      a check was made: Stage, Name, Place, Passed, Verdict, Index of Of
//	calls      Done small calls were made
//	events     Done events were in the run that goes on
//	schedules  Done of Of schedules were run, with so many Events
//	shrinking  Done runs were made to make a failing one small
//	finding    a check did not pass: Finding, before its run is made small
type Progress struct {
	Kind ProgressKind
	// Stage, Name and Place say which check; Verdict is "" for one that passed. Index counts checks from 1.
	Stage       Stage
	Name, Place string
	Passed      bool
	Verdict     Verdict
	Index, Of   int
	// Done and Events count what was done so far.
	Done, Events int
	Finding      *FindingJSON
}

// ProgressKind tells what a Progress is about.
type ProgressKind string

// The kinds of progress.
const (
	CheckProgress     ProgressKind = "check"
	CallsProgress     ProgressKind = "calls"
	EventsProgress    ProgressKind = "events"
	SchedulesProgress ProgressKind = "schedules"
	ShrinkingProgress ProgressKind = "shrinking"
	FindingProgress   ProgressKind = "finding"
)

// Stage is a part of a grading.
type Stage string

// The stages, in their order.
const (
	Examples  Stage = "examples"
	Calls     Stage = "calls"
	Stories   Stage = "stories"
	Schedules Stage = "schedules"
)

// How often a grading tells that it goes on: after so many calls, events of one run, schedules, and runs
// that are made small. A host takes a guest that is silent for long as one that does not end, and wrong
// rules may fill each run with as many events as are allowed.
const (
	callsToTell     = 5000
	eventsToTell    = 10_000
	schedulesToTell = 10
	runsToTell      = 5
)

// MarshalJSON writes the fields of the kind.
func (p Progress) MarshalJSON() ([]byte, error) {
	type counted struct {
		Kind ProgressKind `json:"kind"`
		Done int          `json:"done"`
	}
	switch p.Kind {
	case CheckProgress:
		return json.Marshal(struct {
			Kind    ProgressKind `json:"kind"`
			Stage   Stage        `json:"stage"`
			Name    string       `json:"name"`
			Place   string       `json:"place"`
			Passed  bool         `json:"passed"`
			Verdict Verdict      `json:"verdict"`
			Index   int          `json:"index"`
			Of      int          `json:"of"`
		}{p.Kind, p.Stage, p.Name, p.Place, p.Passed, p.Verdict, p.Index, p.Of})
	case SchedulesProgress:
		return json.Marshal(struct {
			counted
			Of     int `json:"of"`
			Events int `json:"events"`
		}{counted{p.Kind, p.Done}, p.Of, p.Events})
	case FindingProgress:
		return json.Marshal(struct {
			Kind    ProgressKind `json:"kind"`
			Finding *FindingJSON `json:"finding"`
		}{p.Kind, p.Finding})
	}
	return json.Marshal(counted{p.Kind, p.Done})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (p *Progress) UnmarshalJSON(bytes []byte) error {
	type plain Progress // without its methods; the names of its fields are those of the JSON, but for their case
	return json.Unmarshal(bytes, (*plain)(p))
}

// tell hands progress to who watches, if anybody does.
func (g *grading) tell(p Progress) {
	if g.budget.Progress != nil {
		g.budget.Progress(p)
	}
}

// tellEvents is given a run's trace, and tells now and then that the run goes on; it is nil when nobody
// watches.
func (g *grading) tellEvents() func([]byte) {
	if g.budget.Progress == nil {
		return nil
	}
	lines := 0
	return func([]byte) {
		if lines++; lines%eventsToTell == 0 {
			g.tell(Progress{Kind: EventsProgress, Done: lines})
		}
	}
}

// tellFinding tells of a check that did not pass, before its run is made small: that takes longer than to
// find it.
func (g *grading) tellFinding(f *Finding) {
	if g.budget.Progress == nil {
		return
	}
	told := f.json()
	g.tell(Progress{Kind: FindingProgress, Finding: &told})
}

// tellCheck tells how a check came out, and what it found before that. Finding is nil for one that passed.
func (g *grading) tellCheck(stage Stage, name, place string, finding *Finding) {
	if finding != nil {
		g.tellFinding(finding)
	}
	g.tellOutcome(stage, name, place, finding)
}

// tellOutcome tells how a check came out.
func (g *grading) tellOutcome(stage Stage, name, place string, finding *Finding) {
	p := Progress{Kind: CheckProgress, Stage: stage, Name: name, Place: place, Passed: finding == nil, Index: g.report.Checks + 1, Of: g.checks()}
	if finding != nil {
		p.Verdict = finding.Verdict
	}
	g.tell(p)
}

// checks is how many there are to be made, if all are.
func (g *grading) checks() int {
	e := g.report.Exercise
	if g.budget.OnlySchedules {
		return 1
	}
	checks := len(e.Cases) + len(e.Drills) + 1
	if e.Small != nil {
		checks++
	}
	return checks
}
