//go:build !wasm

package linearizability

import "github.com/anishathalye/porcupine"

// hasOrder tells whether the moves have an order, as porcupine finds it.
func hasOrder(s *searcher, moves []move, events []event) bool {
	return porcupineHasOrder(s, moves, events)
}

func porcupineHasOrder(s *searcher, moves []move, events []event) bool {
	model := porcupine.Model{
		Init:  func() any { return state{} },
		Step:  func(before, input, _ any) (bool, any) { return s.step(before.(state), input.(move)) },
		Equal: func(a, b any) bool { return a.(state) == b.(state) },
		Hash:  func(a any) uint64 { return a.(state).hash() },
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
	// porcupine checks the one partition in one goroutine and waits for it. Given events rather than
	// operations it does not sort, so the order of the search is decided here.
	return porcupine.CheckEvents(model, list)
}

func (s state) hash() uint64 {
	// FNV-1a. What was used needs no part in it, as porcupine adds which moves were made.
	h := uint64(14695981039346656037)
	for i := range len(s.value) {
		h = (h ^ uint64(s.value[i])) * 1099511628211
	}
	return h
}
