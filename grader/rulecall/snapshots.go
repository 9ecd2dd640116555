package rulecall

import (
	"errors"
	"fmt"

	"raftlab/raft"
	"raftlab/raft/wire"
)

// The rules of snapshots.

// maxSnapshot bounds the content of a snapshot that a rule gives back, and maxError the words of an error.
const (
	maxSnapshot = 1 << 20
	maxError    = 1 << 10
)

func appendMeta(b []byte, meta raft.SnapshotMeta) []byte {
	b = wire.AppendUint(wire.AppendUint(b, uint64(meta.LastIndex)), uint64(meta.LastTerm))
	return raft.AppendConfiguration(b, meta.Configuration)
}

func readMeta(r *wire.Reader) raft.SnapshotMeta {
	return raft.SnapshotMeta{
		LastIndex: readIndex(r), LastTerm: raft.Term(r.Uint()),
		Configuration: raft.ReadConfiguration(r),
	}
}

// appendSnapshots adds what a state knows of snapshots.
func appendSnapshots(b []byte, s *raft.State) []byte {
	return appendList(appendMeta(b, s.Snapshot), s.Needs)
}

func readSnapshots(r *wire.Reader, s *raft.State) {
	s.Snapshot, s.Needs = readMeta(r), readList(r, readIndex)
}

func appendPartial(b []byte, p raft.Partial) []byte {
	return wire.AppendBytes(appendMeta(wire.AppendUint(b, uint64(p.Term)), p.Meta), p.Data)
}

// readPartial reads what appendPartial wrote, with memory of its own.
func readPartial(r *wire.Reader) raft.Partial {
	p := raft.Partial{Term: raft.Term(r.Uint()), Meta: readMeta(r)}
	p.Data = readContent(r)
	return p
}

func readContent(r *wire.Reader) []byte {
	data := r.Bytes()
	if len(data) > maxSnapshot {
		r.Fail(fmt.Errorf("%w: %d bytes of a snapshot, of at most %d", wire.ErrValue, len(data), maxSnapshot))
		return nil
	}
	return append([]byte(nil), data...)
}

func forwardLabelSnapshot(c *Caller, number byte, rules *raft.Rules) {
	rules.LabelSnapshot = func(s *raft.State) (meta raft.SnapshotMeta, worth bool) {
		c.askWith(number, s, nil, func(r *wire.Reader) { worth, meta = r.Bool(), readMeta(r) })
		return meta, worth
	}
}

func answerLabelSnapshot(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	var meta raft.SnapshotMeta
	var worth bool
	c.call("LabelSnapshot", func() seen { return seen{{s}, {meta, worth}} },
		func() { meta, worth = c.rules.LabelSnapshot(s) })
	return c.rest(appendMeta(wire.AppendBool(reply, worth), meta), s, log)
}

func forwardMayCompact(c *Caller, number byte, rules *raft.Rules) {
	rules.MayCompact = func(s *raft.State, upTo raft.Index) (base raft.Index) {
		c.askWith(number, s,
			func(b []byte) []byte { return wire.AppendUint(b, uint64(upTo)) },
			func(r *wire.Reader) { base = readIndex(r) })
		return base
	}
}

func answerMayCompact(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	upTo := readIndex(r)
	var base raft.Index
	c.call("MayCompact", func() seen { return seen{{s, upTo}, {base}} },
		func() { base = c.rules.MayCompact(s, upTo) })
	return c.rest(wire.AppendUint(reply, uint64(base)), s, log)
}

func forwardNeedsSnapshot(c *Caller, number byte, rules *raft.Rules) {
	rules.NeedsSnapshot = func(s *raft.State, follower raft.NodeID) (needs bool) {
		c.askWith(number, s,
			func(b []byte) []byte { return wire.AppendUint(b, uint64(follower)) },
			func(r *wire.Reader) { needs = r.Bool() })
		return needs
	}
}

func answerNeedsSnapshot(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	follower := readID(r)
	var needs bool
	c.call("NeedsSnapshot", func() seen { return seen{{s, follower}, {needs}} },
		func() { needs = c.rules.NeedsSnapshot(s, follower) })
	return c.rest(wire.AppendBool(reply, needs), s, log)
}

func forwardSkipCovered(c *Caller, number byte, rules *raft.Rules) {
	rules.SkipCovered = func(s *raft.State, req raft.AppendEntries) (rest raft.AppendEntries) {
		c.askWith(number, s,
			func(b []byte) []byte { return appendAppendEntries(b, req) },
			func(r *wire.Reader) { rest = readAppendEntries(r) })
		return rest
	}
}

