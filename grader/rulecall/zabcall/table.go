package zabcall

import (
	"raftlab/grader/rulecall"
	"raftlab/lab/zab"
	"raftlab/raft/wire"
)

// Rules is the set of rules.
type Rules = zab.Rules

// Table is how the rules of the exercise are called. A rule's place is its number, which is part of the bytes.
func Table() rulecall.Table[Rules] {
	return rulecall.Table[Rules]{
		{Name: "Better", Forward: forwardBetter, Answer: answerBetter},
		{Name: "HandleNotification", Forward: forwardNotification, Answer: answerNotification},
		{Name: "Elected", Forward: forwardElected, Answer: answerElected},
		{Name: "NewEpoch", Forward: forwardNewEpoch, Answer: answerNewEpoch},
		{Name: "ChooseSync", Forward: forwardChooseSync, Answer: answerChooseSync},
		{Name: "HandleSync", Forward: forwardSync, Answer: answerSync},
		{Name: "HandleAck", Forward: forwardAck, Answer: answerAck},
	}
}

// used are the rules that an election or a leader calls on the callee's side.
func used(rules *Rules) *Rules {
	use := &Rules{Better: rules.Better, HasQuorum: rules.HasQuorum}
	if use.HasQuorum == nil {
		use.HasQuorum = func(voters, answers zab.NodeSet) bool { return 2*(voters&answers).Len() > voters.Len() }
	}
	return use
}

func forwardBetter(far rulecall.Remote, rules *Rules) {
	rules.Better = func(x, y zab.Vote) (better bool) {
		far.Ask(
			func(b []byte) []byte { return zab.AppendVote(zab.AppendVote(b, x), y) },
			func(r *wire.Reader) { better = r.Bool() })
		return better
	}
}

func answerBetter(c *rulecall.Callee, rules *Rules, r *wire.Reader, reply []byte) []byte {
	x, y := zab.ReadVote(r), zab.ReadVote(r)
	var better bool
	c.Call("Better", func() rulecall.Seen { return rulecall.Seen{{x, y}, {better}} },
		func() { better = rules.Better(x, y) })
	return wire.AppendBool(reply, better)
}

func forwardNotification(far rulecall.Remote, rules *Rules) {
	rules.HandleNotification = func(e *zab.Election, from zab.NodeID, n zab.Notification) (answers bool) {
		after := *e
		far.Ask(
			func(b []byte) []byte { return appendSlip(appendElection(b, e), from, n) },
			func(r *wire.Reader) { readVotes(r, &after); answers = r.Bool() })
		*e = after
		return answers
	}
}

func answerNotification(c *rulecall.Callee, rules *Rules, r *wire.Reader, reply []byte) []byte {
	e := givenElection(r)
	e.Use(used(rules))
	from, n := readSlip(r)
	var answers bool
	c.Call("HandleNotification", func() rulecall.Seen { return rulecall.Seen{{&e, from, n}, {answers}} },
		func() { answers = rules.HandleNotification(&e, from, n) })
	return wire.AppendBool(appendVotes(reply, &e), answers)
}

func forwardElected(far rulecall.Remote, rules *Rules) {
	rules.Elected = func(e *zab.Election) (leader zab.NodeID, ok bool) {
		far.Ask(
			func(b []byte) []byte { return appendElection(b, e) },
			func(r *wire.Reader) { leader, ok = zab.ReadNodeID(r), r.Bool() })
		return leader, ok
	}
}

func answerElected(c *rulecall.Callee, rules *Rules, r *wire.Reader, reply []byte) []byte {
	e := givenElection(r)
	e.Use(used(rules))
	var leader zab.NodeID
	var ok bool
	c.Call("Elected", func() rulecall.Seen { return rulecall.Seen{{&e}, {leader, ok}} },
		func() { leader, ok = rules.Elected(&e) })
	return wire.AppendBool(wire.AppendUint(reply, uint64(leader)), ok)
}

