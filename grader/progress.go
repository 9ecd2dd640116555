package grader

import "encoding/json"

// Progress is one report of a grading that is not finished, for whoever watches. It has one of six kinds, and JSON has
// only the fields of its kind.
//
//	check      a check was made: Stage, Name, Place, Passed, Verdict, Index of Of
//	calls      Done small calls were made
//	events     Done events happened so far in the present run
//	schedules  Done of Of schedules were run, with Events events in all
//	shrinking  Done runs were made to make a failing one small
//	finding    a check did not pass: Finding, before its run is made small
type Progress struct {
	Kind ProgressKind
	// Stage, Name and Place identify the check. Verdict is "" for a check that passed. Index counts checks from 1.
	Stage       Stage
	Name, Place string
	Passed      bool
	Verdict     Verdict
	Index, Of   int
	// Done and Events are counts so far.
	Done, Events int
	Finding      *FindingJSON
}

// ProgressKind is the subject of a Progress.
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

// A grading reports progress after so many calls, events of one run, schedules, and runs of shrinking. A host takes a
// guest that is silent for long for an endless one, and wrong rules may fill each run with all the events that are
// allowed.
const (
	callsPerProgress     = 5000
	eventsPerProgress    = 10_000
	schedulesPerProgress = 10
	runsPerProgress      = 5
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
	type plain Progress // without its methods; its fields and the JSON's differ only in case
	return json.Unmarshal(bytes, (*plain)(p))
}

// notify reports progress, if anybody watches.
func (g *grading[R]) notify(p Progress) {
	if g.budget.Progress != nil {
		g.budget.Progress(p)
	}
}

// eventSink receives a run's trace and reports its events from time to time. It is nil if nobody watches.
func (g *grading[R]) eventSink() func([]byte) {
	if g.budget.Progress == nil {
		return nil
	}
	lines := 0
	return func([]byte) {
		if lines++; lines%eventsPerProgress == 0 {
			g.notify(Progress{Kind: EventsProgress, Done: lines})
		}
	}
}

// notifyFinding reports a check that did not pass, before its run is made small, which takes longer than to find it.
func (g *grading[R]) notifyFinding(f *Finding) {
	if g.budget.Progress == nil {
		return
	}
	found := f.json()
	g.notify(Progress{Kind: FindingProgress, Finding: &found})
}

// notifyCheck reports the finding of a check and then its outcome. Finding is nil for a check that passed.
func (g *grading[R]) notifyCheck(stage Stage, name, place string, finding *Finding) {
	if finding != nil {
		g.notifyFinding(finding)
	}
	g.notifyOutcome(stage, name, place, finding)
}

// notifyOutcome reports the outcome of a check.
func (g *grading[R]) notifyOutcome(stage Stage, name, place string, finding *Finding) {
	p := Progress{
		Kind: CheckProgress, Stage: stage, Name: name, Place: place, Passed: finding == nil,
		Index: g.made, Of: g.report.Checks,
	}
	if finding != nil {
		p.Verdict = finding.Verdict
	}
	g.notify(p)
}

// checks is the number of checks in a complete grading.
func (g *grading[R]) checks() int {
	if g.budget.OnlySchedules {
		return 1
	}
	return len(g.exercise.Checks())
}
