package reference

import "raftlab/lab/paxos"

// HandleAccept accepts, unless the acceptor has promised a higher ballot: P1a and phase 2(b) of §2.2. An acceptance
// is a promise, too: an acceptor that never saw the ballot's Prepare must not go back to a lower one.
func HandleAccept(a *paxos.Acceptor, req paxos.Accept) paxos.Accepted {
	if req.Ballot.Below(a.Promised) {
		return paxos.Accepted{Ballot: req.Ballot, Value: req.Value, Promised: a.Promised}
	}
	a.Promised, a.AcceptedAt, a.Value = req.Ballot, req.Ballot, req.Value
	return paxos.Accepted{Ballot: req.Ballot, Value: req.Value, Granted: true, Promised: a.Promised}
}