func forwardNewEpoch(far rulecall.Remote, rules *Rules) {
	rules.NewEpoch = func(accepted []zab.Epoch) (epoch zab.Epoch) {
		far.Ask(
			func(b []byte) []byte {
				b = wire.AppendUint(b, uint64(len(accepted)))
				for _, epoch := range accepted {
					b = wire.AppendUint(b, uint64(epoch))
				}
				return b
			},
			func(r *wire.Reader) { epoch = readEpoch(r) })
		return epoch
	}
}

func answerNewEpoch(c *rulecall.Callee, rules *Rules, r *wire.Reader, reply []byte) []byte {
	var accepted []zab.Epoch
	for range readCount(r, "epochs") {
		accepted = append(accepted, readEpoch(r))
	}
	var epoch zab.Epoch
	c.Call("NewEpoch", func() rulecall.Seen { return rulecall.Seen{{accepted}, {epoch}} },
		func() { epoch = rules.NewEpoch(accepted) })
	return wire.AppendUint(reply, uint64(epoch))
}

func forwardChooseSync(far rulecall.Remote, rules *Rules) {
	rules.ChooseSync = func(window []zab.Zxid, before zab.Zxid, peer zab.Zxid) (choice zab.Sync) {
		far.Ask(
			func(b []byte) []byte {
				return wire.AppendUint(wire.AppendUint(appendZxids(b, window), uint64(before)), uint64(peer))
			},
			func(r *wire.Reader) { choice = readSync(r) })
		return choice
	}
}

func answerChooseSync(c *rulecall.Callee, rules *Rules, r *wire.Reader, reply []byte) []byte {
	window, before, peer := readZxids(r), zab.Zxid(r.Uint()), zab.Zxid(r.Uint())
	var choice zab.Sync
	c.Call("ChooseSync", func() rulecall.Seen { return rulecall.Seen{{window, before, peer}, {choice}} },
		func() { choice = rules.ChooseSync(window, before, peer) })
	return appendSync(reply, choice)
}

func forwardSync(far rulecall.Remote, rules *Rules) {
	rules.HandleSync = func(f *zab.Follower, m zab.SyncMessage) (ack bool, save zab.Save) {
		after := zab.Follower{Epoch: f.Epoch}
		far.Ask(
			func(b []byte) []byte { return appendMessage(appendFollower(b, f), m) },
			func(r *wire.Reader) { readHistory(r, &after); ack, save = r.Bool(), readSave(r) })
		*f = after
		return ack, save
	}
}

func answerSync(c *rulecall.Callee, rules *Rules, r *wire.Reader, reply []byte) []byte {
	f, m := givenFollower(r), readMessage(r)
	var ack bool
	var save zab.Save
	c.Call("HandleSync", func() rulecall.Seen { return rulecall.Seen{{&f, m}, {ack, save}} },
		func() { ack, save = rules.HandleSync(&f, m) })
	return wire.AppendBytes(wire.AppendBool(appendHistory(reply, &f), ack), zab.AppendSave(nil, save))
}

func forwardAck(far rulecall.Remote, rules *Rules) {
	rules.HandleAck = func(l *zab.Leadership, from zab.NodeID, z zab.Zxid) (commit []zab.Zxid) {
		after := *l
		after.Outstanding = nil
		far.Ask(
			func(b []byte) []byte {
				return wire.AppendUint(wire.AppendUint(appendLeadership(b, l), uint64(from)), uint64(z))
			},
			func(r *wire.Reader) { readOutstanding(r, &after); commit = readZxids(r) })
		*l = after
		return commit
	}
}

func answerAck(c *rulecall.Callee, rules *Rules, r *wire.Reader, reply []byte) []byte {
	l, from, z := givenLeadership(r), zab.ReadNodeID(r), zab.Zxid(r.Uint())
	l.Use(used(rules))
	var commit []zab.Zxid
	c.Call("HandleAck", func() rulecall.Seen { return rulecall.Seen{{&l, from, z}, {commit}} },
		func() { commit = rules.HandleAck(&l, from, z) })
	return appendZxids(appendOutstanding(reply, &l), commit)
}
