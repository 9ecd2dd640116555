package assignment

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/class/marks"
	"raftlab/grader/gradable"
	"raftlab/grader/plaintext"
	"raftlab/lab/story"
)

// The bounds of an assignment.
const (
	maxPoints    = 10_000
	maxSchedules = 1_000_000
	minSecret    = 16
	maxText      = 200
)

// MakeSecret is the command that makes a secret.
const MakeSecret = "openssl rand -hex 16"

// The keys of the file, and of an exercise in it.
var (
	keys         = []string{"$schema", "title", "course", "exercises", "schedules", "secret", "deadline"}
	exerciseKeys = []string{"id", "points", "groups"}
)

// Read reads the file of an assignment. An *Error says what is wrong, and where.
func Read(text []byte) (class.Assignment, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	p, root, err := parse(text)
	if err != nil {
		return class.Assignment{}, err
	}
	a := class.Assignment{Schedules: grader.DefaultBudget().Schedules}
	members, ok := root.value.(object)
	if !ok {
		return class.Assignment{}, p.wrong(root.at, "an assignment is an object: { ... }, and this is %s", root.kind())
	}
	for _, m := range members {
		if err := p.member(&a, m); err != nil {
			return class.Assignment{}, err
		}
	}
	if len(a.Exercises) == 0 {
		return class.Assignment{}, p.wrong(root.at,
			`"exercises" is missing: the list of what is to be handed in, such as ["vote"]`)
	}
	return named(a), nil
}

// named has a title if it had none.
func named(a class.Assignment) class.Assignment {
	if a.Title == "" {
		var titles []string
		for _, e := range a.Exercises {
			titles = append(titles, e.ID)
		}
		a.Title = strings.Join(titles, ", ")
	}
	return a
}

// Default is the assignment of some exercises, or of all in rules without one, with their own points and the practice
// seeds.
func Default(exercises []string) (class.Assignment, error) {
	a := class.Assignment{Schedules: grader.DefaultBudget().Schedules}
	if len(exercises) == 0 {
		for _, rules := range gradable.Rules() {
			exercises = append(exercises, rules.About().ID)
		}
	}
	for _, id := range exercises {
		judge, found := gradable.Find(id)
		if !found {
			return class.Assignment{}, fmt.Errorf("%s", unknownExercise(id))
		}
		if _, twice := a.Find(id); twice {
			return class.Assignment{}, fmt.Errorf("exercise %q is there twice", id)
		}
		points := judge.About().Points
		a.Exercises = append(a.Exercises, class.Assigned{ID: id, Points: points, Groups: marks.Spread(id, points)})
	}
	return named(a), nil
}

// ids are those of all exercises, in their order.
func ids() []string {
	var all []string
	for _, judge := range gradable.All() {
		all = append(all, judge.About().ID)
	}
	return all
}

func unknownExercise(id string) string {
	all := ids()
	return fmt.Sprintf("there is no exercise %q%s; the exercises are %s",
		plaintext.Line(id, maxText), story.DidYouMean(id, all), strings.Join(all, ", "))
}

// unknown says that a key is none of those that are known.
func (p *parser) unknown(m member, known []string, where string) error {
	return p.wrong(m.at, "%s has no %q%s; it may have %s",
		where, plaintext.Line(m.name, maxText), story.DidYouMean(m.name, known), strings.Join(known, ", "))
}

// member reads one member of the file.
func (p *parser) member(a *class.Assignment, m member) (err error) {
	switch m.name {
	case "$schema": // for editors
		_, err = p.line(m, "the address of the schema")
	case "title":
		a.Title, err = p.line(m, "the title")
	case "course":
		a.Course, err = p.line(m, "the course")
	case "exercises":
		a.Exercises, err = p.exercises(m.value)
	case "schedules":
		a.Schedules, err = p.number(m.value, "schedules", 1, maxSchedules)
	case "secret":
		a.Secret, err = p.secret(m.value)
	case "deadline":
		a.Deadline, err = p.deadline(m)
	default:
		return p.unknown(m, keys, "an assignment")
	}
	return err
}

// line reads a text of one line.
func (p *parser) line(m member, what string) (string, error) {
	text, ok := m.value.value.(string)
	if !ok {
		return "", p.wrong(m.value.at, `%s is a text in quotes, and this is %s`, what, m.value.kind())
	}
	if n := utf8.RuneCountInString(text); n > maxText {
		return "", p.wrong(m.value.at, "%s has %d characters, and may have %d", what, n, maxText)
	}
	return plaintext.Line(text, maxText), nil
}

// number reads a whole number.
func (p *parser) number(n node, what string, least, most int) (int, error) {
	text, ok := n.value.(json.Number)
	if !ok {
		return 0, p.wrong(n.at, "%s is a number, and this is %s", what, n.kind())
	}
	value, err := text.Float64() // 10.0 and 1e1 are whole, too
	if err != nil || value != math.Trunc(value) || value < float64(least) || value > float64(most) {
		return 0, p.wrong(n.at, "%s is a whole number from %d to %d, and this is %s",
			what, least, most, plaintext.Line(text.String(), 30))
	}
	return int(value), nil
}

// secret reads the secret. No error shows it.
func (p *parser) secret(n node) (string, error) {
	secret, ok := n.value.(string)
	if !ok {
		return "", p.wrong(n.at, "secret is a text in quotes, and this is %s", n.kind())
	}
	if err := CheckSecret(secret); err != nil {
		return "", p.wrong(n.at, "%s", err)
	}
	return secret, nil
}

