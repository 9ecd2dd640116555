package gradebook

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
)

// grade is what a column gets for a student. Judged is false if there is no grade.
func (f filling) grade(r result) (points int, judged bool) {
	if f.exercise != "" {
		r, _ = r.of(f.exercise)
	}
	return r.points(), r.judged()
}

// most is the number of points that the column can get.
func (f filling) most(b *book) int {
	if assigned, found := b.class.Assignment.Find(f.exercise); found {
		return assigned.Points
	}
	return b.class.Assignment.Points()
}

// noteFilling says which column gets what, and whether it counts as many points there. Possible is the row with them.
func (b *book) noteFilling(t *table, f filling, possible int) {
	of := f.most(b)
	what := cmp.Or(f.exercise, "the whole assignment")
	b.note(Names, "The column %q gets the points of %s, %d at most", t.value(0, f.column), what, of)
	if there := t.value(possible, f.column); there != "" && !sameNumber(there, of) {
		b.note(OtherPoints, "The column %q counts %s points there, and %s gives %d: the points are written unchanged",
			t.value(0, f.column), there, what, of)
	}
}

// fill fills in the grades. Lines has the line of each result. Keep says why a cell must not change, "" if it may.
func (b *book) fill(t *table, lines map[int]int, fillings []filling, keep func(row int, value string) string) {
	for i, r := range b.results {
		row, found := lines[i]
		if !found {
			continue
		}
		for _, f := range fillings {
			points, judged := f.grade(r)
			if !judged {
				continue
			}
			if !t.has(row, f.column) {
				b.note(Kept, "The line of %s is too short, and is left alone", r.student.Shown())
				continue
			}
			value := t.value(row, f.column)
			if why := keep(row, value); why != "" {
				b.note(Kept, "%s %s: %q is left alone, and %d points are not written",
					r.student.Shown(), why, value, points)
				continue
			}
			if !sameNumber(value, points) {
				t.set(row, f.column, points)
			}
		}
	}
}

// decimals are zeros behind a whole number.
var decimals = regexp.MustCompile(`[.,]0+$`)

// sameNumber reports whether a text is that number, perhaps with zeros behind it.
func sameNumber(text string, number int) bool {
	text = decimals.ReplaceAllString(strings.TrimSpace(text), "")
	return text == strconv.Itoa(number)
}
