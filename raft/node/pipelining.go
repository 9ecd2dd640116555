package node

import (
	"slices"

	"raftlab/raft"
)

// Pipelining switches on that a leader does not wait (thesis §10.2). The two can stand alone.
type Pipelining struct {
	// Window is how many AppendEntries with entries a leader may have on their way to one follower. 0 switches
	// pipelining off: then the next one leaves when the last was answered, or with a heartbeat.
	Window int
	// ParallelDisk lets a leader send entries while its own disk still writes them. Then Output.Parallel says which
	// Saves nothing has to wait for, and the caller owes a Durable for each of them.
	ParallelDisk bool
}

// Durable says that the record of an Output with Parallel is on disk. Term and Index are that Output's.
type Durable struct {
	Term  raft.Term
	Index raft.Index
}

func (Durable) input() {}

// flow is what a leader keeps of its pipelines.
type flow struct {
	// inFlight[id] are the last indexes of the messages to a follower that were not answered, the oldest first. The
	// list is nil where pipelining is off.
	inFlight [][]raft.Index
	// durable is the last index of the log that this server's disk has.
	durable raft.Index
}

func newFlow(config Config) flow {
	if config.Pipelining.Window == 0 {
		return flow{}
	}
	return flow{inFlight: make([][]raft.Index, config.Servers[len(config.Servers)-1]+1)}
}

func (f flow) clone() flow {
	f.inFlight = slices.Clone(f.inFlight)
	for i := range f.inFlight {
		f.inFlight[i] = slices.Clone(f.inFlight[i])
	}
	return f
}

// InFlight are the last indexes of the messages to a follower that this leader has no answer to, the oldest first. They
// are valid until the next step.
func (n *Node) InFlight(follower raft.NodeID) []raft.Index {
	if n.flow.inFlight == nil {
		return nil
	}
	return n.flow.inFlight[follower]
}

// DurableIndex is the last index of the log that this server knows to be on its disk.
func (n *Node) DurableIndex() raft.Index { return n.flow.durable }

// Pipelining is what is switched on.
func (n *Node) Pipelining() Pipelining { return n.config.Pipelining }

func (n *Node) pipelines() bool { return n.config.Pipelining.Window > 0 }

// maySend reports whether new entries for a follower may leave now.
func (n *Node) maySend(follower raft.NodeID) bool {
	if n.Replicating.Has(follower) {
		return len(n.flow.inFlight[follower]) < n.config.Pipelining.Window
	}
	return !n.Awaiting.Has(follower)
}

// limit is how many entries the next message to a follower may have. A heartbeat goes out through a full window, too,
// without entries: its answer shows what was lost.
func (n *Node) limit(follower raft.NodeID) int {
	if n.Replicating.Has(follower) && !n.maySend(follower) {
		return 0
	}
	return n.config.MaxEntriesPerMessage
}

// sent notes that entries up to last have left for a follower.
func (n *Node) sent(follower raft.NodeID, last raft.Index) {
	if !n.Replicating.Has(follower) {
		n.Awaiting.Add(follower)
	} else {
		n.flow.inFlight[follower] = append(n.flow.inFlight[follower], last)
	}
	if n.pipelines() {
		n.rules.NoteSent(&n.State, follower, last)
	}
}

// takeFlow looks at an answer before HandleAppendEntriesReply does. A stale one is of no use.
func (n *Node) takeFlow(from raft.NodeID, reply *raft.AppendEntriesReply) (stale bool) {
	if !n.pipelines() || n.Role != raft.Leader || reply.Term != n.CurrentTerm {
		return false
	}
	stale = n.rules.NoteAnswer(&n.State, from, *reply)
	if !reply.Success {
		n.flow.inFlight[from] = n.flow.inFlight[from][:0]
		return stale
	}
	n.flow.inFlight[from] = slices.DeleteFunc(n.flow.inFlight[from], func(last raft.Index) bool {
		return last <= reply.MatchIndex
	})
	return stale
}

// sendMore fills the window of a follower that has answered.
func (n *Node) sendMore(follower raft.NodeID) {
	for n.Replicating.Has(follower) && n.maySend(follower) && n.NextIndex[follower] <= n.Log.LastIndex() {
		before := n.NextIndex[follower]
		n.sendEntries(follower)
		if n.NextIndex[follower] == before {
			return // the rules do not move it: one message an answer
		}
	}
}

// restartFlow begins the pipelines of a new leader.
func (n *Node) restartFlow() {
	for i := range n.flow.inFlight {
		n.flow.inFlight[i] = n.flow.inFlight[i][:0]
	}
}

// runsAhead reports whether this leader's entries may leave before its disk has them. A new term or vote must be saved
// before anything leaves (Figure 2).
func (n *Node) runsAhead() bool {
	return n.config.Pipelining.ParallelDisk && n.Role == raft.Leader &&
		n.CurrentTerm == n.saved.CurrentTerm && n.VotedFor == n.saved.VotedFor
}

// appendOwn appends an entry on the leader, and counts its copy if that will be on disk before the step's messages
// leave.
func (n *Node) appendOwn(kind raft.EntryKind, command []byte) raft.Index {
	index := n.AppendAsLeader(kind, command)
	n.countOwn()
	return index
}

// countOwn counts this leader's copy of the whole log, or of what its disk has if it does not wait for that.
func (n *Node) countOwn() {
	n.MatchIndex[n.ID] = n.Log.LastIndex()
	if n.runsAhead() {
		n.rules.NoteSaved(&n.State, n.flow.durable)
	}
}

// nowDurable counts what the leader's disk has got. A Durable of an earlier term is of entries that may be gone.
func (n *Node) nowDurable(in Durable) {
	if n.Role != raft.Leader || in.Term != n.CurrentTerm || in.Index <= n.flow.durable {
		return
	}
	n.flow.durable = in.Index
	n.rules.NoteSaved(&n.State, in.Index)
	n.rules.AdvanceCommitIndex(&n.State)
}
