package linearizability

// walk is the search of Wing and Gong (1993) with the memory that Lowe (2017) gave it. It takes the steps
// that porcupine takes, one for one, and a test holds it to that. It is our own so that every host walks
// the same way, and because porcupine brings timers, contexts and the drawing of histories with it, 20 kB
// of the page's engine.
//
// It goes through the events that are left, from the first. A call that can come next is made: it is
// taken out with its return, and the walk begins again. At the return of a move that was not made, the
// moves so far were a mistake: the last of them is put back, and the walk goes on behind it.
type walk struct {
	events []event
	// left is a ring of the events that are not taken out. Number len(events) stands before the first.
	left []link
	// returnOf is where the return of each move stands.
	returnOf []int
	// made has a bit for each move that was made.
	made []byte
	// seen are the sets of moves that were made before, with what they left.
	seen map[visit]bool
	path []taken
}

// link is what stands around an event.
type link struct{ before, behind int }

// visit is a place in which the walk was: what was made, in any order, and the state that it led to.
type visit struct {
	made string
	now  state
}

// taken is a call that was made, and the state that it found.
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

// hasOrder tells whether the moves can be made in an order that the events allow.
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

// make makes a move, unless it leads to where the walk was before: from there it found no way.
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

// back puts the last move back, and gives its call and the state that it had found.
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

// putBack undoes the last takeOut that is not undone: around this event, all is as it was.
func (w *walk) putBack(at int) {
	around := w.left[at]
	w.left[around.before].behind, w.left[around.behind].before = at, at
}
