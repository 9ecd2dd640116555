package lab

import "strconv"

// ask is one request of a client and its outcome. Between a client and each server there are two links, one for
// requests and one for answers. Without a fault they have the dial's latency and nothing else.
type ask struct {
	id      RequestID
	client  ServerID // below 0
	server  ServerID
	payload []byte
	answer  []byte
	reason  string
	done    bool
	// line is the trace line of the request, and later the line that caused the answer.
	line uint64
	// answers is true once the answer was sent. What was sent last is on its way since sentAt, waits if its link is
	// held, and may be lost.
	answers, waits, lost bool
	sentAt, arriveAt     Time
}

// Request sends a request of client C1 to a server, and returns its id. Protocol.Answered receives the outcome, once.
func (w *World) Request(id ServerID, payload []byte) (RequestID, error) {
	return w.RequestFrom(Client(1), id, payload)
}

// RequestFrom is Request for any client.
func (w *World) RequestFrom(client, id ServerID, payload []byte) (RequestID, error) {
	if err := w.checkLink(client, id); err != nil {
		return 0, err
	}
	a := &ask{id: RequestID(len(w.asks) + 1), client: client, server: id, payload: payload}
	w.asks = append(w.asks, a)
	w.askedLast[-client-1] = id
	w.askLine(a, "request", w.protocol.DescribeRequest, payload)
	a.line = w.Trace.event
	w.carry(a, eventAsk)
	w.queue.push(event{at: w.now.Add(w.options.PatienceMicros), do: eventGiveUp, ask: a})
	return a.id, nil
}

// carry brings a request to its server, or an answer to its client, unless the link loses it.
func (w *World) carry(a *ask, do eventKind) {
	a.answers, a.sentAt = do == eventAnswer, w.now
	w.carried = append(w.carried, a)
	l := w.linkOf(a, do == eventAnswer)
	if w.lose(a, do == eventAnswer, l.cut, l.flaky) {
		return
	}
	latency := w.dials.LatencyMicros
	if l.latency > 0 {
		latency = l.latency
	}
	a.arriveAt = w.now.Add(latency)
	w.queue.push(event{at: a.arriveAt, do: do, server: a.server, ask: a})
}

func (w *World) linkOf(a *ask, answer bool) *link {
	if answer {
		return w.network.link(a.server, a.client)
	}
	return w.network.link(a.client, a.server)
}

// lose reports whether a link loses what is on it. Each message of a client makes the same draw.
func (w *World) lose(a *ask, answer, cut bool, flaky int) bool {
	frays := w.lossy.Permille(flaky)
	because := ""
	switch {
	case cut:
		because = "cut"
	case frays:
		because = "flaky"
		w.faults[FaultFlaky]++
	default:
		return false
	}
	if a.lost = true; a.done {
		w.uncarry(a)
	}
	from, to := a.client, a.server
	if answer {
		from, to = to, from
	}
	b := w.Trace.begin(w.now, to.String(), "lost")
	b = append(b, " r"...)
	b = strconv.AppendUint(b, uint64(a.id), 10)
	b = append(append(b, ' '), from.String()...)
	w.Trace.end(append(append(b, " because="...), because...))
	return true
}

// stays reports whether what has come over a link does not arrive now: the link was cut meanwhile, or is held.
func (w *World) stays(a *ask, answer bool) bool {
	l := w.linkOf(a, answer)
	if l.cut {
		return w.lose(a, answer, true, 0)
	}
	if l.held {
		a.waits = true
		w.faults[FaultHold]++
	}
	return l.held
}

// releaseAsks delivers now what waited for a link that is held no longer, the oldest request first.
func (w *World) releaseAsks() {
	for _, a := range w.asks {
		if !a.waits || w.linkOf(a, a.answers).held {
			continue
		}
		a.waits = false
		do := eventAsk
		if a.answers {
			do = eventAnswer
		}
		w.queue.push(event{at: w.now, do: do, server: a.server, ask: a})
	}
}

func (w *World) askArrives(a *ask) {
	if w.stays(a, false) {
		return
	}
	w.uncarry(a)
	s := w.servers[a.server-1]
	if !s.up {
		// The client learns at once that the server is down, and so that nothing happened.
		a.reason = "down"
		w.carry(a, eventAnswer)
		return
	}
	w.Trace.because(a.line)
	defer w.Trace.because(0)
	w.Line(s.id, "asked", "r"+strconv.FormatUint(uint64(a.id), 10))
	w.feed(s, Input{Kind: Ask, Request: a.id, Payload: a.payload}, w.Trace.event)
	w.drain(s)
}

// answer sends a machine's answer on its way to the client.
func (w *World) answer(s *server, answer Answer) {
	if answer.Request < 1 || int(answer.Request) > len(w.asks) {
		w.Break(soundServer("§8").
			Broken(Say("server.answers-nobody", "%v answers a request that no client made", s.id)))
		return
	}
	a := w.asks[answer.Request-1]
	if a.answer != nil {
		return
	}
	a.answer = append([]byte{}, answer.Payload...)
	a.line = w.Trace.cause
	w.carry(a, eventAnswer)
}

func (w *World) answerArrives(a *ask) {
	if !a.done && w.stays(a, true) {
		return
	}
	w.uncarry(a)
	if a.done {
		return
	}
	a.done = true
	w.Trace.because(a.line)
	defer w.Trace.because(0)
	w.askLine(a, "answer", w.protocol.DescribeAnswer, a.answer)
	if v := w.protocol.Answered(w, a.id, a.server, a.answer, a.reason); v != nil {
		w.Break(v)
	}
}

// giveUp ends a client's wait. The client cannot know whether the request will still be carried out.
func (w *World) giveUp(a *ask) {
	if a.done {
		return
	}
	if a.done = true; a.lost {
		w.uncarry(a)
	}
	a.reason = "timeout"
	w.askLine(a, "answer", nil, nil)
	if v := w.protocol.Answered(w, a.id, a.server, nil, a.reason); v != nil {
		w.Break(v)
	}
}

// askLine writes a client's line, with a reason if there is no answer.
func (w *World) askLine(a *ask, kind string, describe func(line, payload []byte) []byte, payload []byte) {
	b := w.Trace.begin(w.now, a.client.String(), kind)
	b = append(b, " r"...)
	b = strconv.AppendUint(b, uint64(a.id), 10)
	b = append(b, ' ')
	b = append(b, w.names[a.server-1]...)
	b = append(b, ' ')
	if a.reason != "" {
		b = append(b, a.reason...)
	} else {
		b = describe(b, payload)
	}
	w.Trace.end(b)
}
