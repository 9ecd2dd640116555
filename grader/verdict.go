package grader

import (
	"fmt"
	"strings"

	"raftlab/lab"
)

// Verdict is the outcome of a grading.
type Verdict string

// The verdicts. They are never merged: each asks something else of the learner.
const (
	Pass       Verdict = "pass"
	Safety     Verdict = "safety"
	Liveness   Verdict = "liveness"
	Crash      Verdict = "crash"
	Unfinished Verdict = "unfinished"
)

// Finding is one check that did not pass.
type Finding struct {
	Verdict Verdict
	// Check names what was checked; Place is where the paper has it.
	Check, Place string
	// Sentence says what is wrong, with servers, terms and indexes.
	Sentence string
	// Case is the single call that shows it, nil for a finding in a cluster.
	Case *CaseFailure
	// Seed, Event and Time say where in which schedule it happened, for a finding in a cluster.
	Seed  uint64
	Event uint64
	Time  lab.Time
}

// CaseFailure is one call of the rule that came out wrong.
type CaseFailure struct{ State, Request, Yours, Allowed string }

// Report is all that a grading found. It is data; Text is the one way to show it.
type Report struct {
	Exercise *Exercise
	Verdict  Verdict
	Findings []Finding
	// Checks were made, Passed of them passed; Schedules and Events were run.
	Checks, Passed    int
	Schedules, Events int
}

// casesInFull is how many failed cases Text shows whole. More would bury the first; the rest are
// named.
const casesInFull = 2

// Text is the report as people read it: what broke, where the paper has it, the smallest case,
// and how to see it again.
func (r Report) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d of %d checks pass", r.Exercise.ID, r.Passed, r.Checks)
	if r.Schedules > 0 {
		fmt.Fprintf(&b, "   %d schedules · %d events", r.Schedules, r.Events)
	}
	b.WriteByte('\n')
	cases := 0
	var others []string
	for _, f := range r.Findings {
		if f.Case != nil {
			if cases++; cases > casesInFull {
				others = append(others, f.Check)
				continue
			}
		}
		f.text(&b, r.Exercise.ID)
	}
	if len(others) > 0 {
		fmt.Fprintf(&b, "\n✗ and %d more: %s\n", len(others), strings.Join(others, "; "))
	}
	return b.String()
}

// text writes one finding.
func (f Finding) text(b *strings.Builder, exercise string) {
	fmt.Fprintf(b, "\n✗ %s (%s)   %s\n", f.Check, f.Verdict, f.Place)
	fmt.Fprintf(b, "  %s\n", f.Sentence)
	if f.Case != nil {
		if f.Case.State != "" {
			fmt.Fprintf(b, "  case      %s  ←  %s\n", f.Case.State, f.Case.Request)
		}
		fmt.Fprintf(b, "  yours     %s\n", f.Case.Yours)
		fmt.Fprintf(b, "  allowed   %s\n", f.Case.Allowed)
		return
	}
	fmt.Fprintf(b, "  in        a cluster, seed %d, event %d, after %d ms\n", f.Seed, f.Event, lab.Duration(f.Time)/lab.Millisecond)
	fmt.Fprintf(b, "  replay    go test ./exercises/%s -seed %d -events %s-%d.trace\n", exercise, f.Seed, exercise, f.Seed)
}
