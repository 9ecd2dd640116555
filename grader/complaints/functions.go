package complaints

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/lab/story"
)

// Missing says that a file lacks a rule. Declared are the file's functions, and rules are the exercise's: none of these
// is meant to be the missing one.
func Missing(rule string, declared, rules []string) string {
	others := slices.DeleteFunc(slices.Sorted(slices.Values(declared)), func(name string) bool {
		return slices.Contains(rules, name)
	})
	near := story.DidYouMean(rule, others)
	if near == "" {
		return fmt.Sprintf("there is no function %s: the starter shows what it is given and what it returns", rule)
	}
	return fmt.Sprintf("there is no function %s%s It must be called %s", rule, spelt(near), rule)
}

// spelt shows the letters of a name that look like others.
func spelt(near string) string {
	var b strings.Builder
	for _, c := range near {
		if c > 0x7f {
			fmt.Fprintf(&b, "(%U)", c)
		} else {
			b.WriteRune(c)
		}
	}
	return b.String()
}

// Misfit says that a rule has another type than the exercise's.
func Misfit(rule, is, mustBe string) string {
	return fmt.Sprintf("%s is a %s, and must be a %s", rule, is, mustBe)
}
