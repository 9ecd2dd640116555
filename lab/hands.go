package lab

import (
	"errors"
	"fmt"
	"slices"
)

// What the hands of a person, or of a search, can do with single messages and timers. In a manual
// world that is the only way in which anything happens: every message is held from the start and
// no timer fires, so each command of a scenario is one event, and the scenario is a schedule.

// The reasons why a hand cannot do what it should.
var (
	ErrNoMessage = NotNow("no such message is on its way")
	ErrNoTimer   = NotNow("the server waits for no timer")
	ErrNotManual = errors.New("timers fire by themselves here; this is for a world that is manual")
)

// Manual tells whether nothing happens by itself.
func (w *World) Manual() bool { return w.options.Manual }

// Hold makes the messages of a link wait, those that are on their way too, until Release.
func (w *World) Hold(from, to ServerID) error {
	if err := w.checkLink(from, to); err != nil {
		return err
	}
	w.Line(0, "hold", w.linkName(from, to))
	w.holdLink(from, to)
	return nil
}

// HoldAll holds the messages of all links.
func (w *World) HoldAll() {
	w.Line(0, "hold", "all")
	w.eachLink(w.holdLink)
}

func (w *World) holdLink(from, to ServerID) {
	w.network.links[from-1][to-1].held = true
	for _, f := range w.network.flights {
		if f.From == from && f.To == to && !f.Held {
			f.Held = true
			w.faults[FaultHold]++
		}
	}
}

// Release lets the messages that wait on a link arrive now, the oldest first, and holds no more.
func (w *World) Release(from, to ServerID) error {
	if err := w.checkLink(from, to); err != nil {
		return err
	}
	w.Line(0, "release", w.linkName(from, to))
	w.network.links[from-1][to-1].held = false
	w.releaseThose(func(f *Flight) bool { return f.From == from && f.To == to })
	return nil
}

// ReleaseAll lets all messages that wait arrive now, the oldest first whatever their links, and
// holds none any more.
func (w *World) ReleaseAll() {
	w.Line(0, "release", "all")
	w.eachLink(func(from, to ServerID) { w.network.links[from-1][to-1].held = false })
	w.releaseThose(func(*Flight) bool { return true })
}

func (w *World) releaseThose(are func(f *Flight) bool) {
	for _, f := range w.network.flights {
		if f.Held && are(f) {
			w.planArrival(f, w.now)
		}
	}
}

// Message is the nth message on its way over a link, the oldest first, from 1.
func (w *World) Message(from, to ServerID, nth int) (*Flight, error) {
	if err := w.checkLink(from, to); err != nil {
		return nil, err
	}
	count := 0
	for _, f := range w.network.flights {
		if f.From != from || f.To != to {
			continue
		}
		if count++; count == nth {
			return f, nil
		}
	}
	return nil, fmt.Errorf("%s has %d under way, number %d is asked for: %w", w.linkName(from, to), count, nth, ErrNoMessage)
}

// Sent is how many messages were sent over a link so far.
func (w *World) Sent(from, to ServerID) int { return w.network.links[from-1][to-1].sent }

// MessageSent is the message that was the nth to be sent over a link, if it is still on its way.
func (w *World) MessageSent(from, to ServerID, nth int) (*Flight, error) {
	if err := w.checkLink(from, to); err != nil {
		return nil, err
	}
	for _, f := range w.network.flights {
		if f.From == from && f.To == to && f.Ordinal == nth {
			return f, nil
		}
	}
	return nil, fmt.Errorf("%s, number %d of all that were sent: %w", w.linkName(from, to), nth, ErrNoMessage)
}

// MessageCalled is the message on its way that has that id.
func (w *World) MessageCalled(id MessageID) (*Flight, error) {
	i := slices.IndexFunc(w.network.flights, func(f *Flight) bool { return f.ID == id })
	if i < 0 {
		return nil, fmt.Errorf("%s: %w", messageName(id), ErrNoMessage)
	}
	return w.network.flights[i], nil
}

// HoldMessage makes one message wait.
func (w *World) HoldMessage(f *Flight) {
	if !f.Held {
		f.Held = true
		w.faults[FaultHold]++
		w.Line(0, "hold", messageName(f.ID))
	}
}

// ReleaseMessage lets one message arrive now, if it was held.
func (w *World) ReleaseMessage(f *Flight) {
	if f.Held {
		w.Line(0, "release", messageName(f.ID))
		w.planArrival(f, w.now)
	}
}

// Deliver gives a message to its receiver now; again leaves a copy of it on its way.
func (w *World) Deliver(f *Flight, again bool) {
	if again {
		w.network.messages++
		twin := *f
		twin.ID = w.network.messages
		w.faults[FaultDuplicate]++
		w.Line(f.From, "duplicate", messageName(f.ID), messageName(twin.ID))
		// The copy takes the message's place in the order of the link.
		i := slices.Index(w.network.flights, f)
		w.network.flights[i] = &twin
		if !twin.Held {
			w.planArrival(&twin, max(twin.ArriveAt, w.now))
		}
	} else {
		w.land(f)
	}
	w.hand(f)
}

// Drop loses a message that is on its way.
func (w *World) Drop(f *Flight) {
	w.land(f)
	w.faults[FaultLoss]++
	w.flightLine(f.To, "drop", f, f.From, " because=dropped")
}

// Fire lets the timer go off that a server of a manual world waits for. World time moves on to it
// if it lies in the future; if it should have fired long ago, the server is late.
func (w *World) Fire(id ServerID) error {
	s, err := w.findUp(id)
	switch {
	case err != nil:
		return err
	case !w.options.Manual:
		return fmt.Errorf("%v: %w", id, ErrNotManual)
	case s.wakeAt == 0:
		return fmt.Errorf("%v: %w", id, ErrNoTimer)
	}
	w.RunUntil(max(w.now, s.clock.when(s.wakeAt)))
	w.ring(s)
	return nil
}

func (w *World) eachLink(do func(from, to ServerID)) {
	for from := range w.servers {
		for to := range w.servers {
			if from != to {
				do(ServerID(from+1), ServerID(to+1))
			}
		}
	}
}

func (w *World) checkLink(from, to ServerID) error {
	for _, id := range []ServerID{from, to} {
		if _, err := w.find(id); err != nil {
			return err
		}
	}
	if from == to {
		return fmt.Errorf("%v > %v: %w", from, to, ErrOneLink)
	}
	return nil
}

func (w *World) linkName(from, to ServerID) string { return w.names[from-1] + ">" + w.names[to-1] }
