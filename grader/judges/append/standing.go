package append

import (
	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
)

// These parts of a result are about term, role and vote, and about a leader that is deposed.

// judgeOld: a request of an earlier term is refused and changes nothing.
func (c appendCall) judgeOld(r result) *grader.CaseFailure {
	req, before := c.request, c.server
	var failure *grader.CaseFailure
	switch {
	case r.reply.Success:
		failure = call.Breaks(rule1, "append.call.old-term.accepted",
			"Term %d is over for S1, which is in term %d. It accepts a deposed leader's message, and a later leader "+
				"may have other entries in these places.", req.Term, before.Term)
	case r.term < before.Term:
		failure = call.Breaks(rule1, "append.call.old-term.back",
			"currentTerm went back from %d to %d. S1 would vote again in terms that it has left.", before.Term, r.term)
	case !raft.EqualEntries(r.log, call.Entries(before.Log)):
		failure = call.Breaks(rule1, "append.call.old-term.log",
			"The message of term %d is refused, and S1's log changed all the same. S1 is in term %d.",
			req.Term, before.Term)
	case r.commit != before.CommitIndex || r.applied != before.CommitIndex:
		failure = call.Breaks(rule1, "append.call.old-term.commit",
			"The message of term %d is refused, so it says nothing of what is committed or applied.", req.Term)
	case r.votedFor != before.VotedFor || r.term != before.Term || r.role != before.Role && r.role != raft.Follower:
		failure = call.Breaks(rule1, "append.call.old-term.changed",
			"A message of term %d changes neither term nor role nor vote of S1, which is in term %d.",
			req.Term, before.Term)
	case r.role != before.Role:
		failure = call.Stalls(rule1, "append.call.old-term.role",
			"S1 was a %v of term %d. A leader of term %d is no reason to give up.", before.Role, before.Term, req.Term)
	case r.reply.Term != before.Term:
		failure = call.Stalls(rule1, "append.call.old-term.reply",
			"The reply's term is wrong: it says %d, and S1 is in term %d. From it the old leader learns that it is "+
				"deposed.", r.reply.Term, before.Term)
	case r.leader != c.leader:
		failure = call.Stalls(leaderID, "append.call.old-term.leader",
			"%v led term %d, which is over. Clients are sent to the server that Leader names.", req.LeaderID, req.Term)
	}
	return failure
}

// judgeTerm: whoever leads this term or a later one is followed in it.
func (c appendCall) judgeTerm(r result) *grader.CaseFailure {
	req, before := c.request, c.server
	switch got := r.term; {
	case got == req.Term:
		return nil
	case got < before.Term:
		return call.Breaks(call.AllServers, "append.call.term.back",
			"currentTerm went back from %d to %d. S1 would vote again in terms that it has left.", before.Term, got)
	case got < req.Term && r.reply.Success:
		return call.Breaks(call.AllServers, "append.call.term.later",
			"S1 takes a message of term %d and stays in term %d, where it may still vote for another leader: "+
				"currentTerm must be %d.", req.Term, got, req.Term)
	case got < req.Term:
		return call.Stalls(call.AllServers, "append.call.term.deaf",
			"Term %d is later than S1's term %d: S1 must adopt it. A server that ignores it does not follow its "+
				"leader.",
			req.Term, before.Term)
	}
	return call.Stalls(call.AllServers, "append.call.term.ahead",
		"The message is of term %d, and S1 goes to term %d. It invents a term, and deposes its leader.",
		req.Term, r.term)
}

func (c appendCall) judgeRole(r result) *grader.CaseFailure {
	req, before := c.request, c.server
	switch {
	case r.role == raft.Follower:
		return nil
	case r.role == raft.Candidate && before.Role == raft.Candidate && req.Term == before.Term:
		return call.Stalls(candidatesGiveUp, "append.call.role.candidate",
			"%v leads term %d, so the election is over: the candidate becomes a follower.",
			req.LeaderID, req.Term)
	}
	return call.Breaks(call.AllServers, "append.call.role.later",
		"%v leads term %d, and S1 is a %v in it, which nobody elected. It becomes a follower.",
		req.LeaderID, req.Term, r.role)
}

// judgeReplyTerm: a reply of a wrong term proves nothing to the leader, or deposes it.
func (c appendCall) judgeReplyTerm(r result) *grader.CaseFailure {
	if r.reply.Term == c.request.Term {
		return nil
	}
	return call.Stalls(replyTerm, "append.call.reply.term",
		"The reply's term is wrong: it says %d, and S1 is in term %d by then, as the leader is. The leader takes no "+
			"answer of another term.", r.reply.Term, c.request.Term)
}

func (c appendCall) judgeApplied(r result) *grader.CaseFailure {
	if r.applied == c.server.CommitIndex {
		return nil
	}
	return call.Breaks(applyLater, "append.call.applied",
		"lastApplied is the caller's: it applies what commitIndex allows. An entry counted as applied here is "+
			"never applied.")
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
		return call.Stalls(call.AllServers, "append.call.vote.later",
			"S1 has not voted in term %d, and votedFor is %v: that vote belongs to term %d.",
			req.Term, r.votedFor, before.Term)
	}
	withdrawn := before.Role == raft.Candidate && before.VotedFor == 1 && r.votedFor == raft.None
	if r.votedFor == before.VotedFor || withdrawn {
		return nil
	}
	if before.VotedFor == raft.None {
		return call.Stalls(call.OneVote, "append.call.vote.given",
			"S1 had not voted in term %d, and votedFor is %v now, which did not ask.", req.Term, r.votedFor)
	}
	return call.Breaks(call.OneVote, "append.call.vote.changed",
		"S1's vote of term %d was %s, and votedFor is %v now. It stays for as long as the term, or another "+
			"candidate gets the vote, too.", req.Term, call.Whose(before.VotedFor), r.votedFor)
}
