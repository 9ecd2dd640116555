package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"raftlab/exercises"
	"raftlab/grader"
	"raftlab/grader/judges"
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
					return usagef("task and level: want a number, got %q: raftlab hint EXERCISE TASK [LEVEL]", arg)
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

// allExercises lists them in their order.
func allExercises() []grader.About {
	all := judges.All()
	exercises := make([]grader.About, len(all))
	for i, judge := range all {
		exercises[i] = judge.About()
	}
	return exercises
}

// findExercise is the exercise with that id.
func findExercise(id string) (grader.About, error) {
	if judge, found := judges.Find(id); found {
		return judge.About(), nil
	}
	var known []string
	for _, exercise := range allExercises() {
		known = append(known, exercise.ID)
	}
	return grader.About{}, usagef("unknown exercise %q%s", id, story.DidYouMean(id, known))
}
