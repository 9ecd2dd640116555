package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"raftlab/grader/class/grading"
	"raftlab/grader/class/judging"
	"raftlab/grader/class/results"
)

func newClassMerge() *cobra.Command {
	lab := ""
	cmd := &cobra.Command{
		Use:   "merge RESULTS SHARD…",
		Short: "Put the results of shards together",
		Long: "Copy the reports of shards into one folder of results, and write its pages. RESULTS may be one of\n" +
			"the shards, or a new folder. All must have judged the same class by the same grader.",
		Example: "  raftlab class grade week3.zip --out part-1 --shard 1/2     on one machine\n" +
			"  raftlab class grade week3.zip --out part-2 --shard 2/2     on another one\n" +
			"  raftlab class merge results part-1 part-2",
		Args: usageArgs(cobra.MinimumNArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return inFolder(args[0], func(folder *results.Folder) error {
				plan, err := mergeShards(folder, args[1:])
				if err != nil {
					return err
				}
				return afterMerge(cmd.Context(), folder, plan, lab, cmd.OutOrStdout())
			})
		},
	}
	cmd.Flags().StringVar(&lab, "lab", "", "the `address` at which the lab is served: pages link to it")
	return cmd
}

// mergeShards copies the reports of shards, and gives the plan of all.
func mergeShards(folder *results.Folder, paths []string) (*results.Plan, error) {
	var plan *results.Plan
	for _, path := range paths {
		shard, err := results.Open(path)
		if err != nil {
			return nil, err
		}
		theirs, err := grading.Merge(folder, shard, plan)
		if closed := shard.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return nil, fmt.Errorf("merge %s: %w", path, err)
		}
		plan = theirs
	}
	return plan, nil
}

// afterMerge writes the pages, and says what no shard judged.
func afterMerge(
	ctx context.Context, folder *results.Folder, plan *results.Plan, lab string, out io.Writer,
) error {
	missing, err := grading.Missing(folder, plan, judging.Shard{})
	if err != nil {
		return err
	}
	if err := finish(ctx, folder, plan, nil, lab, out); err != nil {
		return err
	}
	if len(missing) > 0 {
		return &exitError{exitInconclusive, fmt.Errorf("%d files are judged in none of these shards: is one left out?",
			len(missing))}
	}
	return nil
}
