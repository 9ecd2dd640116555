package node

import (
	"slices"

	"raftlab/raft"
	"raftlab/raft/wire"
)

// Clone is a second node in the state of n: the same inputs get the same outputs, drawn timeouts included.
// Inputs to one do not affect the other. A search clones a node to try several inputs from one state.
func (n *Node) Clone() *Node {
	c := *n
	c.NextIndex, c.MatchIndex = slices.Clone(n.NextIndex), slices.Clone(n.MatchIndex)
	c.Log = n.Log.Clone()
	c.Reads = slices.Clone(n.Reads)
	c.reading.waiting, c.reading.asked = slices.Clone(n.reading.waiting), slices.Clone(n.reading.asked)
	c.reading.rounds = slices.Clone(n.reading.rounds)
	c.Needs = slices.Clone(n.Needs)
	c.snapshots.part.Data = slices.Clip(n.snapshots.part.Data)
	c.snapshots.transfers = slices.Clone(n.snapshots.transfers)
	c.changing = n.changing.clone()
	c.flow = n.flow.clone()
	c.pending, c.answered = slices.Clone(n.pending[n.answered:]), 0
	// The buffers of the last Output stay with n, because its caller may still read them. LogFrom and WakeAt
	// are copied: Check needs to know what the step changed.
	c.out = Output{LogFrom: n.out.LogFrom, WakeAt: n.out.WakeAt}
	random := *n.random
	c.random, c.draw = &random, random.draw
	return &c
}

// AppendState appends everything that decides the node's future outputs, except time. Two nodes of one
// configuration with the same bytes give the same outputs; only their timers may fire at different times. So it
// leaves out the present time, the deadlines, the state of the random generator, and the fields that only serve
// to notice a change.
func (n *Node) AppendState(b []byte) []byte {
	s := &n.State
	b = wire.AppendUint(b, uint64(s.CurrentTerm))
	b = wire.AppendUint(b, uint64(s.VotedFor))
	b = wire.AppendUint(wire.AppendUint(b, uint64(s.Log.Base())), uint64(s.Log.Term(s.Log.Base())))
	b = raft.AppendEntryList(b, s.Log.From(s.Log.Base()+1))
	b = append(b, byte(s.Role))
	b = wire.AppendUint(b, uint64(s.Leader))
	b = wire.AppendUint(b, uint64(s.CommitIndex))
	b = wire.AppendUint(b, uint64(s.LastApplied))
	b = wire.AppendUint(b, uint64(s.VotesGranted))
	// On servers that do not lead, these are left over, and the reference rules never read them again. Other
	// rules might.
	for _, id := range s.Servers {
		b = wire.AppendUint(b, uint64(s.NextIndex[id]))
		b = wire.AppendUint(b, uint64(s.MatchIndex[id]))
	}
	b = wire.AppendUint(b, uint64(s.Awaiting))
	b = wire.AppendUint(b, uint64(s.Replicating))
	b = wire.AppendBool(b, s.Heard)
	b = wire.AppendUint(b, uint64(s.PreVotes))
	b = wire.AppendUint(b, uint64(s.Active))
	b = wire.AppendUint(b, uint64(s.Transferee))
	b = n.appendReads(b)
	b = n.appendSnapshots(b)
	b = n.appendChanging(b)
	b = n.appendFlow(b)
	b = wire.AppendUint(b, uint64(len(n.pending)-n.answered))
	for _, p := range n.pending[n.answered:] {
		b = wire.AppendUint(b, uint64(p.index))
		b = wire.AppendUint(b, uint64(p.term))
		b = wire.AppendUint(b, uint64(p.request))
	}
	return b
}

