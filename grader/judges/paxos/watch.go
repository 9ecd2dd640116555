package paxos

import (
	"raftlab/grader"
	"raftlab/lab/paxos"
)

// The branches of the rules.
const (
	promises = iota
	promisesAgain
	refusesPrepare
	reports
	accepts
	acceptsUnprepared
	refusesAccept
	climbs
	counts
	countsTwice
	ofBefore
	free
	obeys
	learns
	twoBallots
)

var branches = []grader.Branch{
	{Name: "a higher ballot gets a promise", Place: promising},
	{Name: "the promised ballot asks again", Place: promising},
	{Name: "a lower ballot asks", Place: promising},
	{Name: "a promise reports an acceptance", Place: promising},
	{Name: "the promised ballot is accepted", Place: accepting},
	{Name: "a ballot is accepted that was not promised", Place: accepting},
	{Name: "a lower ballot asks to accept", Place: accepting},
	{Name: "a ballot goes above one that was seen", Place: numbering},
	{Name: "a promise makes a majority", Place: majority},
	{Name: "a promise comes twice", Place: majority},
	{Name: "a promise is for another ballot", Place: majority},
	{Name: "the wish is free", Place: obeying},
	{Name: "a report is obeyed", Place: obeying},
	{Name: "a majority is learned", Place: learning},
	{Name: "acceptances of two ballots are heard of", Place: learning},
}

func watch(rules paxos.Rules, reached func(branch int)) paxos.Rules {
	watchAcceptor(&rules, reached)
	watchProposer(&rules, reached)
	learn := rules.HandleAccepted
	rules.HandleAccepted = func(l *paxos.Learner, from paxos.NodeID, reply paxos.Accepted) (paxos.Value, bool) {
		knew := l.Chosen != paxos.NoValue
		chosen, ok := learn(l, from, reply)
		if ok && !knew {
			reached(learns)
		}
		if len(l.Heard) > 1 {
			reached(twoBallots)
		}
		return chosen, ok
	}
	return rules
}

func watchAcceptor(rules *paxos.Rules, reached func(branch int)) {
	prepare, accept := rules.HandlePrepare, rules.HandleAccept
	rules.HandlePrepare = func(a *paxos.Acceptor, req paxos.Prepare) paxos.Promise {
		switch req.Ballot.Compare(a.Promised) {
		case -1:
			reached(refusesPrepare)
		case 0:
			reached(promisesAgain)
		default:
			reached(promises)
		}
		if (a.AcceptedAt != paxos.Ballot{}) && !req.Ballot.Below(a.Promised) {
			reached(reports)
		}
		return prepare(a, req)
	}
	rules.HandleAccept = func(a *paxos.Acceptor, req paxos.Accept) paxos.Accepted {
		switch req.Ballot.Compare(a.Promised) {
		case -1:
			reached(refusesAccept)
		case 0:
			reached(accepts)
		default:
			reached(acceptsUnprepared)
		}
		return accept(a, req)
	}
}

func watchProposer(rules *paxos.Rules, reached func(branch int)) {
	next, promise := rules.NextBallot, rules.HandlePromise
	rules.NextBallot = func(p *paxos.Proposer, seen paxos.Ballot) paxos.Prepare {
		if p.Ballot.Below(seen) {
			reached(climbs)
		}
		return next(p, seen)
	}
	rules.HandlePromise = func(p *paxos.Proposer, from paxos.NodeID, reply paxos.Promise) (paxos.Accept, bool) {
		switch {
		case reply.Ballot != p.Ballot:
			reached(ofBefore)
		case p.Promises.Has(from):
			reached(countsTwice)
		}
		req, send := promise(p, from, reply)
		if send {
			reached(counts)
			if (p.Best == paxos.Ballot{}) {
				reached(free)
			} else {
				reached(obeys)
			}
		}
		return req, send
	}
}
