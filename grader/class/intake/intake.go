package intake

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"raftlab/grader"
	"raftlab/grader/class"
)

// Options are what Read has to know.
type Options struct {
	// Exercises are those of the assignment, in its order.
	Exercises []grader.About
	// Mapping has the last word.
	Mapping Mapping
	// Due is when files are late, zero for never.
	Due time.Time
	// Of, if it has an ID, is the one student whose folder or archive each input is, whatever its shape says.
	Of class.Student
}

// Found is what was understood.
type Found struct {
	// Entries has an entry for each student and exercise, by the student's ID, then in the order of the exercises.
	Entries []class.Entry
	// Unplaced is what belongs to no student, such as an archive that cannot be read.
	Unplaced []class.Entry
	// Left is what was looked at and left out, each with the reason.
	Left []class.Note
	// Shape says which forms were recognized.
	Shape string
	// hints are what a mapping could say.
	hints []hint
}

// hint is a file that a mapping could place, with what is known.
type hint struct{ path, student, exercise string }

// reader reads all inputs.
type reader struct {
	ctx     context.Context
	options Options

	people   map[string]*person
	given    map[string]string // by the ID as shown: the name that it was made of
	unplaced []class.Entry
	left     []class.Note
	shapes   []string
	more     struct{ students, unplaced, left int } // beyond the bounds of a class
	input    int
	fresh    int // students that this input is the first to have
	peeked   int64

	used  map[string]bool // the mapping's rules that were met
	paths []string        // what a rule could have named
	moved []*candidate    // what a rule gives to somebody else
	hints []hint
	close []io.Closer
}

// person is a student with all that is theirs.
type person struct {
	student class.Student
	units   []*unit
	notes   []class.Note
}

// Read finds students and files below the paths, which are folders, archives or files. Bad input is a row.
func Read(ctx context.Context, paths []string, options Options) Found {
	options.Mapping = options.Mapping.composed()
	r := &reader{
		ctx: ctx, options: options,
		people: map[string]*person{}, given: map[string]string{}, used: map[string]bool{},
	}
	defer func() {
		for _, c := range r.close {
			_ = c.Close() // it was only read
		}
	}()
	// Who stands in the mapping is in the class.
	for _, id := range slices.Sorted(maps.Keys(options.Mapping.Students)) {
		r.person(id, "")
	}
	if options.Of.ID != "" {
		r.person(options.Of.ID, options.Of.Name)
	}
	for _, path := range paths {
		r.input, r.fresh = r.input+1, 0
		r.read(path)
	}
	r.joinMoodle()
	return r.found()
}

// found reads the files of all students.
func (r *reader) found() Found {
	for _, path := range slices.Sorted(maps.Keys(r.options.Mapping.Files)) {
		if rule := r.options.Mapping.Files[path]; rule.Student != "" {
			r.person(rule.Student, "")
		}
	}
	var found Found
	for _, p := range slices.SortedFunc(maps.Values(r.people), func(a, b *person) int {
		return strings.Compare(a.student.ID, b.student.ID)
	}) {
		found.Entries = append(found.Entries, r.entries(p)...)
	}
	r.giveMoved(found.Entries)
	for _, wrong := range r.options.Mapping.wrong(r.ids(), r.used, r.paths) {
		r.unplaced = append(r.unplaced, class.Entry{Problem: &class.Note{Code: class.Unplaced, Text: wrong}})
	}
	r.addMore()
	found.Unplaced, found.Left, found.hints = r.unplaced, r.left, r.hints
	if found.Shape = strings.Join(r.shapes, ", "); found.Shape == "" {
		found.Shape = shapeNothing
	}
	return found
}

// ids are the exercises' IDs.
func (r *reader) ids() []string {
	var ids []string
	for _, e := range r.options.Exercises {
		ids = append(ids, e.ID)
	}
	return ids
}

// read reads one input.
func (r *reader) read(path string) {
	base := filepath.Base(path)
	if whole, err := filepath.Abs(path); err == nil {
		base = filepath.Base(whole)
	}
	base = composed(base)
	at := top{path: shown(base), base: stemOf(base), timed: true}
	at.exercise = readName(at.base, r.options.Exercises).exercise
	info, err := os.Stat(path)
	switch {
	case err != nil:
		r.unplace(at.path, class.Unreadable, whyNot(err), "")
	case info.IsDir():
		root, err := os.OpenRoot(path)
		if err != nil {
			r.unplace(at.path, class.Unreadable, whyNot(err), "")
			return
		}
		r.close = append(r.close, root)
		r.list(at, diskFolder(root, "."))
	case special(info.Mode()) != "":
		r.unplace(at.path, class.Refused, special(info.Mode()), "")
	case isArchive(base):
		r.archive(at, path, base, info.Size())
	default:
		alone := node{
			name: base, size: info.Size(), modified: info.ModTime(),
			open: func() (io.ReadCloser, error) { return os.Open(path) },
		}
		r.list(top{timed: true}, func(int) ([]node, error) { return []node{alone}, nil })
	}
}

