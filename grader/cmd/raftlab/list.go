package main

import (
	"fmt"
	"os"
	"regexp"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"raftlab/lab/protocols/known"
	"raftlab/lab/scenarios"
)

func newList() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the exercises, the scenarios and the sets of rules",
		Args:  usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			all, err := scenarios.All()
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "Exercises (raftlab grade EXERCISE):")
			for _, exercise := range allExercises() {
				fmt.Fprintf(w, "  %s\t%s\t%s\n", exercise.ID, exercise.Title, begun(exercise.File))
			}
			fmt.Fprintln(w)
			fmt.Fprintln(w, "Scenarios (raftlab run SCENARIO):")
			for _, s := range all {
				fmt.Fprintf(w, "  %s\t%s\t%s\n", s.Subject, s.ID, s.Title)
			}
			fmt.Fprintln(w, "\nRules (raftlab run SCENARIO --rules RULES):")
			for _, set := range known.Protocols()[0].RuleSets() {
				if set.Story != "" {
					continue // below
				}
				about := set.Wrong
				if about == "" {
					about = "Figure 2, as the paper has it."
				}
				fmt.Fprintf(w, "  %s\t%s\n", set.ID, about)
			}
			fmt.Fprintln(w, "\nRules with which one story ends otherwise (raftlab run STORY --rules RULES):")
			for _, set := range known.Protocols()[0].RuleSets() {
				if set.Story != "" {
					fmt.Fprintf(w, "  %s\t%s\t%s\n", set.Story, set.ID, set.Wrong)
				}
			}
			for _, protocol := range known.Protocols()[1:] {
				fmt.Fprintf(w, "\nRules of protocol %s (raftlab run STORY --rules RULES):\n", protocol.ID())
				for _, set := range protocol.RuleSets() {
					if set.Wrong != "" {
						fmt.Fprintf(w, "  %s\t%s\n", set.ID, set.Wrong)
					}
				}
			}
			return w.Flush()
		},
	}
}

// starters is the panic of a rule that is not written, of any protocol.
var starters = regexp.MustCompile(`panic\([a-z]+\.TODO\)`)

// begun reports whether a learner's file still has the starter's panic, if the file can be read from this folder.
func begun(file string) string {
	text, err := os.ReadFile(file)
	switch {
	case err != nil:
		return ""
	case starters.Match(text):
		return "not finished"
	}
	return "written"
}
