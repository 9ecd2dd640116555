package grader

import "slices"

// visited makes the calls of a case that failed once more, and gives the lines of the learner's file that the judged
// ones visited, each once. Decided is the line of the answer, 0 where several calls are judged together.
func (g *grading[R]) visited(c Case[R]) (lines []int, decided int) {
	if g.budget.Visited == nil {
		return nil, 0
	}
	calls := g.budget.Visited(func() {
		defer func() { _ = recover() }() // the verdict stands; this only looks
		c.Run(g.rules)
	})
	if len(calls) > 1 && !c.Several {
		calls = calls[:1] // the others were made to find out why it is wrong
	}
	for _, call := range calls {
		lines = append(lines, call...)
	}
	if len(calls) == 1 && len(lines) > 0 {
		decided = lines[len(lines)-1]
	}
	slices.Sort(lines)
	return slices.Compact(lines), decided
}
