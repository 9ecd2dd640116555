package main

import (
	"fmt"
	"io"
	"os"

	"raftlab/grader"
)

// watch shows on a terminal the progress of a grading and its first finding. It does not wait until the finding's
// run is small, which takes longer than to find it. The nil watch shows nothing.
type watch struct {
	out   io.Writer
	title string
	// found is true once a finding was shown. The report has all findings; only the first is shown early.
	found bool
	check grader.Progress
}

// watcher is a watch if errors go to a terminal, and nil otherwise: a file of errors must hold nothing else.
func watcher(errOut io.Writer) *watch {
	file, ok := errOut.(*os.File)
	if !ok {
		return nil
	}
	if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return &watch{out: errOut}
}

func (w *watch) begin(exercise grader.About) {
	if w != nil {
		w.title, w.found, w.check = exercise.ID, false, grader.Progress{}
		w.status("compiling")
	}
}

// end clears the line: the report follows.
func (w *watch) end() {
	if w != nil {
		w.write("")
	}
}

// status replaces the line.
func (w *watch) status(text string) { w.write(fmt.Sprintf("%s: %s", w.title, text)) }

func (w *watch) write(text string) {
	// A line that cannot be printed is not lost: the report has everything.
	_, _ = fmt.Fprintf(w.out, "\r\x1b[K%s", text)
}

// progress receives the grading's progress. It is nil if nobody watches.
func (w *watch) progress() func(grader.Progress) {
	if w == nil {
		return nil
	}
	return w.take
}

// take shows one step of the grading.
func (w *watch) take(p grader.Progress) {
	done := fmt.Sprintf("%d of %d checks", w.check.Index, w.check.Of)
	switch p.Kind {
	case grader.CheckProgress:
		w.check = p
		w.status(fmt.Sprintf("%d of %d checks", p.Index, p.Of))
	case grader.CallsProgress:
		w.status(fmt.Sprintf("%s · %d small calls", done, p.Done))
	case grader.SchedulesProgress:
		w.status(fmt.Sprintf("%s · %d of %d schedules", done, p.Done, p.Of))
	case grader.ShrinkingProgress:
		w.status(fmt.Sprintf("making what broke small · %d runs", p.Done))
	case grader.FindingProgress:
		w.finding(p.Finding)
	}
}

func (w *watch) finding(f *grader.FindingJSON) {
	if w.found || f == nil {
		return
	}
	w.found = true
	w.write(fmt.Sprintf("✗ %s (%s)   %s\n  %s\n\n",
		plain(f.Check), plain(string(f.Verdict)), plain(f.Place), plain(f.Sentence)))
}
