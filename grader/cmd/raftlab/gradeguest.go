package main

import (
	"errors"
	"flag"
	"os"

	"github.com/spf13/cobra"

	"raftlab/grader/bring/graded"
	"raftlab/grader/runfile"
	"raftlab/grader/sandbox"
	"raftlab/grader/solo"
)

// The hidden commands are what raftlab does in processes of their own, which can be killed: graderWorker judges one
// file, gradeGuest hosts that file's rules as a guest, and wholeWorker judges a whole server. People have no use for
// them.
const (
	graderWorker = "grader-worker"
	gradeGuest   = "grade-guest"
	wholeWorker  = "whole-worker"
)

func newWholeWorker() *cobra.Command {
	return &cobra.Command{
		Use:    wholeWorker,
		Short:  "Judge the whole server that comes on standard input",
		Hidden: true,
		Args:   usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return graded.Work(cmd.Context(), os.Stdin, cmd.OutOrStdout())
		},
	}
}

func newGraderWorker() *cobra.Command {
	return &cobra.Command{
		Use:    graderWorker,
		Short:  "Judge the file that comes on standard input",
		Hidden: true,
		Args:   usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runfile.Work(cmd.Context(), os.Stdin, cmd.OutOrStdout())
		},
	}
}

func newGradeGuest() *cobra.Command {
	exercise := ""
	flags := flag.NewFlagSet(gradeGuest, flag.ContinueOnError)
	options := solo.Flags(flags)
	cmd := &cobra.Command{
		Use:    gradeGuest + " GUEST.wasm",
		Short:  "Judge the rules in a guest",
		Hidden: true,
		Args:   usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			err := runfile.HostGuest(cmd.Context(), args[0], exercise, options, cmd.ErrOrStderr())
			if err != nil && !errors.Is(err, sandbox.ErrGuest) {
				return &exitError{solo.ExitUnable, err}
			}
			return err
		},
	}
	cmd.Flags().StringVar(&exercise, "exercise", "", "the exercise of the rules")
	cmd.Flags().AddGoFlagSet(flags)
	return cmd
}
