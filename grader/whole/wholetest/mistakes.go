package wholetest

import (
	_ "embed"
	"fmt"
	"strings"
)

// Mistake is a mistake that the rules of the course cannot hold, since a rule is no whole server.
type Mistake struct {
	Name string
	// Situation finds it, with this seed, and Property breaks.
	Situation string
	Seed      uint64
	Property  string
	Edits     []Edit
}

//go:embed testdata/mistakes.txt
var mistakes string

// Mistakes are the planted mistakes, in the order of the file.
func Mistakes() ([]Mistake, error) {
	var list []Mistake
	for n, line := range strings.Split(mistakes, "\n") {
		if err := take(&list, line); err != nil {
			return nil, fmt.Errorf("testdata/mistakes.txt, line %d: %w", n+1, err)
		}
	}
	return list, nil
}

// take reads one line.
func take(list *[]Mistake, line string) error {
	if head, ok := strings.CutPrefix(line, "== "); ok {
		var m Mistake
		if _, err := fmt.Sscanf(strings.Replace(head, ":", " ", 1), "%s %s %d %s",
			&m.Name, &m.Situation, &m.Seed, &m.Property); err != nil {
			return fmt.Errorf("want NAME: SITUATION SEED PROPERTY: %w", err)
		}
		*list = append(*list, m)
		return nil
	}
	if line == "" || line[0] == '#' {
		return nil
	}
	if len(*list) == 0 {
		return fmt.Errorf("the line belongs to no mistake")
	}
	m := &(*list)[len(*list)-1]
	if file, ok := strings.CutPrefix(line, "@ "); ok {
		m.Edits = append(m.Edits, Edit{File: file})
		return nil
	}
	if len(m.Edits) == 0 || line[0] != '-' && line[0] != '+' {
		return fmt.Errorf("want - or +, behind a file")
	}
	e := &m.Edits[len(m.Edits)-1]
	to := &e.Old
	if line[0] == '+' {
		to = &e.New
	}
	if *to != "" {
		*to += "\n"
	}
	*to += line[1:]
	return nil
}
