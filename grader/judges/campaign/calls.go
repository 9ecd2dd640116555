package campaign

import (
	"fmt"
	"slices"

	"raftlab/grader/call"
	"raftlab/raft"
)

// This is how the campaign exercise is judged. Votes come one by one, and the candidate decides how it keeps them.
// So a case is a short story of an election, played with the learner's rules from its beginning. Only its end is
// judged, by a model that counts votes as the paper does.

// campaignCall is a server and the steps of its story. The last step is the call to judge. Only examples have a name, a
// place and why.
type campaignCall struct {
	name, place, why string
	server           call.Server
	steps            []step
}

func (c *campaignCall) model() election {
	return election{servers: c.server.Servers, term: c.server.Term, role: c.server.Role, votedFor: c.server.VotedFor}
}

// size: short stories first, then small clusters.
func (c *campaignCall) size() int {
	size := 100*len(c.steps) + c.server.Size()
	for _, step := range c.steps {
		size += int(step.from)
	}
	return size
}

func (c *campaignCall) toCase() call.Case {
	return call.Case{Name: c.name, Place: c.place, Why: c.why, Run: c.run, Several: true, Call: c.text}
}

// text is the story before the last step, and that step, as reports show them.
func (c *campaignCall) text() (state, request string) {
	last := len(c.steps) - 1
	state = fmt.Sprintf("S1 of %d, %v", c.server.Servers, c.server)
	for _, step := range c.steps[:last] {
		state += " · " + step.String()
	}
	return state, c.steps[last].call()
}

// smallCalls is every election of one server to five, and every story of at most three steps after its beginning:
// replies of this term, the one before and the one after, another election, another leader.
func smallCalls() []*campaignCall {
	var calls []*campaignCall
	for servers := 1; servers <= 5; servers++ {
		for _, server := range smallCandidates(servers) {
			calls = append(calls, &campaignCall{server: server, steps: []step{begin()}})
		}
		first := &campaignCall{
			server: call.Server{Servers: servers, Term: 2, VotedFor: 1, Log: []raft.Term{1}},
			steps:  []step{begin()},
		}
		model := first.model()
		model.apply(begin())
		calls = append(calls, stories(first, model, 3)...)
	}
	return calls
}

// smallCandidates is every server whose wait may be over.
func smallCandidates(servers int) []call.Server {
	var found []call.Server
	for _, log := range call.Logs(2, 2) {
		for term := raft.Term(0); term <= 3; term++ {
			if len(log) > 0 && log[len(log)-1] > term {
				continue
			}
			for votedFor := raft.NodeID(0); int(votedFor) <= servers && (term > 0 || votedFor == 0); votedFor++ {
				found = append(found, call.Server{Servers: servers, Term: term, VotedFor: votedFor, Log: log})
			}
			if term > 0 {
				found = append(
					found,
					call.Server{Servers: servers, Role: raft.Candidate, Term: term, VotedFor: 1, Log: log},
				)
			}
		}
	}
	return found
}

// stories are those that begin with c, and what may happen in at most so many steps more.
func stories(c *campaignCall, model election, more int) []*campaignCall {
	if more == 0 {
		return nil
	}
	var calls []*campaignCall
	for _, step := range model.possible() {
		longer := &campaignCall{server: c.server, steps: append(slices.Clone(c.steps), step)}
		if step.kind == stepBegin || step.kind == stepReply {
			calls = append(calls, longer)
		}
		after := model
		after.apply(step)
		calls = append(calls, stories(longer, after, more-1)...)
	}
	return calls
}

// possible is the steps that may happen next. A vote is never of a later term than the candidate's, because the
// candidate requested it in one of its elections. No voter changes its vote within a term. If another server leads,
// S1 has no majority.
func (e *election) possible() []step {
	var steps []step
	if e.role != raft.Leader {
		steps = append(steps, begin())
		if e.servers > 1 {
			steps = append(steps, hears())
		}
	}
	for id := raft.NodeID(2); int(id) <= e.servers; id++ {
		steps = append(steps, grants(id, e.term-1), refuses(id, e.term-1), refuses(id, e.term+1))
		enough := e.granted.Len()+1 >= e.majority() && !e.granted.Has(id)
		if e.votedFor == 1 && !e.refused.Has(id) && !(e.beaten && enough) {
			steps = append(steps, grants(id, e.term))
		}
		if !e.granted.Has(id) {
			steps = append(steps, refuses(id, e.term))
		}
	}
	return steps
}
