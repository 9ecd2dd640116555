package node

import "raftlab/lab/zab"

// Stage is how far a leader has come with one server.
type Stage uint8

// The stages.
const (
	Connected Stage = iota
	AcceptedEpoch
	Synchronizing
	UpToDate
)

// String is the stage in words.
func (s Stage) String() string {
	return [...]string{"connected", "accepted", "synchronizing", "up to date"}[s]
}

// Leads is a server that leads.
type Leads struct {
	zab.Leadership
	// EpochAcks are the servers that accepted the epoch, this one among them, and HasEpoch is true once they were a
	// quorum.
	EpochAcks zab.NodeSet
	HasEpoch  bool
	// Learners are the servers with a connection, by rising ID.
	Learners []Learner

	counter uint32
	// beat is the number of the last ping.
	beat    uint64
	waiting []waiting
	reads   []read
	// news is when the leader came a step further, before it is established.
	news zab.Time
}

// Learner is a server with a connection to the leader.
type Learner struct {
	Connection
	ID       zab.NodeID
	Observer bool
	Stage    Stage
	// Accepted is its accepted epoch when it connected; current, last and base are what it said with ACKEPOCH.
	Accepted   zab.Epoch
	current    zab.Epoch
	last, base zab.Zxid
	// Sync is how it was made equal.
	Sync zab.Sync
	// beat is the last ping that it answered.
	beat uint64
}

// Last is the last zxid that the learner said it had.
func (l *Learner) Last() zab.Zxid { return l.last }

func (l *Leads) learner(id zab.NodeID) *Learner {
	for i := range l.Learners {
		if l.Learners[i].ID == id {
			return &l.Learners[i]
		}
	}
	return nil
}

func (l *Leads) remove(id zab.NodeID) {
	var others []Learner
	for i := range l.Learners {
		if l.Learners[i].ID != id {
			others = append(others, l.Learners[i])
		}
	}
	l.Learners = others
}

func (l *Leads) insert(new Learner) {
	at := 0
	for at < len(l.Learners) && l.Learners[at].ID < new.ID {
		at++
	}
	l.Learners = append(l.Learners, Learner{})
	copy(l.Learners[at+1:], l.Learners[at:])
	l.Learners[at] = new
}

// Connected are the servers with a connection, and the leader.
func (l *Leads) Connected() zab.NodeSet {
	set := zab.SetOf(l.ID)
	for i := range l.Learners {
		set.Add(l.Learners[i].ID)
	}
	return set
}

// beginLeading waits for a quorum of connections (paper, phase 1).
func (n *Node) beginLeading() {
	n.Leads = &Leads{news: n.now, Leadership: zab.Leadership{
		ID: n.config.ID, Voters: n.config.Voters, Committed: n.DeliveredTo, Heard: zab.SetOf(n.config.ID),
	}}
	n.Leads.Use(&n.config.Rules)
	n.proposeEpoch()
}

// leaveLeadership ends all connections. Whether what clients asked for is carried out is open.
func (n *Node) leaveLeadership() {
	l := n.Leads
	for i := range l.Learners {
		n.send(zab.Message{Kind: zab.KindReset, Connection: l.Learners[i].Number}, l.Learners[i].ID)
	}
	for _, w := range l.waiting {
		n.answer(Answer{Request: w.request, Unknown: true})
	}
	for _, r := range l.reads {
		if r.from == n.config.ID {
			n.answer(Answer{Request: r.request, Unknown: true})
		}
	}
	n.Leads = nil
}

// leaderTick pings, and looks whether this server may go on.
func (n *Node) leaderTick() {
	l := n.Leads
	if !n.config.Manual {
		n.hear()
		late := !l.Established && n.now > l.news.Add(n.config.InitLimit)
		if late || l.Established && !n.config.Rules.StillLeads(&l.Leadership) {
			n.look()
			return
		}
	}
	n.ping()
}

// hear finds out who answered lately, and ends the connections of the others.
func (n *Node) hear() {
	l := n.Leads
	l.Heard = zab.SetOf(n.config.ID)
	var kept []Learner
	for i := range l.Learners {
		one := l.Learners[i]
		limit := n.config.InitLimit
		if one.Stage == UpToDate {
			limit = n.config.SyncLimit
		}
		if one.silent(n.now, limit) {
			n.send(zab.Message{Kind: zab.KindReset, Connection: one.Number}, one.ID)
			continue
		}
		kept = append(kept, one)
		l.Heard.Add(one.ID)
	}
	l.Learners = kept
}