func answerSkipCovered(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	req := readAppendEntries(r)
	var rest raft.AppendEntries
	c.call("SkipCovered", func() seen { return seen{{s, req}, {rest}} },
		func() { rest = c.rules.SkipCovered(s, req) })
	return c.rest(appendAppendEntries(reply, rest), s, log)
}

func forwardInstallSnapshot(c *Caller, number byte, rules *raft.Rules) {
	rules.HandleInstallSnapshot = func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (
		reply raft.InstallSnapshotReply, install bool,
	) {
		var after raft.Partial
		c.askWith(number, s, func(b []byte) []byte {
			b = appendMeta(wire.AppendUint(wire.AppendUint(b, uint64(req.Term)), uint64(req.LeaderID)), req.Meta)
			b = wire.AppendBytes(wire.AppendUint(b, req.Offset), req.Data)
			return appendPartial(wire.AppendBool(b, req.Done), *part)
		}, func(r *wire.Reader) { reply, install, after = readInstallReply(r), r.Bool(), readPartial(r) })
		*part = after
		return reply, install
	}
}

func answerInstallSnapshot(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	req := raft.InstallSnapshot{
		Term: raft.Term(r.Uint()), LeaderID: readID(r), Meta: readMeta(r), Offset: r.Uint(), Data: readContent(r),
		Done: r.Bool(),
	}
	part := readPartial(r)
	var answer raft.InstallSnapshotReply
	var install bool
	c.call("HandleInstallSnapshot", func() seen { return seen{{s, &part, req}, {answer, install}} },
		func() { answer, install = c.rules.HandleInstallSnapshot(s, &part, req) })
	return c.rest(appendPartial(wire.AppendBool(appendInstallReply(reply, answer), install), part), s, log)
}

func appendInstallReply(b []byte, m raft.InstallSnapshotReply) []byte {
	return wire.AppendUint(wire.AppendUint(wire.AppendUint(b, uint64(m.Term)), uint64(m.MatchIndex)), m.Offset)
}

func readInstallReply(r *wire.Reader) raft.InstallSnapshotReply {
	return raft.InstallSnapshotReply{Term: raft.Term(r.Uint()), MatchIndex: readIndex(r), Offset: r.Uint()}
}

func forwardInstallReply(c *Caller, number byte, rules *raft.Rules) {
	rules.HandleInstallSnapshotReply = func(s *raft.State, from raft.NodeID, reply raft.InstallSnapshotReply) {
		c.askWith(number, s,
			func(b []byte) []byte { return appendInstallReply(wire.AppendUint(b, uint64(from)), reply) }, nil)
	}
}

func answerInstallReply(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	from, got := readID(r), readInstallReply(r)
	c.call("HandleInstallSnapshotReply", func() seen { return seen{{s, from, got}, {}} },
		func() { c.rules.HandleInstallSnapshotReply(s, from, got) })
	return c.rest(reply, s, log)
}

func forwardRestoreAll(c *Caller, number byte, rules *raft.Rules) {
	rules.RestoreAll = func(s *raft.State, saved raft.Saved) (err error) {
		c.askWith(number, s, func(b []byte) []byte {
			b = wire.AppendUint(wire.AppendUint(b, uint64(saved.CurrentTerm)), uint64(saved.VotedFor))
			b = wire.AppendUint(wire.AppendUint(b, uint64(saved.Base)), uint64(saved.BaseTerm))
			b = wire.AppendBytes(appendMeta(b, saved.Snapshot.Meta), saved.Snapshot.Data)
			return raft.AppendEntryList(b, saved.Log)
		}, func(r *wire.Reader) {
			if failed, text := r.Bool(), string(r.Bytes()); failed {
				err = errors.New(text[:min(len(text), maxError)])
			}
		})
		return err
	}
}

func answerRestoreAll(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	saved := raft.Saved{
		CurrentTerm: raft.Term(r.Uint()), VotedFor: readID(r), Base: readIndex(r), BaseTerm: raft.Term(r.Uint()),
		Snapshot: raft.Snapshot{Meta: readMeta(r), Data: readContent(r)},
	}
	saved.Log = readEntries(r)
	var err error
	c.call("RestoreAll", func() seen { return seen{{s, saved}, {err}} },
		func() { err = c.rules.RestoreAll(s, saved) })
	text := ""
	if err != nil {
		text = err.Error()
	}
	return c.rest(wire.AppendBytes(wire.AppendBool(reply, err != nil), []byte(text)), s, log)
}

// takesConfiguration reports whether a rule takes the configuration of a snapshot. Other rules leave it alone.
func takesConfiguration(number byte) bool {
	name := Name(int(number))
	return name == "HandleInstallSnapshot" || name == "RestoreAll"
}
