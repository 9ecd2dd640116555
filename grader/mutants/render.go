package mutants

import (
	_ "embed" // for matrixIntroduction
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

// Summary is how many mutants each kind of check finds, and how many schedules that needs.
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
	fmt.Fprintf(&b, "Of %d mutants, each kind of check by itself finds so many, and is the first to find so many:\n\n",
		len(rows))
	for check, name := range []string{"examples", "every small call", "drills", "random schedules"} {
		fmt.Fprintf(&b, "- %s: %d, first %d\n", name, found[Check(check)], first[Check(check)])
	}
	fmt.Fprintf(&b, "- nothing: %d, which are correct\n\n", first[Nothing])
	needed := Needed(rows)
	fmt.Fprintf(&b, "Those that random schedules find need %d schedules in the middle (median), %d at most.\n",
		Median(needed), needed[len(needed)-1])
	return b.String()
}

// Needed is how many schedules were necessary, for each mutant that schedules find, in increasing order.
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

// Median is the number in the middle, the higher of two.
func Median(sorted []int) int { return sorted[len(sorted)/2] }

// matrixIntroduction is what a reader of MATRIX.md needs to know before the table.
//
//go:embed introduction.md
var matrixIntroduction string

// Markdown is a whole matrix in the form of MATRIX.md.
func Markdown(rows []Row) string {
	var b strings.Builder
	b.WriteString(matrixIntroduction + Summary(rows))
	b.WriteString("\n| id | what a server does wrong | exercise | examples | small | drill | schedules | property |\n" +
		"|---|---|---|---|---|---|---|---|\n")
	for _, r := range rows {
		b.WriteString(r.Line() + strings.Join(r.clusterCells(), " | ") + " |\n")
	}
	b.WriteString("\n## Mutants that break nothing in random schedules\n\n" +
		"In a cluster that has healed, nothing is wrong any more, or it was never wrong. " +
		"Calls of the rule show most of them.\n\n")
	for _, r := range rows {
		if r.Mutant.Harmless != "" {
			fmt.Fprintf(&b, "- **%s** %s. %s\n", r.Mutant.ID, r.Mutant.Title, r.Mutant.Harmless)
		}
	}
	b.WriteString("\n## Mutants that random schedules find late, or not at all\n\n" +
		"A scenario in `testdata` shows each.\n\n")
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
		if !m.Made() {
			fmt.Fprintf(&b, "- **%s** %s. %s\n", m.ID, m.Title, m.Harmless)
		}
	}
	return b.String()
}
