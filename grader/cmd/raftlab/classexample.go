package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"raftlab/grader/class/example"
	"raftlab/grader/judges"
)

// classExample are the flags of class example.
type classExample struct {
	exercises string
	students  int
}

func newClassExample() *cobra.Command {
	var o classExample
	cmd := &cobra.Command{
		Use:   "example DIR",
		Short: "Make a class to try the other commands with",
		Long: "Make a folder with what an invented class handed in: right and wrong, unfinished, late and\n" +
			"misnamed files, some of which attack the grader. submissions.zip is in the form of Canvas, and\n" +
			"gradebook.csv is what Canvas exports of such a class.",
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.Context(), args[0], cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&o.exercises, "exercises", "vote", "the exercises of its assignment")
	cmd.Flags().IntVar(&o.students, "students", 20, "how many students it has")
	return cmd
}

func (o *classExample) run(ctx context.Context, path string, out io.Writer) error {
	if o.students < 1 || o.students > 10_000 {
		return usagef("--students %d is not between 1 and 10,000", o.students)
	}
	asked := handedIn{exercises: o.exercises}
	a, err := asked.wanted()
	if err != nil {
		return err
	}
	root, err := checkout(ctx)
	if err != nil {
		return err
	}
	var ids []string
	for _, e := range a.Exercises {
		ids = append(ids, e.ID)
	}
	hostile := 0
	if slices.Contains(ids, "vote") {
		hostile = max(o.students/10, 1)
	}
	c, err := example.Generate(example.Options{
		Seed: 1, Students: o.students, Exercises: ids, Hostile: hostile, Checkout: os.DirFS(root),
	})
	if err != nil {
		return err
	}
	return o.write(c, a.Title, a.Points(), path, out)
}

func (o *classExample) write(c *example.Class, title string, points int, path string, out io.Writer) error {
	if err := os.MkdirAll(path, 0o755); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	zip, err := c.Write(path, example.Canvas)
	submissions := filepath.Join(path, "submissions.zip")
	if err == nil {
		err = os.Rename(zip, submissions)
	}
	gradebook := filepath.Join(path, "gradebook.csv")
	if err == nil {
		err = os.WriteFile(gradebook, c.Gradebook(title, points), 0o644)
	}
	if err != nil {
		return fmt.Errorf("write the class: %w", err)
	}
	_, err = fmt.Fprintf(out, "%d students handed in %s; their gradebook is %s\n"+
		"to grade them: raftlab class grade %s --exercises %s --out results\n",
		o.students, submissions, gradebook, submissions, strings.Join(idsOf(o.exercises), ","))
	return err
}

// idsOf are the exercises that a flag names, or all.
func idsOf(flag string) []string {
	if flag != "" {
		return strings.Split(flag, ",")
	}
	var all []string
	for _, judge := range judges.All() {
		all = append(all, judge.About().ID)
	}
	return all
}
