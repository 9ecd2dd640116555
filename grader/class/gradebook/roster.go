package gradebook

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"raftlab/grader/class"
	"raftlab/grader/class/intake"
)

// NotInRoster is the code of a note about a student who is not in the roster.
const NotInRoster = "not-in-the-roster"

// Roster is who is in a class, by a file that a gradebook exported.
type Roster struct {
	people []person
	// students are the same, as intake would call them.
	students []class.Student
}

// ReadRoster reads a gradebook that Canvas exported, a grading worksheet of Moodle, or any table whose headings say
// who is who: Email, SID or Student ID or ID, Username, and Name or First name and Last name.
func ReadRoster(text []byte) (Roster, error) {
	t, err := readTable(text)
	if err != nil {
		return Roster{}, err
	}
	var people []person
	if canvas, err := canvasColumns(t); err == nil {
		people, _ = canvas.people(t)
	} else if t.column("Identifier") >= 0 || moodleIdentifiers(t) >= 0 {
		moodle, err := moodleColumns(t, t.value(0, len(t.rows[0])-1)) // the grades are not looked at
		if err != nil {
			return Roster{}, err
		}
		people = moodle.people(t)
	} else {
		return anyRoster(t)
	}
	r := Roster{people: people}
	for _, p := range people {
		r.students = append(r.students, class.Student{ID: cmp.Or(p.ids[0], p.shown), Name: p.shown})
	}
	return r, r.check()
}

// anyRoster reads a table by its headings.
func anyRoster(t *table) (Roster, error) {
	columns := func(names ...string) int {
		for i := range t.rows[0] {
			if slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, t.value(0, i)) }) {
				return i
			}
		}
		return -1
	}
	mail, number := columns("Email", "Email address", "E-mail"), columns("SID", "Student ID", "ID", "ID number")
	login := columns("Username", "Login")
	name, given, last := columns("Name", "Full name", "Student"), columns("First name", "first_name"),
		columns("Last name", "last_name", "Surname")
	if mail < 0 && number < 0 && login < 0 && name < 0 {
		return Roster{}, fmt.Errorf("no column says who is in the class, such as Email, SID, Username or Name: there "+
			"are %s", t.headings())
	}
	var r Roster
	for row := 1; row < len(t.rows); row++ {
		p := person{row: row, ids: []string{t.value(row, mail), t.value(row, number), t.value(row, login)}}
		p.shown = cmp.Or(t.value(row, name), strings.TrimSpace(t.value(row, given)+" "+t.value(row, last)))
		p.names = []string{p.shown, t.value(row, last) + " " + t.value(row, given)}
		student := intake.Identify(p.ids[0], p.ids[1], p.shown)
		if p.ids[2] != "" {
			student.ID = p.ids[2] // whoever has names for logging in hands in by them
		}
		if student.ID != "" {
			p.shown = cmp.Or(p.shown, student.ID)
			r.people, r.students = append(r.people, p), append(r.students, student)
		}
	}
	return r, r.check()
}

func (r Roster) check() error {
	if len(r.people) == 0 {
		return errors.New("nobody is in it")
	}
	return nil
}

// Add gives everybody in the roster a row who handed in nothing, and says who handed in and is not in the roster.
// Somebody who may be several in the roster is left to a person, and none of these gets a row.
func (r Roster) Add(found *intake.Found, exercises []string) {
	there := map[int]bool{}
	var last class.Student
	for _, entry := range found.Entries {
		if entry.Student == last {
			continue
		}
		last = entry.Student
		lines, _ := findPerson(r.people, last)
		for _, n := range lines {
			there[n] = true
		}
		switch {
		case len(lines) == 0:
			found.Left = append(found.Left, class.Note{
				Code: NotInRoster, Text: who(last) + " handed in, and is not in the roster",
			})
		case len(lines) > 1:
			found.Unplaced = append(found.Unplaced, class.Entry{Problem: &class.Note{
				Code: class.Unplaced,
				Text: who(last) + " may be several in the roster, and is taken for all of them: give the right ID " +
					"with --mapping",
			}})
		}
	}
	for n, student := range r.students {
		if there[n] {
			continue
		}
		for _, exercise := range exercises {
			found.Entries = append(found.Entries, class.Entry{
				Student: student, Exercise: exercise,
				Problem: &class.Note{Code: class.Missing, Text: "nothing was handed in: the student is in the roster"},
			})
		}
	}
	slices.SortStableFunc(found.Entries, func(a, b class.Entry) int {
		return strings.Compare(a.Student.ID, b.Student.ID)
	})
}
