package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"raftlab/grader/class/grading"
	"raftlab/grader/class/judging"
	"raftlab/grader/class/results"
)

// classRegrade are the flags of class regrade.
type classRegrade struct {
	jobs int
	lab  string
	dry  bool
}

func newClassRegrade() *cobra.Command {
	var o classRegrade
	cmd := &cobra.Command{
		Use:   "regrade RESULTS",
		Short: "Judge a class again after a change of the grader, and show what changed",
		Long: "Judge the files of a graded class by this raftlab, with the same seeds, and print for whom what\n" +
			"changed, and why. The reports of both graders are kept; the pages become those of this one, but\n" +
			"not with --dry-run.",
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.Context(), args[0], cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	cmd.Flags().IntVar(&o.jobs, "jobs", runtime.NumCPU(), "how many files are judged at a time")
	cmd.Flags().StringVar(&o.lab, "lab", "", "the `address` at which the lab is served: pages link to it")
	cmd.Flags().BoolVar(&o.dry, "dry-run", false, "show what would change, and leave plan and pages alone")
	return cmd
}

func (o *classRegrade) run(ctx context.Context, path string, out, errOut io.Writer) error {
	ctx, stop := untilInterrupted(ctx)
	defer stop()
	return inFolder(path, func(folder *results.Folder) error {
		before, err := folder.Plan()
		if err != nil {
			return err
		}
		by, err := thisGrader()
		if err != nil {
			return err
		}
		was, err := grading.Class(folder, before, nil)
		if err != nil {
			return err
		}
		plan, err := grading.Again(folder, before, by)
		if err != nil {
			return err
		}
		plan.Began = time.Now().UTC().Truncate(time.Second)
		failures, err := judgePlan(ctx, folder, plan, judging.Shard{}, o.jobs, errOut)
		if err != nil {
			return err
		}
		is, err := grading.Class(folder, plan, failures)
		if err != nil {
			return err
		}
		changes := grading.Changes(was, is)
		if _, err := fmt.Fprintf(out, "%d of %d rows changed, from grader %s to %s\n%s", len(changes), len(is.Rows),
			before.By.Hash, by.Hash, grading.Text(changes)); err != nil {
			return err
		}
		if o.dry {
			return unjudged(failures)
		}
		if err := folder.Write("changes.txt", []byte(grading.Text(changes))); err != nil {
			return err
		}
		if err := finish(ctx, folder, plan, failures, o.lab, io.Discard); err != nil {
			return err
		}
		return unjudged(failures)
	})
}
