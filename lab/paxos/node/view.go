package node

import (
	"fmt"

	"raftlab/lab/paxos"
	"raftlab/raft/wire"
)

// View is what others may see of a server after a step. Slots are only those that changed in the step.
type View struct {
	Promised paxos.Ballot
	Proposer paxos.Proposer
	Refused  int
	Leader   paxos.NodeID
	Leads    bool
	Applied  paxos.Slot
	// RetryAt is when the proposer tries again, 0 for never, by the server's clock.
	RetryAt paxos.Time
	Slots   []SlotView
}

// SlotView is a server's knowledge of one slot.
type SlotView struct {
	Slot     paxos.Slot
	At       paxos.Ballot
	Value    paxos.Value
	Ballot   paxos.Ballot
	Proposed paxos.Value
	Learner  paxos.Learner
}

const viewVersion = 1

// AppendView appends the view of the step that was just taken, in its byte format. Booted is true for the first step:
// then all slots are in it.
func (n *Node) AppendView(b []byte, booted bool) []byte {
	b = paxos.AppendBallot(append(b, viewVersion), n.Promised)
	b = appendProposer(b, &n.Proposer)
	b = wire.AppendUint(wire.AppendUint(b, uint64(n.Refused)), uint64(n.Leader))
	b = wire.AppendUint(wire.AppendBool(b, n.Leads()), uint64(n.Applied))
	b = wire.AppendUint(b, uint64(n.retryAt))
	if !booted {
		b = wire.AppendUint(b, uint64(len(n.changed)))
		for _, number := range n.changed {
			b = n.appendSlot(b, number)
		}
		return b
	}
	b = wire.AppendUint(b, uint64(len(n.Slots)))
	for i := range n.Slots {
		b = n.appendSlot(b, paxos.Slot(i+1))
	}
	return b
}

func (n *Node) appendSlot(b []byte, number paxos.Slot) []byte {
	s := &n.Slots[number-1]
	b = paxos.AppendBallot(wire.AppendUint(b, uint64(number)), s.At)
	b = paxos.AppendBallot(paxos.AppendValue(b, s.Value), s.Ballot)
	return appendLearner(paxos.AppendValue(b, s.Proposed), &s.Learner)
}

// ReadView takes what AppendView appended.
func ReadView(r *wire.Reader) View {
	if v := r.Byte(); r.Err() == nil && v != viewVersion {
		r.Fail(fmt.Errorf("version %d, this is %d: %w", v, viewVersion, wire.ErrVersion))
	}
	v := View{Promised: paxos.ReadBallot(r), Proposer: readProposer(r)}
	v.Refused, v.Leader = int(r.Uint()), paxos.NodeID(r.Uint())
	v.Leads, v.Applied, v.RetryAt = r.Bool(), paxos.Slot(r.Uint()), paxos.Time(r.Uint())
	for range r.Count() {
		s := SlotView{Slot: paxos.Slot(r.Uint()), At: paxos.ReadBallot(r), Value: paxos.ReadValue(r)}
		s.Ballot, s.Proposed, s.Learner = paxos.ReadBallot(r), paxos.ReadValue(r), readLearner(r)
		v.Slots = append(v.Slots, s)
	}
	return v
}

func readProposer(r *wire.Reader) paxos.Proposer {
	p := paxos.Proposer{Phase: paxos.Phase(r.Byte()), Ballot: paxos.ReadBallot(r)}
	p.Promises, p.Wish = paxos.NodeSet(r.Uint()), paxos.ReadValue(r)
	p.Best, p.BestValue = paxos.ReadBallot(r), paxos.ReadValue(r)
	p.BestFrom, p.Proposed = paxos.NodeID(r.Uint()), paxos.ReadValue(r)
	if p.Phase > paxos.Decided {
		r.Fail(fmt.Errorf("phase %d: %w", p.Phase, wire.ErrValue))
	}
	return p
}

func readLearner(r *wire.Reader) paxos.Learner {
	l := paxos.Learner{Chosen: paxos.ReadValue(r)}
	for range r.Count() {
		l.Heard = append(l.Heard, paxos.Tally{
			Ballot: paxos.ReadBallot(r), Value: paxos.ReadValue(r), From: paxos.NodeSet(r.Uint()),
		})
	}
	return l
}
