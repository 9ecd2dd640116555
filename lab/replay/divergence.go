package replay

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"raftlab/lab"
)

// contextLines is how many lines are shown before the differing line.
const contextLines = 3

// Divergence is the first place where a replay differs from the recorded run.
type Divergence struct {
	File string
	// Line is the file's line number, Event and Time those of the differing event; Event 0 is the header.
	Line  int
	Event uint64
	Time  lab.Time
	// Recorded is the file's line, Replayed the run's; "" for none. Note adds details.
	Recorded, Replayed, Note string
	// Before are the equal lines before them.
	Before []string
	// Reason is the likely reason.
	Reason string
}

// Error is the whole report, in several lines.
func (d *Divergence) Error() string {
	var b strings.Builder
	if d.Event == 0 {
		fmt.Fprintf(&b, "%s:%d: the replayed header differs from the recorded one", d.File, d.Line)
	} else {
		fmt.Fprintf(&b, "%s:%d: the replay diverged from the recorded run at event %d, at %d us",
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

// diverge records the difference between the file's next line and the replayed line, "" for no line.
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

// compareHeader compares the label. The Reader has checked version and legend, and the scenario is the file's own.
func (p *Run) compareHeader(written string) {
	p.header++
	if recorded := "# " + p.reader.Header().Label; p.header == labelLine && written != recorded {
		p.err = &Divergence{File: p.reader.Name(), Line: labelLine, Recorded: recorded, Replayed: written,
			Note: fmt.Sprintf("recorded only: %v; replayed only: %v",
				wordsOnlyIn(recorded, written), wordsOnlyIn(written, recorded))}
	}
}

// explained adds the likely reason to a Divergence. It reads the rest of the file, because only the last line
// shows whether the file was changed.
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
		d.Reason = fmt.Sprintf("The file was changed: %v", fault)
	case rules == "":
		d.Reason = "The file is unchanged, so another version of this program wrote it."
	default:
		d.Reason = fmt.Sprintf("The file is unchanged, so the program that wrote it had other rules by the name "+
			"of %q, such as a learner's, or was another version of this one.", rules)
	}
	return err
}
