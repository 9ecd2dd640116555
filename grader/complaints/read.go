package complaints

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"raftlab/grader/instrument"
	"raftlab/grader/plaintext"
)

// Complaint is one message about a file. Line and Column count from 1, and Column counts bytes.
type Complaint struct {
	Line, Column int
	Message      string
}

// Bounds of what is kept: nobody reads more.
const (
	maxComplaints = 100
	maxMessage    = 1000
)

// Read reads lines such as "vote.go:3:5: message", and sorts them by their places. A line that begins with a tab
// continues the message before it. Other lines ("too many errors", a package's name) say nothing about the file.
func Read(output string) []Complaint {
	var found []Complaint
	for _, one := range read(output) {
		found = append(found, one.Complaint)
	}
	slices.SortStableFunc(found, func(a, b Complaint) int {
		return cmp.Or(a.Line-b.Line, a.Column-b.Column)
	})
	found = slices.Compact(found)
	return found[:min(len(found), maxComplaints)]
}

// InFile is a complaint about one of several files, by the name that the compiler has for it.
type InFile struct {
	File string
	Complaint
}

// ReadFiles is Read for a program of several files, in the compiler's order.
func ReadFiles(output string) []InFile {
	found := read(output)
	return found[:min(len(found), maxComplaints)]
}

func read(output string) []InFile {
	var found []InFile
	open := false
	for line := range strings.Lines(output) {
		line = strings.TrimRight(line, "\r\n")
		if open && strings.HasPrefix(line, "\t") {
			last := &found[len(found)-1]
			last.Message = plaintext.Lines(last.Message+"\n"+line, maxMessage)
			continue
		}
		var one Complaint
		if one, open = readOne(line); open {
			name, _, _ := strings.Cut(line, ".go:")
			found = append(found, InFile{name + ".go", one})
		}
	}
	return found
}

func readOne(line string) (Complaint, bool) {
	_, rest, ok := strings.Cut(line, ".go:")
	if !ok {
		return Complaint{}, false
	}
	number, rest, ok := strings.Cut(rest, ":")
	at, err := strconv.Atoi(number)
	if !ok || err != nil || at < 1 {
		return Complaint{}, false
	}
	column := 1
	if number, after, ok := strings.Cut(rest, ":"); ok {
		if n, err := strconv.Atoi(number); err == nil && n >= 1 {
			column, rest = n, after
		}
	}
	return Complaint{at, column, aboutImport(plaintext.Line(strings.TrimSpace(rest), maxMessage))}, true
}

// aboutImport says of a package without a file what is the reason: it is forbidden.
func aboutImport(message string) string {
	path, ok := strings.CutPrefix(message, "could not import ")
	if !ok {
		return message
	}
	path, _, _ = strings.Cut(path, " (")
	return instrument.ImportMessage(path)
}
