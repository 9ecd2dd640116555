package node

import "raftlab/raft"

// Elections switches on what Figure 2 does not have. Each of them can stand alone.
type Elections struct {
	// PreVote lets a server ask whether others would vote for it, before it stands (thesis §9.6).
	PreVote bool
	// Stickiness lets a server that knows of a leader ignore requests for votes (thesis §4.2.3).
	Stickiness bool
	// CheckQuorum lets a leader step down that hears from no majority (thesis §6.2).
	CheckQuorum bool
	// Manual leaves it to the caller when silence has lasted long enough: Forget, CheckQuorum and AbortTransfer come as
	// inputs only, and never from the node's own clock. A search of all orders needs that.
	Manual bool
}

// tracksLeader reports whether the node keeps State.Heard.
func (e Elections) tracksLeader() bool { return e.PreVote || e.Stickiness }

// acts reports whether the node acts on silence by its own clock.
func (e Elections) acts() bool { return !e.Manual }

// Forget says that the leader has been silent for the least election timeout: this server no longer knows of one.
type Forget struct{}

// CheckQuorum says that a least election timeout has passed on a leader (thesis §6.2).
type CheckQuorum struct{}

// Transfer tells a leader to hand its leadership to a server (thesis §3.10). Other servers ignore it.
type Transfer struct{ To raft.NodeID }

// AbortTransfer says that a transfer has taken too long: the leader takes commands again.
type AbortTransfer struct{}

func (Forget) input()        {}
func (CheckQuorum) input()   {}
func (Transfer) input()      {}
func (AbortTransfer) input() {}

// silence is the moments at which a node acts because nothing came; 0 is never.
type silence struct {
	// forgetAt is when a server stops to know of the leader that it heard last.
	forgetAt raft.Time
	// quorumDue is a leader's next CheckQuorum, transferEnds the end of its transfer.
	quorumDue, transferEnds raft.Time
	// promised is true from a start until forgetAt, where leases are on.
	promised bool
}

// next is the earliest of wake and the moments.
func (s *silence) next(wake raft.Time) raft.Time {
	return sooner(sooner(sooner(wake, s.forgetAt), s.quorumDue), s.transferEnds)
}

// sooner is the earlier of two moments; an at of 0 is never.
func sooner(wake, at raft.Time) raft.Time {
	if at > 0 {
		return min(wake, at)
	}
	return wake
}

// over does what is due.
func (s *silence) over(n *Node) {
	if s.forgetAt > 0 && n.now >= s.forgetAt {
		n.forget()
	}
	if s.quorumDue > 0 && n.now >= s.quorumDue {
		n.checkQuorum()
	}
	if s.transferEnds > 0 && n.now >= s.transferEnds {
		n.Transferee = raft.None
	}
}

// timeout is the moment one least election timeout from now, or never if the caller decides.
func (n *Node) timeout() raft.Time {
	if n.config.Elections.Manual {
		return 0
	}
	return n.now.Add(n.config.ElectionTimeoutMin)
}

// heard notes that a message of the leader came.
func (n *Node) heard(event raft.TimerEvent) {
	if event == raft.HeardFromLeader && n.config.Elections.tracksLeader() {
		n.Heard = true
		n.silence.forgetAt = n.timeout()
	}
}

func (n *Node) forget() {
	if n.Role != raft.Leader { // a leader hears itself
		n.Heard, n.silence.promised = false, false
	}
}

// knowsLeader brings what this server knows of a leader into line with its role after a step.
func (n *Node) knowsLeader(before raft.Role) {
	if n.Role == raft.Leader {
		n.Heard = n.config.Elections.tracksLeader()
		n.silence.forgetAt = 0
		if before != raft.Leader && n.config.Elections.CheckQuorum {
			n.silence.quorumDue = n.timeout()
		}
	} else {
		n.silence.quorumDue = 0
	}
	if n.Leader == raft.None && !n.silence.promised {
		n.Heard = false
	}
	if !n.Heard {
		n.silence.forgetAt = 0
	}
	if n.Transferee == raft.None {
		n.silence.transferEnds = 0
	}
}

// campaign starts an election, on a timeout or because a candidate's election had no result. With PreVote it asks
// first. A server whose own vote is enough need not ask.
func (n *Node) campaign() {
	if !n.mayCampaign() {
		n.armElectionTimer()
		return
	}
	if n.config.Elections.PreVote && !n.IsQuorum(raft.SetOf(n.ID)) {
		n.ask()
		return
	}
	n.stand(false)
}

// stand makes this server a candidate. Transfer says that the leader told it to.
func (n *Node) stand(transfer bool) {
	req := n.rules.StartElection(&n.State)
	n.timerEvent(raft.StartedElection)
	for _, id := range n.Servers {
		switch {
		case id == n.ID || n.Role != raft.Candidate || !n.asks(id):
		case transfer:
			n.send(id, raft.TransferVote{RequestVote: req})
		default:
			n.send(id, req)
		}
	}
}

// ask starts a round of pre-votes.
func (n *Node) ask() {
	req := n.rules.StartPreVote(&n.State)
	n.timerEvent(raft.StartedElection)
	for _, id := range n.Servers {
		if id != n.ID && n.asks(id) && n.Role == raft.PreCandidate {
			n.send(id, req)
		}
	}
}

// answerPreVote answers a pre-candidate. It restarts no timer: an answer is no promise.
func (n *Node) answerPreVote(from raft.NodeID, req raft.PreVote) {
	if req.CandidateID != from {
		n.send(from, raft.PreVoteReply{Term: n.CurrentTerm})
		return
	}
	n.send(from, n.rules.HandlePreVote(&n.State, req))
}

// noteActive notes that a follower answered this leader in its term.
func (n *Node) noteActive(from raft.NodeID, term raft.Term) {
	if n.config.Elections.CheckQuorum && term == n.CurrentTerm {
		n.Active.Add(from)
	}
}

// checkQuorum asks the rule, and begins the next interval.
func (n *Node) checkQuorum() {
	if n.Role != raft.Leader || !n.config.Elections.CheckQuorum {
		return
	}
	n.rules.CheckQuorum(&n.State)
	n.silence.quorumDue = n.timeout()
}

// transfer begins to hand over to a voter. It ends with another term, or after a least election timeout.
func (n *Node) transfer(to raft.NodeID) {
	if n.Role != raft.Leader || to == n.ID || !n.Configuration.IsVoter(to) {
		return
	}
	n.Transferee = to
	n.silence.transferEnds = n.timeout()
	if n.MatchIndex[to] < n.Log.LastIndex() && n.maySend(to) {
		n.sendEntries(to)
	}
	n.handOver(to)
}

// handOver tells the target of a transfer to stand, once it has the whole log. It does so again after each answer, for
// the message may be lost.
func (n *Node) handOver(follower raft.NodeID) {
	if n.Transferee == follower && n.Transferee != raft.None && n.rules.TransferTo(&n.State) {
		n.send(follower, raft.TimeoutNow{Term: n.CurrentTerm, LeaderID: n.ID})
	}
}

// obeyTransfer lets this server stand, since its leader told it to. It does not ask first: the leader is heard, and so
// the others would say no (thesis §9.6). A message of an earlier term is too late.
func (n *Node) obeyTransfer(m raft.TimeoutNow) {
	if m.Term < n.CurrentTerm || n.Role == raft.Leader || !n.mayCampaign() {
		return
	}
	if m.Term > n.CurrentTerm {
		n.BecomeFollower(m.Term, m.LeaderID)
	}
	n.stand(true)
}

// Elections is what is switched on.
func (n *Node) Elections() Elections { return n.config.Elections }
