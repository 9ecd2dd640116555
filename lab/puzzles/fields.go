package puzzles

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab"
)

// field is a line KEY: VALUE, with the lines that continue it.
type field struct{ key, value string }

// scripts are the fields whose lines stay separate.
var scripts = []string{"script", "open script", "closed script", "solution", "closed try"}

func fieldsOf(text string) ([]field, error) {
	var fields []field
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \n")
		more, indented := strings.CutPrefix(line, "  ")
		last := len(fields) - 1
		switch {
		case line == "":
		case indented && last >= 0 && slices.Contains(scripts, fields[last].key):
			fields[last].value += more + "\n"
		case indented && last >= 0:
			fields[last].value += " " + strings.TrimSpace(more)
		default:
			key, value, found := strings.Cut(line, ":")
			if !found {
				return nil, fmt.Errorf("%w: %q is not KEY: VALUE", ErrForm, line)
			}
			fields = append(fields, field{key, strings.TrimSpace(value)})
		}
	}
	return fields, nil
}

// Move is a command that is typed when the run is at a time, or later.
type Move struct {
	// At is 0 for a move that waits for nothing.
	At lab.Time
	Do string
}

// moves reads moves, one a line: 80ms crash S1.
func moves(text string) ([]Move, error) {
	var all []Move
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		when, rest, _ := strings.Cut(line, " ")
		at, timed := span(when)
		if !timed {
			rest = line
		}
		if rest == "" {
			return nil, fmt.Errorf("%w: the move %q has no command", ErrForm, line)
		}
		all = append(all, Move{At: at, Do: rest})
	}
	return all, nil
}

// span reads a time such as 150ms, 2s or 170500us.
func span(text string) (at lab.Time, ok bool) {
	for _, unit := range []struct {
		name string
		size lab.Duration
	}{{"us", lab.Microsecond}, {"ms", lab.Millisecond}, {"s", lab.Second}} {
		digits, found := strings.CutSuffix(text, unit.name)
		if number, err := strconv.ParseUint(digits, 10, 31); found && err == nil {
			return lab.Time(number) * lab.Time(unit.size), true
		}
	}
	return 0, false
}

// bounds reads bounds, a name and a number each: depth 8 terms 2.
func bounds(text string) (*Bounds, error) {
	made := &Bounds{}
	into := map[string]*int{
		"depth": &made.Depth, "terms": &made.Terms, "requests": &made.Requests, "crashes": &made.Crashes,
		"duplicates": &made.Duplicates,
	}
	words := strings.Fields(text)
	for i := 0; i+1 < len(words); i += 2 {
		number, err := strconv.Atoi(words[i+1])
		at, known := into[words[i]]
		if err != nil || !known {
			return nil, fmt.Errorf("%w: %s %s is no bound of a search", ErrForm, words[i], words[i+1])
		}
		*at = number
	}
	if made.Depth == 0 || made.Terms == 0 || len(words)%2 != 0 {
		return nil, fmt.Errorf("%w: a search needs depth and terms, in pairs of a name and a number: %q", ErrForm, text)
	}
	return made, nil
}
