package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"raftlab/grader/runfile"
	"raftlab/grader/sandbox"
)

func newReplay() *cobra.Command {
	var with string
	cmd := &cobra.Command{
		Use:   "replay FILE",
		Short: "Replay a recorded run, and compare each line",
		Long: "Replay the run of a trace file, and compare each line with the recorded one. A run is a\n" +
			"pure function of the file's header, so all lines must be equal. The first line that\n" +
			"differs is shown, with the likely reason.\n\n" +
			"A run whose servers followed a learner's own rules needs those rules: name the exercise\n" +
			"with --with, and after the trace the file, if it is not the one in this folder's exercises.\n\n" +
			"Exit codes: 0 the lines are equal, 1 they differ, or the file is damaged, 2 the command\n" +
			"line was wrong.",
		Example: "  raftlab run c2 --trace c2.trace && raftlab replay c2.trace\n" +
			"  raftlab replay vote-election-safety.trace --with vote mine.go",
		Args: usageArgs(cobra.RangeArgs(1, 2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			file := ""
			if len(args) == 2 {
				file = args[1]
			}
			return runReplay(cmd.Context(), args[0], with, file, cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&with, "with", "",
		"play the servers that follow their own rules with the rules of this `exercise`")
	return cmd
}

// ownHost is the host of a learner's servers: guests, as in the page. It is nil without an exercise and a file.
func ownHost(ctx context.Context, with, file string) (*sandbox.Host, error) {
	if with == "" && file == "" {
		return nil, nil
	}
	if with == "" {
		return nil, usagef("%s: missing --with EXERCISE, the exercise of the file", file)
	}
	exercise, err := findExercise(with)
	if err != nil {
		return nil, err
	}
	root, err := checkout(ctx)
	if err != nil {
		return nil, err
	}
	learner, err := runfile.Read(root, exercise, file, false)
	if err != nil {
		return nil, &usageError{err}
	}
	guest, err := learner.Guest(ctx, root)
	if err != nil {
		return nil, err
	}
	return sandbox.New(ctx, guest)
}

func runReplay(ctx context.Context, name, with, file string, out io.Writer) (err error) {
	host, err := ownHost(ctx, with, file)
	if err != nil {
		return err
	}
	if host != nil {
		defer func() { err = errors.Join(err, host.Close(ctx)) }()
	}
	run, err := playWith(host, name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, run.Close()) }()
	if err := run.Finish(); err != nil {
		return err
	}
	w := run.Runner.World()
	fmt.Fprintf(out, "ok  %s: the run is as it was recorded\n    %s\n",
		name, runLine(run.Event(), w.Now(), w.Trace.Hash()))
	if v := w.Violation(); v != nil {
		fmt.Fprintf(out, "    it ends because %v\n", v)
	}
	return nil
}
