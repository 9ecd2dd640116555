package life

import (
	"raftlab/lab"
	"raftlab/lab/whole"
)

// epoch is the time of day when a run begins, in nanoseconds since 1970: Go's runtime refuses a clock that stands at 0.
const epoch = 1_700_000_000_000_000_000

// microsecond is one in the program's clock.
const microsecond = 1000

// The bounds of one step, which are the same on every host.
const (
	// MaxLoops bounds how often a program may go round a loop, or call a function: a typical step needs some thousands.
	MaxLoops = 100_000_000
	// maxRestless bounds what a program may ask while it goes on.
	maxRestless = 100_000
	// maxPrinted bounds what is kept of what it prints.
	maxPrinted = 1 << 16
)

// Life is what decides in one life of one server, beside the program and its inputs. One goroutine uses it.
type Life struct {
	// started is the time of day at the world's time 0, for this server: each has its own, or they would all draw
	// alike.
	started uint64
	now     lab.Time
	// ahead is how far the clock is ahead of the world: in a manual world a timer fires by a command.
	ahead uint64
	seed  uint64
	// show is true if a person looks.
	show bool
	// open is true while the program's step may end; deadline is the program's earliest timer, 0 for none.
	open     bool
	deadline uint64
	asked    int
	printed  []byte
	shown    []byte
	// begun and fresh are for hosts that are reached by bytes: the first call has been made, and a step begins.
	begun, fresh bool
}

func newLife(c whole.Config) *Life {
	l := &Life{seed: c.Life, show: c.Show}
	l.started = epoch + l.Random()%1_000_000_000_000
	return l
}

// Clock is the program's time. It stands still during a step.
func (l *Life) Clock() uint64 { return l.started + uint64(l.now)*microsecond + l.ahead }

// Random is the next of the server's random numbers: SplitMix64.
func (l *Life) Random() uint64 {
	l.seed += 0x9e3779b97f4a7c15
	z := l.seed
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Asks counts what a program asks of its host while it goes on. It is false for a program that never rests: the host
// ends it.
func (l *Life) Asks() bool {
	l.asked++
	return l.asked <= maxRestless
}

// Print keeps what the program prints.
func (l *Life) Print(b []byte) {
	if len(l.printed)+len(b) <= maxPrinted {
		l.printed = append(l.printed, b...)
	}
}

// Rest is called when nothing in the program can go on. The earliest timer that its scheduler waits for is deadline, 0
// for none. From now on the step may end.
func (l *Life) Rest(deadline uint64) { l.open, l.deadline = true, deadline }

// Pass reports whether the program's step may end, which it may once for each Rest.
func (l *Life) Pass() bool {
	open := l.open
	l.open = false
	return open
}

// Show says that a person looks, and Shown takes what the program shows.
func (l *Life) Show() bool     { return l.show }
func (l *Life) Shown(b []byte) { l.shown = append(l.shown[:0], b...) }
func (l *Life) Aside() (back func()) {
	kept := *l
	return func() { kept.shown = l.shown; *l = kept }
}

// begin sets the clock for a step. A timer that a command lets fire before its time moves the clock ahead.
func (l *Life) begin(now lab.Time, kind lab.InputKind) {
	l.now, l.asked, l.fresh = now, 0, true
	l.printed, l.shown = l.printed[:0], l.shown[:0]
	if kind == lab.Wake && l.deadline > l.Clock() {
		l.ahead += l.deadline - l.Clock()
	}
}

// complete adds to an output what only the host knows.
func (l *Life) complete(out lab.Output) lab.Output {
	if out.WakeAt == 0 && l.deadline > 0 {
		out.WakeAt = l.wakeAt()
	}
	out.View = whole.WithHost(out.View, l.shown, string(l.printed))
	return out
}

// wakeAt is the deadline in the world's time: not before the next microsecond.
func (l *Life) wakeAt() lab.Time {
	ahead := l.started + l.ahead
	if l.deadline <= ahead {
		return max(l.now, 1)
	}
	return lab.Time((l.deadline - ahead + microsecond - 1) / microsecond)
}
