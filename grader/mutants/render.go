package mutants

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
)

// Text is a matrix for the terminal.
func Text(rows []Row) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "id\texercise\texamples\tsmall\tdrill\tschedules\tproperty\twhat a server does wrong")
	for _, r := range rows {
		cells := append([]string{r.Mutant.ID}, r.cells()...)
		cells = append(append(cells, r.clusterCells()...), r.Mutant.Title)
		fmt.Fprintln(w, strings.Join(cells, "\t"))
	}
	w.Flush() // into memory
	return b.String() + "\n" + Summary(rows)
}

// Summary is how many mutants each kind of check finds, and how many schedules it takes.
func Summary(rows []Row) string {
	found, first := map[Check]int{}, map[Check]int{}
	for _, r := range rows {
		first[r.First()]++
		for check, finds := range map[Check]bool{
			Example: r.Examples > 0, Small: r.Small, Drill: r.Drill != "", Schedule: r.Schedules > 0,
		} {
			if finds {
				found[check]++
			}
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Of %d mutants, each kind of check by itself finds so many, and is the first to find so many:\n\n", len(rows))
	for check, name := range []string{"examples", "every small call", "drills", "random schedules"} {
		fmt.Fprintf(&b, "- %s: %d, first %d\n", name, found[Check(check)], first[Check(check)])
	}
	fmt.Fprintf(&b, "- nothing: %d, which are correct\n\n", first[Nothing])
	needed := Needed(rows)
	fmt.Fprintf(&b, "Those that random schedules find need %d schedules in the middle (median), %d at most.\n",
		Median(needed), needed[len(needed)-1])
	return b.String()
}

// Needed is how many schedules it took for those mutants that schedules find, in increasing order.
func Needed(rows []Row) []int {
	var needed []int
	for _, r := range rows {
		if r.Schedules > 0 {
			needed = append(needed, r.Schedules)
		}
	}
	slices.Sort(needed)
	return needed
}

// Median is the one in the middle, the higher one of two.
func Median(sorted []int) int { return sorted[len(sorted)/2] }

const matrixIntroduction = `# The kill matrix

The grader is graded here. A mutant is Raft with one mistake that real learners or real systems made; its number is that of the
project's catalogue of bugs: V voting, T timers and stepping down, A AppendEntries on the follower, R its replies on the
leader, C the commit rule, P applying, D the disk, B the way back to where two logs part.

Each mutant is judged by the exercise whose rule it gets wrong, by each kind of check alone:

- **examples**: how many of the exercise's examples fail.
- **small**: whether a call fails, of all calls up to a small bound.
- **drill**: the first story of the exercise that fails.
- **schedules**: how many random schedules it takes until one fails; a dash where 200 do not.
- **property**: what breaks in that drill or, where there is none, in that schedule. "no end" is a run that waits in vain.

A mutant must be found first by the check that the catalogue names for it, which is mostly an example. Where clusters find
nothing, the reason stands under the table.

` + "`make mutants`" + ` makes this table anew and fails if a mutant survives, or is found by another check first. The file is
written with ` + "`go test ./grader/mutants -run KillMatrix -rewrite`" + `.

`

// Markdown is a whole matrix as MATRIX.md has it.
func Markdown(rows []Row) string {
	var b strings.Builder
	b.WriteString(matrixIntroduction + Summary(rows))
	b.WriteString("\n| id | what a server does wrong | exercise | examples | small | drill | schedules | property |\n" +
		"|---|---|---|---|---|---|---|---|\n")
	for _, r := range rows {
		b.WriteString(r.Line() + strings.Join(r.clusterCells(), " | ") + " |\n")
	}
	b.WriteString("\n## Mutants that break nothing in random schedules\n\n" +
		"In a cluster that has healed, nothing is wrong any more, or it was never wrong. Calls of the rule show most of them.\n\n")
	for _, r := range rows {
		if r.Mutant.Harmless != "" {
			fmt.Fprintf(&b, "- **%s** %s. %s\n", r.Mutant.ID, r.Mutant.Title, r.Mutant.Harmless)
		}
	}
	b.WriteString("\n## Mutants that random schedules find late, or not at all\n\nA scenario in `testdata` shows each.\n\n")
	for _, r := range rows {
		if r.Mutant.Rare != "" {
			fmt.Fprintf(&b, "- **%s** %s. %s\n", r.Mutant.ID, r.Mutant.Title, r.Mutant.Rare)
		}
	}
	b.WriteString("\n## Notes\n\n")
	for _, r := range rows {
		if r.Mutant.Note != "" {
			fmt.Fprintf(&b, "- **%s** %s. %s\n", r.Mutant.ID, r.Mutant.Title, r.Mutant.Note)
		}
	}
	b.WriteString("\n## Rows of the catalogue that cannot be made here\n\n")
	for _, m := range All() {
		if m.Rules == nil && m.Machine == nil {
			fmt.Fprintf(&b, "- **%s** %s. %s\n", m.ID, m.Title, m.Harmless)
		}
	}
	return b.String()
}
