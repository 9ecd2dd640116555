package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

func newReplay() *cobra.Command {
	var with []string
	cmd := &cobra.Command{
		Use:   "replay FILE",
		Short: "Replay a recorded run, and compare each line",
		Long: "Replay the run of a trace file, and compare each line with the recorded one. A run is a\n" +
			"pure function of the file's header, so all lines must be equal. The first line that\n" +
			"differs is shown, with the likely reason.\n\n" +
			"A run whose servers followed a learner's own rules needs those rules: --with names them.\n\n" +
			"Exit codes: 0 the lines are equal, 1 they differ, or the file is damaged, 2 the command\n" +
			"line was wrong.",
		Example: "  raftlab run c2 --trace c2.trace && raftlab replay c2.trace\n" +
			"  raftlab replay vote-election-safety.trace --with vote=mine.go",
		Args: traceArgument,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runReplay(cmd.Context(), args[0], with, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	addWithFlag(cmd.Flags(), &with)
	return cmd
}

func runReplay(ctx context.Context, name string, with []string, out, printed io.Writer) (err error) {
	own, err := findOwn(ctx, with, printed)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, own.close()) }()
	run, err := playWith(own, name)
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
