package prevote

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab"
	"raftlab/raft"
)

// requestCall is a voter and a RequestVote that may be left unanswered. Only examples have a name and why.
type requestCall struct {
	name, why string
	voter     call.Server
	heard     bool
	request   raft.RequestVote
	transfer  bool
}

func (c requestCall) size() int { return c.voter.Size() + int(c.request.Term) }

func (c requestCall) toCase() call.Case {
	return call.Case{Name: c.name, Place: unanswered, Why: c.why, Run: c.run, Call: c.text}
}

func (c requestCall) text() (state, request string) {
	request = fmt.Sprintf("RequestVote{term %d, candidate %v, last %d/%d}", c.request.Term, c.request.CandidateID,
		c.request.LastLogIndex, c.request.LastLogTerm)
	if c.transfer {
		request += ", which its leader told it to send"
	}
	return c.voter.String() + heardText(c.heard), request
}

func (c requestCall) state() *raft.State {
	s := c.voter.State()
	s.Heard = c.heard
	return s
}

// branch is the case of a request.
func requestBranch(s *raft.State, req raft.RequestVote, transfer bool) branch {
	switch {
	case !s.Heard:
		return noLeader
	case req.Term <= s.CurrentTerm:
		return noLaterTerm
	case transfer:
		return sentByLeader
	}
	return disturbing
}

// run calls the rule and judges each part of the outcome.
func (c requestCall) run(rules raft.Rules) *grader.CaseFailure {
	before, after := c.state(), c.state()
	leaves := rules.LeavesUnanswered(after, c.request, c.transfer)
	failure := call.Gravest(c.leaves(leaves), kept(unanswered, before, after))
	if failure == nil {
		return nil
	}
	branch := requestBranch(before, c.request, c.transfer)
	failure.State, failure.Request = c.text()
	failure.Yours = fmt.Sprintf("unanswered: %v", leaves)
	failure.Allowed = fmt.Sprintf("unanswered: %v, and nothing changes", branch == disturbing)
	if branch == noLaterTerm {
		failure.Allowed = "unanswered or not, and nothing changes"
	}
	return failure
}

// leaves judges whether the request is left unanswered. A request of no later term deposes nobody, so it does not
// matter there.
func (c requestCall) leaves(leaves bool) *grader.CaseFailure {
	branch := requestBranch(c.state(), c.request, c.transfer)
	if branch == noLaterTerm || leaves == (branch == disturbing) {
		return nil
	}
	failure := call.Stalls(unanswered, "", "")
	switch {
	case branch == disturbing && c.voter.Role == raft.Leader:
		failure.Why = lab.Say("prevote.call.leaves.leader",
			"S1 leads term %d. It hears itself, so it knows of a leader that works. If it handles this request, it "+
				"adopts term %d and steps down.", c.voter.Term, c.request.Term)
	case branch == disturbing:
		failure.Why = lab.Say("prevote.call.leaves.answers",
			"S1 has just heard from %v, which leads. If it handles this request, it adopts term %d, and its next "+
				"answer deposes %v.", c.voter.Leader, c.request.Term, c.voter.Leader)
	case branch == sentByLeader:
		failure.Why = lab.Say("prevote.call.leaves.transfer",
			"%v stands because its leader told it to. If all that hear this leader leave the request unanswered, "+
				"nobody can take over.", c.request.CandidateID)
	case c.request.Term < c.voter.Term:
		failure.Why = lab.Say("prevote.call.leaves.past",
			"S1 knows of no leader. The refusal of a request of term %d tells %v of term %d; without it, %v stays "+
				"behind.",
			c.request.Term, c.request.CandidateID, c.voter.Term, c.request.CandidateID)
	default:
		failure.Why = lab.Say("prevote.call.leaves.silent",
			"S1 knows of no leader, and leaves the request of %v unanswered. Then nobody is ever elected.",
			c.request.CandidateID)
	}
	if c.name != "" {
		failure.Place, failure.Why = "", lab.Saying{}
	}
	return failure
}

// smallRequests is every request to a voter, in terms up to 3.
func smallRequests() []one {
	var calls []one
	for term := raft.Term(0); term <= 3; term++ {
		for _, voter := range smallVoters(term, []raft.Term{1}[:min(term, 1)]) {
			for asked := raft.Term(1); asked <= 5; asked++ {
				for _, transfer := range []bool{false, true} {
					calls = append(calls, requestCall{
						voter: voter.voter, heard: voter.heard, transfer: transfer,
						request: raft.RequestVote{
							Term: asked, CandidateID: 2,
							LastLogIndex: raft.Index(min(asked-1, 1)), LastLogTerm: min(asked-1, 1),
						},
					})
				}
			}
		}
	}
	return calls
}
