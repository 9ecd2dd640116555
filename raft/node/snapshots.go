package node

import (
	"fmt"

	"raftlab/raft"
)

// Snapshots switches snapshots on (§7). When one is taken is the caller's to say; the Node cuts the log, sends chunks
// to followers that are too far behind, and puts chunks together. All chunks but the last have one size: that is
// simpler to watch than one message or a stream, which other implementations use.
type Snapshots struct {
	// ChunkBytes is how many bytes of content one InstallSnapshot carries. 0 switches snapshots off.
	ChunkBytes int
}

func (s Snapshots) on() bool { return s.ChunkBytes > 0 }

// TakeSnapshot says that Data is the state machine as it is now, with all entries that this node has handed out. The
// node answers with Output.Snapshot and Output.Cut, or with nothing if there is nothing new to include.
type TakeSnapshot struct{ Data []byte }

func (TakeSnapshot) input() {}

// transfer is a snapshot on its way to a follower, one chunk at a time.
type transfer struct {
	// snapshot stays the same to the end, though this server may have taken a newer one meanwhile.
	snapshot raft.Snapshot
	// offset is how many bytes the follower is known to have.
	offset uint64
}

// snapshots is what a node keeps of snapshots besides State.Snapshot and State.Needs.
type snapshots struct {
	// last is the last snapshot of this server.
	last raft.Snapshot
	// part is the part of the leader's that is here.
	part raft.Partial
	// transfers has an element for each server's number; one without a snapshot is not under way.
	transfers []transfer
	// answered are the followers that have answered since the last heartbeat, and in the interval before it.
	answered [2]raft.NodeSet
	// installed says that this step installed a snapshot, and mayCut that it may cut the log without a new one.
	installed, mayCut bool
}

// LastSnapshot is the last snapshot of this server, the zero value for none.
func (n *Node) LastSnapshot() raft.Snapshot { return n.snapshots.last }

// PartialSnapshot is the part of the leader's snapshot that is here. It is valid until the next step.
func (n *Node) PartialSnapshot() raft.Partial { return n.snapshots.part }

// SnapshotTransfer is a snapshot that this leader sends, as others may see it.
type SnapshotTransfer struct {
	To   raft.NodeID
	Meta raft.SnapshotMeta
	// Offset is how many bytes the follower is known to have, of Size.
	Offset, Size uint64
}

// SnapshotTransfers are the snapshots that this leader sends, in the order of the followers.
func (n *Node) SnapshotTransfers() []SnapshotTransfer {
	var list []SnapshotTransfer
	for id, t := range n.snapshots.transfers {
		if t.under() {
			list = append(list, SnapshotTransfer{
				To: raft.NodeID(id), Meta: t.snapshot.Meta, Offset: t.offset, Size: uint64(len(t.snapshot.Data)),
			})
		}
	}
	return list
}

func (t transfer) under() bool { return t.snapshot.Meta.LastIndex > 0 }

// takeSnapshot labels the content, and cuts the log as far as it may be cut. The caller saves the snapshot first: if a
// crash comes between the two, some entries are there twice, and none is lost.
func (n *Node) takeSnapshot(in TakeSnapshot) {
	if !n.config.Snapshots.on() {
		return
	}
	meta, worth := n.rules.LabelSnapshot(&n.State)
	if !worth {
		return
	}
	n.keepSnapshot(raft.Snapshot{Meta: meta, Data: in.Data})
	n.compact()
}

// compact cuts the log as far as the rule allows.
func (n *Node) compact() {
	n.findNeeds()
	if base := n.rules.MayCompact(&n.State, n.Snapshot.LastIndex); base > n.Log.Base() {
		n.BaseConfiguration = n.ConfigurationAt(base)
		n.Log.CompactTo(base)
		n.cutLog()
	}
}

