package replay

import (
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/story"
)

// Line is one event of a trace. The parts share the memory of Text.
type Line struct {
	// Event is the event's number, from 1.
	Event uint64
	Time  lab.Time
	// Subject is a server, a client, or - for the world.
	Subject string
	// Kind is the kind of the event; see lab.LineKinds.
	Kind string
	// Details are the rest, "" for none.
	Details string
	// Text is the whole line, without its newline.
	Text string
}

// typed is the steps and the command of a typed command's line.
func (l Line) typed() (steps uint64, command string, ok bool) {
	if l.Kind != story.TypedKind {
		return 0, "", false
	}
	word, command, _ := strings.Cut(l.Details, " ")
	steps, ok = number(word)
	return steps, command, ok
}

// maxTime, in 35 years, is far beyond the end of a scenario of 1000 commands. Sums of times below it do not
// overflow.
const maxTime = 1 << 50

// ParseLine splits a line, given without its newline. It is false if the line does not have a trace line's form;
// details may be anything.
func ParseLine(text string) (Line, bool) {
	l := Line{Text: text}
	rest := text
	next := func() (word string) {
		word, rest, _ = strings.Cut(rest, " ")
		return word
	}
	event, okEvent := number(next())
	at, okTime := number(next())
	l.Event, l.Time = event, lab.Time(at)
	l.Subject, l.Kind = next(), next()
	l.Details = rest
	return l, okEvent && okTime && event > 0 && at <= maxTime && isSubject(l.Subject) && isKind(l.Kind)
}

// number reads a number in the trace's form: no sign, no leading zero.
func number(word string) (uint64, bool) {
	n, err := strconv.ParseUint(word, 10, 64)
	return n, err == nil && (word == "0" || word[0] >= '1' && word[0] <= '9')
}

// isSubject: - or a letter and a number, such as S1 and C1.
func isSubject(word string) bool {
	if word == "-" {
		return true
	}
	if word == "" || word[0] < 'A' || word[0] > 'Z' {
		return false
	}
	n, ok := number(word[1:])
	return ok && n > 0 && n < 1000
}

// maxKind is how long the name of a kind may be.
const maxKind = 32

// isKind: lower-case letters, with hyphens between them.
func isKind(word string) bool {
	for i := range len(word) {
		if c := word[i]; (c < 'a' || c > 'z') && (c != '-' || i == 0) {
			return false
		}
	}
	return word != "" && len(word) <= maxKind
}
