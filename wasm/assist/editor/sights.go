package editor

import (
	"strconv"
	"strings"
)

// sights are what a call of a rule saw, and when: the text of grader/visit, by the names of the values.
type sights struct {
	names []string
	of    map[string][]sight
	// ended is true if the rule returned.
	ended bool
}

// sight is a value from the moment on at which so many lines had been visited.
type sight struct {
	at    int
	value string
}

// readSights leaves out what it cannot read.
func readSights(text string) sights {
	s := sights{of: map[string][]sight{}}
	for line := range strings.Lines(text) {
		at, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		name, value, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(at)
		switch {
		case err != nil || name == "":
		case name == "end":
			s.ended = true
		default:
			if s.of[name] == nil {
				s.names = append(s.names, name)
			}
			s.of[name] = append(s.of[name], sight{n, value})
		}
	}
	return s
}

// at is a value when so many lines had been visited.
func (s sights) at(name string, n int) (value string, known bool) {
	for _, one := range s.of[name] {
		if one.at > n {
			break
		}
		value, known = one.value, true
	}
	return value, known
}

// changes reports whether a value became another one behind line number from, up to the line before number to.
func (s sights) changes(name string, from, to int) bool {
	for _, one := range s.of[name] {
		if one.at > from && one.at <= to {
			return true
		}
	}
	return false
}

// number is a whole number or a server's, as an index of a list.
func number(value string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimPrefix(value, "S"))
	return n, err == nil
}
