package bring

import (
	"fmt"
	"slices"
)

// Note is something that a person should know of how a program was made: what was replaced, left out or assumed.
type Note struct {
	// Kind is replaced, left-out, brought-along or assumed.
	Kind string `json:"kind"`
	// What is a file, a package or a type, and Why what was done with it.
	What string `json:"what"`
	Why  string `json:"why"`
}

// The kinds of notes.
const (
	Replaced     = "replaced"
	LeftOut      = "left-out"
	BroughtAlong = "brought-along"
	Assumed      = "assumed"
)

// notes collects what is known of a folder while it is read.
type notes struct {
	all   []Note
	tests int
}

func (n *notes) add(kind, what, format string, args ...any) {
	one := Note{kind, what, fmt.Sprintf(format, args...)}
	if !slices.Contains(n.all, one) {
		n.all = append(n.all, one)
	}
}

func (n *notes) leaveOut(file, why string) { n.add(LeftOut, file, "%s", why) }

// list is all notes, by kind and in the order in which they were made.
func (n *notes) list() []Note {
	if n.tests > 0 {
		what := "1 test file"
		if n.tests > 1 {
			what = fmt.Sprintf("%d test files", n.tests)
		}
		n.add(LeftOut, what, "the lab's own schedules judge")
		n.tests = 0
	}
	var sorted []Note
	for _, kind := range []string{Replaced, BroughtAlong, LeftOut, Assumed} {
		for _, one := range n.all {
			if one.Kind == kind {
				sorted = append(sorted, one)
			}
		}
	}
	return sorted
}
