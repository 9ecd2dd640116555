package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"raftlab/grader"
	"raftlab/grader/class"
	"raftlab/grader/plaintext"
)

// The codes of notes of an entry.
const (
	noteNewest  = "newest-taken"
	noteOlder   = "older-taken"
	noteName    = "name-encoding"
	noteHow     = "understood"
	notePackage = "other-package"
	noteClosed  = "not-read"
	noteLate    = "late"
	noteGroup   = "group"
	noteAlike   = "looks-alike"
	noteJoined  = "joined"
	noteMapped  = "mapped"
	noteClock   = "other-clock"
)

// tier is how surely a file is for an exercise: the smaller, the surer.
type tier int

const (
	byRule tier = iota
	byPlace
	byFileName
	byWord
	byFolder
	byPackage
	byFunction
	byGroup
	notFor
)

// how says why a file was taken, "" where its name is the exercise's.
func (t tier) how(e grader.About) string {
	switch t {
	case byWord:
		return "its name has the word " + e.ID
	case byFolder:
		return "it lies in a folder of this name"
	case byPackage:
		return "its package clause says " + e.ID
	case byFunction:
		return "it has a function of this exercise"
	case byGroup:
		return "what it lies in is for this exercise"
	}
	return ""
}

// tierOf is how surely a candidate is for an exercise, by names alone.
func (w *walker) tierOf(c *candidate, e grader.About) tier {
	in := c.folderExercise(w.exercises)
	switch {
	case c.rule.Exercise != "":
		if c.rule.Exercise == e.ID {
			return byRule
		}
		return notFor
	case c.isOwnFile(e):
		return byPlace
	case c.naming.exercise != "":
		if c.naming.exercise != e.ID {
			return notFor
		}
		if c.naming.exact {
			return byFileName
		}
		return byWord
	case in != "":
		if in == e.ID {
			return byFolder
		}
		return notFor
	}
	return byPackage // or by a function, or for nothing: its text decides
}

// inside is how surely it is for an exercise by its text.
func (w *walker) inside(c *candidate, e grader.About) tier {
	if !c.loaded {
		if w.peeked++; w.peeked > maxPeeked {
			return notFor
		}
	}
	if w.load(c) != nil {
		return notFor
	}
	switch {
	case c.outline.pkg == "" || len(c.outline.functions) == 0:
		return notFor
	case c.outline.pkg == e.ID:
		return byPackage
	case c.outline.declares(e.Rules):
		return byFunction
	case c.unit.exercise == e.ID:
		return byGroup
	}
	return notFor
}

// newer compares two candidates: the one that came later is larger.
func newer(a, b *candidate) int {
	return cmp.Or(cmp.Compare(a.unit.sequence, b.unit.sequence), a.when().Compare(b.when()),
		cmp.Compare(a.naming.number, b.naming.number), strings.Compare(a.path, b.path))
}

// choice is what was chosen for an exercise.
type choice struct {
	taken *candidate
	tier  tier
	// rivals are those that were as sure, newest first.
	rivals []*candidate
	// failed are those that were surer or newer, and could not be read.
	failed []*candidate
}

// choose takes a candidate for an exercise: the surest, and of those the newest.
func (w *walker) choose(e grader.About) choice {
	tiers := make([][]*candidate, notFor)
	add := func(t tier, c *candidate) {
		if t < notFor {
			tiers[t] = append(tiers[t], c)
		}
	}
	var unsure []*candidate
	for _, c := range w.candidates {
		if t := w.tierOf(c, e); t == byPackage {
			unsure = append(unsure, c)
		} else {
			add(t, c)
		}
	}
	var made choice
	for t := range notFor {
		if t == byPackage {
			// Only now are files opened whose names say nothing.
			for _, c := range unsure {
				add(w.inside(c, e), c)
			}
		}
		slices.SortFunc(tiers[t], func(a, b *candidate) int { return newer(b, a) })
		for _, c := range tiers[t] {
			switch err := w.load(c); {
			case err != nil:
				made.failed = append(made.failed, c)
			case t > byRule && !c.isGo(t):
			case made.taken == nil:
				made.taken, made.tier = c, t
			default:
				made.rivals = append(made.rivals, c)
			}
		}
		if made.taken != nil {
			break
		}
	}
	return made
}

