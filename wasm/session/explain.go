package session

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab/raftcluster"
	"raftlab/wasm/protocol"
)

// maxCauses is how many events back the causes of one are told.
const maxCauses = 24

// explain tells why an event of the branch that is shown happened, and what came of it.
func (s *Session) explain(id int, event int64) (protocol.Explanation, error) {
	var none protocol.Explanation
	if s.current == nil {
		return none, ErrNotStarted
	}
	t, e := s.current.tape, uint64(max(event, 0))
	switch {
	case e > 0 && e <= t.base:
		return none, errForgotten(e, t.base)
	case e == 0 || e > t.last():
		return none, fmt.Errorf("this run has no event %d: it has events 1 to %d", event, t.last())
	}
	input := t.input(e)
	reason := raftcluster.Explain(t.occasion(e, input, s.about.groups))
	x := protocol.Explanation{
		V: protocol.Version, Kind: "explanation", ID: id, Event: e,
		Causes: t.causesOf(e), Effects: t.effects(e), Sentence: reason.Sentence, Place: reason.Place, Calls: []protocol.CallView{},
	}
	x.Calls = append(x.Calls, t.callsOf(input)...)
	return x, nil
}

// callsOf is the calls of the learner's rules for an input. A server that is paused or saving makes
// them later, but before anything comes of the input.
func (t *tape) callsOf(input uint64) (calls []protocol.CallView) {
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

// causesOf is the chain of events that led to one, in order.
func (t *tape) causesOf(event uint64) []uint64 {
	chain := []uint64{}
	for cause := t.cause(event); cause > 0 && len(chain) < maxCauses; cause = t.cause(cause) {
		chain = append(chain, cause)
	}
	slices.Reverse(chain)
	return chain
}

// effects are the events that one brought about directly. A save only delays what comes of an input,
// so that is told with it.
func (t *tape) effects(event uint64) []uint64 {
	list := []uint64{}
	for i := event - t.base; i < uint64(len(t.causes)); i++ {
		cause := uint64(t.causes[i])
		if cause == event || cause > event && slices.Contains(list, cause) && t.kind(cause) == "save" {
			list = append(list, t.base+i+1)
		}
	}
	return list
}

func (t *tape) kind(event uint64) string {
	_, kind, _ := words(t.line(event))
	return kind
}

// words of an event, as the explanation has them.
func (t *tape) words(event uint64) raftcluster.Words {
	subject, kind, details := words(t.line(event))
	return raftcluster.Words{Subject: subject, Kind: kind, Details: details}
}

// input is what the event's server had been given: the event itself, or one behind it; 0 for none.
func (t *tape) input(event uint64) uint64 {
	subject := t.words(event).Subject
	for ; event > 0; event = t.cause(event) {
		switch w := t.words(event); {
		case w.Subject != subject:
			return 0
		case raftcluster.IsInput(w.Kind):
			return event
		}
	}
	return 0
}

// occasion gathers what is needed to tell why an event happened, where so many groups of servers run.
func (t *tape) occasion(event, input uint64, groups int) raftcluster.Occasion {
	servers := t.moments[0].servers
	o := raftcluster.Occasion{Event: t.words(event), Servers: len(servers) / groups}
	if input == 0 {
		return o
	}
	o.Input = t.words(input)
	if request := t.cause(input); o.Input.Kind == "asked" && request > 0 {
		o.Input.Details = t.words(request).Details // what was asked, the client's line says
	}
	first, last := input, input
	for _, effect := range t.effects(input) {
		w := t.words(effect)
		if w.Kind == "save" || w.Subject != o.Input.Subject {
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
	o.Before, o.After = before.servers[server-1].standing, after.servers[server-1].standing
	return o
}