// fromLearner takes in a packet of a server that follows or observes.
func (n *Node) fromLearner(m zab.Message) {
	l := n.Leads.learner(m.From)
	opens := m.Kind == zab.KindFollowerInfo || m.Kind == zab.KindObserverInfo
	switch {
	case l != nil && m.Connection < l.Number:
		return // of an earlier connection
	case (l == nil || m.Connection > l.Number) && !opens:
		n.refuse(m)
		return
	case l == nil || m.Connection > l.Number:
		n.Leads.remove(m.From)
		n.Leads.insert(Learner{ID: m.From, Observer: m.Kind == zab.KindObserverInfo, Accepted: m.Epoch,
			Connection: Connection{Number: m.Connection, accepted: n.newNumber()}})
		l = n.Leads.learner(m.From)
	case m.Accepted != l.accepted && !opens:
		n.refuse(m)
		return
	}
	if l.Stage == Synchronizing && !n.Leads.NewLeaderAcks.Has(l.ID) {
		n.Leads.news = n.now // a long history takes its time
	}
	for _, ready := range l.take(n.now, m) {
		n.hearLearner(m.From, ready)
		if n.Leads == nil {
			return
		}
	}
}

func (n *Node) hearLearner(from zab.NodeID, m zab.Message) {
	l := n.Leads.learner(from)
	switch m.Kind {
	case zab.KindFollowerInfo, zab.KindObserverInfo:
		n.connected(l)
	case zab.KindAckEpoch:
		n.epochAcknowledged(l, m)
	case zab.KindAck:
		n.acknowledged(l, m)
	case zab.KindPing:
		l.beat = max(l.beat, m.Number)
		n.answerReads()
	case zab.KindSync:
		n.beginRead(read{from: from, request: zab.RequestID(m.Number)})
	}
}

// connected greets a server. If it has accepted a later epoch it cannot follow, and only another election helps:
// ZooKeeper's leader goes on, and such a server stays outside until there is one.
func (n *Node) connected(l *Learner) {
	switch epoch := n.Leads.Epoch; {
	case epoch == 0:
		n.proposeEpoch()
	case l.Accepted > epoch:
		n.look()
	default:
		n.packet(&l.Connection, zab.Message{Kind: zab.KindLeaderInfo, Epoch: epoch}, l.ID)
	}
}

// proposeEpoch proposes a new epoch to a quorum (paper, phase 1, step l.1.1). It is on this server's own disk first.
func (n *Node) proposeEpoch() {
	l := n.Leads
	if !l.IsQuorum(l.Connected()) {
		return
	}
	accepted := []zab.Epoch{n.AcceptedEpoch}
	for i := range l.Learners {
		accepted = append(accepted, l.Learners[i].Accepted)
	}
	l.Epoch = n.config.Rules.NewEpoch(accepted)
	if l.Epoch > n.AcceptedEpoch {
		n.AcceptedEpoch = l.Epoch
		n.save(zab.Save{AcceptedEpoch: l.Epoch})
	}
	n.Self.Epoch, l.news = l.Epoch, n.now
	l.EpochAcks.Add(n.config.ID)
	for i := range l.Learners {
		one := &l.Learners[i]
		n.packet(&one.Connection, zab.Message{Kind: zab.KindLeaderInfo, Epoch: l.Epoch}, one.ID)
	}
	n.checkEpoch()
}

// epochAcknowledged takes in that a server has accepted the epoch. A leader that finds a server with more than it
// has itself gives up: it is not the one whose history the others must take (paper, phase 1, step l.1.2).
func (n *Node) epochAcknowledged(l *Learner, m zab.Message) {
	l.Stage, l.current, l.last, l.base = AcceptedEpoch, m.Epoch, m.Zxid, m.Base
	theirs := zab.Vote{Epoch: m.Epoch, Zxid: m.Zxid}
	own := zab.Vote{Epoch: n.Self.CurrentEpoch, Zxid: n.Self.History.Last()}
	if !l.Observer && !n.Leads.HasEpoch && n.config.Rules.Better(theirs, own) {
		n.look()
		return
	}
	if m.Fresh {
		n.Leads.EpochAcks.Add(l.ID)
	}
	if n.Leads.HasEpoch {
		n.startSync(l)
		return
	}
	n.checkEpoch()
}

