package intake

import (
	"encoding/json"
	"fmt"
	"strings"

	"raftlab/grader/class"
	"raftlab/grader/plaintext"
)

// maxShown is how many lines of what is left out are shown.
const maxShown = 200

// Text says what was understood: who, which file and why, what was not understood, and the lines of a mapping file that
// would correct it.
func (f Found) Text() string {
	var b strings.Builder
	students, files := map[string]bool{}, 0
	for _, e := range f.Entries {
		students[e.Student.ID] = true
		if e.Problem == nil {
			files++
		}
	}
	fmt.Fprintf(&b, "Understood as %s: %s, %s.\n", f.Shape, counted(len(students), "student"), counted(files, "file"))
	last := ""
	for i, e := range f.Entries {
		if i == 0 || e.Student.ID != last {
			last = e.Student.ID
			fmt.Fprintf(&b, "\n%s", e.Student.ID)
			if e.Student.Name != "" && e.Student.Name != e.Student.ID {
				fmt.Fprintf(&b, "  %s", e.Student.Name)
			}
			b.WriteString("\n")
		}
		writeEntry(&b, e)
	}
	if len(f.Unplaced) > 0 {
		b.WriteString("\nOf no student:\n")
		for i, e := range f.Unplaced {
			if i == maxShown {
				fmt.Fprintf(&b, "  and %d more\n", len(f.Unplaced)-i)
				break
			}
			fmt.Fprintf(&b, "  %s\n", e.Problem.Text)
		}
	}
	if len(f.Left) > 0 {
		b.WriteString("\nLeft out:\n")
		for i, n := range f.Left {
			if i == maxShown {
				fmt.Fprintf(&b, "  and %d more\n", len(f.Left)-i)
				break
			}
			fmt.Fprintf(&b, "  %s\n", plaintext.Line(n.Text, 1000))
		}
	}
	f.writeHints(&b)
	return b.String()
}

func writeEntry(b *strings.Builder, e class.Entry) {
	late := ""
	if e.Late {
		late = " (late)"
	}
	if e.Problem != nil {
		fmt.Fprintf(b, "  %-12s %s: %s%s\n", e.Exercise, e.Problem.Code, e.Problem.Text, late)
	} else {
		fmt.Fprintf(b, "  %-12s %s%s\n", e.Exercise, e.File, late)
	}
	for _, n := range e.Notes {
		fmt.Fprintf(b, "  %-12s   %s\n", "", n.Text)
	}
}

// writeHints writes the mapping that would place what was not understood, with ? for what is not known.
func (f Found) writeHints(b *strings.Builder) {
	if len(f.hints) == 0 {
		return
	}
	b.WriteString("\nA mapping file could say the following, with the right words in place of each ?:\n")
	b.WriteString("{\n  \"files\": {\n")
	for i, h := range f.hints {
		if i == maxShown {
			break
		}
		comma := ","
		if i == min(len(f.hints), maxShown)-1 {
			comma = ""
		}
		fmt.Fprintf(b, "    %s: {\"student\": %s, \"exercise\": %s}%s\n",
			quoted(h.path), quoted(known(h.student)), quoted(known(h.exercise)), comma)
	}
	b.WriteString("  }\n}\n")
}

func known(text string) string {
	if text == "" {
		return "?"
	}
	return text
}

// quoted is a text as JSON writes it.
func quoted(text string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(text) // a text can always be written
	return strings.TrimSpace(b.String())
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
