//go:build !wasm

package linearizability

// Searched is how a search went.
type Searched struct {
	Found, Exhausted bool
	StepsLeft        int
}

// SearchBothWays gives the operations of one key to walk and to porcupine.
func SearchBothWays(operations []Operation, maxSteps int) (walked, porcupine Searched) {
	moves := plan(claims(operations))
	by := func(hasOrder func(*searcher, []move, []event) bool) Searched {
		s := &searcher{stepsLeft: maxSteps}
		found := hasOrder(s, moves, events(moves))
		return Searched{found, s.exhausted, s.stepsLeft}
	}
	return by(walkHasOrder), by(porcupineHasOrder)
}
