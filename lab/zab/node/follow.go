package node

import "raftlab/lab/zab"

// Follows is a server that follows or observes a leader.
type Follows struct {
	Connection
	// Sync is how the leader makes this server equal, and Peer its last zxid before that.
	Sync zab.Sync
	Peer zab.Zxid
	// Parts of a snapshot have come, and Left are to come.
	Parts, Left int
	snapshot    []byte
	// InEpoch is true once NEWLEADER was acknowledged.
	InEpoch bool
	reads   []zab.RequestID
	// acknowledge is true in a step that has saved a proposal.
	acknowledge bool
}

// beginFollowing opens a connection to the leader (paper, phase 1, step f.1.1).
func (n *Node) beginFollowing() {
	n.Follows = &Follows{Connection: Connection{Number: n.newNumber(), heard: n.now}}
	n.Self.Epoch = 0
	n.packet(&n.Follows.Connection, n.greeting(), n.Leader)
}

func (n *Node) greeting() zab.Message {
	kind := zab.KindFollowerInfo
	if n.IsObserver() {
		kind = zab.KindObserverInfo
	}
	return zab.Message{Kind: kind, Epoch: n.AcceptedEpoch}
}

// followerTick gives up a leader that is silent, and knocks again where nobody has answered.
func (n *Node) followerTick() {
	f := n.Follows
	limit := n.config.InitLimit
	if n.Phase == Broadcast {
		limit = n.config.SyncLimit
	}
	if !n.config.Manual && f.silent(n.now, limit) {
		n.look()
		return
	}
	if f.taken == 0 {
		f.sent = 0
		n.packet(&f.Connection, n.greeting(), n.Leader)
	}
}

// leaveLeader ends the connection. Reads that wait for the leader end without an answer.
func (n *Node) leaveLeader() {
	f := n.Follows
	n.send(zab.Message{Kind: zab.KindReset, Connection: f.Number}, n.Leader)
	for _, request := range f.reads {
		n.answer(Answer{Request: request, Unknown: true})
	}
	n.Follows = nil
}

// fromLeader takes in a packet of the leader, and those that waited for it.
func (n *Node) fromLeader(m zab.Message) {
	switch f := n.Follows; {
	case f.accepted == 0:
		f.accepted = m.Accepted
	case m.Accepted < f.accepted:
		return // of an earlier leadership
	case m.Accepted > f.accepted:
		n.look() // the leader began to lead again since, and knows nothing of this connection
		return
	}
	for _, ready := range n.Follows.take(n.now, m) {
		n.obey(ready)
		if n.Follows == nil {
			return
		}
	}
	if n.Follows.acknowledge {
		n.Follows.acknowledge = false
		n.acknowledge(0)
	}
}

func (n *Node) acknowledge(epoch zab.Epoch) {
	ack := zab.Message{Kind: zab.KindAck, Epoch: epoch, Zxid: n.Self.History.Last()}
	n.packet(&n.Follows.Connection, ack, n.Leader)
}

func (n *Node) obey(m zab.Message) {
	f := n.Follows
	switch m.Kind {
	case zab.KindLeaderInfo:
		n.acceptEpoch(m.Epoch)
	case zab.KindDiff, zab.KindTrunc, zab.KindSnap:
		n.beginSync(m)
	case zab.KindPropose:
		if !f.InEpoch {
			n.sync(zab.SyncMessage{Kind: zab.SyncTxn, Zxid: m.Zxid, Data: m.Data})
			return
		}
		n.append(zab.Txn{Zxid: m.Zxid, Data: m.Data})
		f.acknowledge = true
	case zab.KindNewLeader:
		n.sync(zab.SyncMessage{Kind: zab.SyncNewLeader, Epoch: m.Epoch})
	case zab.KindUpToDate:
		n.upToDate(m.Zxid)
	case zab.KindCommit:
		n.deliver(m.Zxid, 0)
	case zab.KindInform:
		n.append(zab.Txn{Zxid: m.Zxid, Data: m.Data})
		if n.Phase == Broadcast {
			n.deliver(m.Zxid, 0)
		}
	case zab.KindPing:
		n.packet(&f.Connection, zab.Message{Kind: zab.KindPing, Number: m.Number}, n.Leader)
	case zab.KindSync:
		n.synced(zab.RequestID(m.Number))
	}
}

