package grading

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/grader/class"
)

// Change is a row that another grader judges differently.
type Change struct {
	Before, After class.Row
	// Why says what differs: the checks that fail now, or do not fail any more.
	Why string
}

// Changes compares a class with the same one, judged by another grader.
func Changes(before, after *class.Class) []Change {
	type place struct{ student, exercise string }
	old := map[place]class.Row{}
	for _, row := range before.Rows {
		old[place{row.Student.ID, row.Exercise}] = row
	}
	var changes []Change
	for _, row := range after.Rows {
		was := old[place{row.Student.ID, row.Exercise}]
		if why := why(was, row); why != "" {
			changes = append(changes, Change{was, row, why})
		}
	}
	return changes
}

// why is "" for a row of which nothing changed that anybody could see.
func why(before, after class.Row) string {
	if before.Report == nil || after.Report == nil {
		if before.Report == after.Report {
			return ""
		}
		return "it was judged only once"
	}
	var parts []string
	if was, is := before.Report.Verdict, after.Report.Verdict; was != is {
		parts = append(parts, fmt.Sprintf("%s, and now %s", was, is))
	}
	now, then := failing(after), failing(before)
	if news := without(now, then); len(news) > 0 {
		parts = append(parts, "fails now: "+strings.Join(news, ", "))
	}
	if gone := without(then, now); len(gone) > 0 {
		parts = append(parts, "does not fail any more: "+strings.Join(gone, ", "))
	}
	if pointsOf(before) != pointsOf(after) && len(parts) == 0 {
		parts = append(parts, "the points are given differently")
	}
	return strings.Join(parts, "; ")
}

// failing are the names of the checks that fail.
func failing(row class.Row) []string {
	var names []string
	for _, finding := range row.Report.Findings {
		if !slices.Contains(names, finding.Check) {
			names = append(names, finding.Check)
		}
	}
	return names
}

func without(names, others []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(others, name) })
}

// pointsOf is the points of a row, -1 without marks.
func pointsOf(row class.Row) int {
	if row.Marks == nil {
		return -1
	}
	return row.Marks.Points
}

// Text is the changes for people: what changed, for whom, and why.
func Text(changes []Change) string {
	var b strings.Builder
	for _, c := range changes {
		fmt.Fprintf(&b, "%s · %s: %s → %s points\n  %s\n",
			c.After.Student.Shown(), c.After.Exercise, shown(pointsOf(c.Before)), shown(pointsOf(c.After)), c.Why)
	}
	return b.String()
}

func shown(points int) string {
	if points < 0 {
		return "no"
	}
	return fmt.Sprint(points)
}