// findNeeds finds out which entries are needed.
func (n *Node) findNeeds() {
	clear(n.Needs)
	for _, id := range n.Servers {
		switch {
		case n.Role != raft.Leader || id == n.ID || !(n.snapshots.answered[0] | n.snapshots.answered[1]).Has(id):
		case int(id) < len(n.snapshots.transfers) && n.snapshots.transfers[id].under():
			n.Needs[id] = n.snapshots.transfers[id].snapshot.Meta.LastIndex + 1
		default:
			n.Needs[id] = n.NextIndex[id]
		}
	}
}

// compactLater cuts what nobody needs any more: with the next heartbeat, in a step that does not change the log
// otherwise.
func (n *Node) compactLater() {
	if n.snapshots.mayCut && n.Snapshot.LastIndex > n.Log.Base() && n.out.LogFrom == 0 {
		n.compact()
	}
	n.snapshots.mayCut = false
}

func (n *Node) keepSnapshot(s raft.Snapshot) {
	n.snapshots.last, n.Snapshot = s, s.Meta
	n.out.Snapshot = &n.snapshots.last
}

// followSnapshot takes the configuration of a snapshot in whose place the log begins now. The entries behind it may
// hold later ones.
func (n *Node) followSnapshot() {
	if n.Snapshot.Configuration != (raft.Configuration{}) {
		n.BaseConfiguration = n.Snapshot.Configuration
	}
	n.followLog()
}

// cutLog asks for a log file that begins with the base. It holds all that the records before it hold.
func (n *Node) cutLog() {
	n.out.Cut = &raft.CutLog{
		Base: n.Log.Base(), BaseTerm: n.Log.Term(n.Log.Base()),
		Save: raft.Save{
			CurrentTerm: n.CurrentTerm, VotedFor: n.VotedFor,
			From: n.Log.Base() + 1, Entries: n.Log.From(n.Log.Base() + 1),
		},
	}
}

// answerSnapshot takes in a chunk. It is a sign of the leader, as AppendEntries is.
func (n *Node) answerSnapshot(from raft.NodeID, m raft.InstallSnapshot) {
	if !n.config.Snapshots.on() {
		return
	}
	if n.Role == raft.Leader && m.Term == n.CurrentTerm {
		n.before.rival = from
	}
	reply, install := n.rules.HandleInstallSnapshot(&n.State, &n.snapshots.part, m)
	event := raft.HeardFromLeader
	if m.Term < n.CurrentTerm {
		event = raft.HeardFromOldLeader
	}
	n.timerEvent(event)
	n.heard(event)
	if install {
		n.install()
	}
	n.send(from, reply)
}

// install saves the snapshot that has come whole, and gives it to the state machine.
func (n *Node) install() {
	part := n.snapshots.part
	n.snapshots.part = raft.Partial{}
	n.keepSnapshot(raft.Snapshot{Meta: part.Meta, Data: part.Data})
	n.followSnapshot()
	n.snapshots.installed, n.flow.durable = true, n.Log.LastIndex()
	n.out.Restore = n.out.Snapshot
	n.cutLog()
}

// restoreAll takes back a snapshot and the log behind it. If the log file is not cut yet, because a crash came before
// that, it is cut now: what is saved next must fit what stands there.
func (n *Node) restoreAll(saved raft.Saved) {
	if err := n.rules.RestoreAll(&n.State, saved); err != nil {
		n.out.Refused = err.Error()
		return
	}
	if saved.Snapshot.Meta.LastIndex == 0 {
		return
	}
	n.snapshots.last, n.Snapshot = saved.Snapshot, saved.Snapshot.Meta
	n.followSnapshot()
	n.out.Restore = &n.snapshots.last
	if n.Log.Base() != saved.Base || n.Log.LastIndex() != saved.Base+raft.Index(len(saved.Log)) {
		n.cutLog()
	}
}

