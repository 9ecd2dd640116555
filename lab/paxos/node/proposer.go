package node

import "raftlab/lab/paxos"

// propose takes a client's value.
func (n *Node) propose(in Propose) {
	if n.config.Multi {
		n.proposeCommand(in)
		return
	}
	if s := n.slot(1); s.Known() {
		n.out.Answers = append(n.out.Answers, Answer{Request: in.Request, Value: s.Learner.Chosen})
		return
	}
	if !n.proposes() {
		n.out.Answers = append(n.out.Answers, Answer{Request: in.Request, Leader: n.config.Distinguished})
		return
	}
	n.requests = append(n.requests, in.Request)
	n.wish(paxos.Value(in.Value))
}

// wish is the server's own wish from now on, if it has none.
func (n *Node) wish(v paxos.Value) {
	if n.Proposer.Wish != paxos.NoValue || v == paxos.NoValue || !n.proposes() || n.slot(1).Known() {
		return
	}
	n.Proposer.Wish = v
	n.retry()
}

// onSuggest takes another proposer's wish.
func (n *Node) onSuggest(m paxos.Suggest) {
	if !n.config.Multi {
		n.wish(m.Value)
	}
}

// retry begins a ballot, or suggests the wish to the distinguished proposer (§2.4).
func (n *Node) retry() {
	if n.Proposer.Phase == paxos.Decided || n.Proposer.Wish == paxos.NoValue {
		return
	}
	if d := n.config.Distinguished; d != paxos.None && d != n.config.ID {
		n.send(d, 1, paxos.Suggest{Value: n.Proposer.Wish})
		n.retryAt = n.now.Add(n.config.Retry)
		return
	}
	n.beginBallot()
}

// begin begins a ballot now, in either mode. A proposer without a wish has nothing to propose.
func (n *Node) begin() {
	switch {
	case !n.proposes():
	case n.config.Multi:
		n.stand()
	case n.Proposer.Phase != paxos.Decided && n.Proposer.Wish != paxos.NoValue:
		n.beginBallot()
	}
}

func (n *Node) beginBallot() {
	req := n.config.Rules.NextBallot(&n.Proposer, paxos.Highest(n.Seen, n.Promised))
	n.retryAt = n.now.Add(n.config.Retry)
	n.sendAll(n.config.Acceptors, 1, req)
}

func (n *Node) onPromise(m paxos.Message, reply paxos.Promise) {
	if n.config.Multi || !n.proposes() {
		return
	}
	if !reply.Granted {
		n.onRefusal(reply.Ballot, reply.Promised)
		return
	}
	if req, send := n.config.Rules.HandlePromise(&n.Proposer, m.From, reply); send {
		n.retryAt = n.now.Add(n.config.Retry)
		n.sendAll(n.config.Acceptors, m.Slot, req)
	}
}

// onRefusal ends a ballot, for an acceptor has promised a higher one: the others will soon refuse it, too.
func (n *Node) onRefusal(ballot, promised paxos.Ballot) {
	p := &n.Proposer
	if ballot != p.Ballot || p.Phase != paxos.Preparing && p.Phase != paxos.Accepting {
		return
	}
	n.Seen = paxos.Highest(n.Seen, promised)
	n.Refused++
	p.Phase = paxos.Waiting
	if n.config.Multi {
		n.stepDown()
		return
	}
	if wait := n.backOff(); wait > 0 {
		n.retryAt = n.now.Add(wait)
		return
	}
	n.beginBallot()
}

// backOff is how long to wait after a refusal, 0 for not at all.
func (n *Node) backOff() paxos.Duration {
	if n.config.BackOffMost == 0 {
		return 0
	}
	return n.config.Rules.BackOff(n.Refused, n.config.BackOffLeast, n.config.BackOffMost, n.draws.draw)
}