// acceptEpoch accepts the leader's epoch, unless this server has accepted a later one (paper, phase 1, step f.1.2).
// The epoch is on the disk before the answer leaves: an earlier leader gets no answer any more.
func (n *Node) acceptEpoch(epoch zab.Epoch) {
	if epoch < n.AcceptedEpoch {
		n.look()
		return
	}
	fresh := epoch > n.AcceptedEpoch
	if fresh {
		n.AcceptedEpoch = epoch
		n.save(zab.Save{AcceptedEpoch: epoch})
	}
	n.Self.Epoch = epoch
	h := &n.Self.History
	n.packet(&n.Follows.Connection, zab.Message{
		Kind: zab.KindAckEpoch, Epoch: n.Self.CurrentEpoch, Zxid: h.Last(), Base: h.Base.Zxid, Fresh: fresh,
	}, n.Leader)
}

// beginSync takes in how the leader makes this server equal. A snapshot is used when it is whole.
func (n *Node) beginSync(m zab.Message) {
	f := n.Follows
	if n.Phase == Discovery {
		n.Phase, f.Peer = Synchronization, n.Self.History.Last()
	}
	kind := map[zab.Kind]zab.SyncKind{
		zab.KindDiff: zab.SyncDiff, zab.KindTrunc: zab.SyncTrunc, zab.KindSnap: zab.SyncSnap,
	}[m.Kind]
	f.Sync = zab.Sync{Kind: kind, From: m.Zxid}
	if kind != zab.SyncSnap {
		n.sync(zab.SyncMessage{Kind: kind, Zxid: m.Zxid})
		return
	}
	f.snapshot = append(f.snapshot, m.Data...)
	f.Parts, f.Left = f.Parts+1, int(m.Number)
	if f.Left == 0 {
		n.sync(zab.SyncMessage{Kind: kind, Zxid: m.Zxid, Data: f.snapshot})
		f.snapshot = nil
	}
}

// sync has the rule take in a message, and does what it says.
func (n *Node) sync(m zab.SyncMessage) {
	before := n.Self.History
	ack, save := n.config.Rules.HandleSync(&n.Self, m)
	n.compare(before)
	n.save(save)
	if m.Kind == zab.SyncNewLeader {
		n.Follows.InEpoch = true
	}
	if ack && m.Kind == zab.SyncNewLeader {
		n.acknowledge(m.Epoch)
	} else if ack {
		n.acknowledge(0)
	}
}

// compare notes what a rule changed in the history.
func (n *Node) compare(before zab.History) {
	now := &n.Self.History
	n.rebased = n.rebased || now.Base.Zxid != before.Base.Zxid
	same := min(n.kept, len(now.Txns), len(before.Txns))
	for i := range same {
		if now.Txns[i].Zxid != before.Txns[i].Zxid {
			same = i
			break
		}
	}
	n.kept = same
	if n.rebased {
		n.kept = 0
	}
}

// upToDate ends the synchronization: what the leader says is committed is delivered, and the server serves.
func (n *Node) upToDate(committed zab.Zxid) {
	n.sync(zab.SyncMessage{Kind: zab.SyncUpToDate, Zxid: committed})
	n.Phase = Broadcast
	n.Election.Vote.Epoch = n.Self.Epoch
	n.deliverTo(committed)
}

// synced answers a read: this server has delivered all that the leader had committed when the read came.
func (n *Node) synced(request zab.RequestID) {
	f := n.Follows
	for i, waiting := range f.reads {
		if waiting == request {
			f.reads = append(f.reads[:i:i], f.reads[i+1:]...)
			n.out.Reads = append(n.out.Reads, request)
			return
		}
	}
}
