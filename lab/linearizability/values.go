package linearizability

import "raftlab/lab/kv"

// values counts, for each value, the moves that are left and find it or leave it. A value stands for all that
// canonical does not distinguish.
type values struct {
	uses map[string]*use
	// numbers counts the moves that may find any number, and leave any.
	numbers int
}

// use is how many moves find a value, and how many change the key to it. Answers are those of the finders that must
// happen.
type use struct{ finders, answers, leavers int }

func valuesOf(moves []move) *values {
	v := &values{uses: map[string]*use{}}
	for _, m := range moves {
		v.count(m, 1)
	}
	return v
}

// count counts a move once more, or with -1 no longer.
func (v *values) count(m move, times int) {
	switch {
	case m.Operation == nil:
		return
	case m.findsAny():
		v.numbers += times
		return
	}
	o := m.happening()
	if o.Command.Op != kv.Put {
		found := v.of(before(o))
		found.finders += times
		if m.standing == answered {
			found.answers += times
		}
	}
	if !m.idle() {
		v.of(after(o)).leavers += times
	}
}

func (v *values) of(value string) *use {
	value = canonical(value)
	u := v.uses[value]
	if u == nil {
		u = &use{}
		v.uses[value] = u
	}
	return u
}

// lost reports whether a change of the key loses its value: a move that must happen finds it, and none leaves it
// again. No order begins so.
func (v *values) lost(old, value string) bool {
	if canonical(old) == canonical(value) || v.numbers > 0 && isNumber(canonical(old)) {
		return false
	}
	u := v.of(old)
	return u.answers > 0 && u.leavers == 0
}

// free reports whether a move is made at once if it can come next: if there is an order of the moves that are left,
// one of them begins with this move. It is so for two kinds of moves that must happen.
//
// An idle move leaves the value that it finds. Take an order in which it comes later, and put it to the front. There
// it can come next, and all others find what they found before, since it changes nothing. But where it was, it may
// have read the value of an operation that need not have happened, and no other reads it: a put or the end comes
// next. Then leave that operation out, too, and so on with the one before it. If a twin of one that is left out
// happens later, the one left out takes its place: it was invoked earlier.
//
// A blind move is a put whose value no move finds that is left, while none finds the present value, either. Take an
// order in which it comes later, and put it to the front. The move that was first does not read the present value,
// and the one that came behind the blind move does not read its value. So each of the two is a put or the end,
// which may stand behind anything. All others find what they found before.
func (v *values) free(m move, now state) bool {
	switch {
	case m.Operation == nil || m.standing != answered:
		return false
	case m.idle():
		return true
	}
	return m.Command.Op == kv.Put && !now.unseen && !v.found(now.value) && !v.found(m.Command.Value)
}

// found reports whether any move that is left may find a value.
func (v *values) found(value string) bool {
	return v.of(value).finders > 0 || v.numbers > 0 && isNumber(canonical(value))
}

// idle reports whether an operation leaves every value that it can have found.
func (c claim) idle() bool {
	return c.standing == answered && (c.Command.Op == kv.Get || !c.Result.Done ||
		c.Command.Op == kv.CompareAndSet && c.Command.New == c.Command.Value)
}
