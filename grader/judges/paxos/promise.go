package paxos

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/paxos"
)

// event is what a proposer handles: the answer of an acceptor, or the beginning of a new ballot.
type event struct {
	begin bool
	from  paxos.NodeID
	// old is true for an answer to the ballot before the present one.
	old, refused bool
	at           paxos.Ballot
	value        paxos.Value
}

func grant(from paxos.NodeID) event { return event{from: from} }

func report(from paxos.NodeID, at paxos.Ballot, v paxos.Value) event {
	return event{from: from, at: at, value: v}
}

func late(e event) event {
	e.old = true
	return e
}

func refusal(from paxos.NodeID) event { return event{from: from, refused: true} }

func begin() event { return event{begin: true} }

// promiseCall is a proposer in phase 1 of ballot 3.1, and what comes.
type promiseCall struct {
	name, place, why string
	acceptors        int
	events           []event
}

func (c promiseCall) size() int { return len(c.events) + c.acceptors }

func (c promiseCall) toCase() Case {
	return Case{Name: c.name, Place: c.place, Why: c.why, Run: c.run, Several: len(c.events) > 1}
}

// ballotSoFar is what is known of the present ballot of a proposer.
type ballotSoFar struct {
	wish             paxos.Value
	acceptors        int
	ballot, previous paxos.Ballot
	promises         paxos.NodeSet
	// best and value are the acceptance in the highest ballot of those that promised.
	best  paxos.Ballot
	value paxos.Value
	// heard are all acceptances that were ever reported, by value: the highest ballot of each.
	heard map[paxos.Value]paxos.Ballot
	// proposed is the value that was sent, "" before.
	proposed paxos.Value
}

func (c promiseCall) run(rules paxos.Rules) *grader.CaseFailure {
	p := proposer(1, c.acceptors, b(3, 1))
	p.Phase = paxos.Preparing
	o := &ballotSoFar{
		wish: p.Wish, acceptors: c.acceptors, ballot: p.Ballot, previous: b(2, 1),
		heard: map[paxos.Value]paxos.Ballot{},
	}
	for i, e := range c.events {
		if e.begin {
			rules.NextBallot(&p, paxos.Ballot{})
			o.previous, o.ballot = o.ballot, p.Ballot
			o.promises, o.best, o.value, o.proposed = 0, paxos.Ballot{}, paxos.NoValue, paxos.NoValue
			continue
		}
		before := p
		reply := o.reply(e)
		req, send := rules.HandlePromise(&p, e.from, reply)
		failure := o.judge(e, reply, req, send, p)
		if failure == nil {
			continue
		}
		failure.State = proposerText(before) + afterEvents(c.events[:i])
		failure.Request = fmt.Sprintf("from S%d: %s", e.from, promiseText(reply))
		failure.Yours = "nothing is sent; after it " + proposerText(p)
		if send {
			failure.Yours = fmt.Sprintf("Accept ballot=%v value=%s; after it %s", req.Ballot, valueText(req.Value),
				proposerText(p))
		}
		failure.Allowed = o.allowed()
		return ownWords(failure, c.name)
	}
	return nil
}

// reply is the answer of an event.
func (o *ballotSoFar) reply(e event) paxos.Promise {
	ballot := o.ballot
	if e.old {
		ballot = o.previous
	}
	if e.refused {
		return paxos.Promise{Ballot: ballot, Promised: paxos.Ballot{Round: ballot.Round + 1, ID: 2}}
	}
	return paxos.Promise{Ballot: ballot, Granted: true, Promised: ballot, AcceptedAt: e.at, Value: e.value}
}

func afterEvents(events []event) string {
	text := ""
	for _, e := range events {
		switch {
		case e.begin:
			text += ", a new ballot"
		case e.refused:
			text += fmt.Sprintf(", a refusal of S%d", e.from)
		case e.old:
			text += fmt.Sprintf(", an old promise of S%d", e.from)
		default:
			text += fmt.Sprintf(", a promise of S%d", e.from)
		}
	}
	if text == "" {
		return ""
	}
	return "; so far came" + text[1:]
}

// judge takes an answer in, and judges what the proposer did.
func (o *ballotSoFar) judge(
	e event, reply paxos.Promise, req paxos.Accept, send bool, after paxos.Proposer,
) *grader.CaseFailure {
	counts := reply.Granted && reply.Ballot == o.ballot
	again := o.promises.Has(e.from)
	if (reply.AcceptedAt != paxos.Ballot{}) {
		o.heard[reply.Value] = paxos.Highest(o.heard[reply.Value], reply.AcceptedAt)
	}
	if counts && o.proposed == paxos.NoValue {
		o.promises.Add(e.from)
		if o.best.Below(reply.AcceptedAt) {
			o.best, o.value = reply.AcceptedAt, reply.Value
		}
	}
	enough := o.promises.Len() >= paxos.Majority(o.acceptors)
	switch {
	case after.Ballot != o.ballot:
		return call.Breaks(majority, "paxos.call.promise.ballot",
			"The ballot was %v, and is %v after an answer: only NextBallot begins another one.", o.ballot, after.Ballot)
	case send && o.proposed != paxos.NoValue:
		return o.judgeAgain(req)
	case send && !enough:
		return o.judgeEarly(e, again, counts)
	case send:
		return o.judgeSent(req, after)
	case counts && enough && o.proposed == paxos.NoValue:
		return call.Stalls(majority, "paxos.call.promise.waits",
			"Of %d acceptors %s have promised ballot %v. That is a majority, and nothing is sent.", o.acceptors,
			setText(o.promises), o.ballot)
	}
	return nil
}

