package reference

import "raftlab/lab/paxos"

// HandlePrepare promises to accept nothing in a lower ballot, unless the acceptor has promised a higher one: phase 1(b)
// of §2.2. The promise reports what it has accepted in the highest ballot so far. A copy of the request that it has
// promised last gets the same answer again.
func HandlePrepare(a *paxos.Acceptor, req paxos.Prepare) paxos.Promise {
	if req.Ballot.Below(a.Promised) {
		// The refusal says what was promised: otherwise the proposer could only guess a higher ballot (§2.5).
		return paxos.Promise{Ballot: req.Ballot, Promised: a.Promised}
	}
	a.Promised = req.Ballot
	return paxos.Promise{
		Ballot: req.Ballot, Granted: true, Promised: a.Promised, AcceptedAt: a.AcceptedAt, Value: a.Value,
	}
}
