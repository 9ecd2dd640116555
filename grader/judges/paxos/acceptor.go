package paxos

import (
	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/paxos"
)

// request is a Prepare or, with a value, an Accept.
type request struct {
	ballot paxos.Ballot
	value  paxos.Value
}

func (r request) isAccept() bool { return r.value != paxos.NoValue }

// acceptorCall is a sequence of requests to one acceptor.
type acceptorCall struct {
	name, place, why string
	given            paxos.Acceptor
	requests         []request
}

func (c acceptorCall) size() int { return len(c.requests) }

func (c acceptorCall) toCase() Case {
	return Case{Name: c.name, Place: c.place, Why: c.why, Run: c.run, Several: len(c.requests) > 1}
}

// acceptance is one request and its answer. An acceptor may ignore any request (§2.2), and to refuse is to ignore it.
// So a refusal may say anything but what is not true.
type acceptance struct {
	req           request
	before, after paxos.Acceptor
	// promised is the highest ballot for which a promise was given, and bound the highest that the acceptor has
	// answered. To the letter, §2.2 lets an acceptor that has accepted without a promise go on with lower ballots, as
	// long as it reports the highest acceptance. It may also take an acceptance for a promise.
	promised, bound paxos.Ballot
	granted         bool
	// ballot, value and says are of the reply: its ballot, its value, and the promise of which it speaks.
	ballot, says, at paxos.Ballot
	value            paxos.Value
}

func (c acceptorCall) run(rules paxos.Rules) *grader.CaseFailure {
	a, promised := c.given, c.given.Promised
	for i, req := range c.requests {
		o := acceptance{req: req, before: a, promised: promised, bound: paxos.Highest(promised, a.AcceptedAt)}
		yours := o.ask(rules, &a)
		o.after = a
		if failure := o.judge(); failure != nil {
			failure.State = acceptorText(o.before) + after(c.requests[:i])
			failure.Request = req.text()
			failure.Yours = yours + "; after it " + acceptorText(a)
			failure.Allowed = o.allowed()
			return ownWords(failure, c.name)
		}
		if o.granted && !req.isAccept() {
			promised = paxos.Highest(promised, req.ballot)
		}
	}
	return nil
}

// ask makes the call, and gives the reply in words.
func (o *acceptance) ask(rules paxos.Rules, a *paxos.Acceptor) string {
	if o.req.isAccept() {
		reply := rules.HandleAccept(a, paxos.Accept{Ballot: o.req.ballot, Value: o.req.value})
		o.granted, o.ballot, o.value, o.says = reply.Granted, reply.Ballot, reply.Value, reply.Promised
		return acceptedText(reply)
	}
	reply := rules.HandlePrepare(a, paxos.Prepare{Ballot: o.req.ballot})
	o.granted, o.ballot, o.value, o.says = reply.Granted, reply.Ballot, reply.Value, reply.Promised
	o.at = reply.AcceptedAt
	return promiseText(reply)
}

func (o *acceptance) judge() *grader.CaseFailure {
	place := promising
	judged := o.judgePrepare
	if o.req.isAccept() {
		place, judged = accepting, o.judgeAccept
	}
	return call.Gravest(o.fell(place), judged(), o.talks(place))
}

// fell: a promise is never taken back, whatever comes.
func (o *acceptance) fell(place string) *grader.CaseFailure {
	if o.after.Promised.Below(o.promised) {
		return call.Breaks(place, "paxos.call.acceptor.promise-fell",
			"The acceptor has promised ballot %v, and its promise is %v now: it would take part in ballots again that "+
				"a majority counts on to be over.", o.promised, o.after.Promised)
	}
	return nil
}

// talks: the promise is no higher than what came, and a refusal speaks of no other promise.
func (o *acceptance) talks(place string) *grader.CaseFailure {
	most := o.bound
	if o.granted {
		most = paxos.Highest(most, o.req.ballot)
	}
	switch {
	case most.Below(o.after.Promised):
		return call.Stalls(place, "paxos.call.acceptor.promise-high",
			"Promised is %v, and the highest ballot that the acceptor takes part in is %v: it would refuse ballots "+
				"without a reason.", o.after.Promised, most)
	case !o.granted && most.Below(o.says):
		return call.Stalls(place, "paxos.call.acceptor.refusal-high",
			"The refusal says that ballot %v was promised, and it was %v: the proposer would go higher than it must.",
			o.says, most)
	}
	return nil
}

// judgePrepare: a promise is given for a higher ballot, and reports the acceptance in the highest one.
func (o *acceptance) judgePrepare() *grader.CaseFailure {
	n := o.req.ballot
	switch {
	case o.after.AcceptedAt != o.before.AcceptedAt || o.after.Value != o.before.Value:
		return call.Breaks(promising, "paxos.call.prepare.acceptance",
			"Before the Prepare, %s, and after it, %s. A Prepare asks for a promise, and changes no acceptance.",
			acceptanceText(o.before), acceptanceText(o.after))
	case o.granted && n.Below(o.promised):
		return call.Stalls(promising, "paxos.call.prepare.lower",
			"The acceptor has promised ballot %v, and gives a promise for ballot %v: the proposer goes on to phase 2, "+
				"and its request is refused.", o.promised, n)
	case o.granted:
		return call.Gravest(o.judgeReport(), o.judgePromise())
	case o.bound.Below(n):
		return call.Stalls(promising, "paxos.call.prepare.refused",
			"Ballot %v is higher than all that the acceptor takes part in (%v), and it gives no promise. If acceptors "+
				"do so, no proposer gets a majority.", n, o.bound)
	}
	return nil
}