// appendReads appends the reads that are not answered, and what confirms them.
func (n *Node) appendReads(b []byte) []byte {
	b = wire.AppendBool(wire.AppendUint(b, n.Round), n.Lease)
	for _, list := range [][]raft.Read{n.Reads, n.reading.waiting} {
		b = wire.AppendUint(b, uint64(len(list)))
		for _, r := range list {
			b = wire.AppendUint(wire.AppendUint(b, uint64(r.Request)), uint64(r.From))
			b = wire.AppendUint(wire.AppendBool(b, r.Lease), uint64(r.Index))
			b = wire.AppendUint(wire.AppendUint(b, r.Round), uint64(r.Acks))
		}
	}
	b = wire.AppendUint(b, uint64(len(n.reading.asked)))
	for _, a := range n.reading.asked {
		b = wire.AppendUint(wire.AppendUint(b, uint64(a.Request)), uint64(a.Of))
		b = wire.AppendBool(wire.AppendUint(b, uint64(a.Index)), a.Known)
	}
	return b
}

// appendSnapshots appends the last snapshot, the part of the leader's that is here, and what is on its way to
// followers. A snapshot with the same meta has the same content, as far as servers follow their rules; rules that do
// not are the reason to append it.
func (n *Node) appendSnapshots(b []byte) []byte {
	if !n.config.Snapshots.on() && n.Snapshot.LastIndex == 0 && !slices.ContainsFunc(n.Needs, isIndex) {
		return b
	}
	b = raft.AppendSnapshot(b, raft.Snapshot{Meta: n.Snapshot, Data: n.snapshots.last.Data})
	b = append(b, n.BaseConfiguration.Encode()...)
	b = wire.AppendUint(b, uint64(n.snapshots.part.Term))
	b = raft.AppendSnapshot(b, raft.Snapshot{Meta: n.snapshots.part.Meta, Data: n.snapshots.part.Data})
	for _, answered := range n.snapshots.answered {
		b = wire.AppendUint(b, uint64(answered))
	}
	for id, first := range n.Needs {
		b = wire.AppendUint(b, uint64(first))
		if id < len(n.snapshots.transfers) && n.snapshots.transfers[id].under() {
			t := n.snapshots.transfers[id]
			b = wire.AppendUint(raft.AppendSnapshot(append(b, 1), t.snapshot), t.offset)
		}
	}
	return b
}

func isIndex(i raft.Index) bool { return i > 0 }

// clone is a copy that shares nothing that changes.
func (c changing) clone() changing {
	c.open = slices.Clone(c.open)
	if c.catchUp != nil {
		copied := *c.catchUp
		copied.Rounds = slices.Clone(copied.Rounds)
		c.catchUp = &copied
	}
	return c
}

// appendChanging appends the changes that are not finished. The configuration follows from the log. Of the rounds of a
// new server only their number decides, besides times.
func (n *Node) appendChanging(b []byte) []byte {
	b = wire.AppendUint(b, uint64(n.CaughtUp))
	b = wire.AppendUint(b, uint64(len(n.changing.open)))
	for _, p := range n.changing.open {
		b = wire.AppendUint(wire.AppendUint(b, uint64(p.index)), uint64(p.term))
		b = wire.AppendUint(b, uint64(p.request))
	}
	if c := n.changing.catchUp; c != nil {
		b = raft.AppendChange(wire.AppendUint(b, uint64(c.Request)), c.Change)
		b = wire.AppendUint(wire.AppendUint(b, uint64(c.Servers)), uint64(c.Target))
		b = wire.AppendUint(b, uint64(len(c.Rounds)))
	}
	return b
}

// appendFlow appends what a leader's pipelines hold, where they are switched on.
func (n *Node) appendFlow(b []byte) []byte {
	if n.pipelines() {
		for _, list := range n.flow.inFlight {
			b = wire.AppendUint(b, uint64(len(list)))
			for _, last := range list {
				b = wire.AppendUint(b, uint64(last))
			}
		}
	}
	if n.config.Pipelining.ParallelDisk {
		b = wire.AppendUint(b, uint64(n.flow.durable))
	}
	return b
}
