package lab

import (
	"slices"
	"strconv"
)

// Flight is a message in flight.
type Flight struct {
	ID       MessageID
	From, To ServerID
	Payload  []byte
	SentAt   Time
	// ArriveAt is when the message arrives, unless it is Held: then it waits for a release, delivery or drop.
	ArriveAt Time
	Held     bool
	// Ordinal counts the messages that were sent over this link, from 1. A copy has its original's.
	Ordinal int
	// sent is the trace line of the sending.
	sent uint64
	// about is what DescribeMessage says of the payload: the lines of the sending and of the arrival both have it.
	about []byte
}

// link is one direction between two servers.
type link struct {
	// cut loses every message, held makes every message wait, flaky of 1000 messages are lost.
	cut, held bool
	flaky     int
	// latency, if it is not 0, stands for the dial's.
	latency Duration
	// sent is how many messages were sent on it so far.
	sent int
}

// network is everything between the servers: links, and messages in flight.
type network struct {
	random Stream
	// links[from-1][to-1] is the link from one server to the other.
	links [][]link
	// clients[i] has the links of client i+1 to each server, and from it.
	clients [MaxClients]clientLinks
	// flights is in the order of sending.
	flights  []*Flight
	messages MessageID
	// describing is the memory in which the next message is described.
	describing []byte
}

// clientLinks are the links between a client and the servers.
type clientLinks struct{ to, from []link }

func newNetwork(seed uint64, servers int) network {
	n := network{random: newStream(seed, streamNetwork), links: make([][]link, servers)}
	for i := range n.links {
		n.links[i] = make([]link, servers)
	}
	for i := range n.clients {
		n.clients[i] = clientLinks{make([]link, servers), make([]link, servers)}
	}
	return n
}

// link is the link from one end to the other, of which one may be a client.
func (n *network) link(from, to ServerID) *link {
	switch {
	case from < 0:
		return &n.clients[-from-1].to[to-1]
	case to < 0:
		return &n.clients[-to-1].from[from-1]
	}
	return &n.links[from-1][to-1]
}

// fate is what was drawn for a message.
type fate struct {
	luck, fray  int // of 1000: the lowest values are lost, by the network and by a flaky link
	doubled     bool
	delay, twin Duration
	late        bool
}

// draw makes the same seven draws for each message, whatever the dials say: turning one dial leaves the other
// draws unchanged.
func (w *World) draw(l *link) fate {
	n, d := &w.network, w.dials
	if l.latency > 0 {
		d.LatencyMicros = l.latency
	}
	f := fate{
		luck: int(n.random.Below(1000)), fray: int(n.random.Below(1000)),
		doubled: n.random.Permille(d.DuplicatePermille),
	}
	f.delay = d.LatencyMicros + n.random.Between(0, d.JitterMicros)
	f.twin = d.LatencyMicros + n.random.Between(0, d.JitterMicros)
	f.late = n.random.Permille(d.ReorderPermille)
	by := n.random.Between(0, d.ReorderMicros)
	if f.late {
		f.delay += by
	}
	return f
}

// send puts a message on its link and draws its fate.
func (w *World) send(from, to ServerID, payload []byte) {
	n := &w.network
	l := &n.links[from-1][to-1]
	l.sent++
	drawn := w.draw(l)

	n.messages++
	f := &Flight{ID: n.messages, From: from, To: to, SentAt: w.now, Ordinal: l.sent}
	n.describing = w.protocol.DescribeMessage(n.describing[:0], payload)
	both := slices.Concat(payload, n.describing)
	f.Payload, f.about = both[:len(payload):len(payload)], both[len(payload):]
	w.flightLine(from, "send", f, to, "")
	f.sent = w.Trace.event
	switch {
	case l.cut:
		w.flightLine(to, "drop", f, from, " because=cut")
		return
	case drawn.luck < w.dials.LossPermille:
		w.faults[FaultLoss]++
		w.flightLine(to, "drop", f, from, " because=loss")
		return
	case drawn.fray < l.flaky:
		w.faults[FaultFlaky]++
		w.flightLine(to, "drop", f, from, " because=flaky")
		return
	}
	if drawn.late {
		w.faults[FaultReorder]++
	}
	w.fly(f, drawn.delay)
	if drawn.doubled {
		w.double(f, drawn.twin)
	}
}

