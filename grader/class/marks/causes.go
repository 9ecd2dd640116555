package marks

import (
	"cmp"
	"slices"

	"raftlab/grader"
	"raftlab/grader/class"
)

// CauseGroup is everybody in a class who makes one mistake.
type CauseGroup struct {
	Exercise string
	Verdict  grader.Verdict
	Cause    class.Cause
	// Rows are those of the students, by the student's ID. The cause is the first one's, who is the example.
	Rows []class.Row
}

// Causes groups the rows of a class by their cause: what most students do comes first, and then in the order of the
// keys.
func Causes(rows []class.Row) []CauseGroup {
	byKey := map[string][]class.Row{}
	for _, row := range rows {
		if row.Marks != nil && row.Marks.Cause != nil && row.Report != nil {
			key := row.Marks.Cause.Key
			byKey[key] = append(byKey[key], row)
		}
	}
	groups := []CauseGroup{}
	for _, same := range byKey {
		slices.SortStableFunc(same, func(a, b class.Row) int { return cmp.Compare(a.Student.ID, b.Student.ID) })
		first := same[0]
		groups = append(groups, CauseGroup{
			Exercise: first.Exercise, Verdict: first.Report.Verdict, Cause: *first.Marks.Cause, Rows: same,
		})
	}
	slices.SortFunc(groups, func(a, b CauseGroup) int {
		return cmp.Or(cmp.Compare(len(b.Rows), len(a.Rows)), cmp.Compare(a.Cause.Key, b.Cause.Key))
	})
	return groups
}
