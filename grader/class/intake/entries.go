package intake

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/plaintext"
)

// entries are the entries of one student, in the order of the exercises.
func (r *reader) entries(p *person) []class.Entry {
	w := r.walker()
	w.all(p.units)
	w.candidates = slices.DeleteFunc(w.candidates, func(c *candidate) bool { return r.move(w, p, c) })
	var entries []class.Entry
	taken := map[*candidate]bool{}
	for _, e := range r.options.Exercises {
		entry, files := w.entryOf(p, e, r.options.Due)
		for _, c := range files {
			taken[c] = true
		}
		entry.Notes = append(entry.Notes, w.named(entry.File)...)
		entries = append(entries, entry)
	}
	var unclear []string
	for _, c := range w.candidates {
		if !taken[c] && r.untaken(w, p, c) {
			unclear = append(unclear, c.path)
		}
	}
	for i := range entries {
		if problem := entries[i].Problem; problem != nil && problem.Code == class.Missing && len(unclear) > 0 {
			problem.Text = plaintext.Line(problem.Text+"; not understood: "+few(unclear, ", "), 1000)
		}
	}
	if more := len(w.left) - maxLeft; more > 0 {
		w.left = append(w.left[:maxLeft], class.Note{
			Code: leftMore, Text: fmt.Sprintf("%d more files of %s were left out", more, p.student.Shown()),
		})
	}
	for _, n := range w.left {
		r.leave(n.Code, n.Text)
	}
	return entries
}

// named are the notes about the name of a file that is taken.
func (w *walker) named(path string) []class.Note {
	var notes []class.Note
	for _, n := range w.recoded {
		if path == n || strings.HasPrefix(path, n+"/") {
			notes = append(notes, class.Note{Code: noteName, Text: "the name " + n +
				" was in an old encoding; letters beyond a to z may be others"})
		}
	}
	return notes
}

// move takes a file away that a rule gives to another student. It is read at once, since what holds it is closed soon.
func (r *reader) move(w *walker, p *person, c *candidate) bool {
	if c.rule.Student == "" || r.person(c.rule.Student, "") == p {
		return false
	}
	_ = w.load(c) // the error is kept with it
	r.moved = append(r.moved, c)
	return true
}

// giveMoved puts the files that a rule gives to other students into their entries.
func (r *reader) giveMoved(entries []class.Entry) {
	for _, c := range r.moved {
		id := c.naming.exercise
		if c.rule.Exercise != "" {
			id = c.rule.Exercise
		}
		to := r.person(c.rule.Student, "").student
		i := slices.IndexFunc(entries, func(e class.Entry) bool { return e.Student.ID == to.ID && e.Exercise == id })
		switch {
		case i < 0:
			r.unplace(c.path, class.Unplaced, "is given to "+to.Shown()+" by the mapping, which names no exercise", id)
		case c.err != nil:
			entries[i].Problem = &class.Note{Code: class.Unreadable, Text: c.path + " " + whyNot(c.err)}
		default:
			entry := class.Entry{Student: entries[i].Student, Exercise: id}
			take(&entry, c, r.options.Due)
			note(&entry, noteMapped, "the mapping gives it to %s", to.Shown())
			entries[i] = entry
		}
	}
}

// untaken says why a candidate is not judged. It is true of a Go file that may be for any exercise.
func (r *reader) untaken(w *walker, p *person, c *candidate) bool {
	of := ""
	for _, e := range w.exercises {
		if t := w.tierOf(c, e); t < byPackage || t == byPackage && c.loaded && w.inside(c, e) < notFor {
			of = e.ID
			break
		}
	}
	switch {
	case c.rule.Exercise != "" && of == "":
		w.leave(leftUnnamed, c.path+" is given by the mapping to an exercise that is not here")
	case c.loaded && c.err != nil:
		w.leave(leftClosed, c.path+" "+whyNot(c.err))
	case of != "" && c.loaded && c.outline.pkg == "" && !c.isGo(byPackage):
		w.leave(leftUnnamed, c.path+" is named like "+of+", and is no Go file")
	case of != "":
		w.leave(leftNotTaken, c.path+" was not taken: another file is for "+of)
	case !strings.EqualFold(pathExt(c.node.name), ".go") && c.outline.pkg == "":
		w.leave(leftUnnamed, c.path+" is no Go file")
	default:
		w.leave(leftUnnamed, c.path+" is for no exercise, by its name, folder, package and functions")
		if len(r.hints) < maxLeft {
			r.hints = append(r.hints, hint{c.path, p.student.ID, ""})
		}
		return true
	}
	return false
}

// problem says why there is nothing to judge for an exercise.
func (w *walker) problem(made choice, e grader.About) (string, *class.Note) {
	if len(made.failed) > 0 {
		c := made.failed[0]
		return c.path, &class.Note{Code: class.Unreadable, Text: c.path + " " + whyNot(c.err)}
	}
	for _, code := range []string{class.Refused, class.Unreadable} {
		var why []string
		path, said := "", map[string]bool{}
		for _, not := range w.closed {
			// A link that may have any name is not taken for the file of each exercise.
			if not.code != code || not.exercise != e.ID && (code == class.Refused || !not.mayBe(e)) {
				continue
			}
			if path == "" {
				path = not.path
			}
			if !said[not.why] {
				said[not.why] = true
				why = append(why, not.String())
			}
		}
		if len(why) > 0 {
			return path, &class.Note{Code: code, Text: plaintext.Line(few(why, "; "), 1000)}
		}
	}
	return "", &class.Note{Code: class.Missing, Text: "no file for " + e.ID + " was found"}
}

// few are at most three of several texts.
func few(texts []string, between string) string {
	if len(texts) > 3 {
		return strings.Join(texts[:3], between) + fmt.Sprintf("%sand %d more", between, len(texts)-3)
	}
	return strings.Join(texts, between)
}
