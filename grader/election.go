package grader

import (
	"fmt"
	"slices"

	"raftlab/raft"
)

// How the campaign exercise is judged. Votes come one by one, and how a candidate keeps them is its own
// affair. So a case is a short story of an election, told to the learner's rules from its beginning,
// and only the end of it is judged: by a model that counts votes as the paper does.

// campaignCall is a server and what happens to it. Name, place and why are an example's; small calls
// have none. The last step is the call that is judged.
type campaignCall struct {
	name, place, why string
	server           smallServer
	steps            []campaignStep
}

// campaignStep is one thing that happens to the candidate.
type campaignStep struct {
	kind  stepKind
	from  raft.NodeID
	reply raft.RequestVoteReply
}

type stepKind int

const (
	stepBegin stepKind = iota // StartElection
	stepReply                 // HandleRequestVoteReply
	stepHears                 // a leader of the same term shows itself, which is another rule's part
)

func begin() campaignStep { return campaignStep{kind: stepBegin} }
func hears() campaignStep { return campaignStep{kind: stepHears} }

func grants(from raft.NodeID, term raft.Term) campaignStep {
	return campaignStep{kind: stepReply, from: from, reply: raft.RequestVoteReply{Term: term, VoteGranted: true}}
}

func refuses(from raft.NodeID, term raft.Term) campaignStep {
	return campaignStep{kind: stepReply, from: from, reply: raft.RequestVoteReply{Term: term}}
}

// String is the step within a story.
func (s campaignStep) String() string {
	switch s.kind {
	case stepBegin:
		return "StartElection"
	case stepHears:
		return "a leader of this term is heard from"
	}
	if s.reply.VoteGranted {
		return fmt.Sprintf("%v grants in term %d", s.from, s.reply.Term)
	}
	return fmt.Sprintf("%v refuses in term %d", s.from, s.reply.Term)
}

// call is the step as the call that is judged.
func (s campaignStep) call() string {
	if s.kind != stepReply {
		return s.String()
	}
	answer := "refused"
	if s.reply.VoteGranted {
		answer = "granted"
	}
	return fmt.Sprintf("RequestVoteReply{term %d, %s} from %v", s.reply.Term, answer, s.from)
}

// election is the model: what the paper says of a candidate, S1.
type election struct {
	servers          int
	term             raft.Term
	role             raft.Role
	votedFor         raft.NodeID
	granted, refused raft.NodeSet
	// beaten: another leads this term, so S1's votes will never be a majority.
	beaten bool
}

func (e *election) majority() int { return e.servers/2 + 1 }

// lost: so many have refused that the rest is no majority. A candidate may give up then, and need not.
func (e *election) lost() bool {
	return e.votedFor == 1 && e.servers-e.refused.Len() < e.majority()
}

// branch is what decides a step.
func (e *election) branch(step campaignStep) campaignBranch {
	again := e.granted
	again.Add(step.from)
	switch {
	case step.kind == stepBegin && e.servers == 1:
		return campaignAlone
	case step.kind == stepBegin && e.role == raft.Candidate:
		return campaignAgain
	case step.kind != stepReply:
		return campaignFirst
	case step.reply.Term > e.term:
		return campaignLater
	case step.reply.Term < e.term:
		return campaignPast
	case e.role != raft.Candidate:
		return campaignOver
	case !step.reply.VoteGranted:
		return campaignRefused
	case e.granted.Has(step.from):
		return campaignDoubled
	case again.Len() >= e.majority():
		return campaignWon
	}
	return campaignCounted
}