func (r *reader) archive(at top, path, base string, size int64) {
	opened, err := os.Open(path)
	if err != nil {
		r.unplace(at.path, class.Unreadable, whyNot(err), "")
		return
	}
	r.close = append(r.close, opened)
	var t *tree
	if isTar(base) {
		spent := int64(0)
		t, err = openTar(base, opened, classNames, func(n int64) error {
			if spent += n; spent > maxTar {
				return errTar
			}
			return nil
		})
	} else {
		t, err = openZip(opened, size, classDirectory, classNames)
	}
	if err != nil {
		r.unplace(at.path, class.Unreadable, whyNot(err), "")
		return
	}
	r.list(at, t.list)
}

// list lists the top of an input.
func (r *reader) list(at top, list func(limit int) ([]node, error)) {
	nodes, err := list(maxLevel)
	if err != nil {
		r.unplace(at.path, class.Unreadable, whyNot(err), "")
		return
	}
	of, rule := r.options.Of, r.rule(at.path)
	if rule.Ignore {
		r.leave(leftIgnored, at.path+" is left out by the mapping")
		return
	}
	if rule.Student != "" {
		of = class.Student{ID: rule.Student}
	}
	if rule.Exercise != "" {
		at.exercise = rule.Exercise
	}
	if of.ID != "" {
		r.give(of.ID, of.Name, &unit{
			shape: shapeOne, path: at.path, nodes: nodes, timed: at.timed, exercise: at.exercise,
		})
		return
	}
	r.level(at, nodes)
}

// unplace adds what belongs to no student.
func (r *reader) unplace(path, code, why, exercise string) {
	if len(r.unplaced) >= maxNotes {
		r.more.unplaced++
		return
	}
	r.unplaced = append(r.unplaced, class.Entry{
		Exercise: exercise, File: path, Problem: &class.Note{Code: code, Text: path + " " + why},
	})
	if code == class.Unplaced {
		r.hints = append(r.hints, hint{path, "", exercise})
	}
}

// leave adds what is left out.
func (r *reader) leave(code, text string) {
	if len(r.left) >= maxNotes {
		r.more.left++
		return
	}
	r.left = append(r.left, class.Note{Code: code, Text: text})
}

// addMore says how many there are beyond the bounds of a class.
func (r *reader) addMore() {
	add := func(text string) {
		r.unplaced = append(r.unplaced, class.Entry{Problem: &class.Note{Code: class.Unplaced, Text: text}})
	}
	if n := r.more.students; n > 0 {
		add(fmt.Sprintf("%d more folders, archives or files are of further students: at most %d are read of an input",
			n, maxStudents))
	}
	if n := r.more.unplaced; n > 0 {
		add(fmt.Sprintf("%d more files and folders are of no student", n))
	}
	if n := r.more.left; n > 0 {
		r.left = append(r.left, class.Note{Code: leftMore, Text: fmt.Sprintf("%d more were left out", n)})
	}
}

// rule is the mapping's rule for a path.
func (r *reader) rule(path string) Rule {
	if len(r.options.Mapping.Files) > 0 && len(r.paths) < maxNames && len(path) < 3*shownLength {
		r.paths = append(r.paths, path)
	}
	rule, ok := r.options.Mapping.Files[path]
	if ok {
		r.used[path] = true
	}
	return rule
}

// shape remembers a form, once.
func (r *reader) shape(name string) {
	if !slices.Contains(r.shapes, name) {
		r.shapes = append(r.shapes, name)
	}
}

// person is the student with an ID, by the raw name that the ID is made of. Names that look alike once they are made
// plain stay apart.
func (r *reader) person(raw, name string) *person {
	raw = composed(strings.TrimSpace(raw))
	id := shown(raw)
	if id == "" {
		id = "unnamed"
	}
	var notes []class.Note
	for plain, n := id, 2; ; n++ {
		before, taken := r.given[id]
		if !taken || before == raw {
			break
		}
		id = plain + " (" + numeral(n) + ")"
		notes = []class.Note{{Code: noteAlike, Text: "another student's name looks the same: this one is called " + id}}
	}
	r.given[id] = raw
	student := class.Student{ID: id, Name: shown(composed(strings.TrimSpace(name)))}
	if who, ok := r.options.Mapping.Students[id]; ok {
		student.ID, student.Name = cmp.Or(who.ID, id), cmp.Or(who.Name, student.Name)
	}
	p := r.people[student.ID]
	if p == nil {
		p = &person{student: student, notes: notes}
		if r.fresh++; r.fresh > maxStudents {
			r.more.students++
			return p // in no row, and counted
		}
		r.people[student.ID] = p
	}
	p.student.Name = cmp.Or(p.student.Name, student.Name)
	return p
}

// give gives a unit to a student.
func (r *reader) give(raw, name string, u *unit) { r.giveTo(class.Student{ID: raw, Name: name}, u) }

// giveTo gives a unit to a student whose number may be known, too.
func (r *reader) giveTo(student class.Student, u *unit) {
	p := r.person(student.ID, student.Name)
	if student.Number != p.student.ID {
		p.student.Number = cmp.Or(p.student.Number, student.Number)
	}
	u.input = r.input
	p.units = append(p.units, u)
	r.shape(u.shape)
}
