package lab

import "strconv"

// ask is one request of a client and its outcome. The network between client and server has latency and no other
// fault: a request or an answer is lost only if the server crashes.
type ask struct {
	id      RequestID
	server  ServerID
	payload []byte
	answer  []byte
	reason  string
	done    bool
	// line is the trace line of the request, and later the line that caused the answer.
	line uint64
}

// Request sends a client's request to a server, and returns its id. Protocol.Answered receives the outcome, once.
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
		// The client learns at once that the server is down, and so that nothing happened.
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

// giveUp ends a client's wait. The client cannot know whether the request will still be carried out.
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

// askLine writes a client's line, with a reason if there is no answer.
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
