package node

import (
	"slices"

	"raftlab/raft"
)

// Leases switches on that a leader keeps a lease by its heartbeats, and that a server that starts keeps the promise of
// its life before: for a least election timeout it counts a leader as heard, since it may have been (thesis §6.4.1).
type Leases struct {
	On bool
	// DriftPermille is how far the clocks of two servers may differ in speed, in thousandths.
	DriftPermille int
}

// Read asks the server for a read that does not go through the log. Request comes back in Output.Reads when this
// server's state machine may be read, or in Output.Answers when it will not be.
type Read struct {
	Request raft.RequestID
	// Lease says that the leader's lease is enough.
	Lease bool
}

func (Read) input() {}

// Asked is a read of this follower's client, for which it asked the leader Of. With Known it waits only until it has
// applied Index.
type Asked struct {
	Request raft.RequestID
	Of      raft.NodeID
	Index   raft.Index
	Known   bool
}

// AskedReads are this follower's own reads that wait. They are valid until the next step.
func (n *Node) AskedReads() []Asked { return n.reading.asked }

// WaitingReads are the reads that this leader cannot begin yet: it does not know how far the log is committed (§8).
// They are valid until the next step.
func (n *Node) WaitingReads() []raft.Read { return n.reading.waiting }

// LeaseUntil is when this leader's lease ends by its own clock, 0 for no lease.
func (n *Node) LeaseUntil() raft.Time { return n.reading.lease }

// reading is what a node keeps of reads besides State.Reads.
type reading struct {
	// waiting cannot begin yet.
	waiting []raft.Read
	// asked are this follower's own.
	asked []Asked
	// rounds are those of this leadership that a quorum has not answered, the oldest first, where leases are on.
	rounds []round
	// lease is when the lease ends, 0 for none.
	lease raft.Time
}

// round is a round of heartbeats that may give a lease: when it was sent, and who answered it or a later one.
type round struct {
	number uint64
	sentAt raft.Time
	acks   raft.NodeSet
}

// read begins a read: the leader does it, and a follower asks its leader.
func (n *Node) read(in Read) {
	switch {
	case n.Role == raft.Leader:
		n.reading.waiting = append(n.reading.waiting, raft.Read{Request: in.Request, Lease: in.Lease})
	case n.Leader == raft.None || n.Leader == n.ID:
		n.out.Answers = append(n.out.Answers, Answer{Request: in.Request})
	default:
		n.reading.asked = append(n.reading.asked, Asked{Request: in.Request, Of: n.Leader})
		n.send(n.Leader, raft.ReadIndex{Term: n.CurrentTerm, Request: in.Request, Lease: in.Lease})
	}
}

// answerReadIndex begins a follower's read.
func (n *Node) answerReadIndex(from raft.NodeID, m raft.ReadIndex) {
	if n.Role != raft.Leader || !n.Configuration.Members().Has(from) {
		n.send(from, raft.ReadIndexReply{Term: n.CurrentTerm, Request: m.Request})
		return
	}
	n.reading.waiting = append(n.reading.waiting, raft.Read{Request: m.Request, From: from, Lease: m.Lease})
}

// learnReadIndex takes the leader's word for a read of this server's client. A word that comes twice changes nothing.
func (n *Node) learnReadIndex(m raft.ReadIndexReply) {
	i := slices.IndexFunc(n.reading.asked, func(a Asked) bool { return a.Request == m.Request })
	switch {
	case i < 0:
	case m.Known:
		n.reading.asked[i].Known, n.reading.asked[i].Index = true, m.Index
	default:
		n.reading.asked = slices.Delete(n.reading.asked, i, i+1)
		n.out.Answers = append(n.out.Answers, Answer{Request: m.Request, Leader: n.Leader})
	}
}

// answerHeartbeat is a follower's answer to a round: the rules of AppendEntries without its entries (§5.2).
func (n *Node) answerHeartbeat(from raft.NodeID, m raft.Heartbeat) {
	if m.Term < n.CurrentTerm {
		n.timerEvent(raft.HeardFromOldLeader)
		n.send(from, raft.HeartbeatReply{Term: n.CurrentTerm, Round: m.Round})
		return
	}
	if n.Role == raft.Leader && m.Term == n.CurrentTerm {
		n.before.rival = from
		return
	}
	n.BecomeFollower(m.Term, m.LeaderID)
	n.timerEvent(raft.HeardFromLeader)
	n.heard(raft.HeardFromLeader)
	n.send(from, raft.HeartbeatReply{Term: n.CurrentTerm, Round: m.Round})
}

// countHeartbeat takes in an answer to a round.
func (n *Node) countHeartbeat(from raft.NodeID, m raft.HeartbeatReply) {
	if m.Term > n.CurrentTerm {
		n.BecomeFollower(m.Term, raft.None)
		return
	}
	if n.Role != raft.Leader || m.Term < n.CurrentTerm {
		return
	}
	n.noteActive(from, m.Term)
	n.rules.ConfirmReads(&n.State, from, m.Round)
	n.extendLease(from, m.Round)
}

