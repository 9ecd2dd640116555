package gradebook

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"raftlab/grader/gradable"
	"raftlab/lab/story"
)

// filling is a column that gets the points of an exercise, or of the whole assignment if the exercise is "".
type filling struct {
	column   int
	exercise string
}

// exportCanvas fills in the gradebook that Canvas exported. A heading that Canvas does not know would create an
// assignment there, so none is written.
func exportCanvas(b *book, options Options) error {
	t, err := readTable(options.Template)
	if err != nil {
		return err
	}
	columns, err := canvasColumns(t)
	if err != nil {
		return err
	}
	fillings, err := canvasFillings(t, b, options)
	if err != nil {
		return err
	}
	people, possible := columns.people(t)
	for _, f := range fillings {
		if canvasReadOnly.MatchString(t.value(possible, f.column)) {
			return fmt.Errorf("the column %q is read only there", t.value(0, f.column))
		}
		b.noteFilling(t, f, possible)
	}
	b.fill(t, b.match(people), fillings, func(_ int, value string) string {
		switch strings.ToUpper(value) {
		case "EX":
			return "is excused there"
		case "N/A":
			return "does not have this assignment there"
		}
		return ""
	})
	b.Files["canvas.csv"] = t.filled()
	return nil
}

// canvasTable has the columns that say who a line is about, -1 for one that is missing.
type canvasTable struct {
	names                 []int // Student, or LastName and FirstName
	id, sisUser, sisLogin int
	section               int
}

// canvasColumns finds these columns as Canvas does when it reads the file.
func canvasColumns(t *table) (canvasTable, error) {
	first := func(i int, word string) bool { return strings.Contains(t.value(0, i), word) }
	c := canvasTable{
		sisUser: t.column("SIS User ID"), sisLogin: t.column("SIS Login ID"), section: t.column("Section"),
	}
	switch {
	case len(t.rows[0]) > 3 && first(0, "Student") && first(1, "ID"):
		c.names, c.id = []int{0}, 1
	case len(t.rows[0]) > 4 && first(0, "LastName") && first(1, "FirstName") && first(2, "ID"):
		c.names, c.id = []int{0, 1}, 2
	default:
		return c, errors.New("this is no gradebook that Canvas exported: its first row has to begin with Student and " +
			"ID; it has " + cmp.Or(t.headings(), "nothing"))
	}
	if c.section < 0 {
		return c, errors.New("this is no gradebook that Canvas exported: it has no column Section")
	}
	return c, nil
}

var (
	canvasReadOnly = regexp.MustCompile(`read\s+only`)
	// canvasMuted is what stands in the row about assignments that students do not see.
	canvasMuted = regexp.MustCompile(`(?i)^\s*(Muted|Manual Posting.*)?\s*$`)
	// canvasAssignment is the heading of an assignment: its title, and its number there.
	canvasAssignment = regexp.MustCompile(`^(.*\S)\s*\((\d+)\)$`)
)

// people are the lines about students. Possible is the row with the points of each column, the last number of all rows
// and one more without it.
func (c canvasTable) people(t *table) (people []person, possible int) {
	possible = len(t.rows)
	for row := 1; row < len(t.rows); row++ {
		if strings.Contains(t.value(row, 0), "Points Possible") {
			possible = row
			continue
		}
		muted := true
		for i := range t.rows[row] {
			muted = muted && canvasMuted.MatchString(t.value(row, i))
		}
		if muted {
			continue
		}
		p := person{row: row, ids: []string{t.value(row, c.id), t.value(row, c.sisUser), t.value(row, c.sisLogin)}}
		name := strings.Trim(t.value(row, c.names[0]), `"`)
		last, given, ordered := strings.Cut(name, ",")
		if len(c.names) == 2 {
			last, given, ordered = name, strings.Trim(t.value(row, c.names[1]), `"`), true
		}
		p.names, p.shown = []string{name}, name
		if ordered {
			p.names = []string{last + " " + given, given + " " + last}
			p.shown = strings.TrimSpace(given + " " + last)
		}
		p.shown = cmp.Or(p.shown, p.ids[0])
		people = append(people, p)
	}
	return people, possible
}

// canvasFillings are the columns to fill in: those that Options name, or else those with the title of the assignment or
// of an exercise.
func canvasFillings(t *table, b *book, options Options) ([]filling, error) {
	if len(options.Names) > 0 {
		return canvasNamed(t, b, options)
	}
	var all []filling
	add := func(exercise string, titles ...string) error {
		found := canvasFind(t, titles...)
		if len(found) > 1 {
			return fmt.Errorf("several columns have the title of %s: choose one, such as %q",
				cmp.Or(exercise, "the assignment"), t.value(0, found[0]))
		}
		for _, column := range found {
			all = append(all, filling{column, exercise})
		}
		return nil
	}
	err := add("", b.class.Assignment.Title)
	for _, assigned := range b.class.Assignment.Exercises {
		titles := []string{assigned.ID}
		if judge, known := gradable.Find(assigned.ID); known {
			titles = append(titles, judge.About().Title)
		}
		if !slices.ContainsFunc(titles, func(title string) bool {
			return strings.EqualFold(title, b.class.Assignment.Title)
		}) {
			err = errors.Join(err, add(assigned.ID, titles...))
		}
	}
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("no column has the title of the assignment, %q, or of an exercise; create the assignment in "+
			"Canvas and export again, or choose one of these: %s", b.class.Assignment.Title, canvasTitles(t))
	}
	return all, err
}

// canvasNamed are the columns that Options name.
func canvasNamed(t *table, b *book, options Options) ([]filling, error) {
	var all []filling
	for _, exercise := range slices.Sorted(maps.Keys(options.Names)) {
		name := options.Names[exercise]
		if _, known := b.class.Assignment.Find(exercise); exercise != "" && !known {
			return nil, fmt.Errorf("the assignment has no exercise %q", exercise)
		}
		found := canvasFind(t, name)
		if len(found) != 1 {
			return nil, fmt.Errorf("%d columns are %q%s; there are %s", len(found), name,
				story.DidYouMean(name, t.assignments()), canvasTitles(t))
		}
		if i := slices.IndexFunc(all, func(f filling) bool { return f.column == found[0] }); i >= 0 {
			return nil, fmt.Errorf("the column %q is named twice", t.value(0, found[0]))
		}
		all = append(all, filling{found[0], exercise})
	}
	slices.SortFunc(all, func(a, b filling) int { return cmp.Compare(a.column, b.column) })
	return all, nil
}

// canvasFind are the assignments' columns with one of those headings: whole, without the number, or the number alone.
func canvasFind(t *table, titles ...string) []int {
	var found []int
	for i := range t.rows[0] {
		heading := t.value(0, i)
		parts := canvasAssignment.FindStringSubmatch(heading)
		if parts == nil {
			continue
		}
		for _, title := range titles {
			title = strings.TrimSpace(title)
			names := []string{heading, parts[1], parts[2]}
			if slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, title) }) {
				found = append(found, i)
				break
			}
		}
	}
	return found
}

// assignments are the headings of assignments.
func (t *table) assignments() []string {
	var all []string
	for i := range t.rows[0] {
		if heading := t.value(0, i); canvasAssignment.MatchString(heading) {
			all = append(all, heading)
		}
	}
	return all
}

func canvasTitles(t *table) string {
	if all := t.assignments(); len(all) > 0 {
		return strings.Join(all, ", ")
	}
	return "none with a number, such as “Vote (4711)”"
}
