package reference

import "raftlab/lab/paxos"

// HandlePromise counts a promise for the present ballot. With a majority the proposer proposes the value that was
// accepted in the highest ballot among all that they reported, and its own wish only if they reported none: P2c and
// phase 2(a) of §2.2.
func HandlePromise(p *paxos.Proposer, from paxos.NodeID, reply paxos.Promise) (req paxos.Accept, send bool) {
	if p.Phase != paxos.Preparing || !reply.Granted || reply.Ballot != p.Ballot {
		return paxos.Accept{}, false
	}
	p.Promises.Add(from)
	if p.Best.Below(reply.AcceptedAt) {
		p.Best, p.BestValue, p.BestFrom = reply.AcceptedAt, reply.Value, from
	}
	if p.Promises.Len() < paxos.Majority(p.Acceptors) {
		return paxos.Accept{}, false
	}
	p.Phase, p.Proposed = paxos.Accepting, p.Wish
	if (p.Best != paxos.Ballot{}) {
		p.Proposed = p.BestValue
	}
	return paxos.Accept{Ballot: p.Ballot, Value: p.Proposed}, true
}
