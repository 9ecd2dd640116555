package node

import (
	"slices"

	"raftlab/lab/kv"
	"raftlab/lab/replicas"
)

// hint gives a write for each replica that is silent to another server (Dynamo, §4.6): a stand-in, or the coordinator
// itself if there is none.
func (n *Node) hint(op *replicas.Operation) {
	command, err := kv.Decode(op.Command)
	if !n.config.Hints || op.Ticks != hintTicks || err != nil || command.Op == kv.Get {
		return
	}
	for id := range n.config.replicas().All() {
		if acked(op, id) {
			continue
		}
		to := n.standIn(id)
		if to == n.ID {
			for _, v := range op.Spread {
				n.keep(replicas.Hint{For: id, Key: op.Key, Version: v})
			}
			if !acked(op, n.ID) {
				op.Acks = append(op.Acks, replicas.Ack{From: n.ID, Hint: true})
			}
			continue
		}
		m := writeOf(op)
		m.Kind, m.For = replicas.KeepHint, id
		n.send(to, m)
	}
}

// standIn is the server that keeps hints for a replica.
func (n *Node) standIn(id replicas.NodeID) replicas.NodeID {
	spare := n.config.Servers - n.config.N
	if spare == 0 {
		return n.ID
	}
	return replicas.NodeID(n.config.N + 1 + (int(id)-1)%spare)
}

// keep saves a hint, once.
func (n *Node) keep(h replicas.Hint) {
	if !slices.ContainsFunc(n.Hints, func(o replicas.Hint) bool { return sameHint(o, h) }) {
		n.Hints = append(n.Hints, h)
	}
}

func sameHint(a, b replicas.Hint) bool {
	return a.For == b.For && a.Key == b.Key && a.Version.Same(b.Version)
}

func (n *Node) onKeepHint(m replicas.Message) {
	for _, key := range m.Keys {
		for _, v := range key.Versions {
			n.keep(replicas.Hint{For: m.For, Key: key.Name, Version: v})
		}
	}
	n.send(m.From, replicas.Message{Kind: replicas.HintKept, Number: m.Number, For: m.For})
}

// hinted is what it keeps of a key for others.
func (n *Node) hinted(key string) []replicas.Versioned {
	var versions []replicas.Versioned
	for _, h := range n.Hints {
		if h.Key == key {
			versions = replicas.AddVersion(versions, h.Version, n.merge)
		}
	}
	return versions
}

// deliverHints tries to hand each hint to its owner.
func (n *Node) deliverHints() {
	for _, h := range n.Hints {
		if h.For == n.ID {
			continue
		}
		n.send(h.For, replicas.Message{
			Kind: replicas.Write,
			Keys: []replicas.Key{{Name: h.Key, Versions: []replicas.Versioned{h.Version}}},
		})
	}
}

// handedOff drops the hints that their owner has confirmed.
func (n *Node) handedOff(m replicas.Message) {
	n.Hints = slices.DeleteFunc(n.Hints, func(h replicas.Hint) bool {
		return h.For == m.From && slices.ContainsFunc(m.Keys, func(k replicas.Key) bool {
			return k.Name == h.Key && slices.ContainsFunc(k.Versions, h.Version.Same)
		})
	})
	if len(n.Hints) == 0 {
		n.Hints = nil
	}
}