// judgeReport: whoever promises says what it has accepted.
func (o *acceptance) judgeReport() *grader.CaseFailure {
	has, none := o.before.AcceptedAt, paxos.Ballot{}
	switch {
	case o.at == has && (o.value == o.before.Value || has == none):
		return nil
	case o.at == none:
		return call.Breaks(promising, "paxos.call.prepare.silent",
			"The acceptor has accepted %v in ballot %v, and its promise reports nothing. If %v was chosen, the "+
				"proposer does not hear of it, and proposes something else.", o.before.Value, has, o.before.Value)
	case has == none:
		return call.Breaks(promising, "paxos.call.prepare.made-up",
			"The acceptor has accepted nothing, and its promise reports %v in ballot %v.", valueText(o.value), o.at)
	}
	return call.Breaks(promising, "paxos.call.prepare.report",
		"The acceptor has accepted %v in ballot %v, and its promise reports %v in ballot %v. The proposer compares "+
			"these numbers, and takes the value of the highest.", o.before.Value, has, valueText(o.value), o.at)
}

// judgePromise: a promise that was given is on the disk.
func (o *acceptance) judgePromise() *grader.CaseFailure {
	n := o.req.ballot
	switch {
	case o.after.Promised.Below(n):
		return call.Breaks(promising, "paxos.call.prepare.not-noted",
			"The answer promises ballot %v, and Promised is %v: the acceptor would still accept in a lower ballot.",
			n, o.after.Promised)
	case o.after.Promised.Below(o.ballot):
		return call.Breaks(promising, "paxos.call.prepare.other-ballot",
			"The answer is a promise for ballot %v, and the Prepare was of %v.", o.ballot, n)
	case o.ballot != n:
		return call.Stalls(promising, "paxos.call.prepare.ballot",
			"The answer names ballot %v, and the Prepare was of %v: the proposer cannot count it.", o.ballot, n)
	}
	return nil
}

// judgeAccept: an acceptor accepts, unless it takes part in higher ballots alone.
func (o *acceptance) judgeAccept() *grader.CaseFailure {
	n := o.req.ballot
	changed := o.after.AcceptedAt != o.before.AcceptedAt || o.after.Value != o.before.Value
	switch {
	case n.Below(o.promised) && (o.granted || changed), n.Below(o.bound) && changed:
		return o.judgeLower()
	case n.Below(o.bound) || !o.granted && !changed && n == o.before.AcceptedAt: // refused, or a copy is ignored
		return nil
	case !o.granted && !changed && n == o.promised:
		return call.Stalls(accepting, "paxos.call.accept.own",
			"The acceptor has promised ballot %v, and refuses its value: nothing can be chosen in it. It must refuse "+
				"only what is lower.", n)
	case !o.granted && !changed:
		return call.Stalls(accepting, "paxos.call.accept.refused",
			"The acceptor has promised ballot %v, and refuses ballot %v, which is higher.", o.promised, n)
	case o.after.AcceptedAt != n || o.after.Value != o.req.value:
		return call.Breaks(accepting, "paxos.call.accept.not-noted",
			"The request is to accept %v in ballot %v, and after it, %s. A later promise would report that.",
			o.req.value, n, acceptanceText(o.after))
	case !o.granted:
		return call.Stalls(accepting, "paxos.call.accept.silent",
			"The acceptor has accepted %v in ballot %v, and its answer is a refusal: nobody learns it.", o.req.value, n)
	case o.ballot != n || o.value != o.req.value:
		return call.Breaks(accepting, "paxos.call.accept.answer",
			"The acceptor has accepted %v in ballot %v, and its answer says %v in ballot %v. Learners count that.",
			o.req.value, n, valueText(o.value), o.ballot)
	}
	return nil
}

// judgeLower: something was accepted in a ballot that is over for this acceptor.
func (o *acceptance) judgeLower() *grader.CaseFailure {
	n := o.req.ballot
	if n.Below(o.promised) {
		return call.Breaks(accepting, "paxos.call.accept.lower",
			"The acceptor has promised ballot %v, and accepts in ballot %v. Whoever got that promise counts on it "+
				"that "+
				"nothing more happens in lower ballots.", o.promised, n)
	}
	return call.Breaks(accepting, "paxos.call.accept.back",
		"The acceptor has accepted in ballot %v, and after a request of ballot %v, %s. What it accepted in the "+
			"highest "+
			"ballot has to stay: every promise reports that.", o.bound, n, acceptanceText(o.after))
}

// allowed are the outcomes.
func (o *acceptance) allowed() string {
	n := o.req.ballot
	switch {
	case n.Below(o.bound):
		return "a refusal, and nothing changes"
	case o.req.isAccept():
		return "granted ballot=" + n.String() + " value=" + string(o.req.value) + "; after it it has accepted that"
	case n == o.bound:
		return "the same promise again, or a refusal"
	}
	return "granted ballot=" + n.String() + "; it reports that " + acceptanceText(o.before) + "; after it promised=" +
		n.String()
}
