package append

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
)

// judge is the failure of a result, nil if it is allowed. The parts stand in the order of Figure 2. A part that
// endangers a property comes before one that costs time.
func (c appendCall) judge(r result) *grader.CaseFailure {
	if c.request.Term < c.server.Term {
		return c.judgeOld(r)
	}
	if f := c.judgeTerm(r); f != nil && r.term < c.request.Term {
		return f // the other parts are about the leader's term
	}
	return call.Gravest(
		c.judgeTerm(r), c.judgeRole(r), c.judgeVote(r), c.judgeAnswer(r), c.judgeLog(r), c.judgeCommit(r),
		c.judgeApplied(r), c.judgeMatch(r), c.judgeReplyTerm(r), c.judgeLeader(r), c.judgeHint(r),
	)
}

// judgeAnswer: rule 2.
func (c appendCall) judgeAnswer(r result) *grader.CaseFailure {
	req := c.request
	agrees := c.agrees()
	stepsDown := req.Term > c.server.Term || c.server.Role == raft.Candidate
	switch {
	case r.reply.Success && !agrees && c.termAt(req.PrevLogIndex) == 0:
		return call.Breaks(rule2, "append.call.accepts.no-entry",
			"S1's log has %d entries, so it has none at prevLogIndex %d. It must refuse.",
			len(c.server.Log), req.PrevLogIndex)
	case r.reply.Success && !agrees:
		return call.Breaks(rule2, "append.call.accepts.other-entry",
			"S1's entry %d is of term %d, the leader's of term %d. It must refuse.",
			req.PrevLogIndex, c.termAt(req.PrevLogIndex), req.PrevLogTerm)
	case c.unsaid(r):
		return c.saysNothing()
	case !r.reply.Success && agrees && !stepsDown && req.PrevLogIndex == 0:
		return call.Stalls(rule2, "append.call.refuses.start",
			"There is no entry at index 0 to compare, so nothing speaks against the message.")
	case !r.reply.Success && agrees && !stepsDown:
		return call.Stalls(rule2, "append.call.refuses.entry",
			"S1 has an entry %d of term %d, as the leader does. Nothing speaks against the message.",
			req.PrevLogIndex, req.PrevLogTerm)
	}
	return nil
}

// unsaid reports whether S1 refused a message, and did what it asks.
func (c appendCall) unsaid(r result) bool {
	right := c.figure2()
	moved := r.commit != c.server.CommitIndex || !raft.EqualEntries(r.log, call.Entries(c.server.Log))
	return !r.reply.Success && c.agrees() && moved && r.commit == right.commit && raft.EqualEntries(r.log, right.log)
}

// judgeLog: rules 3 and 4, or neither after a refusal.
func (c appendCall) judgeLog(r result) *grader.CaseFailure {
	if r.reply.Success && !c.agrees() {
		return nil // judgeAnswer says so
	}
	if c.unsaid(r) {
		return nil // judgeAnswer says so
	}
	if !r.reply.Success {
		keep := len(c.server.Log)
		if !c.agrees() {
			keep = int(c.mayKeep())
		}
		before := call.Entries(c.server.Log)
		if len(r.log) >= keep && len(r.log) <= len(before) && raft.EqualEntries(r.log, before[:len(r.log)]) {
			return nil
		}
		return c.judgeRefusedLog(r.log, keep)
	}
	want := c.figure2().log
	if raft.EqualEntries(r.log, want) {
		return nil
	}
	from, last := c.conflict(), c.lastNew()
	switch {
	case len(r.log) < len(want) && from == 0 && raft.Index(len(c.server.Log)) > last:
		return call.Breaks(rule3, "append.call.log.overtaken",
			"Nothing in the message conflicts with S1's log. What follows index %d stays: the message may be older "+
				"than it.", last)
	case from > 0 && len(r.log) >= int(from) && r.log[from-1].Term == c.termAt(from):
		return call.Breaks(rule3, "append.call.log.conflict",
			"S1's entry %d of term %d conflicts with the leader's of term %d: it must go, and all that follow it.",
			from, c.termAt(from), c.request.Entries[from-c.request.PrevLogIndex-1].Term)
	case from > 0 && len(r.log) > len(want):
		return call.Breaks(rule3, "append.call.log.tail",
			"Entry %d conflicted, so all that follow it must go, too. They belong to the log of an earlier leader.",
			from)
	}
	return call.Breaks(rule4, "append.call.log.entries",
		"After this message S1 has %v up to index %d: each entry that it sends, in its place, and none twice.",
		call.Terms(want[:last]), last)
}

// judgeRefusedLog is the failure of a refusal that changed the log. The first keep entries may be the leader's.
func (c appendCall) judgeRefusedLog(log []raft.Entry, keep int) *grader.CaseFailure {
	before := call.Entries(c.server.Log)
	if len(log) < keep && raft.EqualEntries(log, before[:len(log)]) {
		return call.Breaks(rule2, "append.call.log.refused.removed",
			"The message is refused, and yet S1 removed %s. The leader may have %s, too, and count on S1's copy.",
			call.Span(len(log)+1, len(before)), call.Span(1, keep))
	}
	return call.Breaks(rule2, "append.call.log.refused.taken",
		"The message is refused, and yet S1's log has other entries than before. Nothing of a refused message is "+
			"taken.")
}

