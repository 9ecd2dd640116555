package rulecall

import (
	"fmt"

	"raftlab/raft"
	"raftlab/raft/wire"
)

// The rules of changing the servers of a cluster.

func appendConfiguration(b []byte, c raft.Configuration) []byte {
	b = wire.AppendUint(wire.AppendUint(b, uint64(c.Voters)), uint64(c.Next))
	return wire.AppendUint(b, uint64(c.Learners))
}

func readConfiguration(r *wire.Reader) raft.Configuration {
	return raft.Configuration{
		Voters: raft.NodeSet(r.Uint()), Next: raft.NodeSet(r.Uint()), Learners: raft.NodeSet(r.Uint()),
	}
}

// appendEntry adds one entry, as a list. An entry of a rule may be no configuration, though it says so: then it has no
// kind that a reader knows, and the caller refuses it.
func appendEntry(b []byte, e raft.Entry) []byte { return raft.AppendEntryList(b, []raft.Entry{e}) }

func readEntry(r *wire.Reader) raft.Entry {
	if entries := readEntries(r); len(entries) == 1 {
		if len(entries[0].Command) == 0 {
			entries[0].Command = nil // as in the zero Entry, which is no entry
		}
		return entries[0]
	}
	r.Fail(fmt.Errorf("%w: an entry that cannot be read", wire.ErrValue))
	return raft.Entry{}
}

func forwardHasQuorum(c *Caller, number byte, rules *raft.Rules) {
	rules.HasQuorum = func(of raft.Configuration, who raft.NodeSet) (enough bool) {
		b := wire.AppendUint(appendConfiguration(c.begin(number), of), uint64(who))
		c.ask(number, b, func(r *wire.Reader) { enough = r.Bool() })
		return enough
	}
}

func answerHasQuorum(c *Callee, r *wire.Reader, reply []byte) []byte {
	of, who := readConfiguration(r), raft.NodeSet(r.Uint())
	var enough bool
	c.call("HasQuorum", func() { enough = c.rules.HasQuorum(of, who) })
	return wire.AppendBool(reply, enough)
}

func forwardQuorumIndex(c *Caller, number byte, rules *raft.Rules) {
	rules.QuorumIndex = func(of raft.Configuration, match []raft.Index) (index raft.Index) {
		b := appendList(appendConfiguration(c.begin(number), of), match)
		c.ask(number, b, func(r *wire.Reader) { index = readIndex(r) })
		return index
	}
}

func answerQuorumIndex(c *Callee, r *wire.Reader, reply []byte) []byte {
	of, match := readConfiguration(r), readList(r, readIndex)
	var index raft.Index
	c.call("QuorumIndex", func() { index = c.rules.QuorumIndex(of, match) })
	return wire.AppendUint(reply, uint64(index))
}

// forwardLatest sends the log as that of a server without a name: the rule only reads it.
func forwardLatest(c *Caller, number byte, rules *raft.Rules) {
	rules.Latest = func(log *raft.Log, base raft.Configuration) (now raft.Configuration, at raft.Index) {
		c.askWith(number, &raft.State{Log: log.Clone()},
			func(b []byte) []byte { return appendConfiguration(b, base) },
			func(r *wire.Reader) { now, at = readConfiguration(r), readIndex(r) })
		return now, at
	}
}

func answerLatest(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	base := readConfiguration(r)
	var now raft.Configuration
	var at raft.Index
	c.call("Latest", func() { now, at = c.rules.Latest(&s.Log, base) })
	return c.rest(wire.AppendUint(appendConfiguration(reply, now), uint64(at)), s, log)
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
	c.call("MayChange", func() { refusal = c.rules.MayChange(s, to) })
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
	c.call("ConfigurationEntry", func() { entry = c.rules.ConfigurationEntry(s, to) })
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
	c.call("AfterCommit", func() { next, stepDown = c.rules.AfterCommit(s) })
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
	c.call("MayCampaign", func() { may = c.rules.MayCampaign(s) })
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
	c.call("CaughtUp", func() { enough = c.rules.CaughtUp(rounds, timeout) })
	return wire.AppendBool(reply, enough)
}
