package campaign

import (
	"raftlab/lab"
	"raftlab/raft"
)

// election is the model: a candidate, S1, as the paper describes it.
type election struct {
	servers          int
	term             raft.Term
	role             raft.Role
	votedFor         raft.NodeID
	granted, refused raft.NodeSet
	// earlier are the voters of this server's earlier elections.
	earlier raft.NodeSet
	// beaten: another server leads this term, so S1's votes will never be a majority.
	beaten bool
}

func (e *election) majority() int { return e.servers/2 + 1 }

// lost reports whether so many servers have refused that the rest is not a majority. A candidate may give up then, but
// need not.
func (e *election) lost() bool {
	return e.votedFor == 1 && e.servers-e.refused.Len() < e.majority()
}

// branch is the case of a step.
func (e *election) branch(step step) branch {
	switch {
	case step.kind == stepBegin && e.servers == 1:
		return alone
	case step.kind == stepBegin && e.role == raft.Candidate:
		return anotherElection
	case step.kind != stepReply:
		return firstElection
	case step.reply.Term > e.term:
		return laterTerm
	case step.reply.Term < e.term:
		return pastElection
	case e.role != raft.Candidate:
		return electionOver
	case !step.reply.VoteGranted:
		return voteRefused
	case e.granted.Has(step.from):
		return voteDoubled
	case with(e.granted, step.from).Len() >= e.majority():
		return electionWon
	}
	return voteCounted
}

// whyNotLeader says why the step makes no leader of S1.
func (e *election) whyNotLeader(step step) lab.Saying {
	switch e.branch(step) {
	case firstElection, anotherElection:
		return lab.Say("campaign.call.begun", "S1 has just asked: it has its own vote, and leads already. A majority "+
			"of %d is %d.", e.servers, e.majority())
	case laterTerm:
		return lab.Say("campaign.call.later-term", "Term %d is later than S1's term %d. S1 adopts it and follows.",
			step.reply.Term, e.term)
	case pastElection:
		return lab.Say("campaign.call.past-election",
			"The reply is of term %d, and S1 is in term %d. Votes of one term do not count in another.",
			step.reply.Term, e.term)
	case electionOver:
		return lab.Say("campaign.call.election-over",
			"S1 is a %v, so its election in term %d is over. The reply elects nobody.", e.role, e.term)
	case voteRefused:
		return lab.Say("campaign.call.refused", "%v refuses, which is no vote: S1 has %d of %d. A majority is %d.",
			step.from, e.granted.Len(), e.servers, e.majority())
	case voteDoubled:
		return lab.Say("campaign.call.doubled", "The vote of %v is counted already: S1 has %d of %d. A majority is %d.",
			step.from, e.granted.Len(), e.servers, e.majority())
	}
	if all := e.earlier | with(e.granted, step.from); all.Len() >= e.majority() {
		return lab.Say("campaign.call.earlier", "With this vote S1 has %d of %d in term %d, and a majority is %d. The "+
			"votes of its earlier elections do not count any more.",
			e.granted.Len()+1, e.servers, e.term, e.majority())
	}
	return lab.Say("campaign.call.counted", "With this vote S1 has %d of %d. A majority is %d.",
		e.granted.Len()+1, e.servers, e.majority())
}

// with is a set with one server more.
func with(set raft.NodeSet, from raft.NodeID) raft.NodeSet {
	set.Add(from)
	return set
}

// whyLeader says why the step makes a leader of S1, or leaves it one.
func (e *election) whyLeader(step step) lab.Saying {
	switch e.branch(step) {
	case alone:
		return lab.Say("campaign.call.alone", "S1 is alone, so its own vote is a majority.")
	case electionWon:
		return lab.Say("campaign.call.won", "With this vote S1 has %d of %d, which is a majority.",
			e.granted.Len()+1, e.servers)
	}
	return lab.Say("campaign.call.leads", "S1 leads term %d. A reply of term %d is no reason to give up.",
		e.term, step.reply.Term)
}

// apply applies the step to the model.
func (e *election) apply(step step) {
	switch step.kind {
	case stepBegin:
		e.term++
		e.earlier |= e.granted
		e.role, e.votedFor, e.granted, e.refused, e.beaten = raft.Candidate, 1, raft.SetOf(1), 0, false
	case stepHears:
		e.role, e.beaten = raft.Follower, true
	case stepReply:
		switch e.branch(step) {
		case laterTerm:
			*e = election{servers: e.servers, term: step.reply.Term}
		case voteRefused:
			e.refused.Add(step.from)
		case voteCounted, electionWon:
			e.granted.Add(step.from)
		}
	}
	if e.role == raft.Candidate && e.granted.Len() >= e.majority() {
		e.role = raft.Leader
	}
}
