package paxoscall

import (
	"raftlab/grader/rulecall"
	"raftlab/lab/paxos"
	"raftlab/raft/wire"
)

// Rules is the set of rules.
type Rules = paxos.Rules

// Table is how the rules of the exercise are called. A rule's place is its number, which is part of the bytes.
func Table() rulecall.Table[Rules] {
	return rulecall.Table[Rules]{
		{Name: "HandlePrepare", Forward: forwardPrepare, Answer: answerPrepare},
		{Name: "HandleAccept", Forward: forwardAccept, Answer: answerAccept},
		{Name: "NextBallot", Forward: forwardNextBallot, Answer: answerNextBallot},
		{Name: "HandlePromise", Forward: forwardPromise, Answer: answerPromise},
		{Name: "HandleAccepted", Forward: forwardAccepted, Answer: answerAccepted},
	}
}

func forwardPrepare(far rulecall.Remote, rules *Rules) {
	rules.HandlePrepare = func(a *paxos.Acceptor, req paxos.Prepare) (reply paxos.Promise) {
		var after paxos.Acceptor
		far.Ask(
			func(b []byte) []byte { return paxos.AppendBallot(appendAcceptor(b, a), req.Ballot) },
			func(r *wire.Reader) { after, reply = readAcceptor(r), readPromise(r) })
		*a = after
		return reply
	}
}

func answerPrepare(c *rulecall.Callee, rules *Rules, r *wire.Reader, reply []byte) []byte {
	a, req := readAcceptor(r), paxos.Prepare{Ballot: paxos.ReadBallot(r)}
	var promise paxos.Promise
	c.Call("HandlePrepare", func() rulecall.Seen { return rulecall.Seen{{&a, req}, {promise}} },
		func() { promise = rules.HandlePrepare(&a, req) })
	return appendPromise(appendAcceptor(reply, &a), promise)
}

func forwardAccept(far rulecall.Remote, rules *Rules) {
	rules.HandleAccept = func(a *paxos.Acceptor, req paxos.Accept) (reply paxos.Accepted) {
		var after paxos.Acceptor
		far.Ask(
			func(b []byte) []byte { return appendAccept(appendAcceptor(b, a), req) },
			func(r *wire.Reader) { after, reply = readAcceptor(r), readAccepted(r) })
		*a = after
		return reply
	}
}

func answerAccept(c *rulecall.Callee, rules *Rules, r *wire.Reader, reply []byte) []byte {
	a, req := readAcceptor(r), readAccept(r)
	var accepted paxos.Accepted
	c.Call("HandleAccept", func() rulecall.Seen { return rulecall.Seen{{&a, req}, {accepted}} },
		func() { accepted = rules.HandleAccept(&a, req) })
	return appendAccepted(appendAcceptor(reply, &a), accepted)
}

func forwardNextBallot(far rulecall.Remote, rules *Rules) {
	rules.NextBallot = func(p *paxos.Proposer, seen paxos.Ballot) (req paxos.Prepare) {
		after := *p
		far.Ask(
			func(b []byte) []byte { return paxos.AppendBallot(appendProposer(b, p), seen) },
			func(r *wire.Reader) { readProposer(r, &after); req.Ballot = readBallot(r) })
		*p = after
		return req
	}
}

func answerNextBallot(c *rulecall.Callee, rules *Rules, r *wire.Reader, reply []byte) []byte {
	p := givenProposer(r)
	seen := paxos.ReadBallot(r)
	var req paxos.Prepare
	c.Call("NextBallot", func() rulecall.Seen { return rulecall.Seen{{&p, seen}, {req}} },
		func() { req = rules.NextBallot(&p, seen) })
	return paxos.AppendBallot(appendState(reply, &p), req.Ballot)
}

func forwardPromise(far rulecall.Remote, rules *Rules) {
	rules.HandlePromise = func(
		p *paxos.Proposer, from paxos.NodeID, reply paxos.Promise,
	) (req paxos.Accept, send bool) {
		after := *p
		far.Ask(
			func(b []byte) []byte {
				return appendPromise(wire.AppendUint(appendProposer(b, p), uint64(from)), reply)
			},
			func(r *wire.Reader) { readProposer(r, &after); req, send = readAccept(r), r.Bool() })
		*p = after
		return req, send
	}
}

func answerPromise(c *rulecall.Callee, rules *Rules, r *wire.Reader, reply []byte) []byte {
	p := givenProposer(r)
	from, got := readNode(r), readPromise(r)
	var req paxos.Accept
	var send bool
	c.Call("HandlePromise", func() rulecall.Seen { return rulecall.Seen{{&p, from, got}, {req, send}} },
		func() { req, send = rules.HandlePromise(&p, from, got) })
	return wire.AppendBool(appendAccept(appendState(reply, &p), req), send)
}

func forwardAccepted(far rulecall.Remote, rules *Rules) {
	rules.HandleAccepted = func(
		l *paxos.Learner, from paxos.NodeID, reply paxos.Accepted,
	) (chosen paxos.Value, ok bool) {
		after := paxos.Learner{Acceptors: l.Acceptors}
		far.Ask(
			func(b []byte) []byte {
				return appendAccepted(wire.AppendUint(appendLearner(b, l), uint64(from)), reply)
			},
			func(r *wire.Reader) { readLearner(r, &after); chosen, ok = readValue(r), r.Bool() })
		*l = after
		return chosen, ok
	}
}

func answerAccepted(c *rulecall.Callee, rules *Rules, r *wire.Reader, reply []byte) []byte {
	l := paxos.Learner{Acceptors: int(r.Uint())}
	readLearner(r, &l)
	from, got := readNode(r), readAccepted(r)
	var chosen paxos.Value
	var ok bool
	c.Call("HandleAccepted", func() rulecall.Seen { return rulecall.Seen{{&l, from, got}, {chosen, ok}} },
		func() { chosen, ok = rules.HandleAccepted(&l, from, got) })
	return wire.AppendBool(paxos.AppendValue(appendTallies(reply, &l), chosen), ok)
}
