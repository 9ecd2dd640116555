package campaign

import (
	"strings"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab"
	"raftlab/raft"
)

// standing judges term, role and vote, each by itself. A candidate that cannot win any more may give up. It may then
// forget its vote for itself, which elects nobody else.
func (j ending) standing() *grader.CaseFailure {
	s, want := j.state, j.after
	gaveUp := want.lost() && s.CurrentTerm == want.term && s.Role == raft.Follower &&
		(s.VotedFor == 1 || s.VotedFor == raft.None)
	if gaveUp {
		return nil
	}
	failure := call.Gravest(j.term(), j.vote(), j.role())
	if failure == nil {
		return nil
	}
	allowed := standingText(want.role, want.term, want.votedFor)
	if want.lost() && want.role == raft.Candidate {
		allowed += ", or a follower"
	}
	yours := standingText(s.Role, s.CurrentTerm, s.VotedFor)
	if want.role == raft.Leader && s.Role == raft.Candidate {
		yours += ", and VotesGranted has " + namesOf(s.VotesGranted)
	}
	text := j.failure(yours, allowed, failure.Place, failure.Why)
	text.Liveness = failure.Liveness
	return text
}

// namesOf are the servers of a set.
func namesOf(set raft.NodeSet) string {
	var names []string
	for id := range raft.MaxNodeID {
		if set.Has(id) {
			names = append(names, id.String())
		}
	}
	if names == nil {
		return "nobody"
	}
	return strings.Join(names, " ")
}

// term: an election raises it by one, a later term is adopted, and nothing else changes it.
func (j ending) term() *grader.CaseFailure {
	got, want, was := j.state.CurrentTerm, j.after.term, j.before.term
	begins := j.step.kind == stepBegin
	switch {
	case got == want:
		return nil
	case got < was:
		return call.Breaks(call.AllServers, "campaign.call.term.back",
			"currentTerm went back from %d to %d. S1 would vote again in terms that it has left.", was, got)
	case begins && got == was && j.state.VotedFor == j.before.votedFor:
		return call.Stalls(candidateStart, "campaign.call.term.same",
			"The election is in term %d, and S1 stays in term %d, in which votes are given already. It raises its "+
				"term by one.", want, got)
	case begins && got == was:
		return call.Breaks(candidateStart, "campaign.call.term.not-raised",
			"S1 votes for itself in term %d, in which it may have voted already. It raises its term first, to %d.",
			got, want)
	case begins:
		return call.Stalls(candidateStart, "campaign.call.term.raised",
			"The term rose by %d, from %d to %d. An election raises it by one, to %d.", got-was, was, got, want)
	case got < want:
		return call.Stalls(call.AllServers, "campaign.call.term.deaf",
			"The reply is of term %d, later than S1's term %d: S1 must adopt it and follow. currentTerm is still %d, "+
				"a term that is over.", want, was, got)
	}
	return call.Stalls(call.AllServers, "campaign.call.term.ahead",
		"The reply is of term %d, and S1 was in term %d and is in term %d now. Nobody is in that term.",
		j.step.reply.Term, was, got)
}

// vote: S1's own in an election, free in a later term, and otherwise unchanged.
func (j ending) vote() *grader.CaseFailure {
	got, want := j.state.VotedFor, j.after.votedFor
	switch {
	case got == want:
		return nil
	case j.step.kind == stepBegin && j.state.Role == raft.Follower && got == j.before.votedFor:
		return nil // it does not stand at all: role says so
	case j.step.kind == stepBegin:
		return call.Breaks(candidateStart, "campaign.call.vote.own",
			"S1 asks for votes of term %d, and votedFor is %v. Without its own vote on record it gives the vote of "+
				"this term to another, too.", j.state.CurrentTerm, got)
	case j.state.CurrentTerm == j.before.term && j.after.term > j.before.term:
		return nil // the later term was not adopted: term says so
	case j.after.term > j.before.term:
		return call.Stalls(call.AllServers, "campaign.call.vote.later",
			"S1 has not voted in term %d yet, and votedFor is %v. Nobody else could get its vote there.",
			j.after.term, got)
	}
	return call.Breaks(call.OneVote, "campaign.call.vote.changed",
		"S1's vote of term %d was %s, and votedFor is %v now. It stays for as long as the term.",
		j.before.term, call.Whose(want), got)
}

// role: what the votes make of S1.
func (j ending) role() *grader.CaseFailure {
	got, want := j.state.Role, j.after.role
	adopted := j.state.CurrentTerm > j.before.term && j.step.kind == stepReply
	branch := j.before.branch(j.step)
	var failure *grader.CaseFailure
	switch {
	case got == want || j.state.CurrentTerm == j.before.term && branch == laterTerm && got == j.before.role:
		return nil
	case adopted:
		failure = call.Breaks(call.AllServers, "campaign.call.role.later",
			"S1 is a %v in term %d, which nobody elected. Whoever sees a later term becomes a follower.",
			got, j.state.CurrentTerm)
	case got == raft.Leader:
		failure = call.Breaks(branches[branch].Place, "", "")
		failure.Why = j.before.whyNotLeader(j.step)
		if j.step.kind == stepBegin {
			return failure // an example about a beginning is about the vote, too
		}
	case want == raft.Leader:
		failure = call.Stalls(branches[branch].Place, "", "")
		failure.Why = j.before.whyLeader(j.step)
	case j.step.kind == stepBegin:
		return call.Stalls(candidateStart, "campaign.call.role.begun",
			"S1's wait is over, so it stands for election: it becomes a candidate. It is a %v.", got)
	case got == raft.Follower && branch == voteRefused:
		failure = call.Stalls(branches[branch].Place, "campaign.call.role.refused",
			"S1 was a %v of term %d and is a follower now. The refusal of %v is no reason to give up: others may "+
				"still vote for S1.", j.before.role, j.before.term, j.step.from)
	case got == raft.Follower:
		failure = call.Stalls(branches[branch].Place, "campaign.call.role.gives-up",
			"S1 was a %v of term %d and is a follower now. A reply of term %d is no reason to give up.",
			j.before.role, j.before.term, j.step.reply.Term)
	default:
		failure = call.Breaks(branches[branch].Place, "campaign.call.role.candidate",
			"S1 was a %v of term %d and is a %v now. A reply makes nobody a candidate.",
			j.before.role, j.before.term, got)
	}
	return j.inOwnWords(failure, branch)
}

// inOwnWords gives an example's failure the example's own sentence, if the example is about that branch.
func (j ending) inOwnWords(failure *grader.CaseFailure, about branch) *grader.CaseFailure {
	if j.call.name != "" && j.before.branch(j.step) == about {
		failure.Place, failure.Why = "", lab.Saying{}
	}
	return failure
}
