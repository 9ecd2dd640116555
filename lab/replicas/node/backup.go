package node

import (
	"slices"

	"raftlab/lab/kv"
	"raftlab/lab/replicas"
)

// bootBackup forgets what only memory knew: how far the others are.
func (n *Node) bootBackup() { n.Match = make([]uint64, n.config.Servers+1) }

// askBackup: the primary puts a write into its history and sends it on. A read waits for the writes before it.
func (n *Node) askBackup(request replicas.RequestID, command kv.Command) {
	if n.Role != replicas.Primary {
		to := n.Primary
		if to == n.ID || n.Fenced {
			to = replicas.None
		}
		n.answer(Answer{Request: request, Kind: Redirect, To: to})
		return
	}
	_, result := command.On(n.Value(command.Key))
	if result.Done && command.Op != kv.Get {
		n.Entries = append(n.Entries, replicas.Entry{
			Epoch: n.Epoch, By: n.ID, Request: request, Command: command.Encode(),
		})
		for id := range n.config.others().All() {
			n.replicate(id)
		}
	}
	n.Pending = append(n.Pending, replicas.Pending{
		Request: request, Index: uint64(len(n.Entries)), Done: result.Done, Value: result.Value,
	})
	n.settle()
}

// replicate sends a backup what it is not known to have. An empty one says that the primary is there.
func (n *Node) replicate(to replicas.NodeID) {
	from := min(n.Match[to], uint64(len(n.Entries)))
	m := replicas.Message{
		Kind: replicas.Replicate, Epoch: n.Epoch, Index: from, Entries: slices.Clone(n.Entries[from:]),
	}
	if from > 0 {
		m.Last = n.Entries[from-1]
	}
	n.send(to, m)
}

// settle answers the requests whose writes are where this kind wants them.
func (n *Node) settle() {
	done := n.Safe()
	waits := n.Pending[:0]
	for _, p := range n.Pending {
		if p.Index > done {
			waits = append(waits, p)
			continue
		}
		n.answer(Answer{Request: p.Request, Kind: Done, Result: kv.Result{Done: p.Done, Value: p.Value}})
	}
	if n.Pending = waits; len(waits) == 0 {
		n.Pending, n.Waits = nil, 0
	}
}

// Safe is how many entries are where this kind of replication wants them before the client has its answer.
func (n *Node) Safe() uint64 {
	all := uint64(len(n.Entries))
	switch {
	case n.Kind == replicas.Sync:
		for id := range n.Members.All() {
			all = min(all, n.Match[id])
		}
	case n.Kind == replicas.SemiSync && !n.Fallen:
		return min(all, slices.Max(n.Match))
	}
	return all
}

func (n *Node) receiveBackup(m replicas.Message) {
	switch m.Kind {
	case replicas.Replicate:
		n.onReplicate(m)
	case replicas.Replicated:
		n.onReplicated(m)
	case replicas.CallPosition:
		n.onCall(m)
	case replicas.PositionIs:
		n.onPosition(m)
	case replicas.PromoteYou:
		if m.Epoch == n.Epoch && n.Fenced && n.Role == replicas.Backup {
			n.lead(m.Epoch, m.For)
		}
	}
}

// onReplicate takes a primary's entries. A primary of an older epoch is refused; of one that is not numbered, everybody
// who says so is a primary.
func (n *Node) onReplicate(m replicas.Message) {
	switch {
	case m.Epoch < n.Epoch:
		n.send(m.From, replicas.Message{Kind: replicas.Replicated, Epoch: n.Epoch})
		return
	case m.Epoch > n.Epoch:
		n.follow(m.Epoch)
	case n.Role == replicas.Primary:
		return
	}
	n.Primary, n.Fenced, n.Silence, n.Positions = m.From, false, 0, nil
	reply := replicas.Message{Kind: replicas.Replicated, Epoch: n.Epoch}
	has := uint64(len(n.Entries))
	if m.Index > has || m.Index > 0 && !n.Entries[m.Index-1].Same(m.Last) {
		n.send(m.From, reply)
		return
	}
	n.take(m)
	reply.OK, reply.Index = true, m.Index+uint64(len(m.Entries))
	n.send(m.From, reply)
}

// take makes the history the primary's: what differs is cut, and so is what another primary has left at the end. A
// message that comes late, with fewer entries than are here, cuts nothing of its own primary.
func (n *Node) take(m replicas.Message) {
	for i, e := range m.Entries {
		at := int(m.Index) + i
		if at < len(n.Entries) && !n.Entries[at].Same(e) {
			n.Entries = n.Entries[:at]
		}
		if at == len(n.Entries) {
			n.Entries = append(n.Entries, e)
		}
	}
	end := int(m.Index) + len(m.Entries)
	for i := end; i < len(n.Entries); i++ {
		if e := n.Entries[i]; e.Epoch != m.Epoch || e.By != m.From {
			n.Entries = n.Entries[:i]
		}
	}
}

// onReplicated counts a backup's confirmation. A higher epoch means that another primary was promoted.
func (n *Node) onReplicated(m replicas.Message) {
	switch {
	case m.Epoch > n.Epoch:
		n.follow(m.Epoch)
	case m.Epoch < n.Epoch || n.Role != replicas.Primary:
	case !m.OK:
		n.Match[m.From] = 0
		n.replicate(m.From)
	default:
		n.Match[m.From] = max(n.Match[m.From], m.Index)
		if n.Match[m.From] >= uint64(len(n.Entries)) {
			n.Members.Add(m.From)
			n.Fallen = false
		}
		n.settle()
	}
}

// follow makes it a backup in a newer epoch. Whoever waits for it never learns the outcome here.
func (n *Node) follow(epoch uint64) {
	for _, p := range n.Pending {
		n.answer(Answer{Request: p.Request, Kind: Replaced})
	}
	n.Pending, n.Waits, n.Fallen, n.Members = nil, 0, false, 0
	n.Role, n.Epoch, n.Primary, n.Called = replicas.Backup, epoch, replicas.None, replicas.None
	n.Fenced, n.Positions = false, nil
}

func (n *Node) tickBackup() {
	if n.Role != replicas.Primary {
		n.Silence++
		n.callIfSilent()
		return
	}
	for id := range n.config.others().All() {
		n.replicate(id)
	}
	if len(n.Pending) == 0 {
		return
	}
	n.Waits++
	if n.Kind == replicas.SemiSync && n.config.Fallback > 0 && n.Waits >= n.config.Fallback {
		n.Fallen = true
		n.settle()
	}
}
