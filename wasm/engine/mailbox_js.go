//go:build js && wasm

package main

import "time"

// mailbox hands values from JavaScript callbacks, which must never block, to the goroutine that
// works on them. It holds any number.
type mailbox[T any] struct {
	waiting []T
	arrived chan struct{}
}

func newMailbox[T any]() *mailbox[T] { return &mailbox[T]{arrived: make(chan struct{}, 1)} }

// put never blocks. Callbacks and goroutines take turns on js/wasm's one thread, so the slice
// needs no lock.
func (m *mailbox[T]) put(value T) {
	m.waiting = append(m.waiting, value)
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

// takeWithin waits for the next value, but at most so many spans of time; ok is false when nothing came.
func (m *mailbox[T]) takeWithin(span time.Duration, spans int) (value T, ok bool) {
	for len(m.waiting) == 0 {
		if spans == 0 {
			return value, false
		}
		timer := time.NewTimer(span)
		select {
		case <-m.arrived:
		case <-timer.C:
			spans--
		}
		timer.Stop()
	}
	return m.take(), true
}
