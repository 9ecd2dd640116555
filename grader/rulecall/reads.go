package rulecall

import (
	"fmt"

	"raftlab/raft"
	"raftlab/raft/wire"
)

// The rules of reads that do not go through the log.

// maxReads bounds the reads that a rule gives back.
const maxReads = 1024

func appendRead(b []byte, read raft.Read) []byte {
	b = wire.AppendUint(wire.AppendUint(b, uint64(read.Request)), uint64(read.From))
	b = wire.AppendUint(wire.AppendBool(b, read.Lease), uint64(read.Index))
	return wire.AppendUint(wire.AppendUint(b, read.Round), uint64(read.Acks))
}

func readRead(r *wire.Reader) raft.Read {
	return raft.Read{
		Request: raft.RequestID(r.Uint()), From: readID(r), Lease: r.Bool(), Index: readIndex(r), Round: r.Uint(),
		Acks: raft.NodeSet(r.Uint()),
	}
}

func appendReads(b []byte, reads []raft.Read) []byte {
	b = wire.AppendUint(b, uint64(len(reads)))
	for _, read := range reads {
		b = appendRead(b, read)
	}
	return b
}

func readReads(r *wire.Reader) []raft.Read {
	n := r.Count()
	if n > maxReads {
		r.Fail(fmt.Errorf("%w: %d reads, of at most %d", wire.ErrValue, n, maxReads))
		return nil
	}
	var reads []raft.Read
	for range n {
		reads = append(reads, readRead(r))
	}
	return reads
}

// appendReading adds a state's reads and what confirms them.
func appendReading(b []byte, s *raft.State) []byte {
	return wire.AppendBool(wire.AppendUint(appendReads(b, s.Reads), s.Round), s.Lease)
}

func readReading(r *wire.Reader, s *raft.State) {
	s.Reads, s.Round, s.Lease = readReads(r), r.Uint(), r.Bool()
}

func forwardBeginRead(c *Caller, number byte, rules *raft.Rules) {
	rules.BeginRead = func(s *raft.State, read raft.Read) (began bool) {
		c.askWith(number, s,
			func(b []byte) []byte { return appendRead(b, read) },
			func(r *wire.Reader) { began = r.Bool() })
		return began
	}
}

func answerBeginRead(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	read := readRead(r)
	var began bool
	c.call("BeginRead", func() seen { return seen{{s, read}, {began}} },
		func() { began = c.rules.BeginRead(s, read) })
	return c.rest(wire.AppendBool(reply, began), s, log)
}

func forwardConfirmReads(c *Caller, number byte, rules *raft.Rules) {
	rules.ConfirmReads = func(s *raft.State, from raft.NodeID, round uint64) {
		c.askWith(number, s,
			func(b []byte) []byte { return wire.AppendUint(wire.AppendUint(b, uint64(from)), round) }, nil)
	}
}

func answerConfirmReads(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	from, round := readID(r), r.Uint()
	c.call("ConfirmReads", func() seen { return seen{{s, from, round}, {}} },
		func() { c.rules.ConfirmReads(s, from, round) })
	return c.rest(reply, s, log)
}

func forwardReadyReads(c *Caller, number byte, rules *raft.Rules) {
	rules.ReadyReads = func(s *raft.State) (ready []raft.Read) {
		c.askWith(number, s, nil, func(r *wire.Reader) { ready = readReads(r) })
		return ready
	}
}

func answerReadyReads(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	var ready []raft.Read
	c.call("ReadyReads", func() seen { return seen{{s}, {ready}} }, func() { ready = c.rules.ReadyReads(s) })
	return c.rest(appendReads(reply, ready), s, log)
}

func forwardExtendLease(c *Caller, number byte, rules *raft.Rules) {
	rules.ExtendLease = func(
		s *raft.State, acks raft.NodeSet, timeout raft.Duration, driftPermille int,
	) (length raft.Duration) {
		c.askWith(number, s, func(b []byte) []byte {
			b = wire.AppendUint(wire.AppendUint(b, uint64(acks)), uint64(timeout))
			return wire.AppendUint(b, uint64(driftPermille))
		}, func(r *wire.Reader) { length = raft.Duration(r.Uint()) })
		return length
	}
}

func answerExtendLease(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	acks, timeout, drift := raft.NodeSet(r.Uint()), raft.Duration(r.Uint()), int(r.Uint())
	var length raft.Duration
	c.call("ExtendLease", func() seen { return seen{{s, acks, timeout, drift}, {length}} },
		func() { length = c.rules.ExtendLease(s, acks, timeout, drift) })
	return c.rest(wire.AppendUint(reply, uint64(length)), s, log)
}
