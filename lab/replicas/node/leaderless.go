package node

import (
	"cmp"
	"slices"
	"strings"

	"raftlab/lab/kv"
	"raftlab/lab/replicas"
)

// bootReplica forgets what only memory knew: the operations that it had begun, and who has what.
func (n *Node) bootReplica() {
	for i := range n.Keys {
		n.Keys[i].Has = replicas.SetOf(n.ID)
	}
}

// merge is how this cluster keeps two versions.
func (n *Node) merge(a, b replicas.Versioned) []replicas.Versioned {
	one := func(later bool) []replicas.Versioned {
		if later {
			return []replicas.Versioned{b}
		}
		return []replicas.Versioned{a}
	}
	switch {
	case a.Same(b):
		return one(false)
	case n.config.Keep == replicas.BySiblings:
		return n.config.Rules.Merge(a, b)
	case n.config.Keep == replicas.ByClock && a.Clock != b.Clock:
		return one(a.Clock < b.Clock)
	}
	return one(n.config.Rules.Later(a, b))
}

// valueOf is what a reader gets: siblings with a bar between them, without what is deleted.
func valueOf(versions []replicas.Versioned) string {
	var values []string
	for _, v := range versions {
		if !v.Deleted {
			values = append(values, v.Value)
		}
	}
	slices.Sort(values)
	return strings.Join(slices.Compact(values), "|")
}

// askReplica begins an operation. A master answers from what it has; a coordinator of a quorum asks the replicas.
func (n *Node) askReplica(request replicas.RequestID, command kv.Command) {
	op := replicas.Operation{Request: request, Command: command.Encode(), Key: command.Key}
	if n.Kind == replicas.TwoMasters {
		n.askMaster(op, command)
		return
	}
	if n.config.replicas().Has(n.ID) {
		op.Replies = []replicas.Reply{{From: n.ID, Versions: n.versions(op.Key)}}
	}
	n.Operations = append(n.Operations, op)
	n.sendAll(n.config.replicas().Without(n.ID), readOf(op))
	n.advance(request)
}

func readOf(op replicas.Operation) replicas.Message {
	return replicas.Message{Kind: replicas.Read, Number: uint64(op.Request), Keys: []replicas.Key{{Name: op.Key}}}
}

// askMaster: a master is done when it has a write itself. The others hear of it later.
func (n *Node) askMaster(op replicas.Operation, command kv.Command) {
	versions := n.versions(op.Key)
	next, result := command.On(valueOf(versions))
	if result.Done && command.Op != kv.Get {
		v := n.stamp(versions, next)
		n.put(op.Key, v)
		op.Writes, op.Over, op.Spread = true, true, []replicas.Versioned{v}
		op.Acks = []replicas.Ack{{From: n.ID}}
		n.Operations = append(n.Operations, op) // for observers, until the next tick
		n.sendAll(n.config.replicas().Without(n.ID), replicas.Message{
			Kind: replicas.Write, Keys: []replicas.Key{{Name: op.Key, Versions: []replicas.Versioned{v}}},
		})
	}
	n.answer(Answer{Request: op.Request, Kind: Done, Result: result})
}

// versions is what it has of a key.
func (n *Node) versions(key string) []replicas.Versioned {
	if k := n.Of(key); k != nil {
		return slices.Clone(k.Versions)
	}
	return nil
}

// stamp is a new write that replaces the given versions. To write nothing is to delete.
func (n *Node) stamp(known []replicas.Versioned, value string) replicas.Versioned {
	var version replicas.Vector
	for _, v := range known {
		version = version.Join(v.Version)
	}
	n.Count = max(n.Count, version.Count(n.ID)) + 1
	v := replicas.Versioned{
		Version: version.With(replicas.Dot{Node: n.ID, Count: n.Count}), Writer: n.ID,
		Deleted: value == "", Value: value,
	}
	if !n.timeless {
		v.Clock = n.now
	}
	return v
}

// put merges a version into what it has.
func (n *Node) put(key string, v replicas.Versioned) {
	k := n.Of(key)
	if k == nil {
		n.Keys = append(n.Keys, replicas.Key{Name: key, Has: replicas.SetOf(n.ID)})
		slices.SortFunc(n.Keys, func(a, b replicas.Key) int { return cmp.Compare(a.Name, b.Name) })
		k = n.Of(key)
	}
	merged := replicas.AddVersion(k.Versions, v, n.merge)
	if !slices.EqualFunc(merged, k.Versions, replicas.Versioned.Same) {
		k.Versions, k.Has = merged, replicas.SetOf(n.ID)
	}
	n.forget(key)
}

// forget drops a tombstone that it may drop.
func (n *Node) forget(key string) {
	k := n.Of(key)
	if k == nil || !n.config.Forget || len(k.Versions) != 1 || !k.Versions[0].Deleted {
		return
	}
	if n.config.Rules.MayForget(k.Versions[0], k.Has, n.config.replicas()) {
		n.Keys = slices.DeleteFunc(n.Keys, func(k replicas.Key) bool { return k.Name == key })
	}
}

func (n *Node) receiveReplica(m replicas.Message) {
	switch m.Kind {
	case replicas.Read:
		n.onRead(m)
	case replicas.Write:
		n.onWrite(m)
	case replicas.ReadReply:
		if op := n.operation(m.Number); op != nil && !op.Writes && len(m.Keys) == 1 {
			op.Replies = append(op.Replies, replicas.Reply{From: m.From, Versions: m.Keys[0].Versions})
			n.advance(op.Request)
		}
	case replicas.Written, replicas.HintKept:
		n.handedOff(m)
		if op := n.operation(m.Number); op != nil && op.Writes && !acked(op, m.From) {
			op.Acks = append(op.Acks, replicas.Ack{From: m.From, Hint: m.Kind == replicas.HintKept})
			n.advance(op.Request)
		}
	case replicas.KeepHint:
		n.onKeepHint(m)
	case replicas.Digest:
		n.onDigest(m)
	case replicas.Exchange:
		n.onExchange(m)
	}
}

// operation is the operation of that number, nil if it is over.
func (n *Node) operation(number uint64) *replicas.Operation {
	for i := range n.Operations {
		if uint64(n.Operations[i].Request) == number {
			return &n.Operations[i]
		}
	}
	return nil
}

func acked(op *replicas.Operation, id replicas.NodeID) bool {
	return slices.ContainsFunc(op.Acks, func(a replicas.Ack) bool { return a.From == id })
}

func replied(op *replicas.Operation, id replicas.NodeID) bool {
	return slices.ContainsFunc(op.Replies, func(r replicas.Reply) bool { return r.From == id })
}

// onRead answers with what a replica has; a stand-in answers with what it keeps for others.
func (n *Node) onRead(m replicas.Message) {
	if len(m.Keys) != 1 {
		return
	}
	key := replicas.Key{Name: m.Keys[0].Name, Versions: n.versions(m.Keys[0].Name)}
	if n.Role == replicas.StandIn {
		key.Versions = n.hinted(key.Name)
	}
	n.send(m.From, replicas.Message{Kind: replicas.ReadReply, Number: m.Number, Keys: []replicas.Key{key}})
}

// onWrite merges, and confirms: the confirmation leaves when all of it is on the disk.
func (n *Node) onWrite(m replicas.Message) {
	if n.Role == replicas.StandIn {
		return
	}
	for _, key := range m.Keys {
		for _, v := range key.Versions {
			n.put(key.Name, v)
		}
	}
	n.send(m.From, replicas.Message{Kind: replicas.Written, Number: m.Number, Keys: m.Keys})
}
