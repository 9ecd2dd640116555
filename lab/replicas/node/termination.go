package node

import (
	"slices"

	"raftlab/lab/replicas"
)

func (n *Node) tickCommitment() {
	for i := range n.Transactions {
		t := &n.Transactions[i]
		switch {
		case t.Leads:
			n.tickLeading(t)
		case t.Phase == replicas.Ready || t.Phase == replicas.PreCommitted:
			n.tickWaiting(t)
		}
	}
}

// tickLeading sends again what has no answer, and does not wait for ever for a vote, or for a pre-commit.
func (n *Node) tickLeading(t *replicas.Transaction) {
	t.Ticks++
	switch {
	case t.Phase.Decided():
		n.sendAll(n.others()&^t.Told, about(t, replicas.Decide))
	case t.Phase == replicas.Waiting && t.Ticks >= voteTicks:
		n.decide(t, replicas.Abort)
	case t.Phase == replicas.Waiting:
		for id := range n.others().All() {
			if !slices.ContainsFunc(t.Votes, func(v replicas.Vote) bool { return v.From == id }) {
				n.send(id, about(t, replicas.Prepare))
			}
		}
	case t.Ticks >= preCommitTicks:
		n.decide(t, replicas.Commit)
	default:
		n.sendAll(n.others()&^t.PreCommits, about(t, replicas.PreCommit))
	}
}

// tickWaiting: whoever has voted yes, and hears nothing, asks everybody how far they are.
func (n *Node) tickWaiting(t *replicas.Transaction) {
	t.Ticks++
	switch {
	case t.Ticks < askTicks:
	case t.Ticks < askTicks+answerTicks || !t.Asks:
		if !t.Asks {
			t.Asks, t.Ticks = true, askTicks
			t.Standings = []replicas.Standing{{From: n.ID, Phase: t.Phase}}
		}
		n.sendAll(n.others(), about(t, replicas.AskPhase))
	default:
		n.terminate(t)
	}
}

// terminate decides by what it heard, if the rule lets it. In three phases it first brings all to where it is.
func (n *Node) terminate(t *replicas.Transaction) {
	d := n.config.Rules.Terminate(t.Standings, n.config.phases())
	known := slices.ContainsFunc(t.Standings, func(s replicas.Standing) bool { return s.Phase.Decided() })
	t.Asks = false
	switch {
	case d == replicas.Undecided:
		t.Blocked = true
	case d == replicas.Commit && !known && n.config.phases() == 3:
		n.preCommit(t, n.others())
	default:
		n.decide(t, d)
	}
}

// onAskPhase answers with its phase. A participant that has not voted aborts first: it will never vote.
func (n *Node) onAskPhase(t *replicas.Transaction, m replicas.Message) {
	if t == nil {
		t = n.learn(replicas.Transaction{ID: m.Number, Command: m.Command, Phase: replicas.Aborted})
	}
	n.send(m.From, about(t, replicas.PhaseIs))
}

func (n *Node) onPhase(t *replicas.Transaction, m replicas.Message) {
	known := func(s replicas.Standing) bool { return s.From == m.From }
	if !t.Asks || slices.ContainsFunc(t.Standings, known) {
		return
	}
	t.Standings = append(t.Standings, replicas.Standing{
		From: m.From, Phase: m.Phase, Coordinator: m.From == coordinator,
	})
	if m.Phase.Decided() {
		n.terminate(t)
	}
}
