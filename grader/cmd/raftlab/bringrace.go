package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"raftlab/grader/bring"
	"raftlab/grader/bring/race"
	"raftlab/grader/bring/verdict"
	"raftlab/grader/plaintext"
)

// raceSpan is how long the race detector watches, unless the command line says it.
const raceSpan = "10s"

const raceLong = "With --race, Go's race detector watches five servers in one process of this machine, in\n" +
	"real time, and nothing else is done. That is another kind of run: no seed decides it, the\n" +
	"program runs without the walls of a guest, and it is no part of a verdict. It needs a C\n" +
	"compiler."

// watchRaces has the race detector watch.
func (o *bringOptions) watchRaces(ctx context.Context, folder string, out, errOut io.Writer) error {
	switch {
	case o.race < time.Second || o.race > 10*time.Minute:
		return usagef("--race=%v is not between 1s and 10m", o.race)
	case o.json || o.save != "":
		return usagef("--race has no report to print with --json, and no trace to --save: its runs come out " +
			"differently")
	}
	watch := watcher(errOut)
	if watch != nil {
		watch.title = filepath.Base(folder)
		watch.status(fmt.Sprintf("compiling, and watching for %v", o.race))
	}
	report, err := race.Run(ctx, folder, o.race)
	watch.end()
	var not *bring.Unfit
	switch {
	case errors.As(err, &not):
		fmt.Fprintf(out, "%s: no program can be made of it\n%s\n", plaintext.Line(folder, bring.MaxName), not.Error())
		return errors.New("no program can be made of the folder")
	case err != nil:
		return &exitError{exitInconclusive, fmt.Errorf("%s could not be watched: %w", folder, err)}
	}
	if _, err := io.WriteString(out, raceText(report, o.race)); err != nil {
		return err
	}
	if len(report.Races) > 0 || report.Ended != "" {
		return errors.New("the race detector has something to say")
	}
	return nil
}

// raceText is the report for people.
func raceText(r race.Report, span time.Duration) string {
	var b strings.Builder
	b.WriteString(verdict.TextOf(r.Whole))
	fmt.Fprintf(&b, "  watched   %v of five servers in one process of this machine: no seed decides this run, and it "+
		"is no part of a verdict\n", span)
	for _, one := range r.Races {
		fmt.Fprintf(&b, "\n✗ Data race: nothing puts these two in an order\n")
		writeAccess(&b, one.One)
		writeAccess(&b, one.Other)
	}
	b.WriteString("\n")
	if r.Ended != "" {
		fmt.Fprintf(&b, "The program ended before its time: %s\n", plaintext.Line(r.Ended, bring.MaxMessage))
		return b.String()
	}
	seen := fmt.Sprintf("%d data races", len(r.Races))
	switch len(r.Races) {
	case 0:
		seen = "no data race was seen, which does not show that there is none"
	case 1:
		seen = "1 data race"
	}
	fmt.Fprintf(&b, "%s: %s · commands taken by a leader: %d, applied: %d; servers started again: %d\n",
		plaintext.Line(r.Whole.Package, bring.MaxName), seen, r.Commands, r.Applied, r.Restarts)
	return b.String()
}

// writeAccess writes one side of a race.
func writeAccess(b *strings.Builder, a race.Access) {
	if len(a.Stack) == 0 {
		fmt.Fprintf(b, "  %-7s in the lab's own code, with what the server gave it\n", a.Does)
	}
	for i, f := range a.Stack {
		does := ""
		if i == 0 {
			does = a.Does
		}
		fmt.Fprintf(b, "  %-7s %s:%d  %s\n", does, plaintext.Line(f.File, bring.MaxName), f.Line,
			plaintext.Line(f.Function, bring.MaxName))
	}
	if len(a.Began) > 0 {
		fmt.Fprintf(b, "          in a goroutine that %s:%d starts\n", plaintext.Line(a.Began[0].File, bring.MaxName),
			a.Began[0].Line)
	}
}
