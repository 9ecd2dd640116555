package gradebook

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"raftlab/grader/class"
)

// person is a line of a receiver's file that is about a student.
type person struct {
	row int
	// ids are what the receiver has to know the student by, the strongest first, "" for what is empty.
	ids []string
	// names are the student's name as it may be written.
	names []string
	// shown is for people.
	shown string
}

// match finds the line of each student. A student is found by an ID; if several lines have it, each of another kind of
// ID, the name decides. Without an ID a name must be that of one line alone. Nobody gets a line that may be another
// student's: such a student has none, and a note says so.
func (b *book) match(people []person) map[int]int {
	wanted := map[int][]int{} // line → results
	for i, r := range b.results {
		found, sure := findPerson(people, r.student)
		switch {
		case len(found) == 1:
			wanted[found[0]] = append(wanted[found[0]], i)
			if p := people[found[0]]; !sure {
				b.note(OtherName, "%s was found by the ID and is %q there: look whether that is the same person",
					who(r.student), p.shown)
			}
		case len(found) == 0:
			b.note(NotThere, "%s is not in the file, or has another name there", who(r.student))
		default:
			var all []string
			for _, n := range found {
				all = append(all, people[n].shown)
			}
			b.note(Ambiguous, "%s may be %s there, and has no grade: give the file's ID",
				who(r.student), strings.Join(all, " or "))
		}
	}
	lines := map[int]int{}
	for n, p := range people {
		switch results := wanted[n]; len(results) {
		case 0:
			b.note(NotHere, "%s is in the file, and nobody of the class was found to be that: the line is left alone",
				p.shown)
		case 1:
			lines[results[0]] = p.row
		default:
			var all []string
			for _, i := range results {
				all = append(all, b.results[i].student.Shown())
			}
			b.note(Ambiguous, "%s would all be %s there, and have no grade: give the file's IDs",
				strings.Join(all, " and "), p.shown)
		}
	}
	return lines
}

// who is a student with ID and name.
func who(s class.Student) string {
	if s.Name == "" || s.Name == s.ID {
		return s.ID
	}
	return s.Name + " (" + s.ID + ")"
}

// findPerson gives the lines that may be a student's. Sure is false if an ID was found, and the names differ.
func findPerson(people []person, student class.Student) (found []int, sure bool) {
	id, name := student.ID, student.Name
	if found = knownBy(people, id); len(found) == 0 {
		found = knownBy(people, student.Number)
	}
	named := func(name string) []int {
		var all []int
		for n, p := range people {
			if p.isNamed(name) {
				all = append(all, n)
			}
		}
		return all
	}
	if len(found) == 0 {
		if found = named(name); len(found) == 0 {
			found = named(id) // a folder may have the name of its student
		}
		return found, true
	}
	if name == "" || name == id {
		return found, true
	}
	agree := slices.DeleteFunc(slices.Clone(found), func(n int) bool { return !people[n].isNamed(name) })
	if len(agree) > 0 {
		return agree, true
	}
	return found, false
}

// knownBy gives the lines that have an ID.
func knownBy(people []person, id string) (found []int) {
	for n, p := range people {
		if slices.ContainsFunc(p.ids, func(known string) bool { return sameID(known, id) }) {
			found = append(found, n)
		}
	}
	return found
}

// sameID compares IDs. Logins are the same in any case; numbers have all their digits.
func sameID(known, id string) bool {
	return known != "" && strings.EqualFold(composed(known), composed(id))
}

// composed is a text in Unicode's form NFC, as package intake has all names, without spaces around it.
func composed(text string) string { return norm.NFC.String(strings.TrimSpace(text)) }

func (p person) isNamed(name string) bool {
	wanted := nameKey(name)
	return wanted != "" && slices.ContainsFunc(p.names, func(n string) bool { return nameKey(n) == wanted })
}

// nameKey is a name without what writers of names change: case, spaces, commas, quotes and hyphens. In some names of
// files all words are one, so the letters are what counts.
func nameKey(name string) string {
	var letters []rune
	for _, c := range strings.ToLower(composed(name)) {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) {
			letters = append(letters, c)
		}
	}
	return string(letters)
}
