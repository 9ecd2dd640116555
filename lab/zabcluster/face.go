package zabcluster

import (
	"fmt"
	"strconv"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/lab/zab"
	"raftlab/lab/zab/node"
)

// txnWindow is how many of a history's last transactions are shown, txnsBefore how many of an earlier history are
// kept.
const (
	txnWindow  = 48
	txnsBefore = 8
	leadersMax = 16
)

// Face shows the cluster.
func (c *Cluster) Face() face.Face { return zabFace{c} }

// zabFace shows a cluster.
type zabFace struct{ of *Cluster }

// Standing is the state of a server at a moment, as far as Explain needs it.
type Standing struct {
	ID zab.NodeID
	View
	Last     zab.Zxid
	Observer bool
}

// Changes counts the views seen of a server.
func (f zabFace) Changes(id lab.ServerID) uint64 { return f.of.servers[id-1].changes }

// Server shows a server.
func (f zabFace) Server(id lab.ServerID, before *face.Server) face.Server {
	m := f.of.servers[id-1]
	v := f.view(id, m)
	s := face.Server{Badge: v.Standing, Level: uint64(m.level()), Rows: rows(v),
		Standing: Standing{zab.NodeID(id), m.View, m.History.Last(), v.Observer}}
	if before != nil && before.Standing.(Standing).StoreHash == m.StoreHash {
		s.Data = before.Data
	} else {
		s.Data = m.Store.Pairs()
	}
	s.Part = face.Part{Name: ID, Value: v}
	return s
}

// level is the last epoch that the server has accepted.
func (m *Mirror) level() zab.Epoch { return m.AcceptedEpoch }

func (f zabFace) view(id lab.ServerID, m *Mirror) ZabView {
	h := &m.History
	v := ZabView{
		Standing: m.Standing.String(), Phase: m.Phase.String(), Observer: !f.of.checks.voters.Has(zab.NodeID(id)),
		Leader: int(m.Leader), Serves: m.serves(), Round: uint64(m.Round), Vote: voteView(m.Vote), Votes: []SlipView{},
		AcceptedEpoch: uint64(m.AcceptedEpoch), CurrentEpoch: uint64(m.CurrentEpoch), NewEpoch: uint64(m.Epoch),
		LastZxid: zxidText(h.Last()), Delivered: zxidText(m.DeliveredTo), Base: zxidText(h.Base.Zxid),
	}
	for _, slip := range m.Slips {
		v.Votes = append(v.Votes, SlipView{
			From: int(slip.From), Round: uint64(slip.Round), Standing: slip.Standing.String(),
			Vote: voteView(slip.Vote), DecidedBy: decidedBy(slip.Vote, m.Own),
		})
	}
	from := max(0, len(h.Txns)-txnWindow)
	v.From, v.Txns = from+1, []TxnView{}
	for i, t := range h.Txns[from:] {
		v.Txns = append(v.Txns, TxnView{
			Zxid: t.Zxid.String(), Epoch: uint64(t.Zxid.Epoch()), Text: TxnShort(t),
			Delivered: t.Zxid <= m.DeliveredTo, Durable: from+i < len(h.Txns)-m.Unsaved,
		})
	}
	if m.Phase == node.Synchronization && m.Sync.Kind != 0 {
		v.Sync = &SyncView{Kind: m.Sync.Kind.String(), Zxid: zxidText(m.Sync.From), Peer: zxidText(m.Peer)}
		if m.Sync.Kind == zab.SyncSnap {
			v.Sync.Part, v.Sync.Parts = m.Parts, m.Parts+m.Left
		}
	}
	if m.Leads != nil {
		v.Leading = f.leading(m)
	}
	return v
}

// leading is a leader's view of its epoch.
func (f zabFace) leading(m *Mirror) *LeadingView {
	l := m.Leads
	window, before := m.History.Window(min(f.of.setup.Window, txnWindow))
	v := &LeadingView{
		Epoch: uint64(l.Epoch), Established: l.Established, Connected: numbers(l.Connected),
		EpochAcks: numbers(l.EpochAcks), NewLeaderAcks: numbers(l.NewLeaderAcks), Heard: numbers(l.Heard),
		Window: []string{}, Before: zxidText(before), Outstanding: []ProposalView{}, Syncs: []LearnerView{},
	}
	for _, z := range window {
		v.Window = append(v.Window, z.String())
	}
	for _, p := range l.Outstanding {
		text := "?"
		if at := m.History.Find(p.Zxid); at >= 0 {
			text = TxnShort(m.History.Txns[at])
		}
		v.Outstanding = append(v.Outstanding, ProposalView{p.Zxid.String(), text, numbers(p.Acks)})
	}
	for _, one := range l.Learners {
		learner := LearnerView{Server: int(one.ID), Stage: one.Stage.String()}
		if one.Stage >= node.Synchronizing {
			learner.Sync = SyncView{Kind: one.Sync.Kind.String(), Zxid: zxidText(one.Sync.From),
				Peer: zxidText(one.Last)}
		}
		v.Syncs = append(v.Syncs, learner)
	}
	return v
}

