package prevote

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab"
	"raftlab/raft"
)

// questionCall is a voter and the question of a pre-candidate. Only examples have a name, a place and why.
type questionCall struct {
	name, place, why string
	voter            call.Server
	// heard: the voter knows of a leader that works.
	heard   bool
	request raft.PreVote
}

func (c questionCall) size() int {
	req := c.request
	size := c.voter.Size() + int(req.Term) + int(req.LastLogIndex) + int(req.LastLogTerm) + int(req.CandidateID)
	if c.heard {
		size++
	}
	return size
}

func (c questionCall) toCase() call.Case {
	return call.Case{Name: c.name, Place: c.place, Why: c.why, Run: c.run, Call: c.text}
}

func (c questionCall) text() (state, request string) {
	req := c.request
	return c.voter.String() + heardText(c.heard), fmt.Sprintf("PreVote{term %d, candidate %v, last %d/%d}", req.Term,
		req.CandidateID, req.LastLogIndex, req.LastLogTerm)
}

func (c questionCall) state() *raft.State {
	s := c.voter.State()
	s.Heard = c.heard
	return s
}

// branch is the case of a question.
func (c questionCall) branch() branch { return questionBranch(c.state(), c.request) }

func questionBranch(s *raft.State, req raft.PreVote) branch {
	last, term := s.Log.LastIndex(), s.Log.LastTerm()
	switch {
	case s.Heard:
		return knowsLeader
	case req.Term < s.CurrentTerm:
		return pastTerm
	case req.Term == s.CurrentTerm && s.VotedFor != raft.None && s.VotedFor != req.CandidateID:
		return voteTaken
	case req.LastLogTerm < term || req.LastLogTerm == term && req.LastLogIndex < last:
		return behind
	}
	return wouldVote
}

// mayRefuse reports whether the voter may say no where it would vote.
func (c questionCall) mayRefuse() bool {
	return c.request.Term == c.voter.Term || c.voter.Role == raft.Candidate
}

// run calls the rule and judges each part of the outcome.
func (c questionCall) run(rules raft.Rules) *grader.CaseFailure {
	before, after := c.state(), c.state()
	reply := rules.HandlePreVote(after, c.request)
	failure := call.Gravest(c.answer(reply, rules), c.replyTerm(reply), kept(answers, before, after))
	if failure == nil {
		return nil
	}
	failure.State, failure.Request = c.text()
	failure.Yours = "answers " + answerText(reply)
	if after.CurrentTerm != before.CurrentTerm || after.VotedFor != before.VotedFor || after.Role != before.Role {
		failure.Yours += ", and is " + standingText(after.Role, after.CurrentTerm, after.VotedFor)
	}
	failure.Allowed = c.allowed() + ", and nothing changes"
	return failure
}

func answerText(r raft.PreVoteReply) string {
	if r.Granted {
		return fmt.Sprintf("PreVoteReply{term %d, granted}", r.Term)
	}
	return fmt.Sprintf("PreVoteReply{term %d, refused}", r.Term)
}

func (c questionCall) allowed() string {
	yes := answerText(raft.PreVoteReply{Term: c.request.Term, Granted: true})
	no := answerText(raft.PreVoteReply{Term: c.voter.Term})
	switch {
	case c.branch() != wouldVote:
		return "answers " + no
	case c.mayRefuse():
		return "answers " + yes + ", or " + no
	}
	return "answers " + yes
}

// answer judges yes and no. Neither is a vote, so neither endangers a property.
func (c questionCall) answer(reply raft.PreVoteReply, rules raft.Rules) *grader.CaseFailure {
	would := c.branch() == wouldVote
	if reply.Granted == would || !reply.Granted && c.mayRefuse() {
		return nil
	}
	failure := call.Stalls(answers, "", "")
	if failure.Why = c.whyNot(); would {
		failure.Why = c.whyYes(rules)
	}
	if c.name != "" {
		failure.Place, failure.Why = "", lab.Saying{} // the example is about the answer
	}
	return failure
}

// whyNot says why a question that was answered with yes had to be refused.
func (c questionCall) whyNot() lab.Saying {
	req, voter := c.request, c.voter
	switch c.branch() {
	case knowsLeader:
		if voter.Role == raft.Leader {
			return lab.Say("prevote.call.yes.leads",
				"S1 leads term %d, and says that it would vote for %v. A leader hears itself: it knows of one that "+
					"works.",
				voter.Term, req.CandidateID)
		}
		return lab.Say("prevote.call.yes.heard",
			"S1 has just heard from %v, which leads, and says that it would vote for %v. Then %v stands, and its term "+
				"deposes a leader that works. A good log is not enough.", voter.Leader, req.CandidateID,
			req.CandidateID)
	case pastTerm:
		return lab.Say("prevote.call.yes.past",
			"%v asks for term %d, which is over for S1, which is in term %d. It would not vote in it.", req.CandidateID,
			req.Term, voter.Term)
	case voteTaken:
		return lab.Say("prevote.call.yes.taken",
			"%v asks for term %d, and S1's vote of that term is %s. It would not vote for %v.", req.CandidateID,
			req.Term,
			call.Whose(voter.VotedFor), req.CandidateID)
	}
	return lab.Say("prevote.call.yes.behind",
		"The log of %v ends with %d/%d (index/term), which is behind S1's, %d/%d. S1 would not vote for it, and an "+
			"election that %v cannot win only raises the term.", req.CandidateID, req.LastLogIndex, req.LastLogTerm,
		len(voter.Log), lastTerm(voter.Log), req.CandidateID)
}

