package paxoscall

import (
	"fmt"

	"raftlab/lab/paxos"
	"raftlab/raft/wire"
)

// maxValue bounds the bytes of a value that comes back, maxTallies the tallies of a learner, and maxRound the rounds of
// ballots, so that whoever counts on cannot overflow.
const (
	maxValue   = 1 << 16
	maxTallies = 4096
	maxRound   = 1 << 40
)

func appendAcceptor(b []byte, a *paxos.Acceptor) []byte {
	return paxos.AppendValue(paxos.AppendBallot(paxos.AppendBallot(b, a.Promised), a.AcceptedAt), a.Value)
}

func readAcceptor(r *wire.Reader) paxos.Acceptor {
	return paxos.Acceptor{Promised: readBallot(r), AcceptedAt: readBallot(r), Value: readValue(r)}
}

func appendPromise(b []byte, m paxos.Promise) []byte {
	b = wire.AppendBool(paxos.AppendBallot(b, m.Ballot), m.Granted)
	return paxos.AppendValue(paxos.AppendBallot(paxos.AppendBallot(b, m.Promised), m.AcceptedAt), m.Value)
}

func readPromise(r *wire.Reader) paxos.Promise {
	return paxos.Promise{
		Ballot: readBallot(r), Granted: r.Bool(), Promised: readBallot(r), AcceptedAt: readBallot(r),
		Value: readValue(r),
	}
}

func appendAccept(b []byte, m paxos.Accept) []byte {
	return paxos.AppendValue(paxos.AppendBallot(b, m.Ballot), m.Value)
}

func readAccept(r *wire.Reader) paxos.Accept {
	return paxos.Accept{Ballot: readBallot(r), Value: readValue(r)}
}

func appendAccepted(b []byte, m paxos.Accepted) []byte {
	b = paxos.AppendValue(paxos.AppendBallot(b, m.Ballot), m.Value)
	return paxos.AppendBallot(wire.AppendBool(b, m.Granted), m.Promised)
}

func readAccepted(r *wire.Reader) paxos.Accepted {
	return paxos.Accepted{
		Ballot: readBallot(r), Value: readValue(r), Granted: r.Bool(), Promised: readBallot(r),
	}
}

// appendProposer adds a proposer with what no rule may change in front: its name, the servers, the acceptors, and how
// ballots are kept apart. They do not come back.
func appendProposer(b []byte, p *paxos.Proposer) []byte {
	b = wire.AppendUint(wire.AppendUint(b, uint64(p.ID)), uint64(p.Servers))
	b = wire.AppendBool(wire.AppendUint(b, uint64(p.Acceptors)), p.Steps)
	return appendState(paxos.AppendValue(b, p.Wish), p)
}

func givenProposer(r *wire.Reader) paxos.Proposer {
	p := paxos.Proposer{
		ID: readNode(r), Servers: int(r.Uint()), Acceptors: int(r.Uint()), Steps: r.Bool(), Wish: readValue(r),
	}
	readProposer(r, &p)
	return p
}

// appendState adds what the rules may change in a proposer.
func appendState(b []byte, p *paxos.Proposer) []byte {
	b = paxos.AppendBallot(append(b, byte(p.Phase)), p.Ballot)
	b = paxos.AppendBallot(wire.AppendUint(b, uint64(p.Promises)), p.Best)
	return paxos.AppendValue(wire.AppendUint(paxos.AppendValue(b, p.BestValue), uint64(p.BestFrom)), p.Proposed)
}

func readProposer(r *wire.Reader, p *paxos.Proposer) {
	if p.Phase = paxos.Phase(r.Byte()); p.Phase > paxos.Decided {
		r.Fail(fmt.Errorf("%w: phase %d", wire.ErrValue, p.Phase))
	}
	p.Ballot, p.Promises, p.Best = readBallot(r), paxos.NodeSet(r.Uint()), readBallot(r)
	p.BestValue, p.BestFrom, p.Proposed = readValue(r), readNode(r), readValue(r)
}

func appendLearner(b []byte, l *paxos.Learner) []byte {
	return appendTallies(wire.AppendUint(b, uint64(l.Acceptors)), l)
}

// appendTallies adds what the rule may change in a learner.
func appendTallies(b []byte, l *paxos.Learner) []byte {
	b = wire.AppendUint(paxos.AppendValue(b, l.Chosen), uint64(len(l.Heard)))
	for _, t := range l.Heard {
		b = wire.AppendUint(paxos.AppendValue(paxos.AppendBallot(b, t.Ballot), t.Value), uint64(t.From))
	}
	return b
}

func readLearner(r *wire.Reader, l *paxos.Learner) {
	l.Chosen = readValue(r)
	count := r.Count()
	if count > maxTallies {
		r.Fail(fmt.Errorf("%w: %d tallies, of at most %d", wire.ErrValue, count, maxTallies))
		return
	}
	for range count {
		l.Heard = append(l.Heard, paxos.Tally{
			Ballot: readBallot(r), Value: readValue(r), From: paxos.NodeSet(r.Uint()),
		})
	}
}

// readBallot reads a stranger's ballot.
func readBallot(r *wire.Reader) paxos.Ballot {
	b := paxos.ReadBallot(r)
	if b.Round > maxRound {
		r.Fail(fmt.Errorf("%w: round %d, of at most %d", wire.ErrValue, b.Round, uint64(maxRound)))
	}
	return b
}

// readValue reads a stranger's value.
func readValue(r *wire.Reader) paxos.Value {
	v := paxos.ReadValue(r)
	if len(v) > maxValue {
		r.Fail(fmt.Errorf("%w: a value of %d bytes, of at most %d", wire.ErrValue, len(v), maxValue))
	}
	return v
}

// readNode reads a server's number.
func readNode(r *wire.Reader) paxos.NodeID {
	v := r.Uint()
	if v > uint64(paxos.MaxNodeID) {
		r.Fail(fmt.Errorf("%w: server %d, of at most %d", wire.ErrValue, v, paxos.MaxNodeID))
		return paxos.None
	}
	return paxos.NodeID(v)
}
