package linearizability

// walk is the search of Wing and Gong (1993) with the memory that Lowe (2017) added. A test shows that it takes
// exactly the steps that porcupine takes. It is our own because every host must take the same steps, and
// because porcupine brings timers, contexts and the drawing of histories with it: 20 kB of the page's engine.
//
// It goes through the remaining events, from the first. If a call can come next, its move is made: the call and
// its return are taken out, and the walk starts from the first event again. If the walk reaches the return of a
// move that was not made, the moves so far were a mistake: the last of them is put back, and the walk continues
// after it.
type walk struct {
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
}

// link is the neighbours of an event.
type link struct{ before, behind int }

// visit is a place that the walk has reached: the moves made, in any order, and the state after them.
type visit struct {
	made string
	now  state
}

// taken is a call that was made, and the state before it.
type taken struct {
	call  int
	found state
}

func newWalk(events []event) *walk {
	moves := len(events) / 2
	w := &walk{events: events, left: make([]link, len(events)+1), returnOf: make([]int, moves),
		made: make([]byte, moves/8+1), seen: map[visit]bool{}}
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
	w := newWalk(events)
	begin := len(events)
	var now state
	for at := w.left[begin].behind; w.left[begin].behind != begin; {
		e := events[at]
		if e.returns {
			if len(w.path) == 0 {
				return false
			}
			at, now = w.back()
			at = w.left[at].behind
			continue
		}
		var m move // the end
		if e.move < len(moves) {
			m = moves[e.move]
		}
		if ok, after := s.step(now, m); ok && w.make(at, now, after) {
			at, now = w.left[begin].behind, after
		} else {
			at = w.left[at].behind
		}
	}
	return true
}

// make makes a move, unless it leads to a place that the walk has reached before without success.
func (w *walk) make(call int, found, after state) bool {
	move := w.events[call].move
	w.made[move/8] ^= 1 << (move % 8)
	to := visit{string(w.made), after}
	if w.seen[to] {
		w.made[move/8] ^= 1 << (move % 8)
		return false
	}
	w.seen[to] = true
	w.path = append(w.path, taken{call, found})
	w.takeOut(call)
	w.takeOut(w.returnOf[move])
	return true
}

// back puts the last move back, and returns its call and the state before it.
func (w *walk) back() (call int, found state) {
	last := w.path[len(w.path)-1]
	w.path = w.path[:len(w.path)-1]
	move := w.events[last.call].move
	w.made[move/8] ^= 1 << (move % 8)
	w.putBack(w.returnOf[move])
	w.putBack(last.call)
	return last.call, last.found
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
