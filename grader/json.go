package grader

import "raftlab/raft"

// ReportVersion is raised when a field of ReportJSON changes its meaning. New fields do not raise it.
const ReportVersion = 1

// ReportJSON is a Report as programs read it.
//
//	version     of this form
//	exercise    its id
//	verdict     pass, safety, liveness, crash, unfinished or inconclusive
//	checks      how many were made, and passed how many of them passed
//	calls, schedules, failed, events
//	            how many small calls and schedules were made, how many schedules failed, and how many
//	            events happened
//	findings    what did not pass, in order; the first decides the verdict
//	unreached   branches of the paper's rule that no run in a cluster reached
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
	Unreached []string      `json:"unreached"`
	// Text is the report as people read it.
	Text string `json:"text"`
}

// FindingJSON is a Finding. Case is there for a single call; property, drill, seed, event, timeMicros
// and smallest are there for a cluster, drill for a story, and seed for a random schedule.
type FindingJSON struct {
	Verdict  Verdict   `json:"verdict"`
	Check    string    `json:"check"`
	Place    string    `json:"place"`
	Sentence string    `json:"sentence"`
	Case     *CaseJSON `json:"case,omitempty"`
	Property string    `json:"property,omitempty"`
	Drill    string    `json:"drill,omitempty"`
	Seed     uint64    `json:"seed,omitempty"`
	Event    uint64    `json:"event,omitempty"`
	Time     int64     `json:"timeMicros,omitempty"`
	// Smallest is a scenario in which the same property breaks, and of which no command can be left
	// out if minimal.
	Smallest string `json:"smallest,omitempty"`
	Minimal  bool   `json:"minimal,omitempty"`
	// Trace is that scenario's trace.
	Trace string `json:"trace,omitempty"`
}

// CaseJSON is a CaseFailure.
type CaseJSON struct {
	State   string `json:"state"`
	Request string `json:"request"`
	Yours   string `json:"yours"`
	Allowed string `json:"allowed"`
}

// JSON is the report for programs. The rules are those that were judged.
func (r Report) JSON(rules raft.Rules) ReportJSON {
	j := ReportJSON{
		Version: ReportVersion, Exercise: r.Exercise.ID, Verdict: r.Verdict, Checks: r.Checks, Passed: r.Passed,
		Calls: r.Calls, Schedules: r.Schedules, Failed: r.Failed, Events: r.Events, Findings: []FindingJSON{}, Unreached: []string{}, Text: r.Text(),
	}
	for _, f := range r.Findings {
		finding := FindingJSON{
			Verdict: f.Verdict, Check: f.Check, Place: f.Place, Sentence: f.Sentence,
			Property: f.Property, Drill: f.Drill, Seed: f.Seed, Event: f.Event, Time: int64(f.Time),
		}
		if f.Case != nil {
			finding.Case = &CaseJSON{State: f.Case.State, Request: f.Case.Request, Yours: f.Case.Yours, Allowed: f.Case.Allowed}
		}
		if f.Small != nil {
			finding.Smallest, finding.Minimal, finding.Trace = f.Small.Scenario, f.Small.Minimal, f.SmallTrace(rules)
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
