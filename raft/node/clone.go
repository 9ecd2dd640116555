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
	b = raft.AppendEntryList(b, s.Log.From(1))
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
