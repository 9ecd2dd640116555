package append

import (
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
)

// refusals are the codes of a message that is refused, and should be accepted.
var refusals = []string{"append.call.refuses.start", "append.call.refuses.entry"}

// refusedFor says why a rule refuses what it should accept: it accepts the same message in a later term, or the log
// without what stands behind prevLogIndex. It is nil if it refuses these, too.
func (c appendCall) refusedFor(rules raft.Rules) *grader.CaseFailure {
	accepts := func(c appendCall) bool {
		state, req := c.server.State(), c.request
		state.Leader = c.leader
		req.Entries = slices.Clone(req.Entries)
		return rules.HandleAppendEntries(state, req).Success
	}
	prev := int(c.request.PrevLogIndex)
	if c.takesOneMore(rules) {
		return c.saysNothing()
	}
	shorter, later := c, c
	shorter.server.Log = c.server.Log[:prev]
	shorter.server.CommitIndex = min(c.server.CommitIndex, raft.Index(prev))
	later.server.Term = c.request.Term - 1
	switch {
	case len(c.server.Log) > prev && accepts(shorter):
		return call.Stalls(rule2, "append.call.refuses.behind",
			"S1 refuses because its log goes on behind prevLogIndex %d, up to %d. Only the entry at prevLogIndex is "+
				"compared. What stands behind it is compared with the new entries, one by one.", prev,
			len(c.server.Log))
	case later.server.Term >= c.lastTerm() && accepts(later):
		return call.Stalls(rule1, "append.call.refuses.own-term",
			"S1 refuses a message of term %d, which is its own, and would accept it if S1 were in an earlier one. "+
				"Only a message of an earlier term than S1's is refused for its term.", c.request.Term)
	}
	return nil
}

// saysNothing is the failure of a rule that does what a message asks, and refuses.
func (c appendCall) saysNothing() *grader.CaseFailure {
	return call.Stalls(matchProved, "append.call.refuses.unsaid",
		"S1 does what such a message asks, and its reply is a refusal: Success is not set. The leader sends the same "+
			"again, and never counts S1.")
}

// takesOneMore reports whether the rule refuses the message with one more entry, and takes that entry.
func (c appendCall) takesOneMore(rules raft.Rules) bool {
	state, req := c.server.State(), c.request
	state.Leader = c.leader
	last := c.lastNew() + 1
	entry := call.Entry(last, req.Term)
	req.Entries = append(slices.Clone(req.Entries), entry)
	reply := rules.HandleAppendEntries(state, req)
	return !reply.Success && state.Log.LastIndex() == last && state.Log.Entry(last).Equal(entry)
}

// lastTerm is the term of the last entry of S1's log.
func (c appendCall) lastTerm() raft.Term {
	if n := len(c.server.Log); n > 0 {
		return c.server.Log[n-1]
	}
	return 0
}
