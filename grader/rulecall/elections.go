package rulecall

import (
	"raftlab/raft"
	"raftlab/raft/wire"
)

// The rules of elections that do not disturb.

func appendPreVoteReply(b []byte, m raft.PreVoteReply) []byte {
	return wire.AppendBool(wire.AppendUint(b, uint64(m.Term)), m.Granted)
}

func readPreVoteReply(r *wire.Reader) raft.PreVoteReply {
	return raft.PreVoteReply{Term: raft.Term(r.Uint()), Granted: r.Bool()}
}

func forwardStartPreVote(c *Caller, number byte, rules *raft.Rules) {
	rules.StartPreVote = func(s *raft.State) (request raft.PreVote) {
		c.askWith(number, s, nil, func(r *wire.Reader) { request = raft.PreVote(readRequestVote(r)) })
		return request
	}
}

func answerStartPreVote(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	var request raft.PreVote
	c.call("StartPreVote", func() seen { return seen{{s}, {request}} }, func() { request = c.rules.StartPreVote(s) })
	return c.rest(appendRequestVote(reply, raft.RequestVote(request)), s, log)
}

func forwardPreVote(c *Caller, number byte, rules *raft.Rules) {
	rules.HandlePreVote = func(s *raft.State, req raft.PreVote) (reply raft.PreVoteReply) {
		c.askWith(number, s,
			func(b []byte) []byte { return appendRequestVote(b, raft.RequestVote(req)) },
			func(r *wire.Reader) { reply = readPreVoteReply(r) })
		return reply
	}
}

func answerPreVote(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	request := raft.PreVote(readRequestVote(r))
	var result raft.PreVoteReply
	c.call("HandlePreVote", func() seen { return seen{{s, request}, {result}} },
		func() { result = c.rules.HandlePreVote(s, request) })
	return c.rest(appendPreVoteReply(reply, result), s, log)
}

func forwardPreVoteReply(c *Caller, number byte, rules *raft.Rules) {
	rules.HandlePreVoteReply = func(s *raft.State, from raft.NodeID, reply raft.PreVoteReply) (stand bool) {
		c.askWith(number, s,
			func(b []byte) []byte { return appendPreVoteReply(wire.AppendUint(b, uint64(from)), reply) },
			func(r *wire.Reader) { stand = r.Bool() })
		return stand
	}
}

func answerPreVoteReply(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	from, got := readID(r), readPreVoteReply(r)
	var stand bool
	c.call("HandlePreVoteReply", func() seen { return seen{{s, from, got}, {stand}} },
		func() { stand = c.rules.HandlePreVoteReply(s, from, got) })
	return c.rest(wire.AppendBool(reply, stand), s, log)
}

func forwardLeavesUnanswered(c *Caller, number byte, rules *raft.Rules) {
	rules.LeavesUnanswered = func(s *raft.State, req raft.RequestVote, transfer bool) (leaves bool) {
		c.askWith(number, s,
			func(b []byte) []byte { return wire.AppendBool(appendRequestVote(b, req), transfer) },
			func(r *wire.Reader) { leaves = r.Bool() })
		return leaves
	}
}

func answerLeavesUnanswered(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	request, transfer := readRequestVote(r), r.Bool()
	var leaves bool
	c.call("LeavesUnanswered", func() seen { return seen{{s, request, transfer}, {leaves}} },
		func() { leaves = c.rules.LeavesUnanswered(s, request, transfer) })
	return c.rest(wire.AppendBool(reply, leaves), s, log)
}

func forwardCheckQuorum(c *Caller, number byte, rules *raft.Rules) {
	rules.CheckQuorum = func(s *raft.State) { c.askWith(number, s, nil, nil) }
}

func answerCheckQuorum(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	c.call("CheckQuorum", func() seen { return seen{{s}, {}} }, func() { c.rules.CheckQuorum(s) })
	return c.rest(reply, s, log)
}

func forwardTransferTo(c *Caller, number byte, rules *raft.Rules) {
	rules.TransferTo = func(s *raft.State) (send bool) {
		c.askWith(number, s, nil, func(r *wire.Reader) { send = r.Bool() })
		return send
	}
}

func answerTransferTo(c *Callee, r *wire.Reader, reply []byte) []byte {
	s, log := c.given(r)
	var send bool
	c.call("TransferTo", func() seen { return seen{{s}, {send}} }, func() { send = c.rules.TransferTo(s) })
	return c.rest(wire.AppendBool(reply, send), s, log)
}
