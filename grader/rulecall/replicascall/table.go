package replicascall

import (
	"raftlab/grader/rulecall"
	"raftlab/lab/replicas"
	"raftlab/raft/wire"
)

// Rules is the set of rules.
type Rules = replicas.Rules

// Table is how the rules of the exercise are called. A rule's place is its number, which is part of the bytes.
func Table() rulecall.Table[Rules] {
	return rulecall.Table[Rules]{
		{Name: "Merge", Forward: forwardMerge, Answer: answerMerge},
		{Name: "Later", Forward: forwardLater, Answer: answerLater},
		{Name: "ChooseRead", Forward: forwardChooseRead, Answer: answerChooseRead},
		{Name: "Enough", Forward: forwardEnough, Answer: answerEnough},
		{Name: "MayForget", Forward: forwardMayForget, Answer: answerMayForget},
		{Name: "Promote", Forward: forwardPromote, Answer: answerPromote},
	}
}

func appendPair(b []byte, first, second replicas.Versioned) []byte {
	return replicas.AppendVersioned(replicas.AppendVersioned(b, first), second)
}

func forwardMerge(far rulecall.Remote, rules *Rules) {
	rules.Merge = func(a, b replicas.Versioned) (kept []replicas.Versioned) {
		far.Ask(
			func(to []byte) []byte { return appendPair(to, a, b) },
			func(r *wire.Reader) { kept = readVersions(r) })
		return kept
	}
}

func answerMerge(c *rulecall.Callee, rules *Rules, r *wire.Reader, reply []byte) []byte {
	a, b := readVersion(r), readVersion(r)
	var kept []replicas.Versioned
	c.Call("Merge", func() rulecall.Seen { return rulecall.Seen{{a, b}, {kept}} },
		func() { kept = rules.Merge(a, b) })
	return appendVersions(reply, kept)
}

func forwardLater(far rulecall.Remote, rules *Rules) {
	rules.Later = func(a, b replicas.Versioned) (later bool) {
		far.Ask(
			func(to []byte) []byte { return appendPair(to, a, b) },
			func(r *wire.Reader) { later = r.Bool() })
		return later
	}
}

func answerLater(c *rulecall.Callee, rules *Rules, r *wire.Reader, reply []byte) []byte {
	a, b := readVersion(r), readVersion(r)
	var later bool
	c.Call("Later", func() rulecall.Seen { return rulecall.Seen{{a, b}, {later}} },
		func() { later = rules.Later(a, b) })
	return wire.AppendBool(reply, later)
}

func forwardChooseRead(far rulecall.Remote, rules *Rules) {
	rules.ChooseRead = func(
		replies []replicas.Reply, merge func(a, b replicas.Versioned) []replicas.Versioned,
	) (chosen []replicas.Versioned, repair []replicas.NodeID) {
		known := mergesOf(replies, merge) // its calls of Merge and Later come before this call begins
		far.Ask(
			func(to []byte) []byte { return known.append(appendReplies(to, replies)) },
			func(r *wire.Reader) { chosen, repair = readVersions(r), readNodes(r) })
		return chosen, repair
	}
}

func answerChooseRead(c *rulecall.Callee, rules *Rules, r *wire.Reader, reply []byte) []byte {
	replies, known := readReplies(r), readMerges(r)
	var chosen []replicas.Versioned
	var repair []replicas.NodeID
	c.Call("ChooseRead", func() rulecall.Seen { return rulecall.Seen{{replies}, {chosen, repair}} },
		func() { chosen, repair = rules.ChooseRead(replies, known.merge) })
	return appendNodes(appendVersions(reply, chosen), repair)
}

func forwardEnough(far rulecall.Remote, rules *Rules) {
	rules.Enough = func(acks []replicas.Ack, need int, sloppy bool) (enough bool) {
		far.Ask(
			func(to []byte) []byte {
				return wire.AppendBool(wire.AppendUint(appendAcks(to, acks), uint64(need)), sloppy)
			},
			func(r *wire.Reader) { enough = r.Bool() })
		return enough
	}
}

func answerEnough(c *rulecall.Callee, rules *Rules, r *wire.Reader, reply []byte) []byte {
	acks, need, sloppy := readAcks(r), int(r.Uint()), r.Bool()
	var enough bool
	c.Call("Enough", func() rulecall.Seen { return rulecall.Seen{{acks, need, sloppy}, {enough}} },
		func() { enough = rules.Enough(acks, need, sloppy) })
	return wire.AppendBool(reply, enough)
}

func forwardMayForget(far rulecall.Remote, rules *Rules) {
	rules.MayForget = func(tombstone replicas.Versioned, has, all replicas.NodeSet) (may bool) {
		far.Ask(
			func(to []byte) []byte {
				to = replicas.AppendVersioned(to, tombstone)
				return wire.AppendUint(wire.AppendUint(to, uint64(has)), uint64(all))
			},
			func(r *wire.Reader) { may = r.Bool() })
		return may
	}
}

func answerMayForget(c *rulecall.Callee, rules *Rules, r *wire.Reader, reply []byte) []byte {
	tombstone, has, all := readVersion(r), replicas.NodeSet(r.Uint()), replicas.NodeSet(r.Uint())
	var may bool
	c.Call("MayForget", func() rulecall.Seen { return rulecall.Seen{{tombstone, has, all}, {may}} },
		func() { may = rules.MayForget(tombstone, has, all) })
	return wire.AppendBool(reply, may)
}

func forwardPromote(far rulecall.Remote, rules *Rules) {
	rules.Promote = func(backups []replicas.Position) (id replicas.NodeID) {
		far.Ask(
			func(to []byte) []byte { return appendPositions(to, backups) },
			func(r *wire.Reader) { id = readNode(r) })
		return id
	}
}

func answerPromote(c *rulecall.Callee, rules *Rules, r *wire.Reader, reply []byte) []byte {
	backups := readPositions(r)
	var id replicas.NodeID
	c.Call("Promote", func() rulecall.Seen { return rulecall.Seen{{backups}, {id}} },
		func() { id = rules.Promote(backups) })
	return wire.AppendUint(reply, uint64(id))
}
