package zabcluster

import (
	"fmt"

	"raftlab/lab/zab"
	"raftlab/lab/zab/node"
	"raftlab/raft/wire"
)

// View is the visible state of a server after a step, with its history as the step's changes only.
type View struct {
	Standing                    zab.Standing
	Phase                       node.Phase
	Leader                      zab.NodeID
	Round                       zab.Round
	Vote, Own                   zab.Vote
	AcceptedEpoch, CurrentEpoch zab.Epoch
	// Epoch is that of the leader that the server follows or is, 0 before it is known.
	Epoch zab.Epoch
	// Kept is how many of the first transactions the step left, Txns those behind them now. Rebased says that Base
	// replaced the snapshot before them.
	Kept    int
	Rebased bool
	Base    zab.Snapshot
	Txns    []zab.Txn
	// Unsaved is how many of the last transactions are not on the disk.
	Unsaved int
	// Restored says that the state machine got the content of Base. Delivered are the step's transactions then.
	Restored    bool
	Delivered   []zab.Zxid
	DeliveredTo zab.Zxid
	StoreHash   uint64
	// Slips are the votes that it has heard.
	Slips zab.Box
	// Sync, Peer, Parts, Left and InEpoch are node.Follows'.
	Sync        zab.Sync
	Peer        zab.Zxid
	Parts, Left int
	InEpoch     bool
	// Leads is nil for a server that does not lead.
	Leads *LeadsState
}

// LeadsState is the visible part of node.Leads.
type LeadsState struct {
	Epoch                                      zab.Epoch
	Established, HasEpoch                      bool
	Connected, EpochAcks, NewLeaderAcks, Heard zab.NodeSet
	Outstanding                                []zab.Proposal
	Learners                                   []LearnerState
}

// LearnerState is the visible part of node.Learner.
type LearnerState struct {
	ID    zab.NodeID
	Stage node.Stage
	Sync  zab.Sync
	Last  zab.Zxid
}

// viewOf is a server's view after a step.
func viewOf(n *node.Node, result node.Output, storeHash uint64) View {
	h := &n.Self.History
	v := View{
		Standing: n.Election.Standing, Phase: n.Phase, Leader: n.Leader, Round: n.Election.Round,
		Vote: n.Election.Vote, Own: n.Election.Own, AcceptedEpoch: n.AcceptedEpoch, CurrentEpoch: n.Self.CurrentEpoch,
		Unsaved: len(n.Self.Unsaved), Restored: result.Restore != nil, DeliveredTo: n.DeliveredTo, StoreHash: storeHash,
	}
	v.Kept, v.Rebased = n.Changed()
	if v.Rebased {
		v.Base = h.Base
	}
	v.Txns = h.Txns[min(v.Kept, len(h.Txns)):]
	for _, d := range result.Deliver {
		v.Delivered = append(v.Delivered, d.Zxid)
	}
	v.Slips = append(v.Slips, n.Election.Votes...)
	for _, slip := range n.Election.Outside {
		v.Slips.Put(slip.From, slip.Notification)
	}
	if v.Standing != zab.Looking {
		v.Epoch = n.Self.Epoch
	}
	if f := n.Follows; f != nil {
		v.Sync, v.Peer, v.Parts, v.Left, v.InEpoch = f.Sync, f.Peer, f.Parts, f.Left, f.InEpoch
	}
	if n.Leads != nil {
		v.Leads = leadsState(n.Leads)
	}
	return v
}

func leadsState(l *node.Leads) *LeadsState {
	s := &LeadsState{
		Epoch: l.Epoch, Established: l.Established, HasEpoch: l.HasEpoch, Connected: l.Connected(),
		EpochAcks: l.EpochAcks, NewLeaderAcks: l.NewLeaderAcks, Heard: l.Heard, Outstanding: l.Outstanding,
	}
	for i := range l.Learners {
		one := &l.Learners[i]
		s.Learners = append(s.Learners, LearnerState{one.ID, one.Stage, one.Sync, one.Last()})
	}
	return s
}

const viewVersion = 1

// AppendView appends v in its byte format.
func AppendView(b []byte, v View) []byte {
	b = append(b, viewVersion, byte(v.Standing), byte(v.Phase))
	b = wire.AppendUint(wire.AppendUint(b, uint64(v.Leader)), uint64(v.Round))
	b = zab.AppendVote(zab.AppendVote(b, v.Vote), v.Own)
	b = wire.AppendUint(wire.AppendUint(b, uint64(v.AcceptedEpoch)), uint64(v.CurrentEpoch))
	b = wire.AppendUint(wire.AppendUint(b, uint64(v.Epoch)), uint64(v.Kept))
	b = wire.AppendBool(b, v.Rebased)
	if v.Rebased {
		b = wire.AppendBytes(wire.AppendUint(b, uint64(v.Base.Zxid)), v.Base.Data)
	}
	b = wire.AppendUint(zab.AppendTxns(b, v.Txns), uint64(v.Unsaved))
	b = wire.AppendUint(wire.AppendBool(b, v.Restored), uint64(len(v.Delivered)))
	for _, z := range v.Delivered {
		b = wire.AppendUint(b, uint64(z))
	}
	b = wire.AppendUint(wire.AppendUint(b, uint64(v.DeliveredTo)), v.StoreHash)
	b = zab.AppendBox(b, v.Slips)
	b = appendSync(b, v.Sync)
	b = wire.AppendUint(wire.AppendUint(b, uint64(v.Peer)), uint64(v.Parts))
	b = wire.AppendBool(wire.AppendUint(b, uint64(v.Left)), v.InEpoch)
	b = wire.AppendBool(b, v.Leads != nil)
	if v.Leads != nil {
		b = v.Leads.append(b)
	}
	return b
}