// CheckSecret is an error for a secret that is too short, so that somebody could guess it, or too long.
func CheckSecret(secret string) error {
	length := utf8.RuneCountInString(secret)
	if length < minSecret {
		return fmt.Errorf("the secret has %d characters, and needs %d, or somebody may guess it. This makes one: %s",
			length, minSecret, MakeSecret)
	}
	if length > maxText {
		return fmt.Errorf("the secret has %d characters, and may have %d", length, maxText)
	}
	return nil
}

// aDate begins with a date.
var aDate = regexp.MustCompile(`^\s*\d{4}-\d{1,2}-\d{1,2}`)

// deadline reads a text, or a time.
func (p *parser) deadline(m member) (string, error) {
	text, err := p.line(m, "the deadline")
	if err != nil || !aDate.MatchString(text) {
		return text, err
	}
	if _, err := time.Parse(time.RFC3339, text); err != nil {
		return "", p.wrong(m.value.at, "the deadline %q is no whole time, so nobody would be late. "+
			"A date, a time and its zone are needed, such as 2026-05-12T18:00:00+02:00", text)
	}
	return text, nil
}

// Due is the time of the deadline, false if it is none.
func Due(a class.Assignment) (time.Time, bool) {
	due, err := time.Parse(time.RFC3339, a.Deadline)
	return due, err == nil
}

// exercises reads the list of exercises.
func (p *parser) exercises(n node) ([]class.Assigned, error) {
	list, ok := n.value.([]node)
	if !ok {
		return nil, p.wrong(n.at, `exercises is a list, such as ["timeout", "vote"], and this is %s`, n.kind())
	}
	var all []class.Assigned
	for _, item := range list {
		one, err := p.exercise(item)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(all, func(e class.Assigned) bool { return e.ID == one.ID }) {
			return nil, p.wrong(item.at, "exercise %q is there twice", one.ID)
		}
		all = append(all, one)
	}
	if len(all) == 0 {
		return nil, p.wrong(n.at, "no exercise is to be handed in; the exercises are %s", strings.Join(ids(), ", "))
	}
	return all, nil
}

// exercise reads an exercise: its ID, or an object.
func (p *parser) exercise(n node) (class.Assigned, error) {
	members, isObject := n.value.(object)
	if !isObject {
		return p.withID(n)
	}
	i := slices.IndexFunc(members, func(m member) bool { return m.name == "id" })
	if i < 0 {
		for _, m := range members {
			if !slices.Contains(exerciseKeys, m.name) {
				return class.Assigned{}, p.unknown(m, exerciseKeys, "an exercise")
			}
		}
		return class.Assigned{}, p.wrong(n.at, `an exercise needs its "id", such as {"id": "vote", "points": 10}`)
	}
	e, err := p.withID(members[i].value)
	if err != nil {
		return e, err
	}
	var points, groups *member
	for i, m := range members {
		switch m.name {
		case "id":
		case "points":
			points = &members[i]
		case "groups":
			groups = &members[i]
		default:
			return e, p.unknown(m, exerciseKeys, "an exercise")
		}
	}
	if points != nil {
		if e.Points, err = p.number(points.value, "points", 1, maxPoints); err != nil {
			return e, err
		}
		e.Groups = marks.Spread(e.ID, e.Points)
	}
	if groups == nil {
		return e, nil
	}
	sum := 0
	if e.Groups, sum, err = p.groups(e.ID, groups.value); err != nil {
		return e, err
	}
	if points != nil && sum != e.Points {
		return e, p.wrong(points.value.at, "the groups of %s have %d points in all, and points says %d: "+
			"leave points out, or make them equal", e.ID, sum, e.Points)
	}
	e.Points = sum
	return e, nil
}

// withID is the exercise with an ID, and its own points.
func (p *parser) withID(n node) (class.Assigned, error) {
	id, ok := n.value.(string)
	if !ok {
		return class.Assigned{}, p.wrong(n.at,
			`an exercise is its id in quotes, such as "vote", and this is %s`, n.kind())
	}
	judge, found := gradable.Find(id)
	if !found {
		return class.Assigned{}, p.wrong(n.at, "%s", unknownExercise(id))
	}
	points := judge.About().Points
	return class.Assigned{ID: id, Points: points, Groups: marks.Spread(id, points)}, nil
}

// groups reads the points of the groups of an exercise, and adds them.
func (p *parser) groups(exercise string, n node) (points map[string]int, sum int, err error) {
	members, ok := n.value.(object)
	if !ok {
		return nil, 0, p.wrong(n.at,
			`groups is an object, such as {"task-1": 5, "clusters": 5}, and this is %s`, n.kind())
	}
	points = map[string]int{}
	var known []string
	for _, group := range marks.Groups(exercise) {
		known = append(known, group.ID)
		points[group.ID] = 0
	}
	for _, m := range members {
		if !slices.Contains(known, m.name) {
			return nil, 0, p.unknown(m, known, "exercise "+exercise)
		}
		if points[m.name], err = p.number(m.value, m.name, 0, maxPoints); err != nil {
			return nil, 0, err
		}
		sum += points[m.name]
	}
	if sum == 0 {
		return nil, 0, p.wrong(n.at, "the groups of %s have no points", exercise)
	}
	if sum > maxPoints {
		return nil, 0, p.wrong(n.at,
			"the groups of %s have %d points in all, and may have %d", exercise, sum, maxPoints)
	}
	return points, sum, nil
}
