package rulecall

import (
	"bytes"
	"fmt"

	"raftlab/raft"
	"raftlab/raft/wire"
)

// The rules of changing the servers of a cluster.

// appendEntry adds the entry that a rule gave.
func appendEntry(b []byte, e raft.Entry) []byte {
	return wire.AppendBytes(append(wire.AppendUint(b, uint64(e.Term)), byte(e.Kind)), e.Command)
}

// readEntry reads it as it is: whether it holds a configuration is for the judge and the node to say, as in a call
// without copies.
func readEntry(r *wire.Reader) raft.Entry {
	e := raft.Entry{Term: raft.Term(r.Uint()), Kind: raft.EntryKind(r.Byte()), Command: bytes.Clone(r.Bytes())}
	if len(e.Command) > maxCommands {
		r.Fail(fmt.Errorf("%w: a command of %d bytes, of at most %d", wire.ErrValue, len(e.Command), maxCommands))
	}
	if len(e.Command) == 0 {
		e.Command = nil // as in the zero Entry, which is no entry
	}
	return e
}

func forwardHasQuorum(c *Caller, number byte, rules *raft.Rules) {
	rules.HasQuorum = func(of raft.Configuration, who raft.NodeSet) (enough bool) {
		b := wire.AppendUint(raft.AppendConfiguration(c.begin(number), of), uint64(who))
		c.ask(number, b, func(r *wire.Reader) { enough = r.Bool() })
		return enough
	}
}

func answerHasQuorum(c *Callee, r *wire.Reader, reply []byte) []byte {
	of, who := raft.ReadConfiguration(r), raft.NodeSet(r.Uint())
	var enough bool
	c.call("HasQuorum", func() seen { return seen{{of, who}, {enough}} },
		func() { enough = c.rules.HasQuorum(of, who) })
	return wire.AppendBool(reply, enough)
}

func forwardQuorumIndex(c *Caller, number byte, rules *raft.Rules) {
	rules.QuorumIndex = func(of raft.Configuration, match []raft.Index) (index raft.Index) {
		b := appendList(raft.AppendConfiguration(c.begin(number), of), match)
		c.ask(number, b, func(r *wire.Reader) { index = readIndex(r) })
		return index
	}
}

func answerQuorumIndex(c *Callee, r *wire.Reader, reply []byte) []byte {
	of, match := raft.ReadConfiguration(r), readList(r, readIndex)
	var index raft.Index
	c.call("QuorumIndex", func() seen { return seen{{of, match}, {index}} },
		func() { index = c.rules.QuorumIndex(of, match) })
	return wire.AppendUint(reply, uint64(index))
}

// forwardLatest sends the log as that of a server without a name: the rule only reads it.
func forwardLatest(c *Caller, number byte, rules *raft.Rules) {
	rules.Latest = func(log *raft.Log, base raft.Configuration) (now raft.Configuration, at raft.Index) {
		c.askWith(number, &raft.State{Log: log.Clone()},
			func(b []byte) []byte { return raft.AppendConfiguration(b, base) },
			func(r *wire.Reader) { now, at = raft.ReadConfiguration(r), readIndex(r) })
		return now, at
	}
}

func answerLatest(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	base := raft.ReadConfiguration(r)
	var now raft.Configuration
	var at raft.Index
	c.call("Latest", func() seen { return seen{{&s.Log, base}, {now, at}} },
		func() { now, at = c.rules.Latest(&s.Log, base) })
	return c.rest(wire.AppendUint(raft.AppendConfiguration(reply, now), uint64(at)), s, log)
}

func forwardMayChange(c *Caller, number byte, rules *raft.Rules) {
	rules.MayChange = func(s *raft.State, to raft.Change) (refusal raft.Refusal) {
		c.askWith(number, s,
			func(b []byte) []byte { return raft.AppendChange(b, to) },
			func(r *wire.Reader) { refusal = readRefusal(r) })
		return refusal
	}
}

func readRefusal(r *wire.Reader) raft.Refusal {
	b := r.Byte()
	if !raft.IsRefusal(b) {
		r.Fail(fmt.Errorf("%w: refusal %d", wire.ErrValue, b))
	}
	return raft.Refusal(b)
}

func answerMayChange(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	to := raft.ReadChange(r)
	var refusal raft.Refusal
	c.call("MayChange", func() seen { return seen{{s, to}, {refusal}} },
		func() { refusal = c.rules.MayChange(s, to) })
	return c.rest(append(reply, byte(refusal)), s, log)
}

func forwardConfigurationEntry(c *Caller, number byte, rules *raft.Rules) {
	rules.ConfigurationEntry = func(s *raft.State, to raft.Change) (entry raft.Entry) {
		c.askWith(number, s,
			func(b []byte) []byte { return raft.AppendChange(b, to) },
			func(r *wire.Reader) { entry = readEntry(r) })
		return entry
	}
}

func answerConfigurationEntry(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	to := raft.ReadChange(r)
	var entry raft.Entry
	c.call("ConfigurationEntry", func() seen { return seen{{s, to}, {entry}} },
		func() { entry = c.rules.ConfigurationEntry(s, to) })
	return c.rest(appendEntry(reply, entry), s, log)
}

func forwardAfterCommit(c *Caller, number byte, rules *raft.Rules) {
	rules.AfterCommit = func(s *raft.State) (next raft.Entry, stepDown bool) {
		c.askWith(number, s, nil, func(r *wire.Reader) { next, stepDown = readEntry(r), r.Bool() })
		return next, stepDown
	}
}

func answerAfterCommit(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	var next raft.Entry
	var stepDown bool
	c.call("AfterCommit", func() seen { return seen{{s}, {next, stepDown}} },
		func() { next, stepDown = c.rules.AfterCommit(s) })
	return c.rest(wire.AppendBool(appendEntry(reply, next), stepDown), s, log)
}

func forwardMayCampaign(c *Caller, number byte, rules *raft.Rules) {
	rules.MayCampaign = func(s *raft.State) (may bool) {
		c.askWith(number, s, nil, func(r *wire.Reader) { may = r.Bool() })
		return may
	}
}

func answerMayCampaign(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	var may bool
	c.call("MayCampaign", func() seen { return seen{{s}, {may}} }, func() { may = c.rules.MayCampaign(s) })
	return c.rest(wire.AppendBool(reply, may), s, log)
}

func forwardCaughtUp(c *Caller, number byte, rules *raft.Rules) {
	rules.CaughtUp = func(rounds []raft.Duration, electionTimeout raft.Duration) (enough bool) {
		b := wire.AppendUint(c.begin(number), uint64(len(rounds)))
		for _, round := range rounds {
			b = wire.AppendUint(b, uint64(round))
		}
		c.ask(number, wire.AppendUint(b, uint64(electionTimeout)), func(r *wire.Reader) { enough = r.Bool() })
		return enough
	}
}

func answerCaughtUp(c *Callee, r *wire.Reader, reply []byte) []byte {
	rounds := readList(r, func(r *wire.Reader) raft.Duration { return raft.Duration(r.Uint()) })
	timeout := raft.Duration(r.Uint())
	var enough bool
	c.call("CaughtUp", func() seen { return seen{{rounds, timeout}, {enough}} },
		func() { enough = c.rules.CaughtUp(rounds, timeout) })
	return wire.AppendBool(reply, enough)
}
