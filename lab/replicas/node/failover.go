package node

import (
	"slices"

	"raftlab/lab/replicas"
)

// Promote makes a backup the primary, by a command from outside, in place of the one that it knows. Epoch is the new
// epoch; without fencing it is the old one, and two primaries may be there.
func (n *Node) Promote(now replicas.Time, epoch uint64) Output {
	n.begin(now)
	if n.Kind.HasPrimary() && n.Role == replicas.Backup {
		n.lead(epoch, n.Primary)
	}
	return n.end()
}

// lead makes it the primary of an epoch. The failed primary is no member until it has caught up.
func (n *Node) lead(epoch uint64, failed replicas.NodeID) {
	n.Role, n.Epoch, n.Primary = replicas.Primary, epoch, n.ID
	n.Fenced, n.Silence, n.Positions = false, 0, nil
	n.Members = n.config.others().Without(failed)
	n.Match = make([]uint64, n.config.Servers+1)
	for id := range n.config.others().All() {
		n.replicate(id)
	}
}

// callIfSilent: a backup that has not heard from its primary for long asks all others how far they are. They
// answer one call an epoch, and obey no older primary from then on. A call without all answers changes nothing but
// the epoch.
func (n *Node) callIfSilent() {
	if !n.config.Failover || n.Silence < silenceTicks+2*uint64(n.ID) {
		return
	}
	if n.Called != n.ID || n.Silence%(silenceTicks+2*uint64(n.ID)) == 0 {
		n.Epoch, n.Fenced, n.Called = n.Epoch+1, true, n.ID
		n.Positions = []replicas.Position{n.Position()}
	}
	for id := range n.config.others().All() {
		asked := func(p replicas.Position) bool { return p.Node == id }
		if !slices.ContainsFunc(n.Positions, asked) {
			n.send(id, replicas.Message{Kind: replicas.CallPosition, Epoch: n.Epoch})
		}
	}
	n.promoteFurthest()
}

func (n *Node) onCall(m replicas.Message) {
	if m.Epoch > n.Epoch {
		failed := n.Primary
		n.follow(m.Epoch)
		n.Primary, n.Fenced, n.Called, n.Silence = failed, true, m.From, 0
	}
	if m.Epoch == n.Epoch && n.Fenced && n.Called == m.From {
		n.send(m.From, replicas.Message{Kind: replicas.PositionIs, Epoch: n.Epoch, At: n.Position()})
	}
}

func (n *Node) onPosition(m replicas.Message) {
	known := func(p replicas.Position) bool { return p.Node == m.From }
	if m.Epoch != n.Epoch || !n.Fenced || n.Called != n.ID || slices.ContainsFunc(n.Positions, known) {
		return
	}
	n.Positions = append(n.Positions, m.At)
	n.promoteFurthest()
}

// promoteFurthest chooses when all but one have answered: with one server lost, any write that one backup has
// confirmed is on one of them.
func (n *Node) promoteFurthest() {
	if len(n.Positions) < n.config.Servers-1 {
		return
	}
	positions := slices.Clone(n.Positions[:n.config.Servers-1])
	slices.SortFunc(positions, func(a, b replicas.Position) int { return int(a.Node) - int(b.Node) })
	failed := n.config.others()
	for _, p := range positions {
		failed.Remove(p.Node)
	}
	var lost replicas.NodeID
	for id := range failed.All() {
		lost = id
	}
	if chosen := n.config.Rules.Promote(positions); chosen == n.ID {
		n.lead(n.Epoch, lost)
	} else if chosen != replicas.None {
		n.send(chosen, replicas.Message{Kind: replicas.PromoteYou, Epoch: n.Epoch, For: lost})
	}
}
