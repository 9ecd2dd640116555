package replay

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"raftlab/lab"
)

// contextLines is how many lines are shown before the one that differs.
const contextLines = 3

// Divergence is the first place where a run that is played again comes out otherwise than recorded.
type Divergence struct {
	File string
	// Line is the file's, Event and Time are those of the event that differs; Event 0 is the header.
	Line  int
	Event uint64
	Time  lab.Time
	// Recorded is the file's line, Replayed the run's; "" for none. Note says more, if there is more.
	Recorded, Replayed, Note string
	// Before are the lines before them, which are alike.
	Before []string
	// Reason is the likely one.
	Reason string
}

// Error tells all of it, in several lines.
func (d *Divergence) Error() string {
	var b strings.Builder
	if d.Event == 0 {
		fmt.Fprintf(&b, "%s:%d: the run's header comes out otherwise than recorded", d.File, d.Line)
	} else {
		fmt.Fprintf(&b, "%s:%d: the run comes out otherwise than recorded, from event %d at %d us on",
			d.File, d.Line, d.Event, d.Time)
	}
	for _, line := range d.Before {
		b.WriteString("\n    before    " + line)
	}
	b.WriteString("\n    recorded  " + orNothing(d.Recorded))
	b.WriteString("\n    replayed  " + orNothing(d.Replayed))
	if d.Note != "" {
		b.WriteString("\n  " + d.Note)
	}
	if d.Reason != "" {
		b.WriteString("\n  " + d.Reason)
	}
	return b.String()
}

func orNothing(line string) string {
	if line == "" {
		return "(nothing)"
	}
	return line
}

// diverge takes note of the difference between the file's next line and what was written, "" for
// nothing.
func (p *Run) diverge(written, note string) {
	if p.err != nil {
		return
	}
	d := &Divergence{File: p.reader.Name(), Line: p.reader.line, Replayed: written, Note: note, Before: p.before}
	if p.nextErr == nil {
		d.Recorded, d.Event, d.Time = p.next.Text, p.next.Event, p.next.Time
	} else {
		d.Event, d.Time = p.reader.Events()+1, p.reader.Time()
	}
	p.err = d
}

// labelLine is the file's line with the label.
const labelLine = 2

// compareHeader compares the label. Version and legend the Reader has compared, and the scenario is
// the file's own.
func (p *Run) compareHeader(written string) {
	p.header++
	if recorded := "# " + p.reader.Header().Label; p.header == labelLine && written != recorded {
		p.err = &Divergence{File: p.reader.Name(), Line: labelLine, Recorded: recorded, Replayed: written,
			Note: fmt.Sprintf("recorded only: %v; replayed only: %v",
				wordsOnlyIn(recorded, written), wordsOnlyIn(written, recorded))}
	}
}

// explained adds the likely reason to a Divergence. For that it reads the rest of the file: whether
// it is as it was written, only its last line can tell.
func (p *Run) explained(err error) error {
	d, ok := errors.AsType[*Divergence](err)
	if !ok || d.Reason != "" {
		return err
	}
	fault := p.nextErr
	for fault == nil {
		_, fault = p.reader.Next()
	}
	rules := p.reader.Header().Value("rules")
	switch {
	case !errors.Is(fault, io.EOF):
		d.Reason = fmt.Sprintf("The file is not as it was written: %v", fault)
	case rules == "":
		d.Reason = "The file is as it was written, so another version of this program wrote it."
	default:
		d.Reason = fmt.Sprintf("The file is as it was written, so the program that wrote it had other rules by the name "+
			"of %q, such as a learner's, or was another version of this one.", rules)
	}
	return err
}