// double sends a copy of a message.
func (w *World) double(f *Flight, delay Duration) {
	w.network.messages++
	twin := &Flight{
		ID: w.network.messages, From: f.From, To: f.To, Payload: f.Payload,
		SentAt: w.now, Ordinal: f.Ordinal, sent: f.sent, about: f.about,
	}
	w.faults[FaultDuplicate]++
	w.Line(f.From, "duplicate", messageName(f.ID), messageName(twin.ID))
	w.fly(twin, delay)
}

func (w *World) fly(f *Flight, delay Duration) {
	w.network.flights = append(w.network.flights, f)
	if w.network.link(f.From, f.To).held {
		f.Held = true
		w.faults[FaultHold]++
		return
	}
	w.planArrival(f, w.now.Add(delay))
}

func (w *World) planArrival(f *Flight, at Time) {
	f.Held, f.ArriveAt = false, at
	w.queue.push(event{at: at, do: eventArrive, server: f.To, flight: f})
}

// land removes a message from those in flight. It is false if the message is not there any more.
func (w *World) land(f *Flight) bool {
	n := &w.network
	i := slices.Index(n.flights, f)
	if i < 0 {
		return false
	}
	n.flights = slices.Delete(n.flights, i, i+1)
	return true
}

// arrive delivers a message, unless its link is cut or its receiver is down. The event is void if the message was
// held or delivered by a command since it was planned.
func (w *World) arrive(f *Flight) {
	if f.Held || f.ArriveAt != w.now || !w.land(f) {
		return
	}
	w.receive(f)
}

// receive gives a message to its receiver.
func (w *World) receive(f *Flight) {
	s := w.servers[f.To-1]
	w.Trace.because(f.sent)
	defer w.Trace.because(0)
	switch {
	case w.network.link(f.From, f.To).cut:
		w.flightLine(f.To, "drop", f, f.From, " because=cut")
	case !s.up:
		w.flightLine(f.To, "drop", f, f.From, " because=crashed")
	default:
		w.flightLine(f.To, "deliver", f, f.From, "")
		w.feed(s, Input{Kind: Deliver, Payload: f.Payload}, w.Trace.event)
		w.drain(s)
	}
}

// InFlight is the messages in flight, in the order of sending. Read only.
func (w *World) InFlight() []*Flight { return w.network.flights }

// Cuts lists the links that are cut, as pairs of sender and receiver, in order.
func (w *World) Cuts() [][2]ServerID {
	return w.linksThat(func(l link) bool { return l.cut })
}

// Holds lists the links on which messages are held, as pairs of sender and receiver, in order.
func (w *World) Holds() [][2]ServerID {
	return w.linksThat(func(l link) bool { return l.held })
}

// Open reports whether messages pass from one server to another: the link is neither cut nor held.
func (w *World) Open(from, to ServerID) bool {
	l := w.network.link(from, to)
	return !l.cut && !l.held
}

// Flakiness is how many of 1000 messages a flaky link loses.
func (w *World) Flakiness(from, to ServerID) int { return w.network.link(from, to).flaky }

func (w *World) linksThat(are func(link) bool) [][2]ServerID {
	var pairs [][2]ServerID
	for from, row := range w.network.links {
		for to, l := range row {
			if from != to && are(l) {
				pairs = append(pairs, [2]ServerID{ServerID(from + 1), ServerID(to + 1)})
			}
		}
	}
	return pairs
}

func messageName(id MessageID) string { return "m" + strconv.FormatUint(uint64(id), 10) }

// flightLine writes a line about a message: the subject's line, with the server at the other end.
func (w *World) flightLine(subject ServerID, kind string, f *Flight, other ServerID, after string) {
	b := w.Trace.begin(w.now, w.names[subject-1], kind)
	b = append(b, " m"...)
	b = strconv.AppendUint(b, uint64(f.ID), 10)
	b = append(b, ' ')
	b = append(b, w.names[other-1]...)
	b = append(b, ' ')
	b = append(b, f.about...)
	b = append(b, after...)
	w.Trace.end(b)
}