// whyYes says why a question that was refused had to be answered with yes. It asks the rule in other situations what
// the refusal is due to.
func (c questionCall) whyYes(rules raft.Rules) lab.Saying {
	req, voter := c.request, c.voter
	free, later := c, req
	free.voter.VotedFor = raft.None
	later.LastLogIndex, later.LastLogTerm = later.LastLogIndex+1, later.Term
	var unbound, ahead bool
	call.Asked(func() {
		unbound = rules.HandlePreVote(free.state(), req).Granted
		ahead = rules.HandlePreVote(c.state(), later).Granted
	})
	switch {
	case voter.VotedFor != raft.None && unbound:
		return lab.Say("prevote.call.no.voted",
			"S1 refuses since it voted for %s in term %d. %v asks for term %d: a later term brings a new vote.",
			whom(voter.VotedFor), voter.Term, req.CandidateID, req.Term)
	case ahead:
		return lab.Say("prevote.call.no.log",
			"S1 refuses because of the logs. That of %v ends with %d/%d (index/term) and S1's with %d/%d, so it is "+
				"not behind.", req.CandidateID, req.LastLogIndex, req.LastLogTerm, len(voter.Log), lastTerm(voter.Log))
	case voter.Role == raft.PreCandidate:
		return lab.Say("prevote.call.no.asks",
			"S1 refuses, and asks itself. Two servers that ask at the same time would refuse each other for ever. To "+
				"say yes costs nothing: it is no vote.")
	}
	return lab.Say("prevote.call.no",
		"S1 refuses. It hears no leader, would have a vote in term %d, and the log of %v is not behind its own.",
		req.Term,
		req.CandidateID)
}

// whom is a server as S1 speaks of it.
func whom(id raft.NodeID) string {
	if id == 1 {
		return "itself"
	}
	return id.String()
}

// replyTerm: a grant has the term that was asked for. A refusal tells a pre-candidate that is behind of the voter's
// term, and none of a term that the voter is not in.
func (c questionCall) replyTerm(reply raft.PreVoteReply) *grader.CaseFailure {
	asked, own := c.request.Term, c.voter.Term
	switch {
	case reply.Granted && reply.Term != asked && c.branch() == wouldVote:
		return call.Stalls(answers, "prevote.call.reply.grant",
			"S1 says yes to a question for term %d, and its answer has term %d. By its term the pre-candidate knows "+
				"which of its attempts an answer belongs to, so the answer has the question's.", asked, reply.Term)
	case reply.Granted:
		return nil
	case own >= asked && reply.Term != own:
		return call.Stalls(answers, "prevote.call.reply.hidden",
			"%v asks for term %d, and S1 is in term %d. Its refusal has term %d, so %v does not learn how far it is "+
				"behind, and asks in vain for ever.", c.request.CandidateID, asked, own, reply.Term,
			c.request.CandidateID)
	case own < asked && reply.Term >= asked:
		return call.Stalls(answers, "prevote.call.reply.invented",
			"S1 refuses with term %d, and is in term %d itself. %v takes it for a term that somebody is in, and "+
				"adopts it: its term rises, which a question should prevent.", reply.Term, own, c.request.CandidateID)
	}
	return nil
}

// smallQuestions is every question to a voter with at most two entries, in terms up to 2.
func smallQuestions() []one {
	var calls []one
	for _, log := range call.Logs(2, 2) {
		for term := raft.Term(0); term <= 2; term++ {
			if lastTerm(log) > term {
				continue
			}
			for _, voter := range smallVoters(term, log) {
				calls = append(calls, smallQuestionsTo(voter)...)
			}
		}
	}
	return calls
}

// smallVoters is every voter of this term and log that a rule may tell from the others.
func smallVoters(term raft.Term, log []raft.Term) []questionCall {
	base := call.Server{Servers: 3, Term: term, Log: log, CommitIndex: min(1, raft.Index(len(log)))}
	voters := []questionCall{{voter: base}}
	if term == 0 {
		return voters
	}
	for vote := raft.NodeID(0); vote <= 3; vote++ {
		voter := base
		voter.VotedFor = vote
		voters = append(voters, questionCall{voter: voter})
		voter.Leader = 3
		voters = append(voters, questionCall{voter: voter}, questionCall{voter: voter, heard: true})
		voter.Role, voter.Leader = raft.PreCandidate, raft.None
		voters = append(voters, questionCall{voter: voter})
	}
	candidate, leader := base, base
	candidate.Role, candidate.VotedFor = raft.Candidate, 1
	leader.Role, leader.VotedFor, leader.Leader = raft.Leader, 1, 1
	return append(voters, questionCall{voter: candidate}, questionCall{voter: leader, heard: true})
}

// smallQuestionsTo is every question of a pre-candidate with at most two entries. It has no entry of the term that it
// asks for.
func smallQuestionsTo(to questionCall) []one {
	var calls []one
	for term := raft.Term(1); term <= 4; term++ {
		for last := raft.Index(0); last <= 2; last++ {
			for end := min(raft.Term(last), 1); end <= min(raft.Term(3*last), term-1); end++ {
				to.request = raft.PreVote{Term: term, CandidateID: 2, LastLogIndex: last, LastLogTerm: end}
				calls = append(calls, to)
			}
		}
	}
	return calls
}
