package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

func newReplay() *cobra.Command {
	return &cobra.Command{
		Use:   "replay FILE",
		Short: "Play a recorded run again, and compare each line",
		Long: "Play the run of a trace file again, and compare each line that it writes with the\n" +
			"file's. A run is a pure function of what the file's header says, so all must be alike;\n" +
			"the first line that is not is shown, with the likely reason.\n\n" +
			"Exit codes: 0 the run is as recorded, 1 it is not, or the file is damaged, 2 the command\n" +
			"line was wrong.",
		Example: "  raftlab run c2 --trace c2.trace && raftlab replay c2.trace",
		Args:    traceArgument,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runReplay(args[0], cmd.OutOrStdout())
		},
	}
}

func runReplay(name string, out io.Writer) (err error) {
	run, err := playAgain(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, run.Close()) }()
	if err := run.Finish(); err != nil {
		return err
	}
	w := run.Runner.World()
	fmt.Fprintf(out, "ok  %s: the run is as it was recorded\n    %s\n", name, runLine(run.Event(), w.Now(), w.Trace.Hash()))
	if v := w.Violation(); v != nil {
		fmt.Fprintf(out, "    it ends because %v\n", v)
	}
	return nil
}
