package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"raftlab/grader/class/judging"
	"raftlab/grader/class/queue"
)

// classProgress shows how far a class is: on a terminal in a line that changes, elsewhere in a line for each tenth.
type classProgress struct {
	out        io.Writer
	isTerminal bool
	tenth      int
}

func newClassProgress(out io.Writer) *classProgress {
	file, ok := out.(*os.File)
	if !ok {
		return &classProgress{out: out}
	}
	info, err := file.Stat()
	return &classProgress{out: out, isTerminal: err == nil && info.Mode()&os.ModeCharDevice != 0}
}

// take shows the progress. A line that cannot be printed is not lost: the results have everything.
func (c *classProgress) take(p judging.Progress) {
	line := fmt.Sprintf("judged %d of %d", p.Done, p.Of)
	if p.Again > 0 {
		line += fmt.Sprintf(" · %d to try again", p.Again)
	}
	if p.Left > 0 {
		line += " · about " + roughly(p.Left) + " left"
	}
	if c.isTerminal {
		_, _ = fmt.Fprintf(c.out, "\r\x1b[K%s", line)
		return
	}
	if tenth := p.Done * 10 / max(p.Of, 1); tenth > c.tenth || p.Done == p.Of {
		c.tenth = tenth
		_, _ = fmt.Fprintln(c.out, line)
	}
}

// queue shows the progress of a queue.
func (c *classProgress) queue(p queue.Progress) {
	c.take(judging.Progress{Done: p.Done, Of: p.Of, Again: p.Failed})
}

// end clears the line.
func (c *classProgress) end() {
	if c.isTerminal {
		_, _ = fmt.Fprint(c.out, "\r\x1b[K")
	}
}

// roughly is a time as a person would say it.
func roughly(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds())+1)
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()+0.5))
	}
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}
