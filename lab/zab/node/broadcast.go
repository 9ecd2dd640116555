package node

import "raftlab/lab/zab"

// waiting is a client that waits for a transaction.
type waiting struct {
	zxid    zab.Zxid
	request zab.RequestID
}

// read is a read that waits until all up to zxid is committed, and until a quorum has answered a ping from beat on.
type read struct {
	from    zab.NodeID
	request zab.RequestID
	zxid    zab.Zxid
	beat    uint64
}

// propose is a client's write. Only an established leader takes it; others name the leader (paper, phase 3, step
// l.3.1).
func (n *Node) propose(request zab.RequestID, data []byte) {
	l := n.Leads
	if l == nil || !l.Established {
		n.redirect(request)
		return
	}
	if l.counter == n.config.MaxCounter {
		n.look() // the next zxid would be of another epoch
		n.redirect(request)
		return
	}
	l.counter++
	t := zab.Txn{Zxid: zab.MakeZxid(l.Epoch, l.counter), Data: append([]byte(nil), data...)}
	n.append(t)
	l.Outstanding = append(l.Outstanding, zab.Proposal{Zxid: t.Zxid})
	l.waiting = append(l.waiting, waiting{t.Zxid, request})
	for i := range l.Learners {
		if one := &l.Learners[i]; one.Stage >= Synchronizing && !one.Observer {
			n.packet(&one.Connection, zab.Message{Kind: zab.KindPropose, Zxid: t.Zxid, Data: t.Data}, one.ID)
		}
	}
	n.commit(n.config.Rules.HandleAck(&l.Leadership, n.config.ID, t.Zxid))
}

func (n *Node) redirect(request zab.RequestID) {
	a := Answer{Request: request}
	if n.Follows != nil {
		a.Leader = n.Leader
	}
	n.answer(a)
}

// acknowledged takes in what a server has on its disk.
func (n *Node) acknowledged(l *Learner, m zab.Message) {
	if m.Epoch > 0 {
		if m.Epoch != n.Leads.Epoch || l.Stage != Synchronizing {
			return
		}
		n.Leads.NewLeaderAcks.Add(l.ID)
		if n.Leads.Established {
			n.welcome(l)
		}
	}
	n.commit(n.config.Rules.HandleAck(&n.Leads.Leadership, l.ID, m.Zxid))
	n.establish()
}

// commit delivers transactions, and has the others deliver them.
func (n *Node) commit(list []zab.Zxid) {
	l := n.Leads
	for _, z := range list {
		at := n.Self.History.Find(z)
		if at < 0 {
			continue
		}
		n.deliver(z, n.requestOf(z))
		data := n.Self.History.Txns[at].Data
		for i := range l.Learners {
			switch one := &l.Learners[i]; {
			case one.Observer && one.Stage >= Synchronizing:
				n.packet(&one.Connection, zab.Message{Kind: zab.KindInform, Zxid: z, Data: data}, one.ID)
			case !one.Observer && one.Stage == UpToDate:
				n.packet(&one.Connection, zab.Message{Kind: zab.KindCommit, Zxid: z}, one.ID)
			}
		}
	}
	if len(list) > 0 {
		n.answerReads()
	}
}

// requestOf is the client that waits for a transaction, 0 for none.
func (n *Node) requestOf(z zab.Zxid) zab.RequestID {
	l := n.Leads
	for i, w := range l.waiting {
		if w.zxid == z {
			l.waiting = append(l.waiting[:i:i], l.waiting[i+1:]...)
			return w.request
		}
	}
	return 0
}

// ping sends a ping to all servers that have the history, or are getting it.
func (n *Node) ping() {
	l := n.Leads
	l.beat++
	for i := range l.Learners {
		if one := &l.Learners[i]; one.Stage >= Synchronizing {
			n.packet(&one.Connection, zab.Message{Kind: zab.KindPing, Number: l.beat}, one.ID)
		}
	}
}

// read is a client's read that must not be old: the server has its leader bring it up to date first (ZooKeeper,
// sync).
func (n *Node) read(request zab.RequestID) {
	switch {
	case !n.Serves():
		n.answer(Answer{Request: request})
	case n.Leads != nil:
		n.beginRead(read{from: n.config.ID, request: request})
	default:
		n.Follows.reads = append(n.Follows.reads, request)
		n.packet(&n.Follows.Connection, zab.Message{Kind: zab.KindSync, Number: uint64(request)}, n.Leader)
	}
}

// beginRead asks a quorum whether this server still leads.
func (n *Node) beginRead(r read) {
	l := n.Leads
	r.zxid, r.beat = n.Self.History.Last(), l.beat+1
	l.reads = append(l.reads, r)
	n.ping()
	n.answerReads()
}

// answerReads answers the reads that may be answered, in the order in which they came. The answer follows the
// commits on the same connection, so the server that asked has delivered them when it comes.
func (n *Node) answerReads() {
	l := n.Leads
	var later []read
	for _, r := range l.reads {
		answered := zab.SetOf(n.config.ID)
		for i := range l.Learners {
			if l.Learners[i].beat >= r.beat {
				answered.Add(l.Learners[i].ID)
			}
		}
		if l.Committed < r.zxid || !n.config.Rules.MayAnswerSync(&l.Leadership, answered) {
			later = append(later, r)
			continue
		}
		n.answerRead(r)
	}
	l.reads = later
}

func (n *Node) answerRead(r read) {
	if r.from == n.config.ID {
		n.out.Reads = append(n.out.Reads, r.request)
		return
	}
	if one := n.Leads.learner(r.from); one != nil {
		sync := zab.Message{Kind: zab.KindSync, Zxid: n.Leads.Committed, Number: uint64(r.request)}
		n.packet(&one.Connection, sync, one.ID)
	}
}
