package node

import (
	"slices"

	"raftlab/lab/kv"
	"raftlab/lab/replicas"
)

// advance takes an operation on as far as its answers allow.
func (n *Node) advance(request replicas.RequestID) {
	op := n.operation(uint64(request))
	if op == nil || op.Over || !op.Writes && !n.hasRead(op) {
		return
	}
	if n.config.Rules.Enough(op.Acks, n.config.W, n.config.Sloppy) {
		n.finish(op)
	}
}

// finish answers the client. The operation stays until the next tick: late confirmations count for its hints.
func (n *Node) finish(op *replicas.Operation) {
	op.Over = true
	n.answer(Answer{Request: op.Request, Kind: Done, Result: kv.Result{Done: op.Done, Value: op.Value}})
}

// drop forgets an operation.
func (n *Node) drop(request replicas.RequestID) {
	n.Operations = slices.DeleteFunc(n.Operations, func(o replicas.Operation) bool { return o.Request == request })
	if len(n.Operations) == 0 {
		n.Operations = nil
	}
}

// everywhere reports whether all replicas have confirmed.
func (n *Node) everywhere(op *replicas.Operation) bool {
	for id := range n.config.replicas().All() {
		if !acked(op, id) {
			return false
		}
	}
	return true
}

// hasRead ends the first part of an operation, when r replicas have answered. A read gets its answer then, or repairs
// first. A write begins its second part: its version replaces what the read found. It is false while nothing is to be
// confirmed yet, or the operation is over.
func (n *Node) hasRead(op *replicas.Operation) bool {
	var who replicas.NodeSet
	for _, reply := range op.Replies {
		who.Add(reply.From)
	}
	command, err := kv.Decode(op.Command)
	if who.Len() < n.config.R || err != nil {
		return false
	}
	chosen, repair := n.config.Rules.ChooseRead(op.Replies, n.merge)
	next, result := command.On(valueOf(chosen))
	op.Done, op.Value = result.Done, result.Value
	reads := command.Op == kv.Get || !result.Done
	if reads && (!n.config.Repair || len(chosen) == 0) {
		n.finish(op)
		return false
	}
	op.Writes, op.Ticks = true, 0
	if !reads {
		op.Spread = []replicas.Versioned{n.stamp(chosen, next)}
		n.spread(op, n.config.replicas())
		return true
	}
	op.Spread = chosen
	for id := range who.All() {
		if !slices.Contains(repair, id) && n.config.replicas().Has(id) {
			op.Acks = append(op.Acks, replicas.Ack{From: id})
		}
	}
	to := replicas.SetOf(repair...)
	if n.config.R < n.config.W {
		to |= n.config.replicas() &^ who // the repaired ones alone are too few
	}
	n.spread(op, to)
	return true
}

// spread sends what an operation writes to replicas that have not confirmed it. Its own part it writes at once.
func (n *Node) spread(op *replicas.Operation, to replicas.NodeSet) {
	for id := range to.All() {
		switch {
		case acked(op, id):
		case id == n.ID:
			for _, v := range op.Spread {
				n.put(op.Key, v)
			}
			op.Acks = append(op.Acks, replicas.Ack{From: id})
		default:
			n.send(id, writeOf(op))
		}
	}
}

func writeOf(op *replicas.Operation) replicas.Message {
	return replicas.Message{
		Kind: replicas.Write, Number: uint64(op.Request),
		Keys: []replicas.Key{{Name: op.Key, Versions: slices.Clone(op.Spread)}},
	}
}

func (n *Node) tickReplica() {
	for _, op := range slices.Clone(n.Operations) {
		n.tickOperation(op.Request)
	}
	n.deliverHints()
	if n.config.Exchange && n.Role != replicas.StandIn && n.Ticks%exchangeTicks == 0 {
		n.beginExchange()
	}
	for _, k := range slices.Clone(n.Keys) {
		n.forget(k.Name)
	}
}

// tickOperation asks once more, and gives up in the end: the client learns nothing, and the write may still count.
func (n *Node) tickOperation(request replicas.RequestID) {
	op := n.operation(uint64(request))
	op.Ticks++
	hints := n.config.Hints && op.Writes && op.Ticks <= hintTicks && !n.everywhere(op)
	if op.Ticks >= patienceTicks || op.Over && !hints {
		n.drop(request)
		return
	}
	if op.Over {
		n.hint(op)
		return
	}
	if op.Writes {
		n.spread(op, n.config.replicas())
		n.hint(op)
	} else {
		n.readAgain(op)
	}
	n.advance(request)
}

// readAgain asks replicas that have not answered; for a sloppy quorum, later the stand-ins, too.
func (n *Node) readAgain(op *replicas.Operation) {
	ask := n.config.replicas()
	if n.config.Sloppy && op.Ticks >= hintTicks {
		ask = replicas.FirstOf(n.config.Servers)
	}
	for id := range ask.All() {
		switch {
		case replied(op, id):
		case id == n.ID:
			op.Replies = append(op.Replies, replicas.Reply{From: id, Versions: n.hinted(op.Key)})
		default:
			n.send(id, readOf(*op))
		}
	}
}