// judgeAgain: a request may go out once more, with the same value.
func (o *ballotSoFar) judgeAgain(req paxos.Accept) *grader.CaseFailure {
	if req.Value == o.proposed && req.Ballot == o.ballot {
		return nil
	}
	return call.Breaks(majority, "paxos.call.promise.second-value",
		"In ballot %v the proposer has proposed %v, and now it proposes %v in ballot %v. A ballot has one value: what "+
			"comes late changes nothing.", o.ballot, o.proposed, valueText(req.Value), req.Ballot)
}

// judgeEarly: phase 2 begins without a majority.
func (o *ballotSoFar) judgeEarly(e event, again, counts bool) *grader.CaseFailure {
	have := lessThan(o.promises.Len(), o.acceptors)
	switch {
	case e.refused:
		return call.Breaks(majority, "paxos.call.promise.refusal",
			"The answer of S%d is a refusal, and it was counted. %s.", e.from, have)
	case !counts:
		return call.Breaks(majority, "paxos.call.promise.old",
			"The promise of S%d was for ballot %v, and the ballot is %v now: it says nothing about what S%d will do "+
				"in "+
				"this one. %s.", e.from, o.previous, o.ballot, e.from, have)
	case again:
		return call.Breaks(majority, "paxos.call.promise.twice",
			"The promise of S%d has come twice, as messages may. It is one promise. %s.", e.from, have)
	}
	return call.Breaks(majority, "paxos.call.promise.early",
		"The proposer goes on to phase 2 with the promises of %s. %s. Another majority may know nothing of this "+
			"ballot.",
		setText(o.promises), have)
}

func lessThan(have, acceptors int) string {
	return fmt.Sprintf("%d of %d acceptors have promised, and a majority is %d", have, acceptors,
		paxos.Majority(acceptors))
}

// judgeSent judges the value. If nothing was reported, any value that somebody wants will do.
func (o *ballotSoFar) judgeSent(req paxos.Accept, after paxos.Proposer) *grader.CaseFailure {
	defer func() { o.proposed = req.Value }()
	at, isHeard := o.heard[req.Value]
	none := paxos.Ballot{}
	switch {
	case req.Ballot != o.ballot:
		return call.Breaks(majority, "paxos.call.promise.other-ballot",
			"The promises are for ballot %v, and the request is of ballot %v.", o.ballot, req.Ballot)
	case o.best != none && isHeard && !at.Below(o.best):
	case o.best != none && req.Value == o.wish:
		return call.Breaks(obeying, "paxos.call.promise.own-wish",
			"The promises report %v in ballot %v, and the proposer proposes its own wish %v. If %v was chosen, two "+
				"values are.", o.value, o.best, o.wish, o.value)
	case o.best != none && isHeard:
		return call.Breaks(obeying, "paxos.call.promise.not-highest",
			"The highest ballot that the promises report is %v, with %v. The proposer proposes %v, of ballot %v. Only "+
				"the value of the highest one is safe.", o.best, o.value, req.Value, at)
	case o.best == none && (req.Value == o.wish || isHeard):
	case req.Value == paxos.NoValue:
		return call.Stalls(obeying, "paxos.call.promise.nothing",
			"The request has no value, and it must be %v.", o.must())
	default:
		return call.Breaks(obeying, "paxos.call.promise.made-up",
			"The proposer proposes %v, which nobody has proposed and nobody has reported.", req.Value)
	}
	switch {
	case after.Phase != paxos.Accepting:
		return call.Stalls(majority, "paxos.call.promise.phase",
			"The request of phase 2 goes out, and the phase is %v: it must be accepting.", after.Phase)
	case after.Proposed != req.Value:
		return call.Stalls(majority, "paxos.call.promise.proposed",
			"The proposer proposes %v, and Proposed is %v: the server does not know what it has proposed.", req.Value,
			valueText(after.Proposed))
	}
	return nil
}

// must is the value of phase 2.
func (o *ballotSoFar) must() paxos.Value {
	if (o.best != paxos.Ballot{}) {
		return o.value
	}
	return o.wish
}

func (o *ballotSoFar) allowed() string {
	if o.promises.Len() < paxos.Majority(o.acceptors) {
		return "nothing is sent: " + lessThan(o.promises.Len(), o.acceptors)
	}
	return fmt.Sprintf("Accept ballot=%v value=%s, with the promise that makes the majority", o.ballot, o.must())
}
