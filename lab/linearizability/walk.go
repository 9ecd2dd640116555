package linearizability

// walk is the search of Wing and Gong (1993) with the memory that Lowe (2017) added, and with the free moves and
// lost values of values.go. Tests compare it with porcupine, which has only the memory. It is our own because every
// host must take the same steps, and because porcupine brings timers, contexts and the drawing of histories with
// it: 20 kB of the page's engine.
//
// It goes through the calls that are left, from the first to the first return: these can come next. It makes the
// first free move that can be made, or else the first move: the call and its return are taken out, and the walk
// starts from the first event again. If none can be made, the moves so far were a mistake: the last move that was
// not free is put back, with the free ones after it, and the walk continues after its call.
type walk struct {
	// moves has the end as its last.
	moves  []move
	events []event
	// left is a ring of the events that are not taken out. Element len(events) stands before the first.
	left []link
	// returnOf is the place of the return of each move.
	returnOf []int
	// made has a bit for each move that was made.
	made []byte
	// seen are the sets of moves that were made before, each with the state after it.
	seen map[visit]bool
	path []taken
	now  state
	// values are of the moves that are left.
	values *values
}

// link is the neighbours of an event.
type link struct{ before, behind int }

// visit is a place that the walk has reached: the moves made, in any order, and the state after them.
type visit struct {
	made string
	now  state
}

// taken is a call that was made, the state before it, and whether its move was free then.
type taken struct {
	call  int
	found state
	free  bool
}

func newWalk(moves []move, events []event) *walk {
	w := &walk{moves: append(moves, move{}), events: events, left: make([]link, len(events)+1),
		returnOf: make([]int, len(moves)+1), made: make([]byte, len(moves)/8+1), seen: map[visit]bool{},
		values: valuesOf(moves)}
	for i := range w.left {
		w.left[i] = link{(i + len(events)) % len(w.left), (i + 1) % len(w.left)}
	}
	for i, e := range events {
		if e.returns {
			w.returnOf[e.move] = i
		}
	}
	return w
}

// hasOrder reports whether the moves can be made in an order that the events allow.
func hasOrder(s *searcher, moves []move, events []event) bool {
	w := newWalk(moves, events)
	// The walk looks for a free move first, and for another only if no free one can come next.
	for at, free := w.first(), true; at != len(events); {
		call, after, found := w.next(s, at, free)
		switch {
		case found && w.make(call, after, free):
			at, free = w.first(), true
		case found && !free:
			at = w.left[call].behind
		case !found && free:
			at, free = w.first(), false
		default:
			if call, found = w.back(); !found {
				return false
			}
			at, free = w.left[call].behind, false
		}
	}
	return true
}

// first is the first event that is left, or len(w.events).
func (w *walk) first() int { return w.left[len(w.events)].behind }

// next looks for a move that can come next, among the calls from here to the first return that is left.
func (w *walk) next(s *searcher, at int, free bool) (call int, after state, found bool) {
	for ; !w.events[at].returns; at = w.left[at].behind {
		m := w.moves[w.events[at].move]
		if w.values.free(m, w.now) != free {
			continue
		}
		if ok, after := s.step(w.now, m); ok {
			return at, after, true
		}
	}
	return 0, w.now, false
}

// make makes a move, unless it loses a value, or leads to a place that the walk has reached before without success.
func (w *walk) make(call int, after state, free bool) bool {
	w.take(call, true)
	to := visit{string(w.made), after}
	if w.seen[to] || w.values.lost(w.now.value, after.value) {
		w.take(call, false)
		return false
	}
	w.seen[to] = true
	w.path = append(w.path, taken{call, w.now, free})
	w.now = after
	return true
}

// back puts back the last move that is not free, with the free ones after it, and returns its call.
func (w *walk) back() (call int, found bool) {
	for len(w.path) > 0 {
		last := w.path[len(w.path)-1]
		w.path = w.path[:len(w.path)-1]
		w.take(last.call, false)
		w.now = last.found
		if !last.free {
			return last.call, true
		}
	}
	return 0, false
}

// take takes a move out of what is left, or puts back the one that was taken last.
func (w *walk) take(call int, out bool) {
	move := w.events[call].move
	w.made[move/8] ^= 1 << (move % 8)
	if out {
		w.values.count(w.moves[move], -1)
		w.takeOut(call)
		w.takeOut(w.returnOf[move])
		return
	}
	w.values.count(w.moves[move], 1)
	w.putBack(w.returnOf[move])
	w.putBack(call)
}

func (w *walk) takeOut(at int) {
	around := w.left[at]
	w.left[around.before].behind, w.left[around.behind].before = around.behind, around.before
}

// putBack undoes the last takeOut that is not undone: the event's neighbours have not changed since.
func (w *walk) putBack(at int) {
	around := w.left[at]
	w.left[around.before].behind, w.left[around.behind].before = at, at
}