// checkEpoch begins the synchronization once a quorum has accepted the epoch (paper, phase 2, step l.2.1). This
// server's own history is the one that all get, so it is in the epoch at once.
func (n *Node) checkEpoch() {
	l := n.Leads
	if !l.IsQuorum(l.EpochAcks) {
		return
	}
	l.HasEpoch, n.Phase, l.news = true, Synchronization, n.now
	n.Self.CurrentEpoch = l.Epoch
	n.save(zab.Save{CurrentEpoch: l.Epoch})
	l.NewLeaderAcks.Add(n.config.ID)
	for _, t := range n.Self.History.After(n.DeliveredTo) {
		l.Outstanding = append(l.Outstanding, zab.Proposal{Zxid: t.Zxid, Acks: zab.SetOf(n.config.ID)})
	}
	for i := range l.Learners {
		if l.Learners[i].Stage == AcceptedEpoch {
			n.startSync(&l.Learners[i])
		}
	}
	n.establish()
}

// startSync makes a server equal: it gets what it lacks, and from now on every proposal. An observer gets what is
// committed once something can be.
func (n *Node) startSync(l *Learner) {
	h := n.Self.History
	if l.Observer && n.Leads.Established {
		h = h.Clone()
		h.Truncate(n.Leads.Committed)
	}
	window, before := h.Window(n.config.Window)
	choice := n.config.Rules.ChooseSync(window, before, l.last)
	if choice.Kind == zab.SyncTrunc && choice.From < l.base {
		choice = zab.Sync{Kind: zab.SyncSnap} // the server cannot remove a part of its snapshot
	}
	l.Sync, l.Stage = choice, Synchronizing
	switch choice.Kind {
	case zab.SyncSnap:
		n.sendSnapshot(l, h)
	case zab.SyncTrunc:
		n.packet(&l.Connection, zab.Message{Kind: zab.KindTrunc, Zxid: choice.From}, l.ID)
	default:
		n.packet(&l.Connection, zab.Message{Kind: zab.KindDiff, Zxid: choice.From}, l.ID)
	}
	for _, t := range h.After(l.Sync.From) {
		n.packet(&l.Connection, zab.Message{Kind: zab.KindPropose, Zxid: t.Zxid, Data: t.Data}, l.ID)
	}
	n.packet(&l.Connection, zab.Message{Kind: zab.KindNewLeader, Epoch: n.Leads.Epoch}, l.ID)
}

// sendSnapshot sends the state after all that is committed; what is outstanding must stay removable, and follows. A
// leader that is not established sends all: the server delivers it only once all of it is committed.
func (n *Node) sendSnapshot(l *Learner, h zab.History) {
	if n.Leads.Established {
		h = h.Clone()
		h.Truncate(n.Leads.Committed)
	}
	l.Sync.From = h.Last()
	data := n.config.Content(h.Base.Data, h.Txns)
	size := n.config.SnapshotPart
	left := max(len(data)-1, 0) / size
	for ; left >= 0; left-- {
		part := data[:min(size, len(data))]
		data = data[len(part):]
		n.packet(&l.Connection, zab.Message{
			Kind: zab.KindSnap, Zxid: h.Last(), Number: uint64(left), Data: part,
		}, l.ID)
	}
}

// establish begins to serve once a quorum is in the epoch: the whole history is committed (paper, phase 2, step
// l.2.2).
func (n *Node) establish() {
	l := n.Leads
	if l.Established || !n.config.Rules.MayServe(&l.Leadership) {
		return
	}
	l.Established, n.Phase = true, Broadcast
	n.Election.Vote.Epoch = l.Epoch
	n.deliverTo(n.Self.History.Last())
	l.Committed, l.Outstanding = n.Self.History.Last(), nil
	for i := range l.Learners {
		if one := &l.Learners[i]; l.NewLeaderAcks.Has(one.ID) && one.Stage == Synchronizing {
			n.welcome(one)
		}
	}
	n.ping()
}

// welcome lets a server serve.
func (n *Node) welcome(l *Learner) {
	l.Stage = UpToDate
	n.packet(&l.Connection, zab.Message{Kind: zab.KindUpToDate, Zxid: n.Leads.Committed}, l.ID)
}
