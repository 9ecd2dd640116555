package paxos

import "raftlab/lab/paxos"

// Ballots are compared by their methods, first by Round, then
// by ID:
//
//	b.Below(other)          reports whether b is lower
//	paxos.Highest(b, c)     the higher of two
//	b == (paxos.Ballot{})   the zero Ballot is no ballot
//
// A Value is a word; paxos.NoValue is none.

// HandlePrepare answers a proposer that asks for a promise
// (§2.2, phase 1b).
//
// What you need:
//
//	a.Promised    the highest ballot that this acceptor has
//	              answered; it takes part in no lower one
//	a.AcceptedAt  the highest ballot in which it has accepted
//	a.Value       what it has accepted there
//	req.Ballot    the ballot that asks
//
// The server saves a before it sends the answer. The answer:
//
//	Ballot        req's
//	Granted       is it a promise?
//	Promised      what is promised now
//	AcceptedAt, Value
//	              what was accepted so far
func HandlePrepare(
	a *paxos.Acceptor, req paxos.Prepare,
) paxos.Promise {
	panic(paxos.TODO) // your turn
}

// HandleAccept answers a proposer that asks to accept
// req.Value in req.Ballot (§2.2, phase 2b). The answer has
// Ballot, Value, Granted and Promised. Learners get it, too.
func HandleAccept(
	a *paxos.Acceptor, req paxos.Accept,
) paxos.Accepted {
	panic(paxos.TODO) // your turn
}

// NextBallot begins a ballot (§2.2, phase 1a; §2.5). Seen is
// the highest ballot that the server has seen. The request goes
// to all acceptors.
//
// What you need:
//
//	p.ID          the proposer
//	p.Ballot      the highest ballot that it has used. It is
//	              saved before the request goes out.
//	p.Phase       from now on paxos.Preparing
//	p.Servers     how many servers there are
//	p.Steps       true if ballots are numbers without ID: S1
//	              of 3 servers counts 1, 4, 7, S2 counts 2, 5, 8
//
// Without Steps the ballot has a Round and your ID.
func NextBallot(
	p *paxos.Proposer, seen paxos.Ballot,
) paxos.Prepare {
	panic(paxos.TODO) // your turn
}

// HandlePromise takes in an acceptor's answer to a Prepare
// (§2.2, phase 2a). With the promise that makes a majority,
// send is true, and req goes to all acceptors. The answer has
// Ballot, Granted, Promised, AcceptedAt and Value.
//
// What you need:
//
//	p.Acceptors   how many there are; paxos.Majority(n) is
//	              the least majority of n
//	p.Promises    a set of acceptors, for those that have
//	              promised: Add(id), Has(id), Len()
//	p.Best, p.BestValue, p.BestFrom
//	              a place for the highest report of them
//	p.Wish        what this proposer would like
//	p.Phase, p.Proposed
//	              paxos.Accepting, and the value of the
//	              ballot, as soon as req goes out
func HandlePromise(
	p *paxos.Proposer, from paxos.NodeID, reply paxos.Promise,
) (req paxos.Accept, send bool) {
	panic(paxos.TODO) // your turn
}

// HandleAccepted takes in an acceptor's answer to an Accept
// (§2.3). Ok says that the learner knows which value is chosen.
// The answer has Ballot, Value, Granted and Promised.
//
// What you need:
//
//	l.Acceptors   how many there are
//	l.Heard       a place for what you count: a list of
//	              paxos.Tally, each with Ballot, Value and
//	              From, a set
//	l.Chosen      the value, as soon as it is known
func HandleAccepted(
	l *paxos.Learner, from paxos.NodeID, reply paxos.Accepted,
) (chosen paxos.Value, ok bool) {
	panic(paxos.TODO) // your turn
}