// judgeCommit: rule 5.
func (c appendCall) judgeCommit(r result) *grader.CaseFailure {
	req, before := c.request, c.server.CommitIndex
	least := before
	if r.reply.Success {
		least = max(before, min(req.LeaderCommit, c.lastNew()))
	}
	most := max(before, min(req.LeaderCommit, c.known(r.log, r.reply.Success || c.unsaid(r))))
	switch {
	case r.commit < before:
		return call.Breaks(rule5, "append.call.commit.back",
			"commitIndex went back from %d to %d. A commit index never goes back: what was committed may have been "+
				"applied.", before, r.commit)
	case r.commit < least:
		return call.Stalls(rule5, "append.call.commit.least",
			"S1 commits too little, up to %d. The leader has committed index %d, and the message proves S1's log "+
				"equal up to %d: commitIndex becomes %d, whatever the terms of the entries.",
			r.commit, req.LeaderCommit, c.lastNew(), least)
	case r.commit > most && !r.reply.Success:
		return call.Breaks(rule2, "append.call.commit.refused",
			"The message is refused, and yet commitIndex rose from %d to %d. It says nothing of what S1 may count as "+
				"committed.", before, r.commit)
	case r.commit > most && r.commit > req.LeaderCommit:
		return call.Breaks(rule5, "append.call.commit.leader",
			"S1 commits too much, up to %d. The leader itself has committed only %d.", r.commit, req.LeaderCommit)
	case r.commit > most:
		return call.Breaks(rule5, "append.call.commit.most",
			"S1 commits too much, up to %d. The message proves S1's log equal to the leader's up to index %d. What is "+
				"behind it may be another's, and must not count as committed.", r.commit, c.lastNew())
	}
	return nil
}

func (c appendCall) judgeMatch(r result) *grader.CaseFailure {
	if !r.reply.Success {
		return nil
	}
	last := c.lastNew()
	if r.reply.MatchIndex < last {
		return call.Stalls(matchProved, "append.call.match.least",
			"The reply's matchIndex is %d, too low. The message proves S1's log equal up to index %d, which is "+
				"prevLogIndex %d and %d entries, and the leader counts S1 no further than the reply says.",
			r.reply.MatchIndex, last, c.request.PrevLogIndex, len(c.request.Entries))
	}
	if most := c.known(r.log, true); r.reply.MatchIndex > most {
		return call.Breaks(matchProved, "append.call.match.most",
			"The reply's matchIndex is %d, too high. The message proves S1's log equal up to index %d, which is "+
				"prevLogIndex %d and %d entries. The leader would count S1 for entries that it may not have.",
			r.reply.MatchIndex, last, c.request.PrevLogIndex, len(c.request.Entries))
	}
	return nil
}

// judgeLeader: a refusal need not set the leader, but must not leave another one.
func (c appendCall) judgeLeader(r result) *grader.CaseFailure {
	if r.leader == c.request.LeaderID || !r.reply.Success && r.leader == raft.None {
		return nil
	}
	return call.Stalls(leaderID, "append.call.leader",
		"%v leads term %d, and clients that ask S1 are sent there: s.Leader must be %v.",
		c.request.LeaderID, c.request.Term, c.request.LeaderID)
}

// judgeHint: a refusal may carry a hint, and the leader may believe it (package call has the contract).
func (c appendCall) judgeHint(r result) *grader.CaseFailure {
	prev, reply := c.request.PrevLogIndex, r.reply
	own := c.termAt(prev)
	if reply.Success || call.HintAllowed(reply, prev, own) {
		return nil
	}
	var failure *grader.CaseFailure
	switch {
	case reply.ConflictIndex > max(prev, 1):
		failure = call.Stalls(refusalHint, "append.call.hint.index",
			"The refusal's hint is wrong: ConflictIndex is %d, and S1 refused what stands at prevLogIndex %d. A "+
				"leader that believes it sends the same again. A hint is at most prevLogIndex, or 0 for none.",
			reply.ConflictIndex, prev)
	case own == 0:
		failure = call.Stalls(refusalHint, "append.call.hint.no-term",
			"The refusal's hint is wrong: ConflictTerm is %d, and S1 has no entry at prevLogIndex %d. Then it is 0, "+
				"or the leader looks for a term that says nothing of that place.", reply.ConflictTerm, prev)
	default:
		failure = call.Stalls(refusalHint, "append.call.hint.term",
			"The refusal's hint is wrong: ConflictTerm is %d, and S1's entry at prevLogIndex %d is of term %d. It is "+
				"that term, or 0 for none: the leader looks for it in its own log.", reply.ConflictTerm, prev, own)
	}
	failure.Yours = fmt.Sprintf("refused with ConflictIndex=%d ConflictTerm=%d",
		reply.ConflictIndex, reply.ConflictTerm)
	failure.Allowed = fmt.Sprintf("ConflictIndex 0 to %d, ConflictTerm 0", prev)
	if own > 0 {
		failure.Allowed += fmt.Sprintf(" or %d", own)
	}
	return failure
}
