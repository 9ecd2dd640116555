package story

import (
	"slices"
	"strings"
)

// looksBack reports whether a command searches the earlier trace.
func (c Command) looksBack() bool {
	return slices.ContainsFunc(c.Words, func(word Word) bool { return word.Text == "saw" })
}

// rememberLimit bounds how far back `expect saw` looks, in lines.
const rememberLimit = 50_000

// remember counts lines for a run that is about to reach its limit, and keeps them for `expect saw`, if the scenario
// may use it. Header lines are left out: they hold the
// scenario's text, in which every expectation would find itself.
func (r *Runner) remember(line []byte) {
	r.busy.line(line)
	if r.watching && line[0] != '#' && len(r.seen) < rememberLimit {
		r.seen = append(r.seen, slices.Clone(line))
	}
}

// saw is the first trace line so far that has all the words, in their order; "" if none has.
func (r *Runner) saw(words []string) string {
	for _, line := range r.seen {
		fields := strings.Fields(string(line))
		if fields[3] == TypedKind || fields[3] == unmetKind {
			continue // a typed or an unmet expectation would find itself
		}
		left := words
		for _, field := range fields {
			if len(left) > 0 && field == left[0] {
				left = left[1:]
			}
		}
		if len(left) == 0 {
			return strings.TrimSpace(string(line))
		}
	}
	return ""
}
