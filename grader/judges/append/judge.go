package append

import (
	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
)

// judge is the failure of a result, nil if it is allowed. It follows Figure 2 from top to bottom.
func (c appendCall) judge(r result) *grader.CaseFailure {
	if c.request.Term < c.server.Term {
		return c.judgeOld(r)
	}
	for _, part := range []func(result) *grader.CaseFailure{
		c.judgeTerm, c.judgeVote, c.judgeAnswer, c.judgeLog, c.judgeCommit, c.judgeMatch, c.judgeLeader,
	} {
		if f := part(r); f != nil {
			return f
		}
	}
	return nil
}

// judgeOld: a request of an earlier term is refused and changes nothing.
func (c appendCall) judgeOld(r result) *grader.CaseFailure {
	want := c.figure2()
	// The other fields of a refusal do not matter.
	r.reply.MatchIndex, r.reply.ConflictIndex, r.reply.ConflictTerm = 0, 0, 0
	same := raft.EqualEntries(r.log, want.log)
	if r.String() == want.String() && r.applied == want.applied && same {
		return nil
	}
	return call.Breaks(rule1, "append.call.old-term",
		"Term %d is over for S1, which is in term %d. It refuses, tells its own term, and changes nothing.",
		c.request.Term, c.server.Term)
}

func (c appendCall) judgeTerm(r result) *grader.CaseFailure {
	req, before := c.request, c.server
	switch {
	case r.term != req.Term && req.Term > before.Term:
		return call.Breaks(call.AllServers, "append.call.term.later",
			"A later term is adopted: currentTerm must be %d.", req.Term)
	case r.term != req.Term:
		return call.Breaks(call.AllServers, "append.call.term.same",
			"S1 and the leader are both in term %d, and so it stays.", req.Term)
	case r.role != raft.Follower && before.Role == raft.Candidate && req.Term == before.Term:
		return call.Stalls(candidatesGiveUp, "append.call.role.candidate",
			"%v leads term %d, so the election is over: the candidate becomes a follower.",
			req.LeaderID, req.Term)
	case r.role != raft.Follower:
		return call.Breaks(call.AllServers, "append.call.role.later",
			"Whoever sees a later term becomes a follower. S1 is still a %v.", r.role)
	case r.reply.Term != req.Term:
		return call.Breaks("Figure 2, AppendEntries, results · §5.1", "append.call.reply.term",
			"The reply carries currentTerm, as it is by then: %d.", req.Term)
	case r.applied != before.CommitIndex:
		return call.Breaks(applyLater, "append.call.applied",
			"lastApplied is the caller's: it applies what commitIndex allows. An entry counted as applied here is "+
				"never applied.")
	}
	return nil
}

func (c appendCall) judgeVote(r result) *grader.CaseFailure {
	req, before := c.request, c.server
	if r.votedFor == req.LeaderID {
		return nil
	}
	if req.Term > before.Term {
		if r.votedFor == raft.None {
			return nil
		}
		return call.Breaks(call.AllServers, "append.call.vote.later",
			"The vote for %v belongs to term %d. In term %d S1 has not voted.",
			before.VotedFor, before.Term, req.Term)
	}
	withdrawn := before.Role == raft.Candidate && before.VotedFor == 1 && r.votedFor == raft.None
	if r.votedFor == before.VotedFor || withdrawn {
		return nil
	}
	return call.Breaks(call.OneVote, "append.call.vote.changed",
		"S1's vote of term %d was %v. It stays for as long as the term: who asks next must get the same answer.",
		req.Term, before.VotedFor)
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

// judgeLog: rules 3 and 4, or neither after a refusal.
func (c appendCall) judgeLog(r result) *grader.CaseFailure {
	if !r.reply.Success {
		keep := len(c.server.Log)
		if !c.agrees() {
			keep = int(c.mayKeep())
		}
		before := call.Entries(c.server.Log)
		if len(r.log) >= keep && len(r.log) <= len(before) && raft.EqualEntries(r.log, before[:len(r.log)]) {
			return nil
		}
		return call.Breaks(rule2, "append.call.log.refused",
			"The message is refused, so nothing of it is taken, and nothing goes that may be the leader's, too.")
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

// judgeCommit: rule 5.
func (c appendCall) judgeCommit(r result) *grader.CaseFailure {
	req, before := c.request, c.server.CommitIndex
	least := before
	if r.reply.Success {
		least = max(before, min(req.LeaderCommit, c.lastNew()))
	}
	most := max(before, min(req.LeaderCommit, c.known(r.log, r.reply.Success)))
	switch {
	case r.commit < before:
		return call.Breaks(rule5, "append.call.commit.back",
			"S1 knows that %d entries are committed, and a commit index never goes back. The message is older than "+
				"that.", before)
	case r.commit < least:
		return call.Stalls(rule5, "append.call.commit.least",
			"The leader has committed index %d, and the message proves S1's log equal up to %d. So commitIndex "+
				"becomes %d.", req.LeaderCommit, c.lastNew(), least)
	case r.commit > most && !r.reply.Success:
		return call.Breaks(rule2, "append.call.commit.refused",
			"The message is refused, so it says nothing of what S1 may count as committed.")
	case r.commit > most && r.commit > req.LeaderCommit:
		return call.Breaks(rule5, "append.call.commit.leader",
			"The leader itself has committed only %d.", req.LeaderCommit)
	case r.commit > most:
		return call.Breaks(rule5, "append.call.commit.most",
			"The message proves S1's log equal to the leader's up to index %d. What is behind it may be another's, "+
				"and must not count as committed.", c.lastNew())
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
			"The message proves S1's log equal up to index %d, which is prevLogIndex %d and %d entries. The leader "+
				"must learn that, or it never counts them.", last, c.request.PrevLogIndex, len(c.request.Entries))
	}
	if most := c.known(r.log, true); r.reply.MatchIndex > most {
		return call.Breaks(matchProved, "append.call.match.most",
			"The message proves S1's log equal up to index %d, which is prevLogIndex %d and %d entries. The leader "+
				"would count S1 for entries that it does not have.",
			last, c.request.PrevLogIndex, len(c.request.Entries))
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
