package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"raftlab/grader"
	"raftlab/grader/bring"
	"raftlab/grader/bring/verdict"
	"raftlab/grader/source"
	judge "raftlab/grader/whole"
)

// bringOptions are the flags of bring.
type bringOptions struct {
	all       bool
	seed      uint64
	schedules int
	jobs      int
	json      bool
	save      string
	race      time.Duration
}

func newBring() *cobra.Command {
	var o bringOptions
	cmd := &cobra.Command{
		Use:   "bring DIR|FILE.go",
		Short: "Judge a whole Raft server that you wrote for a course",
		Long: "Judge the whole server in a folder: its package, or the course's folder around it. Nothing in it has\n" +
			"to be changed. It is compiled with the lab's packages in the place of the course's. Several of it run\n" +
			"in virtual time, through the situations that such servers get wrong, and through random schedules.\n" +
			"Every run has a seed and comes out the same again. What breaks is made small.\n\n" +
			"The shapes that are known:\n\n" + bring.Shapes() + "\n" +
			"A package of one of these shapes has a function Make, whose servers have Start and GetState; with\n" +
			"Snapshot, snapshots are judged, too. Where the server's fields have usual names, such as currentTerm,\n" +
			"votedFor and log, the lab also looks at them. Files that import testing are left out; packages of the\n" +
			"same module come along.\n\n" +
			"The program runs as a WebAssembly guest: it reaches no file, no network and no clock of this machine.\n" +
			"It is compiled by Go " + bring.NeedsGo + ", without a network.\n\n" + raceLong + "\n\n" +
			"Exit codes: 0 it passes, 1 it does not, 2 the command line was wrong, 3 this machine could not judge.\n" +
			"With --json, the report has the form that `raftlab schema bring` prints, version " +
			strconv.Itoa(verdict.Version) + ".",
		Example: "  raftlab bring ~/6.5840/src/raft1\n  raftlab bring . --schedules 500 --save found",
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return o.run(ctx, args[0], cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.all, "all", false, "play all runs, also after one has failed")
	f.Uint64Var(&o.seed, "seed", 1, "the first seed")
	f.IntVar(&o.schedules, "schedules", judge.DefaultSchedules, "how many random schedules, beside the situations")
	f.IntVar(&o.jobs, "jobs", runtime.NumCPU(), "how many runs at a time")
	f.BoolVar(&o.json, "json", false, "print the report as JSON")
	f.DurationVar(&o.race, "race", 0, "watch with Go's race detector instead, for so `long`")
	f.Lookup("race").NoOptDefVal = raceSpan
	f.StringVar(&o.save, "save", "", "a folder for what broke: the smallest scenario, and its trace")
	return cmd
}

func (o *bringOptions) run(ctx context.Context, folder string, out, errOut io.Writer) error {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() && filepath.Ext(folder) != ".go" {
		return usagef("there is no folder %s", folder)
	}
	if o.race != 0 {
		return o.watchRaces(ctx, folder, out, errOut)
	}
	switch {
	case o.schedules < 0 || o.schedules > 1_000_000:
		return usagef("--schedules %d is not between 0 and 1,000,000", o.schedules)
	case o.jobs < 1 || o.jobs > 1000:
		return usagef("--jobs %d is not between 1 and 1000", o.jobs)
	}
	wanted := verdict.Wanted{FirstSeed: o.seed, Schedules: o.schedules, Jobs: o.jobs, All: o.all}
	if o.schedules == 0 {
		wanted.Schedules = -1 // of the judge's: none
	}
	watch := watcher(errOut)
	if watch != nil {
		watch.title = filepath.Base(folder)
		watch.status("compiling")
		wanted.Done = func(done, of int) { watch.status(fmt.Sprintf("%d of %d runs", done, of)) }
	}
	if !o.json {
		// A text that cannot be printed is found at the end.
		wanted.Say = func(text string) { watch.end(); _, _ = io.WriteString(out, text) }
	}
	report, program, err := wanted.Judge(ctx, folder)
	watch.end()
	if err != nil {
		err = &exitError{exitInconclusive, fmt.Errorf("%s could not be judged: %w", folder, err)}
	}
	return errors.Join(o.print(out, report), o.keep(ctx, out, report, program), err, verdictOn(report))
}

// verdictOn is the error that gives the exit code of a report.
func verdictOn(report *verdict.Report) error {
	switch report.Verdict {
	case grader.Pass, grader.Infrastructure:
		return nil
	case grader.Compile:
		return errors.New("no program can be made of the folder")
	}
	return errors.New("the server does not pass")
}

func (o *bringOptions) print(out io.Writer, report *verdict.Report) error {
	if !o.json {
		return nil // it is printed already
	}
	b := source.ThisBuild()
	report.By = &grader.BuildJSON{Commit: b.Commit, Go: b.Go, Hash: b.Hash}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(report)
}

// keep writes what broke to the folder: a scenario and its trace for each property.
func (o *bringOptions) keep(ctx context.Context, out io.Writer, report *verdict.Report, program []byte) error {
	kept := map[string]bool{}
	for _, finding := range report.Findings {
		if o.save == "" || kept[finding.Property] {
			continue
		}
		kept[finding.Property] = true
		base := filepath.Join(o.save, finding.Property+"-"+finding.Run)
		if err := keepRun(ctx, base, finding, program); err != nil {
			return fmt.Errorf("keep what broke: %w", err)
		}
		if !o.json {
			if _, err := fmt.Fprintf(out, "kept in %s.txt and %s.trace\n", base, base); err != nil {
				return err
			}
		}
	}
	return nil
}

// keepRun plays a finding's smallest scenario, and writes it and its trace.
func keepRun(ctx context.Context, base string, finding verdict.Finding, program []byte) error {
	text := finding.Smallest
	if text == "" {
		text = finding.Scenario
	}
	if err := os.MkdirAll(filepath.Dir(base), 0o755); err != nil {
		return err
	}
	var trace []byte
	_, err := judge.Play(ctx, program, text, func(line []byte) { trace = append(trace, line...) })
	return errors.Join(err, os.WriteFile(base+".txt", []byte(text), 0o644), os.WriteFile(base+".trace", trace, 0o644))
}
