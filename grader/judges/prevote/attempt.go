package prevote

import (
	"fmt"
	"slices"

	"raftlab/grader/call"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// attempt is the model: S1, which asks whether it may stand, as the thesis describes it.
type attempt struct {
	servers          int
	term             raft.Term
	role             raft.Role
	votedFor         raft.NodeID
	granted, refused raft.NodeSet
	// asked are the terms that S1 has asked for so far, the last one last.
	asked []raft.Term
	// won: S1 has a majority of pre-votes, so the caller makes it a candidate.
	won bool
}

func (a *attempt) majority() int { return a.servers/2 + 1 }

// lost reports whether so many servers have refused that the rest is not a majority.
func (a *attempt) lost() bool {
	return a.role == raft.PreCandidate && a.servers-a.refused.Len() < a.majority()
}

// branch is the case of an answer.
func (a *attempt) branch(s step) branch {
	switch {
	case s.kind == stepAsk && a.role == raft.Follower:
		return firstAttempt
	case s.kind == stepAsk:
		return anotherAttempt
	case !s.reply.Granted && s.reply.Term > a.term:
		return refusedLater
	case !s.reply.Granted:
		return refused
	case a.role != raft.PreCandidate || s.reply.Term != a.term+1:
		return attemptOver
	case with(a.granted, s.from).Len() >= a.majority():
		return attemptWon
	}
	return counted
}

// with is a set with one server more.
func with(set raft.NodeSet, id raft.NodeID) raft.NodeSet {
	set.Add(id)
	return set
}

// apply applies the step to the model.
func (a *attempt) apply(s step) {
	a.won = false
	switch s.kind {
	case stepAsk:
		a.role, a.granted, a.refused = raft.PreCandidate, raft.SetOf(1), 0
		a.asked = append(slices.Clone(a.asked), a.term+1)
	case stepHears:
		a.role = raft.Follower
	case stepStands:
		a.term++
		a.role, a.votedFor = raft.Candidate, 1
	case stepAnswer:
		switch a.branch(s) {
		case refusedLater:
			a.term, a.role, a.votedFor = s.reply.Term, raft.Follower, raft.None
		case refused:
			a.refused.Add(s.from)
		case counted:
			a.granted.Add(s.from)
		case attemptWon:
			a.granted.Add(s.from)
			a.won = true
		}
	}
}

// possible is the steps that may happen next. Nobody grants what S1 never asked for, and nobody who refused an attempt
// grants it as well.
func (a *attempt) possible() []step {
	if a.won {
		return []step{stands()}
	}
	steps := []step{ask(), hears()}
	for id := raft.NodeID(2); int(id) <= a.servers; id++ {
		steps = append(steps, refuses(id, a.term-1), refuses(id, a.term+1))
		for _, term := range slices.Compact(slices.Clone(a.asked)) {
			if term <= a.term || !a.refused.Has(id) {
				steps = append(steps, grants(id, term))
			}
		}
		if !a.granted.Has(id) {
			steps = append(steps, refuses(id, a.term))
		}
	}
	return steps
}

// step is one event of S1.
type step struct {
	kind  stepKind
	from  raft.NodeID
	reply raft.PreVoteReply
}

type stepKind int

const (
	stepAsk    stepKind = iota // StartPreVote
	stepAnswer                 // HandlePreVoteReply
	stepHears                  // a leader of the same term is heard from, which another rule handles
	stepStands                 // StartElection, since the attempt was won
)

func ask() step    { return step{kind: stepAsk} }
func hears() step  { return step{kind: stepHears} }
func stands() step { return step{kind: stepStands} }

func grants(from raft.NodeID, term raft.Term) step {
	return step{kind: stepAnswer, from: from, reply: raft.PreVoteReply{Term: term, Granted: true}}
}

func refuses(from raft.NodeID, term raft.Term) step {
	return step{kind: stepAnswer, from: from, reply: raft.PreVoteReply{Term: term}}
}

// String is the step in a story.
func (s step) String() string {
	switch s.kind {
	case stepAsk:
		return "StartPreVote"
	case stepHears:
		return "a leader of this term is heard from"
	case stepStands:
		return "StartElection"
	}
	if s.reply.Granted {
		return fmt.Sprintf("%v would vote in term %d", s.from, s.reply.Term)
	}
	return fmt.Sprintf("%v refuses in term %d", s.from, s.reply.Term)
}

// call is the step as the call to judge.
func (s step) call() string {
	if s.kind != stepAnswer {
		return s.String()
	}
	answer := "refused"
	if s.reply.Granted {
		answer = "granted"
	}
	return fmt.Sprintf("PreVoteReply{term %d, %s} from %v", s.reply.Term, answer, s.from)
}

// happens applies the step to a server: it calls the learner's rule, or does what another rule does.
func (s step) happens(state *raft.State, rules raft.Rules) (question raft.PreVote, stand bool) {
	switch s.kind {
	case stepAsk:
		return rules.StartPreVote(state), false
	case stepAnswer:
		return raft.PreVote{}, rules.HandlePreVoteReply(state, s.from, s.reply)
	case stepHears:
		state.BecomeFollower(state.CurrentTerm, state.Servers[len(state.Servers)-1])
		state.Heard = true
	case stepStands:
		reference.StartElection(state)
	}
	return raft.PreVote{}, false
}

// attemptCall is a server and the steps of its story. The last step is the call to judge. Only examples have a name
// and what goes with it.
type attemptCall struct {
	name, place, why string
	// about is the code of the failure that the example is about, and has a sentence of its own for.
	about  string
	server call.Server
	// heard: S1 counts on server.Leader.
	heard bool
	steps []step
}

func (c *attemptCall) model() attempt {
	return attempt{servers: c.server.Servers, term: c.server.Term, role: c.server.Role, votedFor: c.server.VotedFor}
}

func (c *attemptCall) size() int {
	size := 100*len(c.steps) + c.server.Size()
	for _, step := range c.steps {
		size += int(step.from)
	}
	return size
}

func (c *attemptCall) toCase() call.Case {
	return call.Case{Name: c.name, Place: c.place, Why: c.why, Run: c.run, Several: true, Call: c.text}
}

// text is the story before the last step, and that step, as reports show them.
func (c *attemptCall) text() (state, request string) {
	last := len(c.steps) - 1
	state = fmt.Sprintf("S1 of %d, %v%s", c.server.Servers, c.server, heardText(c.heard))
	for _, step := range c.steps[:last] {
		state += " · " + step.String()
	}
	return state, c.steps[last].call()
}

func heardText(heard bool) string {
	if heard {
		return " heard"
	}
	return ""
}

// smallAttempts is every first question of two to five servers, and every story of at most three steps after one.
func smallAttempts() []one {
	var calls []one
	for servers := 2; servers <= 5; servers++ {
		for _, c := range smallAskers(servers) {
			calls = append(calls, c)
		}
		first := &attemptCall{
			server: call.Server{Servers: servers, Term: 2, VotedFor: 2, Log: []raft.Term{1}}, steps: []step{ask()},
		}
		model := first.model()
		model.apply(ask())
		calls = append(calls, stories(first, model, 3)...)
	}
	return calls
}

// smallAskers is every server whose wait may be over.
func smallAskers(servers int) []*attemptCall {
	var calls []*attemptCall
	for _, log := range call.Logs(2, 2) {
		for term := raft.Term(0); term <= 2; term++ {
			if lastTerm(log) > term {
				continue
			}
			base := call.Server{Servers: servers, Term: term, Log: log, CommitIndex: min(1, raft.Index(len(log)))}
			for vote := raft.NodeID(0); vote <= 2 && (term > 0 || vote == 0); vote++ {
				follower, led := base, base
				follower.VotedFor, led.VotedFor, led.Leader = vote, vote, 2
				calls = append(calls, &attemptCall{server: follower, steps: []step{ask()}})
				if term > 0 {
					calls = append(calls, &attemptCall{server: led, steps: []step{ask()}},
						&attemptCall{server: led, heard: true, steps: []step{ask()}})
				}
			}
			if term > 0 {
				base.Role, base.VotedFor = raft.Candidate, 1
				calls = append(calls, &attemptCall{server: base, steps: []step{ask()}})
			}
		}
	}
	return calls
}

// stories are those that begin with c, and what may happen in at most so many steps more.
func stories(c *attemptCall, model attempt, more int) []one {
	if more == 0 {
		return nil
	}
	var calls []one
	for _, step := range model.possible() {
		longer := &attemptCall{server: c.server, steps: append(slices.Clone(c.steps), step)}
		if step.kind == stepAsk || step.kind == stepAnswer {
			calls = append(calls, longer)
		}
		after := model
		after.apply(step)
		calls = append(calls, stories(longer, after, more-1)...)
	}
	return calls
}