// sendChunk sends a follower the next chunk of its snapshot, or the same once more. Of two snapshots that it could get,
// it gets the one that was begun: otherwise a new one would take its place again and again.
func (n *Node) sendChunk(follower raft.NodeID) {
	if n.snapshots.transfers == nil {
		n.snapshots.transfers = make([]transfer, len(n.NextIndex))
	}
	t := &n.snapshots.transfers[follower]
	switch {
	case !t.under():
		*t = transfer{snapshot: n.snapshots.last}
		n.snapshots.answered[0].Add(follower) // until the heartbeat after the next one
	case t.offset == 0:
		t.snapshot = n.snapshots.last
	}
	data := t.snapshot.Data[t.offset:]
	done := len(data) <= n.config.Snapshots.ChunkBytes
	if !done {
		data = data[:n.config.Snapshots.ChunkBytes:n.config.Snapshots.ChunkBytes]
	}
	n.Awaiting.Add(follower)
	n.send(follower, raft.InstallSnapshot{
		Term: n.CurrentTerm, LeaderID: n.ID, Meta: t.snapshot.Meta, Offset: t.offset, Data: data, Done: done,
	})
}

// nextInterval is called with each heartbeat. A follower that has not answered for a whole interval may be down for
// long: the log may be cut, though it needs the entries.
func (n *Node) nextInterval() {
	n.snapshots.answered[1], n.snapshots.answered[0] = n.snapshots.answered[0], 0
	n.snapshots.mayCut = true
}

// snapshotAnswered takes in the answer to a chunk, and sends what comes next: the next chunk, or the entries behind the
// snapshot. An answer that brings nothing new starts nothing: the next heartbeat tries again.
func (n *Node) snapshotAnswered(from raft.NodeID, reply raft.InstallSnapshotReply) {
	n.Awaiting.Remove(from)
	next := n.NextIndex[from]
	n.rules.HandleInstallSnapshotReply(&n.State, from, reply)
	if n.Role != raft.Leader || reply.Term != n.CurrentTerm || int(from) >= len(n.snapshots.transfers) {
		return
	}
	n.noteActive(from, reply.Term)
	n.snapshots.answered[0].Add(from)
	n.rules.AdvanceCommitIndex(&n.State)
	t := &n.snapshots.transfers[from]
	if reply.MatchIndex > 0 || !t.under() {
		n.endTransfer(from)
		if n.NextIndex[from] != next && (n.NextIndex[from] <= n.Log.LastIndex() || n.needsSnapshot(from)) {
			n.sendEntries(from)
		}
		n.followCatchUp(from)
		n.handOver(from)
		return
	}
	more := reply.Offset > t.offset && reply.Offset < uint64(len(t.snapshot.Data))
	t.offset = reply.Offset
	if t.offset >= uint64(len(t.snapshot.Data)) {
		t.offset = 0 // no follower has more than there is
	}
	n.followCatchUp(from)
	if more {
		n.sendChunk(from)
	}
}

func (n *Node) endTransfer(follower raft.NodeID) {
	if int(follower) < len(n.snapshots.transfers) {
		n.snapshots.transfers[follower] = transfer{}
	}
}

// needsSnapshot asks the rule, where there is a snapshot to send.
func (n *Node) needsSnapshot(follower raft.NodeID) bool {
	return n.snapshots.last.Meta.LastIndex > 0 && n.rules.NeedsSnapshot(&n.State, follower)
}

// endTransfers forgets what a leader was sending when it was replaced.
func (n *Node) endTransfers() {
	if n.Role != raft.Leader {
		clear(n.snapshots.transfers)
		n.snapshots.answered = [2]raft.NodeSet{}
	}
}

// checkSnapshot tests the invariant of snapshots.
func (n *Node) checkSnapshot() error {
	switch {
	case n.Log.Base() > n.Snapshot.LastIndex:
		return fmt.Errorf("I13: the log is cut up to entry %d, and the last snapshot ends at entry %d", n.Log.Base(),
			n.Snapshot.LastIndex)
	case n.Snapshot.LastIndex > n.LastApplied:
		return fmt.Errorf("I13: the snapshot ends at entry %d, and entries up to %d are applied", n.Snapshot.LastIndex,
			n.LastApplied)
	}
	return nil
}
