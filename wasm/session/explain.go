package session

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/wasm/protocol"
)

// maxCauses is the greatest number of listed causes.
const maxCauses = 24

// explain gives the reason of an event of the shown branch, and its results.
func (s *Session) explain(id int, event int64) (protocol.ExplainReply, error) {
	var none protocol.ExplainReply
	t, e := s.current.recording, uint64(max(event, 0))
	switch {
	case e > 0 && e <= t.base:
		return none, errForgotten(e, t.base)
	case e == 0 || e > t.last():
		return none, fmt.Errorf("this run has no event %d: it has events 1 to %d", event, t.last())
	}
	input := t.input(e, s.about.kinds)
	reason := s.about.face.Explain(t.stepOf(e, input))
	x := protocol.ExplainReply{
		V: protocol.Version, Kind: "explain", ID: id, Event: e,
		Causes: t.causesOf(e), Effects: t.effects(e),
		Sentence: reason.Sentence, Code: reason.Code, Args: reason.Args, Place: reason.Place,
		Calls: []protocol.CallView{},
	}
	x.Calls = append(x.Calls, t.callsOf(input)...)
	return x, nil
}

// callsOf is the calls of the learner's rules for an input. A server that is paused or saving makes them later,
// but before the input has any effect.
func (t *recording) callsOf(input uint64) (calls []protocol.CallView) {
	if input == 0 {
		return nil
	}
	until := input
	if effects := t.effects(input); len(effects) > 0 {
		until = effects[len(effects)-1]
	}
	for _, m := range t.moments[t.at(input) : t.at(until)+1] {
		for _, call := range m.calls {
			if call.Event == input {
				calls = append(calls, call)
			}
		}
	}
	return calls
}

// causesOf is the chain of events that led to an event, in order.
func (t *recording) causesOf(event uint64) []uint64 {
	chain := []uint64{}
	for cause := t.cause(event); cause > 0 && len(chain) < maxCauses; cause = t.cause(cause) {
		chain = append(chain, cause)
	}
	slices.Reverse(chain)
	return chain
}

// effects are the events that an event caused directly. A save only delays the effects of an input, so its effects
// are listed too.
func (t *recording) effects(event uint64) []uint64 {
	list := []uint64{}
	for i := event - t.base; i < uint64(len(t.causes)); i++ {
		cause := uint64(t.causes[i])
		if cause == event || cause > event && slices.Contains(list, cause) && t.kind(cause) == "save" {
			list = append(list, t.base+i+1)
		}
	}
	return list
}

func (t *recording) kind(event uint64) string {
	_, kind, _ := words(t.line(event))
	return kind
}

// words are the words of an event in the form of an explanation.
func (t *recording) words(event uint64) face.Line {
	subject, kind, details := words(t.line(event))
	return face.Line{Subject: subject, Kind: kind, Details: details}
}

// input is the event with the server's input: the event itself, or one of its causes; 0 for none.
func (t *recording) input(event uint64, kinds []lab.LineKind) uint64 {
	subject := t.words(event).Subject
	for ; event > 0; event = t.cause(event) {
		switch w := t.words(event); {
		case w.Subject != subject:
			return 0
		case lab.FindLineKind(kinds, w.Kind).Input:
			return event
		}
	}
	return 0
}

// stepOf collects everything that the reason of an event needs.
func (t *recording) stepOf(event, input uint64) face.Step {
	servers := t.moments[0].servers
	o := face.Step{Event: t.words(event), Servers: len(servers)}
	if input == 0 {
		return o
	}
	o.Input = t.words(input)
	if request := t.cause(input); o.Input.Kind == "asked" && request > 0 {
		o.Input.Details = t.words(request).Details // the client's line has the request
	}
	first, last := input, input
	for _, effect := range t.effects(input) {
		w := t.words(effect)
		if w.Kind == "save" || w.Kind == "saved" || w.Subject != o.Input.Subject {
			continue
		}
		if last == input {
			first = effect
		}
		o.Outcome, last = append(o.Outcome, w), effect
	}
	server, err := strconv.Atoi(strings.TrimPrefix(o.Input.Subject, "S"))
	if err != nil || server < 1 || server > len(servers) {
		return o
	}
	before, after := t.moments[max(t.at(first)-1, 0)], t.moments[t.at(last)]
	o.Before, o.After = before.servers[server-1].shown.Standing, after.servers[server-1].shown.Standing
	return o
}
