package paxos

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/paxos"
)

// heard is an answer to an Accept that a learner hears.
type heard struct {
	from    paxos.NodeID
	ballot  paxos.Ballot
	value   paxos.Value
	refused bool
}

func said(from paxos.NodeID, ballot paxos.Ballot, v paxos.Value) heard {
	return heard{from: from, ballot: ballot, value: v}
}

// learnCall is a learner and what it hears.
type learnCall struct {
	name, why string
	acceptors int
	answers   []heard
}

func (c learnCall) size() int { return len(c.answers) + c.acceptors }

func (c learnCall) toCase() Case {
	return Case{Name: c.name, Place: learning, Why: c.why, Run: c.run, Several: len(c.answers) > 1}
}

// tallies is what a learner was told. A learner may forget what an acceptor did before its highest ballot: so it must
// know only what a majority has accepted last.
type tallies struct {
	acceptors int
	from      map[paxos.Ballot]paxos.NodeSet
	value     map[paxos.Ballot]paxos.Value
	last      map[paxos.NodeID]paxos.Ballot
	// known is the value that the learner has told.
	known paxos.Value
}

func (c learnCall) run(rules paxos.Rules) *grader.CaseFailure {
	l := paxos.Learner{Acceptors: c.acceptors}
	o := &tallies{
		acceptors: c.acceptors, from: map[paxos.Ballot]paxos.NodeSet{}, value: map[paxos.Ballot]paxos.Value{},
		last: map[paxos.NodeID]paxos.Ballot{},
	}
	for i, a := range c.answers {
		again := o.take(a)
		if o.impossible() {
			return nil
		}
		reply := paxos.Accepted{Ballot: a.ballot, Value: a.value, Granted: !a.refused, Promised: a.ballot}
		if a.refused {
			reply.Promised = paxos.Ballot{Round: a.ballot.Round + 1, ID: 3}
		}
		value, ok := rules.HandleAccepted(&l, a.from, reply)
		failure := o.judge(a, again, value, ok, l.Chosen)
		if failure == nil {
			continue
		}
		failure.State = o.text(c.answers[:i])
		failure.Request = fmt.Sprintf("from S%d: %s", a.from, acceptedText(reply))
		failure.Yours = "nothing is known"
		if ok {
			failure.Yours = valueText(value) + " is chosen"
		}
		failure.Yours += "; after it chosen=" + valueText(l.Chosen)
		failure.Allowed = o.allowed()
		return ownWords(failure, c.name)
	}
	return nil
}

// take notes an answer, and reports whether the acceptor has said the same before.
func (o *tallies) take(a heard) (again bool) {
	if a.refused {
		return false
	}
	set := o.from[a.ballot]
	again = set.Has(a.from)
	set.Add(a.from)
	o.from[a.ballot], o.value[a.ballot] = set, a.value
	o.last[a.from] = paxos.Highest(o.last[a.from], a.ballot)
	return again
}

// chosen is the value of a ballot that a majority has accepted, "" for none.
func (o *tallies) chosen() paxos.Value {
	for ballot, set := range o.from {
		if set.Len() >= paxos.Majority(o.acceptors) {
			return o.value[ballot]
		}
	}
	return paxos.NoValue
}

// impossible reports whether two values are chosen, which right acceptors and proposers never do.
func (o *tallies) impossible() bool {
	chosen := o.chosen()
	for ballot, set := range o.from {
		if set.Len() >= paxos.Majority(o.acceptors) && o.value[ballot] != chosen {
			return true
		}
	}
	return false
}

// evident reports whether a majority has accepted the same ballot last.
func (o *tallies) evident() bool {
	count := map[paxos.Ballot]int{}
	for _, ballot := range o.last {
		count[ballot]++
		if count[ballot] >= paxos.Majority(o.acceptors) {
			return true
		}
	}
	return false
}

func (o *tallies) judge(a heard, again bool, value paxos.Value, ok bool, noted paxos.Value) *grader.CaseFailure {
	chosen := o.chosen()
	switch {
	case chosen == paxos.NoValue && (ok || noted != paxos.NoValue):
		return o.judgeEarly(a, again, max(value, noted))
	case ok && value != chosen:
		return call.Breaks(learning, "paxos.call.learn.other",
			"A majority has accepted %v in the same ballot, and the learner says %v.", chosen, valueText(value))
	case noted != paxos.NoValue && noted != chosen:
		return call.Breaks(learning, "paxos.call.learn.noted-other",
			"A majority has accepted %v in the same ballot, and Chosen is %v.", chosen, noted)
	case ok && noted != chosen, o.known != paxos.NoValue && noted != o.known:
		return call.Stalls(learning, "paxos.call.learn.not-noted",
			"The learner knows that %v is chosen, and Chosen is %v: the server does not know it at the next message.",
			chosen, valueText(noted))
	case !ok && o.known == paxos.NoValue && o.evident():
		return call.Stalls(learning, "paxos.call.learn.late",
			"A majority has accepted %v in the same ballot, and the learner does not say so: its client waits.", chosen)
	}
	if ok {
		o.known = chosen
	}
	return nil
}

// judgeEarly: the learner takes a value for chosen that is not.
func (o *tallies) judgeEarly(a heard, again bool, value paxos.Value) *grader.CaseFailure {
	most := 0
	var sameValue paxos.NodeSet
	for ballot, set := range o.from {
		most = max(most, set.Len())
		if o.value[ballot] == value {
			sameValue |= set
		}
	}
	have := fmt.Sprintf("At most %d of %d acceptors have accepted in one ballot, and a majority is %d", most,
		o.acceptors, paxos.Majority(o.acceptors))
	switch {
	case a.refused:
		return call.Breaks(learning, "paxos.call.learn.refusal",
			"The answer of S%d is a refusal, and it was counted. %s.", a.from, have)
	case sameValue.Len() >= paxos.Majority(o.acceptors):
		return call.Breaks(learning, "paxos.call.learn.values",
			"%s have accepted %v, but not in the same ballot. A ballot between theirs may still choose something "+
				"else. "+
				"%s.", setText(sameValue), value, have)
	case again:
		return call.Breaks(learning, "paxos.call.learn.twice",
			"The answer of S%d has come twice, as messages may. %s.", a.from, have)
	}
	return call.Breaks(learning, "paxos.call.learn.early",
		"The learner says that %v is chosen. %s. Nobody else's word counts: the proposer has only asked.", value, have)
}

func (o *tallies) text(answers []heard) string {
	text := fmt.Sprintf("%d acceptors", o.acceptors)
	for i, a := range answers {
		if i == 0 {
			text += "; so far came"
		} else {
			text += ","
		}
		what := fmt.Sprintf(" %s in %v of S%d", a.value, a.ballot, a.from)
		if a.refused {
			what = fmt.Sprintf(" a refusal of S%d", a.from)
		}
		text += what
	}
	return text
}

func (o *tallies) allowed() string {
	if chosen := o.chosen(); chosen != paxos.NoValue {
		return string(chosen) + " is chosen, and Chosen says so"
	}
	return "nothing is known"
}
