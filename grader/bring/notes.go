package bring

import (
	"cmp"
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

// list is all notes, by kind and by what they are about.
func (n *notes) list() []Note {
	if n.tests > 0 {
		what := "1 test file"
		if n.tests > 1 {
			what = fmt.Sprintf("%d test files", n.tests)
		}
		n.add(LeftOut, what, "the lab's own schedules judge")
		n.tests = 0
	}
	kinds := []string{Replaced, BroughtAlong, LeftOut, Assumed}
	slices.SortStableFunc(n.all, func(a, b Note) int {
		return cmp.Or(slices.Index(kinds, a.Kind)-slices.Index(kinds, b.Kind), cmp.Compare(a.What, b.What))
	})
	return n.all
}
