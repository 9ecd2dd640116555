package lab

import (
	"errors"
	"fmt"
	"slices"
)

// Actions on single messages and timers, for a person or a search. In a manual world nothing else makes anything
// happen: every message is held from the start and no timer fires. Each command of a scenario is then one event,
// and the scenario is a schedule.

// The reasons why such an action fails.
var (
	ErrNoMessage = NotNow("no such message is on its way")
	ErrNoTimer   = NotNow("the server waits for no timer")
	ErrNotManual = errors.New("timers fire by themselves: wake needs a manual world")
)

// Manual reports whether nothing happens by itself.
func (w *World) Manual() bool { return w.options.Manual }

// Hold makes the messages of a link wait until Release, also those already in flight.
func (w *World) Hold(from, to ServerID) error {
	if err := w.checkLink(from, to); err != nil {
		return err
	}
	w.Line(0, "hold", w.linkName(from, to))
	w.holdLink(from, to)
	return nil
}

// HoldAll holds the messages of all links between servers.
func (w *World) HoldAll() {
	w.Line(0, "hold", "all")
	w.eachLink(w.holdLink)
}

func (w *World) holdLink(from, to ServerID) {
	w.network.link(from, to).held = true
	for _, f := range w.network.flights {
		if f.From == from && f.To == to && !f.Held {
			f.Held = true
			w.faults[FaultHold]++
		}
	}
}

// Release delivers the held messages of a link now, the oldest first, and stops holding.
func (w *World) Release(from, to ServerID) error {
	if err := w.checkLink(from, to); err != nil {
		return err
	}
	w.Line(0, "release", w.linkName(from, to))
	w.network.link(from, to).held = false
	w.releaseThose(func(f *Flight) bool { return f.From == from && f.To == to })
	w.releaseAsks()
	return nil
}

// ReleaseAll delivers all held messages now, the oldest first across all links, and stops holding.
func (w *World) ReleaseAll() {
	w.Line(0, "release", "all")
	letGo := func(from, to ServerID) { w.network.link(from, to).held = false }
	w.eachLink(letGo)
	w.eachClientLink(letGo)
	w.releaseThose(func(*Flight) bool { return true })
	w.releaseAsks()
}

func (w *World) releaseThose(are func(f *Flight) bool) {
	for _, f := range w.network.flights {
		if f.Held && are(f) {
			w.planArrival(f, w.now)
		}
	}
}

// Message is the nth message in flight on a link, counted from 1, the oldest first.
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
	return nil, fmt.Errorf(
		"%s has %d in flight, want number %d: %w", w.linkName(from, to), count, nth, ErrNoMessage,
	)
}

// Sent is how many messages were sent on a link so far.
func (w *World) Sent(from, to ServerID) int { return w.network.link(from, to).sent }

// MessageSent is the nth message that was ever sent on a link, if it is still in flight.
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

// MessageCalled is the message in flight with that id.
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

// ReleaseMessage delivers one message now, if it was held.
func (w *World) ReleaseMessage(f *Flight) {
	if f.Held {
		w.Line(0, "release", messageName(f.ID))
		w.planArrival(f, w.now)
	}
}

// Deliver delivers a message now; again leaves a copy of it in flight.
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
	w.receive(f)
}

// Drop loses a message in flight.
func (w *World) Drop(f *Flight) {
	w.land(f)
	w.faults[FaultLoss]++
	w.flightLine(f.To, "drop", f, f.From, " because=dropped")
}

// Fire fires the timer of a server of a manual world. If the timer lies in the future, world time moves on to it;
// if it should have fired before, the server is late.
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

// eachClientLink visits the links of clients.
func (w *World) eachClientLink(do func(from, to ServerID)) {
	for client := 1; client <= MaxClients; client++ {
		for _, s := range w.servers {
			do(Client(client), s.id)
			do(s.id, Client(client))
		}
	}
}

func (w *World) checkLink(from, to ServerID) error {
	if from < 0 && to < 0 {
		return fmt.Errorf("%v > %v: %w", from, to, ErrClients)
	}
	for _, id := range []ServerID{from, to} {
		if id < 0 && id >= -MaxClients {
			continue
		}
		if _, err := w.find(id); err != nil {
			return err
		}
	}
	if from == to {
		return fmt.Errorf("%v > %v: %w", from, to, ErrOneLink)
	}
	return nil
}

func (w *World) linkName(from, to ServerID) string { return from.String() + ">" + to.String() }
