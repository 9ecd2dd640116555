package linearizability

import "github.com/anishathalye/porcupine"

// Searched is the outcome of a search and the number of its steps.
type Searched struct {
	Found, Exhausted bool
	Steps            int
}

// SearchBothWays gives the operations of one key to our search and to porcupine's, which makes no move at once and
// loses no value early. The operations with these numbers are loosened.
func SearchBothWays(operations []Operation, loose map[int]bool, maxSteps int) (ours, theirs Searched) {
	history := claims(operations)
	for i, c := range history {
		if loose[c.ID] {
			history[i].standing = min(c.standing, loosened)
		}
	}
	moves := plan(history)
	by := func(hasOrder func(*searcher, []move, []event) bool) Searched {
		s := &searcher{stepsLeft: maxSteps}
		found := hasOrder(s, moves, events(moves))
		return Searched{found, s.exhausted, maxSteps - s.stepsLeft}
	}
	return by(hasOrder), by(porcupineHasOrder)
}

func porcupineHasOrder(s *searcher, moves []move, events []event) bool {
	model := porcupine.Model{
		Init:  func() any { return state{} },
		Step:  func(before, input, _ any) (bool, any) { return s.step(before.(state), input.(move)) },
		Equal: func(a, b any) bool { return a.(state) == b.(state) },
	}
	list := make([]porcupine.Event, len(events))
	for i, e := range events {
		list[i] = porcupine.Event{Kind: porcupine.CallEvent, Id: e.move}
		switch {
		case e.returns:
			list[i].Kind = porcupine.ReturnEvent
		case e.move == len(moves):
			list[i].Value = move{} // the end
		default:
			list[i].Value = moves[e.move]
		}
	}
	// Porcupine sorts operations but not events, so with events both search in the same order.
	return porcupine.CheckEvents(model, list)
}
