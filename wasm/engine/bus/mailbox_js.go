//go:build js && wasm

package bus

// mailbox hands values from JavaScript callbacks, which must never block, to the goroutine that works on them.
// It holds any number of values.
type mailbox[T any] struct {
	waiting []T
	arrived chan struct{}
	ticks   int
}

func newMailbox[T any]() *mailbox[T] { return &mailbox[T]{arrived: make(chan struct{}, 1)} }

// put never blocks. Callbacks and goroutines take turns on js/wasm's one thread, so the slice
// needs no lock.
func (m *mailbox[T]) put(value T) {
	m.waiting = append(m.waiting, value)
	m.wake()
}

// tick counts one tick of the clock. It never blocks either.
func (m *mailbox[T]) tick() {
	m.ticks++
	m.wake()
}

func (m *mailbox[T]) wake() {
	select {
	case m.arrived <- struct{}{}:
	default:
	}
}

// take waits for the next value.
func (m *mailbox[T]) take() T {
	for len(m.waiting) == 0 {
		<-m.arrived
	}
	value := m.waiting[0]
	m.waiting = m.waiting[1:]
	return value
}

// takeWithin waits for the next value, at most so many ticks; ok is false if no value came.
func (m *mailbox[T]) takeWithin(ticks int) (value T, ok bool) {
	for last := m.ticks + ticks; len(m.waiting) == 0; <-m.arrived {
		if m.ticks >= last {
			return value, false
		}
	}
	return m.take(), true
}