// isGo reports whether a text is taken for Go: a file that is named for the exercise is, whatever is in it, unless it
// may be a letter to the instructor.
func (c *candidate) isGo(t tier) bool {
	if t <= byWord && strings.EqualFold(pathExt(c.node.name), ".go") {
		return true
	}
	return c.outline.pkg != "" && (t <= byWord || len(c.outline.functions) > 0)
}

// entry is the entry for an exercise, and the file that is judged, if there is one.
func (w *walker) entry(p *person, e grader.About, due time.Time) (class.Entry, *candidate) {
	entry := class.Entry{Student: p.student, Exercise: e.ID, Notes: slices.Clone(p.notes)}
	made := w.choose(e)
	if made.taken == nil {
		entry.File, entry.Problem = w.problem(made, e)
		entry.Late = len(made.failed) > 0 && made.failed[0].unit.late
		return entry, nil
	}
	c := made.taken
	take(&entry, c, due)
	if made.tier == byRule {
		note(&entry, noteMapped, "the mapping says that it is for %s", e.ID)
	} else if how := made.tier.how(e); how != "" {
		note(&entry, noteHow, "taken for %s, since %s", e.ID, how)
	}
	if _, other := find(w.exercises, c.outline.pkg); other && c.outline.pkg != e.ID {
		note(&entry, notePackage, "its package clause says %s, and it is judged as %s", c.outline.pkg, e.ID)
	}
	for _, f := range made.failed {
		note(&entry, noteOlder, "%s %s; %s is judged in its place", f.path, whyNot(f.err), c.path)
	}
	if len(made.rivals) > 0 {
		note(&entry, noteNewest, "%s", chosenOf(c, made.rivals))
	}
	for _, not := range w.closed {
		if not.mayBe(e) {
			note(&entry, noteClosed, "%s", not.String())
		}
	}
	return entry, c
}

// take fills an entry from the candidate that is judged.
func take(entry *class.Entry, c *candidate, due time.Time) {
	entry.File, entry.Source, entry.Late = c.path, c.text, c.unit.late
	entry.Handed, entry.Group = c.unit.handed, c.unit.group
	if entry.Handed.IsZero() && c.unit.timed {
		entry.Handed = c.node.modified
		if c.inner {
			entry.Handed = c.packed // what is in an archive came when the archive came
		}
	}
	if c.unit.late {
		note(entry, noteLate, "it is marked as late by the gradebook")
	}
	if !due.IsZero() && entry.Handed.After(due) {
		entry.Late = true
		source := "it was handed in at"
		if c.unit.handed.IsZero() {
			source = "the time of the file, which a copy may have changed, is"
		}
		note(entry, noteLate, "%s %s, and the deadline was %s", source, clock(entry.Handed), clock(due))
	}
	entry.Notes = append(entry.Notes, c.unit.notes...)
	entry.Notes = append(entry.Notes, c.notes...)
}

func clock(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

func note(entry *class.Entry, code, format string, args ...any) {
	entry.Notes = append(entry.Notes, class.Note{Code: code, Text: plaintext.Line(fmt.Sprintf(format, args...), 1000)})
}

// chosenOf says how one of several was chosen.
func chosenOf(c *candidate, rivals []*candidate) string {
	var names []string
	for _, r := range rivals {
		names = append(names, r.path)
	}
	more := ""
	if len(names) > 5 {
		more = fmt.Sprintf(" and %d more", len(names)-5)
		names = names[:5]
	}
	why := "it is the last by its name, and nothing else tells them apart"
	switch next := rivals[0]; {
	case c.unit.sequence > next.unit.sequence:
		why = "Canvas got it last"
		if c.unit.shape == shapeBlackboard {
			why = "it is of the last attempt"
		}
	case c.when().After(next.when()):
		why = "it is the newest, of " + clock(c.when())
	case c.naming.number > next.naming.number:
		why = "their times are equal, and it has the highest number"
	}
	return fmt.Sprintf("%s was taken and not %s%s: %s", c.path, strings.Join(names, ", "), more, why)
}
