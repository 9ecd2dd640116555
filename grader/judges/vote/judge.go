package vote

import (
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab"
	"raftlab/raft"
)

// reason says why the branch decides.
func (c voteCall) reason(branch branch) lab.Saying {
	req, voter := c.request, c.voter
	switch branch {
	case oldTerm:
		return lab.Say("vote.call.old-term", "Term %d is over for S1, which is in term %d.",
			req.Term, voter.Term)
	case taken:
		return lab.Say("vote.call.taken", "In term %d, S1 has voted for %v.", voter.Term, voter.VotedFor)
	case behind:
		return lab.Say("vote.call.behind", "The log of %v ends with %d/%d (index/term), which is behind S1's, %d/%d.",
			req.CandidateID, req.LastLogIndex, req.LastLogTerm, len(voter.Log), c.lastLogTerm())
	}
	return lab.Say("vote.call.granted", "The vote of term %d is free, or %v's already, and %v's log is not behind.",
		req.Term, req.CandidateID, req.CandidateID)
}

// run calls the rule and compares the outcome with the allowed ones: one in the voter's own term, and two in a later
// term.
func (c voteCall) run(rules raft.Rules) *grader.CaseFailure {
	state := c.voter.State()
	reply := rules.HandleRequestVote(state, c.request)
	branch := c.branch()
	term := max(c.voter.Term, c.request.Term)
	vote, role := c.voter.VotedFor, c.voter.Role
	if c.request.Term > c.voter.Term {
		vote, role = raft.None, raft.Follower
	}
	if branch == granted {
		vote = c.request.CandidateID
	}
	want := outcome{branch == granted, term, term, vote, role}
	got := outcome{reply.VoteGranted, reply.Term, state.CurrentTerm, state.VotedFor, state.Role}
	kept := slices.Equal(call.LogTerms(state), c.voter.Log)
	// It is also allowed to adopt a later term and refuse: the candidate asks again in its next term.
	adopted := c.request.Term > c.voter.Term && got == outcome{false, term, term, raft.None, raft.Follower}
	if kept && (got == want || adopted) {
		return nil
	}
	yours, allowed := got.String(), want.String()
	if !kept {
		yours += fmt.Sprintf(", log=%v", call.LogTerms(state))
		allowed += ", the log as it was"
	}
	failure := &grader.CaseFailure{Yours: yours, Allowed: allowed}
	failure.State, failure.Request = c.text()
	if c.name == "" {
		failure.Place, failure.Why = branches[branch].Place, c.reason(branch)
	}
	return failure
}

// outcome is an answer, and the voter after it.
type outcome struct {
	granted         bool
	replyTerm, term raft.Term
	votedFor        raft.NodeID
	role            raft.Role
}

func (o outcome) String() string {
	answer := "refused"
	if o.granted {
		answer = "granted"
	}
	return fmt.Sprintf("%s in term %d, then %v currentTerm=%d votedFor=%v",
		answer, o.replyTerm, o.role, o.term, o.votedFor)
}
