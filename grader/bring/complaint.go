package bring

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"raftlab/grader/plaintext"
)

// Complaint is one thing that stands in the way of a program.
type Complaint struct {
	// File is a name as the person sees it, from the folder that was named; "" if it is about no file.
	File string `json:"file,omitempty"`
	// Line and Column count from 1. A Line of 0 is the whole file.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
	// Message says what is wrong and what was expected, and Do what to do about it.
	Message string `json:"message"`
	Do      string `json:"do,omitempty"`
}

// place is where it is, such as raft.go:3:1.
func (c Complaint) place() string {
	text := plaintext.Line(c.File, MaxName)
	if text != "" && c.Line > 0 {
		text += fmt.Sprintf(":%d", c.Line)
	}
	if text != "" && c.Column > 0 {
		text += fmt.Sprintf(":%d", c.Column)
	}
	return text
}

// String is the complaint as the command prints it, in one line or two.
func (c Complaint) String() string {
	text := plaintext.Lines(c.Message, MaxMessage)
	if place := c.place(); place != "" {
		text = place + ": " + text
	}
	if c.Do != "" {
		text += "\n    " + plaintext.Lines(c.Do, MaxMessage)
	}
	return text
}

// Bounds of what is shown of a stranger's text.
const (
	MaxName       = 200
	MaxMessage    = 1000
	maxComplaints = 20
)

// Unfit is the error about a folder from which no program can be made. It is never the fault of this machine.
type Unfit struct{ Complaints []Complaint }

// Error is all complaints, a few lines.
func (u *Unfit) Error() string {
	var lines []string
	for i, c := range u.Complaints {
		if i == maxComplaints {
			lines = append(lines, fmt.Sprintf("and %d more", len(u.Complaints)-i))
			break
		}
		lines = append(lines, c.String())
	}
	return strings.Join(lines, "\n")
}

// unfit is the error for complaints, nil for none. They are in the order of their places, and none is said twice.
func unfit(all []Complaint) error {
	if len(all) == 0 {
		return nil
	}
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b Complaint) int {
		return cmp.Or(cmp.Compare(a.File, b.File), a.Line-b.Line, a.Column-b.Column)
	})
	return &Unfit{slices.Compact(sorted)}
}

// about is an error with one complaint about no place.
func about(do, format string, args ...any) error {
	return &Unfit{[]Complaint{{Message: fmt.Sprintf(format, args...), Do: do}}}
}