func appendSync(b []byte, s zab.Sync) []byte {
	return wire.AppendUint(append(b, byte(s.Kind)), uint64(s.From))
}

func (l *LeadsState) append(b []byte) []byte {
	b = wire.AppendBool(wire.AppendUint(b, uint64(l.Epoch)), l.Established)
	b = wire.AppendUint(wire.AppendBool(b, l.HasEpoch), uint64(l.Connected))
	b = wire.AppendUint(wire.AppendUint(b, uint64(l.EpochAcks)), uint64(l.NewLeaderAcks))
	b = wire.AppendUint(wire.AppendUint(b, uint64(l.Heard)), uint64(len(l.Outstanding)))
	for _, p := range l.Outstanding {
		b = wire.AppendUint(wire.AppendUint(b, uint64(p.Zxid)), uint64(p.Acks))
	}
	b = wire.AppendUint(b, uint64(len(l.Learners)))
	for _, one := range l.Learners {
		b = appendSync(append(wire.AppendUint(b, uint64(one.ID)), byte(one.Stage)), one.Sync)
		b = wire.AppendUint(b, uint64(one.Last))
	}
	return b
}

// DecodeView reads what AppendView wrote.
func DecodeView(b []byte) (View, error) {
	r := wire.NewReader(b)
	if version := r.Byte(); r.Err() == nil && version != viewVersion {
		r.Fail(fmt.Errorf("version %d, this is %d: %w", version, viewVersion, wire.ErrVersion))
	}
	v := View{Standing: zab.Standing(r.Byte()), Phase: node.Phase(r.Byte()), Leader: zab.ReadNodeID(r),
		Round: zab.Round(r.Uint()), Vote: zab.ReadVote(r), Own: zab.ReadVote(r)}
	v.AcceptedEpoch, v.CurrentEpoch = zab.Epoch(r.Uint()), zab.Epoch(r.Uint())
	v.Epoch, v.Kept, v.Rebased = zab.Epoch(r.Uint()), int(r.Uint()), r.Bool()
	if v.Rebased {
		v.Base = zab.Snapshot{Zxid: zab.Zxid(r.Uint()), Data: append([]byte(nil), r.Bytes()...)}
	}
	v.Txns, v.Unsaved, v.Restored = zab.ReadTxns(r), int(r.Uint()), r.Bool()
	for range r.Count() {
		v.Delivered = append(v.Delivered, zab.Zxid(r.Uint()))
	}
	v.DeliveredTo, v.StoreHash, v.Slips = zab.Zxid(r.Uint()), r.Uint(), zab.ReadBox(r)
	v.Sync, v.Peer, v.Parts = readSync(r), zab.Zxid(r.Uint()), int(r.Uint())
	v.Left, v.InEpoch = int(r.Uint()), r.Bool()
	if r.Bool() {
		v.Leads = readLeads(r)
	}
	if v.Standing > zab.Observing || v.Phase > node.Broadcast {
		r.Fail(fmt.Errorf("standing %d, phase %d: %w", v.Standing, v.Phase, wire.ErrValue))
	}
	if err := r.End(); err != nil {
		return View{}, fmt.Errorf("decode view: %w", err)
	}
	return v, nil
}

func readSync(r *wire.Reader) zab.Sync {
	return zab.Sync{Kind: zab.SyncKind(r.Byte()), From: zab.Zxid(r.Uint())}
}

func readLeads(r *wire.Reader) *LeadsState {
	l := &LeadsState{Epoch: zab.Epoch(r.Uint()), Established: r.Bool(), HasEpoch: r.Bool(),
		Connected: zab.NodeSet(r.Uint()), EpochAcks: zab.NodeSet(r.Uint()), NewLeaderAcks: zab.NodeSet(r.Uint()),
		Heard: zab.NodeSet(r.Uint())}
	for range r.Count() {
		l.Outstanding = append(l.Outstanding, zab.Proposal{Zxid: zab.Zxid(r.Uint()), Acks: zab.NodeSet(r.Uint())})
	}
	for range r.Count() {
		one := LearnerState{ID: zab.ReadNodeID(r), Stage: node.Stage(r.Byte()), Sync: readSync(r)}
		one.Last = zab.Zxid(r.Uint())
		if one.Stage > node.UpToDate {
			r.Fail(fmt.Errorf("stage %d: %w", one.Stage, wire.ErrValue))
		}
		l.Learners = append(l.Learners, one)
	}
	return l
}