func voteView(v zab.Vote) VoteView {
	return VoteView{Leader: int(v.Leader), Epoch: uint64(v.Epoch), Zxid: zxidText(v.Zxid)}
}

// decidedBy is why vote a beats vote b, "" if it does not.
func decidedBy(a, b zab.Vote) string {
	switch {
	case a.Epoch != b.Epoch:
		return ifTrue(a.Epoch > b.Epoch, "epoch")
	case a.Zxid != b.Zxid:
		return ifTrue(a.Zxid > b.Zxid, "zxid")
	}
	return ifTrue(a.Leader > b.Leader, "id")
}

func ifTrue(condition bool, word string) string {
	if condition {
		return word
	}
	return ""
}

func zxidText(z zab.Zxid) string { return ifTrue(z > 0, z.String()) }

func numbers(set zab.NodeSet) []int {
	list := []int{}
	for id := range set.All() {
		list = append(list, int(id))
	}
	return list
}

// rows are a server's state in a form for any page.
func rows(v ZabView) [][2]string {
	leader, sync, serves := "none", "", "no"
	if v.Leader > 0 {
		leader = zab.NodeID(v.Leader).String()
	}
	if v.Serves {
		serves = "yes"
	}
	list := [][2]string{
		{"phase", v.Phase}, {"leader", leader}, {"round", strconv.FormatUint(v.Round, 10)},
		{"vote", fmt.Sprintf("%v · (%d, %s, %d)", zab.NodeID(v.Vote.Leader), v.Vote.Epoch, orNone(v.Vote.Zxid),
			v.Vote.Leader)},
		{"acceptedEpoch", strconv.FormatUint(v.AcceptedEpoch, 10)},
		{"currentEpoch", strconv.FormatUint(v.CurrentEpoch, 10)},
		{"last zxid", orNone(v.LastZxid)}, {"delivered", orNone(v.Delivered)}, {"serves clients", serves},
	}
	if v.Sync != nil {
		sync = v.Sync.Kind + " " + v.Sync.Zxid
		list = append(list, [2]string{"sync", sync})
	}
	if v.Leading != nil {
		list = append(list, [2]string{"outstanding", strconv.Itoa(len(v.Leading.Outstanding))})
	}
	return list
}

// Trim keeps the last few transactions.
func (f zabFace) Trim(s face.Server) face.Server {
	v, ok := s.Part.Value.(ZabView)
	if ok && len(v.Txns) > txnsBefore {
		v.From += len(v.Txns) - txnsBefore
		v.Txns = append([]TxnView{}, v.Txns[len(v.Txns)-txnsBefore:]...)
		s.Part.Value = v
	}
	return s
}

// Moves marks the face: what Run says changes with the servers.
func (zabFace) Moves() {}

// Run is the cluster's setup, and what is known of the whole run.
func (f zabFace) Run() face.Part {
	voters, observers := f.of.setup.sets(len(f.of.servers))
	s := f.of.setup
	run := ZabRun{
		Voters: numbers(voters), Observers: numbers(observers), Quorum: voters.Len()/2 + 1, Window: s.Window,
		Tick: int64(s.Tick), InitLimit: int64(s.InitLimit), SyncLimit: int64(s.SyncLimit),
		FinalizeWait: int64(s.FinalizeWait), Leaders: []EpochView{},
	}
	leaders := f.of.checks.leaders
	for _, l := range leaders[max(0, len(leaders)-leadersMax):] {
		run.Leaders = append(run.Leaders, EpochView{uint64(l.epoch), int(l.server), l.event})
	}
	if order := f.of.checks.order; len(order) > 0 {
		run.Committed = order[len(order)-1].txn.Zxid.String()
	}
	return face.Part{Name: ID, Value: run}
}

// Message describes a message of ZAB.
func (f zabFace) Message(payload []byte) face.Message {
	m, err := zab.DecodeMessage(payload)
	if err != nil {
		return face.Message{Kind: "unreadable", Good: true}
	}
	v := face.Message{Kind: m.Kind.String(), Level: uint64(m.Epoch), Good: m.Kind != zab.KindReset}
	switch m.Kind {
	case zab.KindNotification:
		n := m.Notification
		v.Level = uint64(n.Vote.Epoch)
		v.Label = fmt.Sprintf("%v %d %v", n.Vote.Leader, n.Vote.Epoch, n.Vote.Zxid)
	case zab.KindFollowerInfo, zab.KindObserverInfo, zab.KindLeaderInfo, zab.KindNewLeader:
		v.Label = strconv.FormatUint(uint64(m.Epoch), 10)
	case zab.KindAckEpoch:
		v.Label = fmt.Sprintf("%d %v", m.Epoch, m.Zxid)
	case zab.KindSnap:
		v.Level, v.Label = uint64(m.Zxid.Epoch()), m.Zxid.String()
		if m.Number > 0 {
			v.Label += fmt.Sprintf(", %d to come", m.Number)
		}
	case zab.KindPing:
		v.Label = strconv.FormatUint(m.Number, 10)
	case zab.KindReset:
	default:
		v.Level, v.Label = max(v.Level, uint64(m.Zxid.Epoch())), m.Zxid.String()
	}
	return v
}
