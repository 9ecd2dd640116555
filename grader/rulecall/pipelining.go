package rulecall

import (
	"raftlab/raft"
	"raftlab/raft/wire"
)

// The rules of a leader that does not wait.

func forwardNoteSent(c *Caller, number byte, rules *raft.Rules) {
	rules.NoteSent = func(s *raft.State, follower raft.NodeID, last raft.Index) {
		c.askWith(number, s, func(b []byte) []byte {
			return wire.AppendUint(wire.AppendUint(b, uint64(follower)), uint64(last))
		}, nil)
	}
}

func answerNoteSent(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	follower, last := readID(r), readIndex(r)
	c.call("NoteSent", func() seen { return seen{{s, follower, last}, {}} },
		func() { c.rules.NoteSent(s, follower, last) })
	return c.rest(reply, s, log)
}

func forwardNoteAnswer(c *Caller, number byte, rules *raft.Rules) {
	rules.NoteAnswer = func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) (stale bool) {
		c.askWith(number, s, func(b []byte) []byte {
			return appendAppendEntriesReply(wire.AppendUint(b, uint64(from)), reply)
		}, func(r *wire.Reader) { stale = r.Bool() })
		return stale
	}
}

func answerNoteAnswer(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	from, got := readID(r), readAppendEntriesReply(r)
	var stale bool
	c.call("NoteAnswer", func() seen { return seen{{s, from, got}, {stale}} },
		func() { stale = c.rules.NoteAnswer(s, from, got) })
	return c.rest(wire.AppendBool(reply, stale), s, log)
}

func forwardNoteSaved(c *Caller, number byte, rules *raft.Rules) {
	rules.NoteSaved = func(s *raft.State, saved raft.Index) {
		c.askWith(number, s, func(b []byte) []byte { return wire.AppendUint(b, uint64(saved)) }, nil)
	}
}

func answerNoteSaved(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	saved := readIndex(r)
	c.call("NoteSaved", func() seen { return seen{{s, saved}, {}} }, func() { c.rules.NoteSaved(s, saved) })
	return c.rest(reply, s, log)
}
