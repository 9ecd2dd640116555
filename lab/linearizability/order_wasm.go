package linearizability

// hasOrder tells whether the moves have an order, as walk finds it.
func hasOrder(s *searcher, moves []move, events []event) bool { return walkHasOrder(s, moves, events) }
