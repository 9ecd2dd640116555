package node

import (
	"slices"

	"raftlab/raft"
	"raftlab/raft/wire"
)

// Clone is a second node that knows what n knows, and from here on does what n would do: the same
// inputs get the same outputs, drawn timeouts included. Neither notices what the other is given. A
// search clones a node to see what comes of each of several inputs.
func (n *Node) Clone() *Node {
	c := *n
	c.NextIndex, c.MatchIndex = slices.Clone(n.NextIndex), slices.Clone(n.MatchIndex)
	c.Log = n.Log.Clone()
	c.pending, c.answered = slices.Clone(n.pending[n.answered:]), 0
	// The buffers of the last Output stay with n, whose caller may still read them; Check needs to
	// know what the step changed.
	c.out = Output{LogFrom: n.out.LogFrom, WakeAt: n.out.WakeAt}
	random := *n.random
	c.random, c.draw = &random, random.draw
	return &c
}

// AppendState adds all that decides what the node will do, but for time: two nodes of one
// configuration that add the same bytes cannot be told apart by what they answer, except by when
// their timers fire. So the present time, the deadlines and the state of the random generator are
// left out, and so is what is only kept to notice a change.
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
	// On servers that do not lead, these are remains that the reference rules never read again.
	// Other rules might.
	for _, id := range s.Servers {
		b = wire.AppendUint(b, uint64(s.NextIndex[id]))
		b = wire.AppendUint(b, uint64(s.MatchIndex[id]))
	}
	b = wire.AppendUint(b, uint64(s.Awaiting))
	b = wire.AppendUint(b, uint64(len(n.pending)-n.answered))
	for _, p := range n.pending[n.answered:] {
		b = wire.AppendUint(b, uint64(p.index))
		b = wire.AppendUint(b, uint64(p.term))
		b = wire.AppendUint(b, uint64(p.request))
	}
	return b
}
