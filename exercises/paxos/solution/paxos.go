package solution

import "raftlab/lab/paxos"

// HandlePrepare answers a proposer that asks for a promise
// (§2.2, phase 1b).
func HandlePrepare(
	a *paxos.Acceptor, req paxos.Prepare,
) paxos.Promise {
	// Task 1: what is lower than the promise is over. A copy of
	// the request that was promised last gets its answer again.
	if req.Ballot.Below(a.Promised) {
		return paxos.Promise{Ballot: req.Ballot, Promised: a.Promised}
	}
	a.Promised = req.Ballot
	return paxos.Promise{
		Ballot: req.Ballot, Granted: true, Promised: a.Promised,
		AcceptedAt: a.AcceptedAt, Value: a.Value,
	}
}

// HandleAccept answers a proposer that asks to accept a value
// (§2.2, phase 2b).
func HandleAccept(
	a *paxos.Acceptor, req paxos.Accept,
) paxos.Accepted {
	reply := paxos.Accepted{Ballot: req.Ballot, Value: req.Value}
	// Task 2: the promised ballot itself is accepted, and a
	// higher one as well. An acceptance is a promise, too.
	if !req.Ballot.Below(a.Promised) {
		a.Promised = req.Ballot
		a.AcceptedAt, a.Value = req.Ballot, req.Value
		reply.Granted = true
	}
	reply.Promised = a.Promised
	return reply
}

// NextBallot begins a ballot (§2.2, phase 1a; §2.5).
func NextBallot(
	p *paxos.Proposer, seen paxos.Ballot,
) paxos.Prepare {
	// Task 3: above all that was used or seen, and nobody else's.
	above := paxos.Highest(p.Ballot, seen)
	if p.Steps {
		round := uint64(p.ID)
		for round <= above.Round {
			round += uint64(p.Servers)
		}
		p.Ballot = paxos.Ballot{Round: round}
	} else {
		p.Ballot = paxos.Ballot{Round: above.Round + 1, ID: p.ID}
	}
	// Nothing that an earlier ballot has gathered counts.
	p.Phase, p.Proposed = paxos.Preparing, paxos.NoValue
	p.Promises, p.Best = 0, paxos.Ballot{}
	p.BestValue, p.BestFrom = paxos.NoValue, paxos.None
	return paxos.Prepare{Ballot: p.Ballot}
}

// HandlePromise takes in an acceptor's answer to a Prepare
// (§2.2, phase 2a).
func HandlePromise(
	p *paxos.Proposer, from paxos.NodeID, reply paxos.Promise,
) (req paxos.Accept, send bool) {
	// Task 4: only promises for this ballot count, and only once.
	if p.Phase != paxos.Preparing || reply.Ballot != p.Ballot {
		return req, false
	}
	if !reply.Granted {
		return req, false
	}
	p.Promises.Add(from)
	if p.Best.Below(reply.AcceptedAt) {
		p.Best, p.BestValue = reply.AcceptedAt, reply.Value
		p.BestFrom = from
	}
	if p.Promises.Len() < paxos.Majority(p.Acceptors) {
		return req, false
	}
	// Task 5: the wish is free only if nobody reports anything.
	p.Phase, p.Proposed = paxos.Accepting, p.Wish
	if p.BestFrom != paxos.None {
		p.Proposed = p.BestValue
	}
	return paxos.Accept{Ballot: p.Ballot, Value: p.Proposed}, true
}

// HandleAccepted takes in an acceptor's answer to an Accept
// (§2.3).
func HandleAccepted(
	l *paxos.Learner, from paxos.NodeID, reply paxos.Accepted,
) (chosen paxos.Value, ok bool) {
	// Task 6: a majority counts if it is of one ballot.
	if l.Chosen == paxos.NoValue && reply.Granted {
		tally := tallyOf(l, reply)
		tally.From.Add(from)
		if tally.From.Len() >= paxos.Majority(l.Acceptors) {
			l.Chosen = tally.Value
		}
	}
	return l.Chosen, l.Chosen != paxos.NoValue
}

// tallyOf is the tally of the answer's ballot.
func tallyOf(
	l *paxos.Learner, reply paxos.Accepted,
) *paxos.Tally {
	for i := range l.Heard {
		if l.Heard[i].Ballot == reply.Ballot {
			return &l.Heard[i]
		}
	}
	l.Heard = append(l.Heard, paxos.Tally{
		Ballot: reply.Ballot, Value: reply.Value,
	})
	return &l.Heard[len(l.Heard)-1]
}
