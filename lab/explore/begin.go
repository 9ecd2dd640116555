package explore

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrBegin is wrapped when a search cannot begin with a system's commands.
var ErrBegin = errors.New("a search cannot begin so")

// begin carries out the commands that come before the search, each of which must be one of the actions that are
// possible then. The path of a violation begins with them; the depth of a search counts from their end.
func (s *search) begin(lines []string) error {
	locals, flights := slices.Clone(s.root), slices.Clone(s.sent)
	for len(lines) > 0 && s.result.Verdict == Pass {
		at := s.next.states.at(0)
		if err := s.findEnabled(at); err != nil {
			return err
		}
		a, step, ok := s.choose(lines, locals, flights, at.left)
		if !ok {
			return fmt.Errorf("%w: %q is not possible there; it can go on with %s", ErrBegin, lines[0],
				s.choices(locals, flights, at.left))
		}
		lines = lines[len(step.Lines):]
		server := s.serverOf(a) - 1
		input, left := s.inputOf(a, at.left), at.left
		left.use(a)
		index := uint32(s.nextFirst)
		judge, violation, err := s.try(at, a)
		if err != nil {
			return err
		}
		if violation != nil {
			s.result.Verdict, s.result.Violation = Broken, violation
			s.result.Path = s.path(append(s.actions(index), a))
			return nil
		}
		flights = s.without(flights, a)
		e := s.effects[cause{locals[server], input}]
		locals[server] = e.next
		flights = append(flights, e.sent...)
		s.next, s.nextFirst = &frontier{}, s.visits.len()
		if _, first := s.meet(s.places, judge, left, visit{index, a}); !first {
			return fmt.Errorf("%w: %q changes nothing there", ErrBegin, step.Lines[0])
		}
	}
	return nil
}

// choose is the possible action whose commands come next.
func (s *search) choose(lines []string, locals, flights []uint32, left counts) (a action, step Step, ok bool) {
	for _, a := range s.enabled {
		step := s.stepOf(a, locals, flights, left)
		if len(step.Lines) <= len(lines) && slices.Equal(step.Lines, lines[:len(step.Lines)]) {
			return a, step, true
		}
	}
	return 0, Step{}, false
}

// choices are the first commands of all possible actions, for an error.
func (s *search) choices(locals, flights []uint32, left counts) string {
	var all []string
	for _, a := range s.enabled {
		all = append(all, s.stepOf(a, locals, flights, left).Lines[0])
	}
	return strings.Join(all, ", ")
}
