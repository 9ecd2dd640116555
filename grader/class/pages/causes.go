package pages

import (
	"cmp"
	"fmt"
	"slices"

	"raftlab/grader/class"
)

// causeRow is a group of files that fail for the same reason.
type causeRow struct {
	// Exercise is "" if the class has one exercise.
	Title, Exercise, Case, Sentence, Place string
	Count                                  int
	Bar                                    int
	Lesson                                 *lesson
	// Who has the first ones of All, the students of the group. More is how many follow.
	Who  []person
	More int
	All  []person
	key  string
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
	byKey := map[string]int{}
	failing := 0
	for at, id := range l.exercises {
		for _, s := range l.students {
			row := l.of(s, id)
			if row == nil || row.Marks == nil || row.Marks.Cause == nil || row.Problem != nil {
				continue
			}
			failing++
			key := fmt.Sprintf("%06d %s", at, row.Marks.Cause.Key)
			if _, known := byKey[key]; !known {
				byKey[key] = len(rows)
				rows = append(rows, causeOf(l.class, row, key))
			}
			group := &rows[byKey[key]]
			group.Count++
			group.All = append(group.All, l.person(s))
		}
	}
	slices.SortStableFunc(rows, func(a, b causeRow) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.key, b.key))
	})
	shared := 0
	for i := range rows {
		group := &rows[i]
		group.Bar = max(3, group.Count*barWidth/rows[0].Count)
		group.Who = group.All[:min(whoMax, len(group.All))]
		group.More = len(group.All) - len(group.Who)
		if group.Count > 1 {
			shared += group.Count
		}
	}
	note := "the same smallest failing case is the same misconception"
	if failing > 0 {
		note += fmt.Sprintf(" · %s of %s that fail", commas(shared), counted(failing, "file"))
	}
	return rows, note
}

func causeOf(c *class.Class, row *class.Row, key string) causeRow {
	cause := row.Marks.Cause
	made := causeRow{
		Title: capital(shown(cause.Title, 160)), Exercise: shown(row.Exercise, 40), Place: shown(cause.Place, 120),
		Sentence: shown(cause.Sentence, 140), Lesson: lessonOf(c, cause), key: key,
	}
	if text := shown(cause.Case, 120); capital(text) != made.Title {
		made.Case = text
	}
	return made
}
