package goroutines

import "encoding/binary"

// The layout of WASI's subscriptions and events.
const (
	subscriptionSize = 48
	eventSize        = 32
	onClock          = 0
	absolute         = 1
)

// poll is called when nothing in the guest can go on, and also to look for what is ready while something can: then the
// time-out is 0, and the gate stays shut.
func poll(i *instance, m memory, stack []uint64) uint64 {
	in, out, n := stack[0], stack[1], stack[2]
	subscriptions := m.bytes(in, subscriptionSize*n)
	events := m.bytes(out, eventSize*n)
	if subscriptions == nil || events == nil || n == 0 {
		return fault
	}
	deadline, gate, clock := uint64(0), -1, -1
	for at := range int(n) {
		s := subscriptions[subscriptionSize*at:]
		if s[8] != onClock {
			gate = at
			continue
		}
		until := binary.LittleEndian.Uint64(s[24:])
		if binary.LittleEndian.Uint16(s[40:])&absolute == 0 {
			until += i.life.Clock()
		}
		if clock < 0 || until < deadline {
			deadline, clock = until, at
		}
	}
	ready := gate
	switch {
	case clock >= 0 && deadline <= i.life.Clock():
		i.restless()
		ready = clock
	case gate < 0:
		// The scheduler itself sleeps, for microseconds and with nobody to wake it: that takes no time.
		i.restless()
		ready = clock
	default:
		i.life.Rest(deadline)
	}
	writeEvent(events, subscriptions[subscriptionSize*ready:])
	return m.put32(stack[3], 1)
}

// writeEvent says that a subscription is ready.
func writeEvent(event, subscription []byte) {
	clear(event[:eventSize])
	copy(event[:8], subscription[:8])
	if event[10] = subscription[8]; event[10] != onClock {
		binary.LittleEndian.PutUint64(event[16:], 1)
	}
}
