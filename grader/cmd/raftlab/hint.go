package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"raftlab/exercises"
	"raftlab/grader"
	"raftlab/lab/story"
)

func newHint() *cobra.Command {
	return &cobra.Command{
		Use:     "hint EXERCISE TASK [LEVEL]",
		Short:   "Give a hint for a task: where to look (1), which rule (2), which shape (3)",
		Example: "  raftlab hint vote 2\n  raftlab hint vote 2 3",
		Args:    usageArgs(cobra.RangeArgs(2, 3)),
		RunE: func(cmd *cobra.Command, args []string) error {
			exercise, err := findExercise(args[0])
			if err != nil {
				return err
			}
			numbers := []int{0, 1}
			for i, arg := range args[1:] {
				if numbers[i], err = strconv.Atoi(arg); err != nil {
					return usagef("%q is not a number: raftlab hint EXERCISE TASK [LEVEL]", arg)
				}
			}
			hint, err := exercises.Hint(exercise.ID, numbers[0], numbers[1])
			if err != nil {
				return &usageError{err}
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), hint)
			return err
		},
	}
}

// findExercise is the exercise of that id.
func findExercise(id string) (*grader.Exercise, error) {
	var known []string
	for _, e := range grader.Exercises() {
		if e.ID == id {
			return e, nil
		}
		known = append(known, e.ID)
	}
	return nil, usagef("there is no exercise %q%s", id, story.DidYouMean(id, known))
}
