package main

import (
	"os"

	"github.com/spf13/cobra"

	"raftlab/grader/runfile"
	"raftlab/grader/sandbox"
)

// gradeGuest is a command of raftlab that `raftlab grade --sandbox` runs in a child process, so that a guest that does
// not end can be killed. People have no use for it.
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
			return runfile.HostGuest(cmd.Context(), args[0], wanted, report, progress)
		},
	}
	f := cmd.Flags()
	f.Uint64Var(&wanted.FirstSeed, "seed", 1, "the first seed of the random schedules")
	f.IntVar(&wanted.Schedules, "schedules", 1, "how many random schedules")
	f.BoolVar(&wanted.All, "all", false, "play all schedules, also after enough of them have failed")
	f.StringVar(&report, "report", "", "write the report to this `file`")
	f.StringVar(&progress, "progress", "", "write progress to this `file`")
	return cmd
}
