package lab

import "slices"

// Carried is a request or an answer on the link of a client. It is on its way, or was lost while the client still
// waits.
type Carried struct {
	Request        RequestID
	Client, Server ServerID
	// Answer is false for a request.
	Answer bool
	// Text is its content, in the words of the trace.
	Text string
	// ArriveAt means nothing for a message that is Held or Lost.
	SentAt, ArriveAt Time
	Held, Lost       bool
}

// Carried lists what is on the links of clients, in the order of sending, but at most that many.
func (w *World) Carried(most int) []Carried {
	asks := w.carried[:min(most, len(w.carried))]
	list := make([]Carried, 0, len(asks))
	for _, a := range asks {
		list = append(list, Carried{
			Request: a.id, Client: a.client, Server: a.server, Answer: a.answers, Text: w.carriedText(a),
			SentAt: a.sentAt, ArriveAt: a.arriveAt, Held: a.waits, Lost: a.lost,
		})
	}
	return list
}

func (w *World) carriedText(a *ask) string {
	switch {
	case !a.answers:
		return string(w.protocol.DescribeRequest(nil, a.payload))
	case a.answer == nil:
		return a.reason
	}
	return string(w.protocol.DescribeAnswer(nil, a.answer))
}

// uncarry ends the way of a request or an answer.
func (w *World) uncarry(a *ask) {
	if i := slices.Index(w.carried, a); i >= 0 {
		w.carried = slices.Delete(w.carried, i, i+1)
	}
}

// AskedLast is the server that a client asked last, 0 before its first request.
func (w *World) AskedLast(client ServerID) ServerID { return w.askedLast[-client-1] }

// ClientLink is one direction between a client and a server, with its faults. Latency is 0 where the dial decides.
type ClientLink struct {
	From, To      ServerID
	Cut, Held     bool
	FlakyPermille int
	Latency       Duration
}

// ClientLinks lists the links of clients that have a fault.
func (w *World) ClientLinks() []ClientLink {
	var list []ClientLink
	w.eachClientLink(func(from, to ServerID) {
		if l := w.network.link(from, to); l.cut || l.held || l.flaky > 0 || l.latency > 0 {
			list = append(list, ClientLink{from, to, l.cut, l.held, l.flaky, l.latency})
		}
	})
	return list
}
