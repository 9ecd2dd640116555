package lab

import "strconv"

// ask is one request of a client and what became of it. Between client and server there is the
// network's latency and nothing worse; what is lost is lost with a server.
type ask struct {
	id      RequestID
	server  ServerID
	payload []byte
	answer  []byte
	reason  string
	done    bool
	// line is the trace line of the request, or later that of what brought the answer.
	line uint64
}

// Request sends a client's request to a server, and gives its id. What comes of it is told to
// Protocol.Answered, once.
func (w *World) Request(id ServerID, payload []byte) (RequestID, error) {
	if _, err := w.find(id); err != nil {
		return 0, err
	}
	a := &ask{id: RequestID(len(w.asks) + 1), server: id, payload: payload}
	w.asks = append(w.asks, a)
	w.askLine(a, "request", w.protocol.DescribeRequest, payload)
	a.line = w.Trace.event
	w.queue.push(event{at: w.now.Add(w.dials.LatencyMicros), do: eventAsk, server: id, ask: a})
	w.queue.push(event{at: w.now.Add(w.options.PatienceMicros), do: eventGiveUp, ask: a})
	return a.id, nil
}

func (w *World) askArrives(a *ask) {
	s := w.servers[a.server-1]
	if !s.up {
		// Nobody listens: the client learns that at once, and knows that nothing happened.
		a.reason = "down"
		w.queue.push(event{at: w.now.Add(w.dials.LatencyMicros), do: eventAnswer, ask: a})
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
		w.Break(&Violation{ID: SoundServerID, Name: "Sound Server", Section: "§8",
			Sentence: w.names[s.id-1] + " answers a request that no client made"})
		return
	}
	a := w.asks[answer.Request-1]
	if a.answer != nil {
		return
	}
	a.answer = append([]byte{}, answer.Payload...)
	a.line = w.Trace.cause
	w.queue.push(event{at: w.now.Add(w.dials.LatencyMicros), do: eventAnswer, ask: a})
}

func (w *World) answerArrives(a *ask) {
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

// giveUp ends a client's wait. Whether the request will yet be carried out, it cannot know.
func (w *World) giveUp(a *ask) {
	if a.done {
		return
	}
	a.done = true
	a.reason = "timeout"
	w.askLine(a, "answer", nil, nil)
	if v := w.protocol.Answered(w, a.id, a.server, nil, a.reason); v != nil {
		w.Break(v)
	}
}

// askLine writes a client's line. A reason stands where there is no answer.
func (w *World) askLine(a *ask, kind string, describe func(line, payload []byte) []byte, payload []byte) {
	b := w.Trace.begin(w.now, "C1", kind)
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
