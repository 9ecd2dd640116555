package editor

import (
	"slices"
	"strconv"
	"strings"
)

// maxProblems is how many problems are shown.
const maxProblems = 100

// complaint is one message of the compiler; column counts bytes.
type complaint struct {
	line, column int
	message      string
}

// problems reads the compiler's output.
func (e *Editor) problems(output, source string) []any {
	t := newText(source)
	complaints := readComplaints(output)
	slices.SortStableFunc(complaints, func(a, b complaint) int {
		if a.line != b.line {
			return a.line - b.line
		}
		return a.column - b.column
	})
	complaints = slices.Compact(complaints)
	var c *checked
	found := []any{}
	for _, one := range complaints[:min(len(complaints), maxProblems)] {
		if c == nil {
			c = e.check(source)
		}
		found = append(found, t.problem(one.line, one.column, one.message, e.help(c, one.message)))
	}
	return found
}

// readComplaints reads lines such as "vote.go:3:5: message". A line that begins with a tab continues the
// message before it. Other lines ("too many errors", a package's name) say nothing about the file.
func readComplaints(output string) []complaint {
	var found []complaint
	open := false
	for line := range strings.Lines(output) {
		line = strings.TrimRight(line, "\r\n")
		if open && strings.HasPrefix(line, "\t") {
			found[len(found)-1].message += "\n" + line
			continue
		}
		var one complaint
		if one, open = readComplaint(line); open {
			found = append(found, one)
		}
	}
	return found
}

func readComplaint(line string) (complaint, bool) {
	_, rest, ok := strings.Cut(line, ".go:")
	if !ok {
		return complaint{}, false
	}
	number, rest, ok := strings.Cut(rest, ":")
	at, err := strconv.Atoi(number)
	if !ok || err != nil || at < 1 {
		return complaint{}, false
	}
	column := 1
	if number, after, ok := strings.Cut(rest, ":"); ok {
		if n, err := strconv.Atoi(number); err == nil && n >= 1 {
			column, rest = n, after
		}
	}
	return complaint{at, column, plain(strings.TrimSpace(rest))}, true
}

// plain leaves out why a package's file could not be opened. A forbidden package has no file, and the help
// lists the allowed packages.
func plain(message string) string {
	if !strings.HasPrefix(message, "could not import ") {
		return message
	}
	path, _, _ := strings.Cut(message, " (")
	return path
}
