package lab

import (
	"slices"
	"strconv"
)

// Flight is a message on its way.
type Flight struct {
	ID       MessageID
	From, To ServerID
	Payload  []byte
	SentAt   Time
	ArriveAt Time
}

// network is what lies between the servers: links that are open or cut, and messages in flight.
type network struct {
	random Stream
	// cut[from-1][to-1] loses everything that goes from one server to the other.
	cut      [][]bool
	flights  []*Flight
	messages MessageID
}

func newNetwork(seed uint64, servers int) network {
	n := network{random: newStream(seed, streamNetwork), cut: make([][]bool, servers)}
	for i := range n.cut {
		n.cut[i] = make([]bool, servers)
	}
	return n
}

// send puts a message on its link and draws its fate. Each message makes the same four draws,
// whatever the dials say, so that turning one dial leaves the other draws alone.
func (w *World) send(from, to ServerID, payload []byte) {
	n := &w.network
	lost := n.random.Permille(w.dials.LossPermille)
	doubled := n.random.Permille(w.dials.DuplicatePermille)
	delay := w.dials.LatencyMicros + n.random.Between(0, w.dials.JitterMicros)
	delayAgain := w.dials.LatencyMicros + n.random.Between(0, w.dials.JitterMicros)

	n.messages++
	f := &Flight{ID: n.messages, From: from, To: to, Payload: append([]byte(nil), payload...), SentAt: w.now}
	w.flightLine(from, "send", f, to, "")
	switch {
	case n.cut[from-1][to-1]:
		w.flightLine(to, "drop", f, from, " because=cut")
		return
	case lost:
		w.flightLine(to, "drop", f, from, " because=loss")
		return
	}
	w.fly(f, delay)
	if doubled {
		n.messages++
		twin := &Flight{ID: n.messages, From: from, To: to, Payload: f.Payload, SentAt: w.now}
		w.Line(from, "duplicate", messageName(f.ID), messageName(twin.ID))
		w.fly(twin, delayAgain)
	}
}

func (w *World) fly(f *Flight, delay Duration) {
	f.ArriveAt = w.now.Add(delay)
	w.network.flights = append(w.network.flights, f)
	w.queue.push(event{at: f.ArriveAt, do: eventArrive, server: f.To, flight: f})
}

// arrive delivers a message, unless its link was cut or its receiver is down.
func (w *World) arrive(f *Flight) {
	n := &w.network
	if i := slices.Index(n.flights, f); i >= 0 {
		n.flights = slices.Delete(n.flights, i, i+1)
	}
	s := w.servers[f.To-1]
	switch {
	case n.cut[f.From-1][f.To-1]:
		w.flightLine(f.To, "drop", f, f.From, " because=cut")
	case !s.up:
		w.flightLine(f.To, "drop", f, f.From, " because=crashed")
	default:
		w.flightLine(f.To, "deliver", f, f.From, "")
		w.feed(s, Input{Kind: Deliver, Payload: f.Payload})
		w.drain(s)
	}
}

// InFlight is the messages on their way, in the order in which they were sent. Read only.
func (w *World) InFlight() []*Flight { return w.network.flights }

// Cuts lists the links that are cut, as pairs of sender and receiver, in order.
func (w *World) Cuts() [][2]ServerID {
	var cuts [][2]ServerID
	for from, row := range w.network.cut {
		for to, cut := range row {
			if cut {
				cuts = append(cuts, [2]ServerID{ServerID(from + 1), ServerID(to + 1)})
			}
		}
	}
	return cuts
}

func messageName(id MessageID) string { return "m" + strconv.FormatUint(uint64(id), 10) }

// flightLine writes a line about a message: whose line it is, and who is at the other end.
func (w *World) flightLine(subject ServerID, kind string, f *Flight, other ServerID, after string) {
	b := w.Trace.begin(w.now, w.names[subject-1], kind)
	b = append(b, " m"...)
	b = strconv.AppendUint(b, uint64(f.ID), 10)
	b = append(b, ' ')
	b = append(b, w.names[other-1]...)
	b = append(b, ' ')
	b = w.protocol.DescribeMessage(b, f.Payload)
	b = append(b, after...)
	w.Trace.end(b)
}
