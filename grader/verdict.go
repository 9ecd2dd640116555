package grader

import (
	"fmt"
	"strings"

	"raftlab/lab"
	"raftlab/lab/shrink"
)

// Verdict is the outcome of a grading.
type Verdict string

// The verdicts. They are never merged, because each calls for a different action of the learner.
const (
	Pass       Verdict = "pass"
	Safety     Verdict = "safety"
	Liveness   Verdict = "liveness"
	Crash      Verdict = "crash"
	Unfinished Verdict = "unfinished"
	// Inconclusive: a check reached its limit without a verdict. It is never a pass.
	Inconclusive Verdict = "inconclusive"
	// Compile: the file does not compile. Refused: it does what no exercise may do. Neither is judged.
	Compile Verdict = "compile"
	Refused Verdict = "refused"
	// Infrastructure: this machine could not judge. It is never the learner's fault.
	Infrastructure Verdict = "infrastructure"
)

// Verdicts are all of them.
func Verdicts() []Verdict {
	return []Verdict{Pass, Safety, Liveness, Crash, Compile, Refused, Unfinished, Inconclusive, Infrastructure}
}

// Finding is one check that did not pass.
type Finding struct {
	Verdict Verdict
	// Check is the name of the check. Place is its place in the paper.
	Check, Place string
	// Sentence says what is wrong, with servers, terms and indexes. Code and Args are the same for another language.
	Sentence string
	Code     string
	Args     []lab.Arg
	// Case is the single call that shows it, nil for a finding in a cluster.
	Case *CaseFailure
	// Frames are the learner's calls that were open when a rule panicked, in a single call or in a cluster.
	Frames []Frame
	// Property is the ID of the property that broke in a cluster. Drill is its story, "" for a random schedule.
	// Small is the run made small, nil if that was impossible.
	Property, Drill string
	Small           *shrink.Result
	// Seed, Event and Time are the place of a finding in a cluster: the schedule, and the moment in it.
	Seed  uint64
	Event uint64
	Time  lab.Time
}

// say sets the sentence.
func (f *Finding) say(s lab.Saying) { f.Sentence, f.Code, f.Args = s.Text, s.Code, s.Args }

// CaseFailure is one call of the rule that went wrong. Place and Why are the place in the paper and the sentence,
// unless the case itself has better ones. If Adds, Why follows the sentence of the case, and does not replace it.
// Liveness is true for a mistake that endangers no property, but keeps a cluster from making progress.
type CaseFailure struct {
	State, Request, Yours, Allowed, Place string
	Why                                   lab.Saying
	Adds, Liveness                        bool
}

// Report is the result of a grading. It is data; Text is the one way to show it.
type Report struct {
	About    About
	Branches []Branch
	Verdict  Verdict
	Findings []Finding
	// Checks is how many checks were made, and Passed how many of them passed. Calls, Schedules and Events are how many
	// small calls, schedules and events there were.
	Checks, Passed           int
	Calls, Schedules, Events int
	// Failed is how many of the schedules failed.
	Failed int
	// Reached is how often the clusters' runs reached each of the exercise's branches.
	Reached []int
	// Hash is over the traces of all stories and schedules: equal hashes mean equal runs. "" means no run.
	Hash string
	// trace plays a scenario with the judged rules, and gives its trace.
	trace func(scenario string) string
}

// Unreached lists the branches that no run in a cluster reached. A pass says nothing about them.
func (r Report) Unreached() []Branch {
	var unreached []Branch
	for i, count := range r.Reached {
		if count == 0 {
			unreached = append(unreached, r.Branches[i])
		}
	}
	return unreached
}

// casesInFull is how many failed cases Text shows whole. More would hide the first, so Text only names the rest.
const casesInFull = 2

// Text is the report for people: what broke, its place in the paper, the smallest case, and how to see it again.
func (r Report) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d of %d checks pass", r.About.ID, r.Passed, r.Checks)
	if r.Calls > 0 {
		fmt.Fprintf(&b, "   %s", counted(r.Calls, "call"))
	}
	if r.Schedules > 0 {
		fmt.Fprintf(&b, "   %s · %s", counted(r.Schedules, "schedule"), counted(r.Events, "event"))
	}
	b.WriteByte('\n')
	if r.Failed > 1 {
		fmt.Fprintf(&b, "  %d of the schedules fail; the first is shown\n", r.Failed)
	}
	if r.Verdict == Pass {
		for _, branch := range r.Unreached() {
			fmt.Fprintf(&b, "  never reached in a cluster: %s (%s)\n", branch.Name, branch.Place)
		}
	}
	cases := 0
	var others []string
	for _, f := range r.Findings {
		if f.Case != nil {
			if cases++; cases > casesInFull {
				others = append(others, f.Check)
				continue
			}
		}
		f.text(&b, r.About.ID)
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
	f.framesText(b)
	if f.Case != nil {
		if f.Case.State != "" {
			fmt.Fprintf(b, "  case      %s  ←  %s\n", f.Case.State, f.Case.Request)
		}
		fmt.Fprintf(b, "  yours     %s\n", f.Case.Yours)
		fmt.Fprintf(b, "  allowed   %s\n", f.Case.Allowed)
		return
	}
	if f.Drill != "" {
		fmt.Fprintf(b, "  in        the story of %s, event %d, after %d ms\n",
			f.Drill, f.Event, lab.Duration(f.Time)/lab.Millisecond)
	} else {
		fmt.Fprintf(b, "  in        a cluster, seed %d, event %d, after %d ms\n",
			f.Seed, f.Event, lab.Duration(f.Time)/lab.Millisecond)
		fmt.Fprintf(b, "  replay    go test ./exercises/%s -seed %d -events %s-%d.trace\n",
			exercise, f.Seed, exercise, f.Seed)
	}
	if f.Small != nil {
		f.smallText(b)
	}
}

// framesText writes the learner's open calls of a panic, innermost first, without the calls of other code. A function
// that calls itself from one line is shown once.
func (f Finding) framesText(b *strings.Builder) {
	var before Frame
	for _, frame := range f.Frames {
		if frame.Own && frame != before {
			fmt.Fprintf(b, "  at        %s:%d  %s\n", frame.File, frame.Line, frame.Function)
			before = frame
		}
	}
}

// counted is a number and what it counts.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// linesInFull is how many lines of a small run are shown.
const linesInFull = 50

// smallText writes the run made small, from which people see what went wrong.
func (f Finding) smallText(b *strings.Builder) {
	what := "command"
	if f.Small.Manual {
		what = "event"
	}
	verb := "are"
	if f.Small.Commands == 1 {
		verb = "is"
	}
	fmt.Fprintf(b, "  smallest  %s %s enough:\n", counted(f.Small.Commands, what), verb)
	if f.Small.Violation.Sentence != f.Sentence {
		// The small run may have other servers and terms.
		fmt.Fprintf(b, "    %s\n", f.Small.Violation.Sentence)
	}
	lines := strings.Split(strings.TrimSuffix(f.Small.Scenario, "\n"), "\n")
	for i, line := range lines {
		if i == linesInFull {
			fmt.Fprintf(b, "    and %d lines more\n", len(lines)-i)
			return
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fmt.Fprintf(b, "    %s\n", line)
	}
}
