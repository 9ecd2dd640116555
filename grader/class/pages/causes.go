package pages

import (
	"fmt"
	"slices"

	"raftlab/grader/class"
	"raftlab/grader/class/marks"
)

// causeRow is a group of files that fail for the same reason.
type causeRow struct {
	// Exercise is "" if the class has one exercise.
	Title, Exercise, Case, Sentence, Place string
	Count                                  int
	Bar                                    int
	Lesson                                 *lesson
	// The students of the group are All. Their first ones are Who, and More counts the others.
	Who  []person
	More int
	All  []person
}

// causesMax is how many groups are shown at once.
const causesMax = 10

// whoMax is how many students of a group are named at once.
const whoMax = 3

// barWidth is the longest bar of the table of causes.
const barWidth = 60

// causes are the groups of the class, the largest first, and a note about them.
func (l *list) causes() ([]causeRow, string) {
	var rows []causeRow
	failing, shared := 0, 0
	for _, group := range marks.Causes(l.class.Rows) {
		made := causeOf(l.class, group)
		for i := range group.Rows {
			made.All = append(made.All, l.person(group.Rows[i].Student))
		}
		slices.SortStableFunc(made.All, func(a, b person) int { return compareNames(a.Name, b.Name) })
		made.Count = len(made.All)
		made.Who = made.All[:min(whoMax, made.Count)]
		made.More = made.Count - len(made.Who)
		if failing += made.Count; made.Count > 1 {
			shared += made.Count
		}
		rows = append(rows, made)
	}
	for i := range rows {
		rows[i].Bar = max(3, rows[i].Count*barWidth/rows[0].Count)
	}
	note := ""
	if shared > 0 {
		note = fmt.Sprintf("%s of %s that fail share theirs", commas(shared), counted(failing, "file"))
	}
	return rows, note
}

func causeOf(c *class.Class, group marks.CauseGroup) causeRow {
	cause := &group.Cause
	made := causeRow{
		Title: capital(shown(cause.Title, 160)), Exercise: shown(group.Exercise, 40), Place: shown(cause.Place, 120),
		Sentence: shown(cause.Sentence, 140), Lesson: lessonOf(c, cause),
	}
	if text := shown(cause.Case, 120); capital(text) != made.Title {
		made.Case = text
	}
	return made
}
