package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"raftlab/grader"
	"raftlab/grader/bring/graded"
	"raftlab/grader/class/grading"
	"raftlab/grader/class/judging"
	"raftlab/grader/class/results"
	"raftlab/grader/gradable"
	"raftlab/grader/runfile"
	"raftlab/grader/source"
)

func newClass() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "class",
		Short: "Grade a class, and hand the grades on",
		Long: "Grade what a class of students handed in, as it comes from where they handed it in. Each file runs\n" +
			"as a WebAssembly guest, within bounds, and reaches nothing of the machine. The results are a\n" +
			"folder: pages, a table, and all reports. What is judged already is not judged again.",
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, sub := range []func() *cobra.Command{
		newClassExample, newClassGrade, newClassRegrade, newClassMerge, newClassExport, newClassAutograder,
		newClassServe, newClassWork, newClassOne,
	} {
		cmd.AddCommand(sub())
	}
	return cmd
}

// untilInterrupted is a context that ends when a person or a machine interrupts this process.
func untilInterrupted(ctx context.Context) (context.Context, context.CancelFunc) {
	return signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
}

// classJudge judges the files of a class in other processes of this program, as WebAssembly guests.
func classJudge(ctx context.Context) (func(context.Context, judging.Task) (*grader.ReportJSON, error), error) {
	root, err := checkout(ctx)
	if err != nil {
		return nil, err
	}
	wanted, err := workers()
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, task judging.Task) (*grader.ReportJSON, error) {
		if task.Exercise.ID == gradable.Node {
			w := graded.Wanted{FirstSeed: task.Seed, Schedules: task.Schedules, Worker: wholeWorkers(wanted.Worker)}
			return w.Grade(ctx, root, task.Source)
		}
		w := wanted
		w.FirstSeed, w.Schedules = task.Seed, task.Schedules
		// The name is the exercise's own: a report must not depend on how somebody named a file.
		file := runfile.New(task.Exercise, path.Base(task.Exercise.File), task.Source)
		report, err := w.Grade(ctx, root, file)
		if err != nil {
			return nil, err
		}
		return report, nil
	}, nil
}

// wholeWorkers is how this program works on a whole server in another process.
func wholeWorkers(worker []string) []string {
	if len(worker) == 0 {
		return nil
	}
	return []string{worker[0], wholeWorker}
}

// thisGrader is what judges here.
func thisGrader() (grader.BuildJSON, error) {
	b := source.ThisBuild()
	if b.Hash == "" {
		return grader.BuildJSON{}, &exitError{exitInconclusive, source.ErrUnavailable}
	}
	return grader.BuildJSON{Commit: b.Commit, Go: b.Go, Hash: b.Hash}, nil
}

// finish writes the pages of a class whose tasks are done, and prints the table.
func finish(
	ctx context.Context, folder *results.Folder, plan *results.Plan, failures []judging.Failure, lab string,
	out io.Writer,
) error {
	plan.Ended = time.Now().UTC().Truncate(time.Second)
	c, err := grading.Class(folder, plan, failures)
	if err != nil {
		return err
	}
	c.Lab = lab
	if err := folder.KeepPlan(plan); err != nil {
		return err
	}
	root, err := checkout(ctx)
	if err != nil {
		return err
	}
	read := func(path string) ([]byte, error) { return os.ReadFile(filepath.Join(root, filepath.FromSlash(path))) }
	if err := grading.Compare(folder, c, read); err != nil {
		return err
	}
	if err := grading.Write(folder, c); err != nil {
		return err
	}
	return grading.Print(out, c, folder.Path(grading.IndexFile))
}

// unjudged is an error if this machine could not judge some files.
func unjudged(failures []judging.Failure) error {
	if len(failures) == 0 {
		return nil
	}
	return &exitError{exitInconclusive, fmt.Errorf("%d files could not be judged on this machine, and have no grade: "+
		"the same command tries them again; the first: %w", len(failures), failures[0].Err)}
}
