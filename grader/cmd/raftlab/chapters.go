package main

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"raftlab/lab/nemesis"
	"raftlab/lab/protocols"
)

// addOnFlag is the flag of fuzz and of explore for what a protocol has beyond its basics.
func addOnFlag(flags *pflag.FlagSet, on *string, values string) {
	flags.StringVar(on, "on", "", "what to switch on beyond the basics: "+values)
}

// chaptersHelp lists what --on takes. For a search, each that it cannot have has the reason beside it.
func chaptersHelp(set protocols.Set, search bool) string {
	var b strings.Builder
	for _, protocol := range set {
		for _, c := range protocol.Beyond().Chapters {
			fmt.Fprintf(&b, "  %-12s %s\n", c.Name, c.Help)
			if search && c.Unsearched != "" {
				fmt.Fprintf(&b, "  %-12s not here: %s\n", "", c.Unsearched)
			}
		}
	}
	return b.String()
}

// names are the chapters' names, for reports.
func names(chapters []nemesis.Chapter) []string {
	var all []string
	for _, c := range chapters {
		all = append(all, c.Name)
	}
	return all
}