// extendLease counts a lease from the moment at which its round was sent: the answers say nothing of later moments. The
// newest round that gives one ends those before it.
func (n *Node) extendLease(from raft.NodeID, number uint64) {
	for i := len(n.reading.rounds) - 1; i >= 0; i-- {
		r := &n.reading.rounds[i]
		if r.number > number {
			continue
		}
		r.acks.Add(from)
		length := n.rules.ExtendLease(&n.State, r.acks, n.config.ElectionTimeoutMin, n.config.Leases.DriftPermille)
		if length <= 0 {
			continue
		}
		if until := r.sentAt.Add(length); until > n.now {
			n.Lease, n.reading.lease = true, max(n.reading.lease, until)
		}
		n.reading.rounds = slices.Delete(n.reading.rounds, 0, i+1)
		return
	}
}

// noteRound keeps the round that was just sent. A round that is older than the longest lease cannot give one any more.
func (n *Node) noteRound() {
	if !n.config.Leases.On {
		return
	}
	n.reading.rounds = slices.DeleteFunc(n.reading.rounds, func(r round) bool {
		return r.sentAt.Add(n.config.ElectionTimeoutMin) <= n.now
	})
	n.reading.rounds = append(n.reading.rounds, round{number: n.Round, sentAt: n.now})
	n.extendLease(n.ID, n.Round) // a server that is alone
}

// confirmLead sends a round of heartbeats.
func (n *Node) confirmLead() {
	n.Round++
	for _, id := range n.Servers {
		if id != n.ID && n.Configuration.Members().Has(id) {
			n.send(id, raft.Heartbeat{Term: n.CurrentTerm, LeaderID: n.ID, Round: n.Round})
		}
	}
	n.rules.ConfirmReads(&n.State, n.ID, n.Round)
	n.noteRound()
}

// confirmAgain sends another round with the heartbeats, if a read waits for one, or for the lease.
func (n *Node) confirmAgain() {
	if n.config.Leases.On || slices.ContainsFunc(n.Reads, n.unconfirmed) {
		n.confirmLead()
	}
}

func (n *Node) unconfirmed(r raft.Read) bool { return r.Round > 0 && !n.IsQuorum(r.Acks) }

// finishReads begins the reads that could not begin before, sends a round for those that need one, and hands out what
// may be answered. Reads that come while a round is on its way share the next one.
func (n *Node) finishReads() {
	if n.Role != raft.Leader || n.Transferee != raft.None {
		n.Lease, n.reading.lease, n.reading.rounds = false, 0, n.reading.rounds[:0]
	}
	if len(n.Reads)+len(n.reading.waiting)+len(n.reading.asked) == 0 {
		return
	}
	if n.Role != raft.Leader {
		n.failReads()
	} else {
		n.reading.waiting = slices.DeleteFunc(n.reading.waiting, func(r raft.Read) bool {
			return n.rules.BeginRead(&n.State, r)
		})
		onItsWay := func(r raft.Read) bool { return r.Round == n.Round && n.unconfirmed(r) }
		wanted := func(r raft.Read) bool { return r.Round > n.Round }
		if slices.ContainsFunc(n.Reads, wanted) && !slices.ContainsFunc(n.Reads, onItsWay) {
			n.confirmLead()
		}
		if len(n.Reads) > 0 {
			n.handOut(n.rules.ReadyReads(&n.State))
		}
	}
	n.finishAsked()
}

// finishAsked hands out what this follower asked for and has applied, and gives up what a leader was asked that no
// longer is the leader.
func (n *Node) finishAsked() {
	n.reading.asked = slices.DeleteFunc(n.reading.asked, func(a Asked) bool {
		switch {
		case a.Known && n.LastApplied >= a.Index:
			n.out.Reads = append(n.out.Reads, a.Request)
		case !a.Known && n.Leader != a.Of:
			n.out.Answers = append(n.out.Answers, Answer{Request: a.Request, Leader: n.Leader})
		default:
			return false
		}
		return true
	})
}

func (n *Node) handOut(ready []raft.Read) {
	for _, r := range ready {
		if r.From == raft.None {
			n.out.Reads = append(n.out.Reads, r.Request)
			continue
		}
		n.send(r.From, raft.ReadIndexReply{Term: n.CurrentTerm, Request: r.Request, Known: true, Index: r.Index})
	}
}

// failReads gives up what a leader has not answered when it was replaced. Nothing was done, so to ask again is safe.
func (n *Node) failReads() {
	for _, r := range slices.Concat(n.Reads, n.reading.waiting) {
		if r.From == raft.None {
			n.out.Answers = append(n.out.Answers, Answer{Request: r.Request, Leader: n.Leader})
		} else {
			n.send(r.From, raft.ReadIndexReply{Term: n.CurrentTerm, Request: r.Request})
		}
	}
	n.Reads, n.reading.waiting = nil, n.reading.waiting[:0]
}

// endLease ends a lease that nobody extended.
func (n *Node) endLease() {
	if n.reading.lease > 0 && n.now >= n.reading.lease {
		n.Lease, n.reading.lease = false, 0
	}
}

// keepPromise lets a server that starts count a leader as heard: before its crash it may have promised one not to vote
// for another, and only its memory knew.
func (n *Node) keepPromise() {
	if n.config.Leases.On {
		n.Heard, n.silence.promised = true, true
		n.silence.forgetAt = n.timeout()
	}
}
