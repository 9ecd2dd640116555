package grader

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
)

// findingsInFull is how many failed calls Text shows whole, and how many clusters. More would hide the first, so Text
// only names the rest.
const findingsInFull = 2

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
	if len(r.Left) > 0 {
		fmt.Fprintf(&b, "  not played: %s\n", r.leftText())
	}
	if r.Failed > 1 {
		fmt.Fprintf(&b, "  %d of these schedules fail\n", r.Failed)
	}
	if r.Verdict == Pass {
		for _, branch := range r.Unreached() {
			fmt.Fprintf(&b, "  never reached in a cluster: %s (%s)\n", branch.Name, branch.Place)
		}
	}
	var calls, clusters int
	var others, properties []string
	for _, f := range r.Findings {
		count := &calls
		if f.Case == nil {
			count = &clusters
		}
		// The same property in another run says nothing new.
		again := f.Property != "" && slices.Contains(properties, f.Property)
		if again || *count == findingsInFull {
			others = append(others, f.name())
			continue
		}
		*count++
		properties = append(properties, f.Property)
		f.text(&b, r.About.ID)
	}
	if len(others) > 0 {
		fmt.Fprintf(&b, "\n✗ and %d more: %s\n", len(others), strings.Join(others, "; "))
	}
	return b.String()
}

// leftText names the checks that were not made: all of them if they are few.
func (r Report) leftText() string {
	const few = 3
	if n := len(r.Left); n > few {
		return fmt.Sprintf("%d checks", n)
	}
	return strings.Join(r.Left, "; ")
}

// name is a finding in a list: its check, and for a cluster the run, since several runs may break one property.
func (f Finding) name() string {
	switch {
	case f.Drill != "":
		return f.Check + ", in the story of " + f.Drill
	case f.Seed > 0:
		return f.Check + ", in a random schedule"
	}
	return f.Check
}

// text writes one finding.
func (f Finding) text(b *strings.Builder, exercise string) {
	fmt.Fprintf(b, "\n%s\n", strings.TrimRight(fmt.Sprintf("✗ %s (%s)   %s", f.Check, f.Verdict, f.Place), " "))
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
		fmt.Fprintf(b, "  in        the story of %s, event %d, after %s\n",
			f.Drill, f.Event, inWords(lab.Duration(f.Time)))
	} else {
		fmt.Fprintf(b, "  in        a cluster, seed %d, event %d, after %s\n",
			f.Seed, f.Event, inWords(lab.Duration(f.Time)))
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
	if f.Code == unended {
		b.WriteString("  short     this is how it begins:\n")
	} else {
		fmt.Fprintf(b, "  smallest  %s %s enough:\n", counted(f.Small.Commands, what), verb)
	}
	if sentence := timesInWords(f.Small.Violation.Sentence); sentence != f.Sentence {
		// The small run may have other servers and terms.
		fmt.Fprintf(b, "    %s\n", sentence)
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
