package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"raftlab/grader/sandbox"
)

// gradeGuest is the command that `raftlab grade --sandbox` runs of itself, so that a guest that does not
// end can be killed. It is of no use to people.
const gradeGuest = "grade-guest"

func newGradeGuest() *cobra.Command {
	wanted := sandbox.Grading{Output: os.Stderr}
	var report, progress string
	cmd := &cobra.Command{
		Use:    gradeGuest + " GUEST.wasm",
		Short:  "Have a learner's guest grade itself",
		Hidden: true,
		Args:   usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runGradeGuest(cmd.Context(), args[0], wanted, report, progress)
		},
	}
	f := cmd.Flags()
	f.Uint64Var(&wanted.FirstSeed, "seed", 1, "the first seed of the random schedules")
	f.IntVar(&wanted.Schedules, "schedules", 1, "how many random schedules")
	f.BoolVar(&wanted.All, "all", false, "go on after a story or a schedule that failed")
	f.StringVar(&report, "report", "", "write the report to this `file`")
	f.StringVar(&progress, "progress", "", "write progress to this `file`")
	return cmd
}

func runGradeGuest(ctx context.Context, path string, wanted sandbox.Grading, report, progress string) error {
	guest, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read the guest: %w", err)
	}
	if progress != "" {
		file, err := os.OpenFile(progress, os.O_WRONLY, 0)
		if err != nil {
			return fmt.Errorf("write progress: %w", err)
		}
		defer file.Close()
		wanted.Progress = func(line []byte) {
			// Who watched may have gone; the report is what counts.
			_, _ = file.Write(slices.Concat(line, []byte{'\n'}))
		}
	}
	graded, err := sandbox.Grade(ctx, guest, wanted)
	if err != nil {
		return err
	}
	bytes, err := json.Marshal(graded)
	if err == nil {
		err = os.WriteFile(report, bytes, 0o600)
	}
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}
