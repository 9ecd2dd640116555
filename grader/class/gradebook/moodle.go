package gradebook

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"raftlab/lab/story"
)

// moodleTable has the columns of a grading worksheet, -1 for one that is missing.
type moodleTable struct {
	identifier, grade, maximum, change, modified int
	name, number, mail, login                    int
}

// exportMoodle fills in the grading worksheet of an assignment. Its headings are in the language of whoever exported
// it, and Moodle knows no other: so none is written, and a heading that is not English has to be named.
func exportMoodle(b *book, options Options) error {
	t, err := readTable(options.Template)
	if err != nil {
		return err
	}
	exercise, name, err := moodleNamed(b, options)
	if err != nil {
		return err
	}
	c, err := moodleColumns(t, name)
	if err != nil {
		return err
	}
	people := c.people(t)
	f := filling{c.grade, exercise}
	if err := c.checkMaximum(t, b, people, f.most(b)); err != nil {
		return err
	}
	b.noteFilling(t, f, len(t.rows))
	b.fill(t, b.match(people), []filling{f}, func(row int, _ string) string {
		if strings.EqualFold(t.value(row, c.change), "No") {
			return "has a grade there that is locked"
		}
		return ""
	})
	b.Files["moodle.csv"] = t.filled()
	return nil
}

// moodleNamed is the exercise that the worksheet is about, "" for all of them, and the heading of its grades.
func moodleNamed(b *book, options Options) (exercise, name string, err error) {
	if len(options.Names) > 1 {
		return "", "", errors.New("a worksheet has one column with grades: name one")
	}
	for exercise, name = range options.Names {
		if _, known := b.class.Assignment.Find(exercise); exercise != "" && !known {
			return "", "", fmt.Errorf("the assignment has no exercise %q", exercise)
		}
	}
	return exercise, name, nil
}

// participant is the end of an identifier: a word in some language, and a number.
var participant = regexp.MustCompile(`^\D*(\d+)$`)

func moodleColumns(t *table, name string) (moodleTable, error) {
	c := moodleTable{
		identifier: t.column("Identifier"), grade: t.column("Grade"), maximum: t.column("Maximum grade"),
		change: t.column("Grade can be changed"), modified: t.column("Last modified (grade)"),
		name: t.column("Full name"), number: t.column("ID number"), mail: t.column("Email address"),
		login: t.column("Username"),
	}
	english := c.identifier >= 0 && c.modified >= 0
	if name != "" {
		if c.grade = t.column(name); c.grade < 0 {
			var known []string
			for i := range t.rows[0] {
				known = append(known, t.value(0, i))
			}
			return c, fmt.Errorf("there is no column %q%s; there are %s",
				name, story.DidYouMean(name, known), t.headings())
		}
	}
	if !english && c.identifier < 0 {
		c.identifier = moodleIdentifiers(t)
	}
	switch {
	case c.identifier < 0:
		return c, errors.New("this is no grading worksheet of Moodle: no column has identifiers such as " +
			"“Participant 123”; it has " + t.headings())
	case c.grade < 0:
		return c, errors.New("no column is called “Grade”; if the worksheet is in another language, name the " +
			"column that has the grades. There are " + t.headings())
	case c.grade == c.identifier:
		return c, fmt.Errorf("the column %q has the identifiers, not the grades", t.value(0, c.grade))
	case c.modified < 0 && t.column("Identifier") >= 0:
		return c, errors.New("the column “Last modified (grade)” is missing, and Moodle refuses a worksheet " +
			"without it: download it again")
	}
	if c.name < 0 && c.identifier+1 < len(t.rows[0]) && !english {
		c.name = c.identifier + 1 // the name follows the identifier, in every language
	}
	return c, nil
}

// moodleIdentifiers is the first column with a word and a number in every line, the word always the same.
func moodleIdentifiers(t *table) int {
	for column := range t.rows[0] {
		word, all := "", len(t.rows) > 1
		for row := 1; row < len(t.rows) && all; row++ {
			value := t.value(row, column)
			before := strings.TrimRight(value, "0123456789")
			all = participant.MatchString(value) && before != "" && (row == 1 || before == word)
			word = before
		}
		if all {
			return column
		}
	}
	return -1
}

// aNumber is a number with its whole part, in the form of any language.
var aNumber = regexp.MustCompile(`^(\d+)([.,]\d*)?$`)

// atoi is a number of a few digits.
func atoi(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		panic(fmt.Sprintf("gradebook: %q are no digits", digits))
	}
	return n
}

// people are the lines about students.
func (c moodleTable) people(t *table) []person {
	var people []person
	for row := 1; row < len(t.rows); row++ {
		identifier := t.value(row, c.identifier)
		number := participant.FindStringSubmatch(identifier)
		if number == nil {
			continue
		}
		p := person{
			row:   row,
			ids:   []string{number[1], identifier, t.value(row, c.number), t.value(row, c.login), t.value(row, c.mail)},
			names: []string{t.value(row, c.name)}, shown: cmp.Or(t.value(row, c.name), identifier),
		}
		if last, given, ordered := strings.Cut(p.names[0], ","); ordered {
			p.names = append(p.names, given+" "+last)
		} else if words := strings.Fields(p.names[0]); len(words) == 2 {
			p.names = append(p.names, words[1]+" "+words[0])
		}
		people = append(people, p)
	}
	return people
}

// checkMaximum compares the greatest grade there with what the assignment gives. Moodle leaves out a greater one
// without a word.
func (c moodleTable) checkMaximum(t *table, b *book, people []person, of int) error {
	if len(people) == 0 {
		return nil
	}
	there := t.value(people[0].row, c.maximum) // it is the same in each line
	number := aNumber.FindStringSubmatch(there)
	switch {
	case there == "" || sameNumber(there, of):
	case number == nil:
		return fmt.Errorf("the assignment there uses a scale, with %q as its maximum: let it have points, %d at most",
			there, of)
	case len(number[1]) < 9 && atoi(number[1]) < of:
		return fmt.Errorf("the maximum grade there is %s, and this assignment gives %d: Moodle would leave out what "+
			"is greater; change the maximum there, and download the worksheet again", there, of)
	default:
		b.note(OtherPoints, "The maximum grade there is %s, and this assignment gives %d: the points are written "+
			"unchanged.", there, of)
	}
	return nil
}