// why is what the paper says of the branch, for a small call.
func (e *election) why(step campaignStep) string {
	switch e.branch(step) {
	case campaignFirst, campaignAgain:
		return fmt.Sprintf("The election is in term %d: the term before it and one more. S1 is its candidate and has S1's vote.", e.term+1)
	case campaignAlone:
		return "S1 is alone, so its own vote is a majority."
	case campaignLater:
		return fmt.Sprintf("Term %d is later than S1's term %d. S1 adopts it and follows.", step.reply.Term, e.term)
	case campaignPast:
		return fmt.Sprintf("The reply is of term %d, and S1 is in term %d. Votes of one term do not count in another.", step.reply.Term, e.term)
	case campaignOver:
		return fmt.Sprintf("S1 is a %v, so its election in term %d is over. The reply changes nothing.", e.role, e.term)
	case campaignRefused:
		return "A refusal is not counted."
	case campaignDoubled:
		return fmt.Sprintf("The vote of %v is counted already.", step.from)
	case campaignWon:
		return fmt.Sprintf("With this vote S1 has %d of %d, which is a majority.", e.granted.Len()+1, e.servers)
	}
	return fmt.Sprintf("With this vote S1 has %d of %d. A majority is %d.", e.granted.Len()+1, e.servers, e.majority())
}

// apply lets the step happen to the model.
func (e *election) apply(step campaignStep) {
	switch step.kind {
	case stepBegin:
		e.term++
		e.role, e.votedFor, e.granted, e.refused, e.beaten = raft.Candidate, 1, raft.SetOf(1), 0, false
	case stepHears:
		e.role, e.beaten = raft.Follower, true
	case stepReply:
		switch e.branch(step) {
		case campaignLater:
			*e = election{servers: e.servers, term: step.reply.Term}
		case campaignRefused:
			e.refused.Add(step.from)
		case campaignCounted, campaignWon:
			e.granted.Add(step.from)
		}
	}
	if e.role == raft.Candidate && e.granted.Len() >= e.majority() {
		e.role = raft.Leader
	}
}

func (c *campaignCall) model() election {
	return election{servers: c.server.servers, term: c.server.term, role: c.server.role, votedFor: c.server.votedFor}
}

// size: short stories first, then small clusters.
func (c *campaignCall) size() int {
	size := 100*len(c.steps) + c.server.size()
	for _, step := range c.steps {
		size += int(step.from)
	}
	return size
}

func (c *campaignCall) toCase() Case {
	return Case{Name: c.name, Place: c.place, Why: c.why, Run: c.run}
}

// run tells the story and judges its end.
func (c *campaignCall) run(rules raft.Rules) *CaseFailure {
	state, model := c.server.state(), c.model()
	if c.server.role == raft.Follower && c.server.votedFor > 1 {
		state.Leader = c.server.votedFor
	}
	last := len(c.steps) - 1
	for _, step := range c.steps[:last] {
		role := model.role
		model.apply(step)
		step.happens(state, rules)
		if model.role == raft.Leader && role != raft.Leader && state.Role == raft.Leader {
			lead(state)
		}
	}
	j := judgement{call: c, step: c.steps[last], before: model, after: model, state: state}
	j.next, j.match = slices.Clone(state.NextIndex), slices.Clone(state.MatchIndex)
	j.log, j.commit = slices.Clone(state.Log.From(1)), state.CommitIndex
	j.after.apply(j.step)
	j.request = j.step.happens(state, rules)
	return j.judge()
}

// happens lets the step happen to a server: the learner's rule, or what a leader does to it.
func (s campaignStep) happens(state *raft.State, rules raft.Rules) raft.RequestVote {
	switch s.kind {
	case stepBegin:
		return rules.StartElection(state)
	case stepReply:
		rules.HandleRequestVoteReply(state, s.from, s.reply)
	case stepHears:
		state.BecomeFollower(state.CurrentTerm, state.Servers[len(state.Servers)-1])
	}
	return raft.RequestVote{}
}

// lead is what comes of a new leader before the next step: its no-op, and a first success of S2.
func lead(s *raft.State) {
	s.AppendAsLeader(raft.NoOp, nil)
	if len(s.Servers) > 1 {
		s.MatchIndex[2], s.NextIndex[2] = s.Log.LastIndex(), s.Log.LastIndex()+1
	}
}
