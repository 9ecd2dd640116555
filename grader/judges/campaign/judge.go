package campaign

import (
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab"
	"raftlab/raft"
)

// run plays the story and judges its end. A rule that has left the story before, in term, role or vote, is judged where
// it did: what follows says nothing any more.
func (c *campaignCall) run(rules raft.Rules) *grader.CaseFailure {
	state, model := c.server.State(), c.model()
	if c.server.Role == raft.Follower && c.server.VotedFor > 1 {
		state.Leader = c.server.VotedFor
	}
	last := len(c.steps) - 1
	for i, step := range c.steps[:last] {
		role := model.role
		earlier := c.upTo(i).play(rules, state, &model)
		if failure := earlier.standing(); failure != nil {
			return failure
		}
		if step.kind != stepHears && model.role == raft.Leader && role != raft.Leader && state.Role == raft.Leader {
			lead(state)
		}
	}
	return c.play(rules, state, &model).judge()
}

// upTo is the story up to one of its steps. The example's words are about the whole story.
func (c *campaignCall) upTo(step int) *campaignCall {
	return &campaignCall{server: c.server, steps: c.steps[:step+1]}
}

// play applies the last step to the server and to the model.
func (c *campaignCall) play(rules raft.Rules, state *raft.State, model *election) ending {
	j := ending{call: c, step: c.steps[len(c.steps)-1], before: *model, state: state}
	j.next, j.match = slices.Clone(state.NextIndex), slices.Clone(state.MatchIndex)
	j.log, j.commit = slices.Clone(state.Log.From(1)), state.CommitIndex
	model.apply(j.step)
	j.after = *model
	j.request = j.step.happens(state, rules)
	return j
}

// ending is the end of a campaign's story: the last step, and the server before and after it.
type ending struct {
	call          *campaignCall
	step          step
	before, after election
	// next, match, log and commit are the server's before the step. state and request are the server and its request
	// after it.
	next, match []raft.Index
	log         []raft.Entry
	commit      raft.Index
	state       *raft.State
	request     raft.RequestVote
}

// judge judges each part of the outcome. A part that endangers a property comes before one that costs time.
func (j ending) judge() *grader.CaseFailure {
	return call.Gravest(j.standing(), j.asking(), j.kept(), j.supposes(), j.hints())
}

func (j ending) failure(yours, allowed, place string, why lab.Saying) *grader.CaseFailure {
	state, request := j.call.text()
	return &grader.CaseFailure{
		State: state, Request: request, Yours: yours, Allowed: allowed, Place: place, Why: why,
	}
}

func standingText(role raft.Role, term raft.Term, votedFor raft.NodeID) string {
	return fmt.Sprintf("%v currentTerm=%d votedFor=%v", role, term, votedFor)
}

// asking judges the request: it names the candidate, the election's term and the end of the log.
func (j ending) asking() *grader.CaseFailure {
	if j.step.kind != stepBegin || j.after.servers == 1 {
		return nil // nobody is asked
	}
	last, lastTerm := raft.Index(len(j.log)), raft.Term(0)
	if last > 0 {
		lastTerm = j.log[last-1].Term
	}
	want := raft.RequestVote{Term: j.after.term, CandidateID: 1, LastLogIndex: last, LastLogTerm: lastTerm}
	if j.request == want {
		return nil
	}
	why := lab.Say("campaign.call.asks.log",
		"The request claims a log that ends with %d/%d (index/term), and S1's ends with %d/%d. Voters compare it with "+
			"theirs, and take S1 to be behind.",
		j.request.LastLogIndex, j.request.LastLogTerm, last, lastTerm)
	switch {
	case j.request.CandidateID != want.CandidateID:
		why = lab.Say("campaign.call.asks.candidate",
			"The vote goes to the server that the request names, which is %v, and S1 would count it.",
			j.request.CandidateID)
	case laterLog(j.request, want) && j.request.LastLogTerm == j.request.Term:
		why = lab.Say("campaign.call.asks.own-term", "The request says lastLogTerm %d, which is S1's currentTerm. The "+
			"last entry of S1's log is of term %d. Voters would elect S1 without entries that it lacks.",
			j.request.LastLogTerm, lastTerm)
		if last == 0 {
			why = lab.Say("campaign.call.asks.own-term.empty", "The request says lastLogTerm %d, which is S1's "+
				"currentTerm. S1's log is empty, and then lastLogTerm is 0. Voters would elect S1 without entries "+
				"that it lacks.", j.request.LastLogTerm)
		}
	case laterLog(j.request, want):
		why = lab.Say("campaign.call.asks.later-log",
			"The request claims a log that ends with %d/%d (index/term), and S1's ends with %d/%d. Voters would elect "+
				"it without entries that it lacks.", j.request.LastLogIndex, j.request.LastLogTerm, last, lastTerm)
	case j.request.Term != want.Term:
		why = lab.Say("campaign.call.asks.term", "S1 asks for votes of term %d. It has just started an election in "+
			"term %d: the request carries the term as it is after it was raised.", j.request.Term, want.Term)
	}
	failure := j.failure(requestText(j.request), requestText(want), candidateAsks, why)
	failure.Liveness = j.request.CandidateID == 1 && !laterLog(j.request, want)
	return failure
}

// laterLog reports whether the request claims a log that is more up to date than the candidate's (§5.4.1). That elects
// a server without a committed entry. Any other mistake about the log or the term costs votes.
func laterLog(got, real raft.RequestVote) bool {
	return got.LastLogTerm > real.LastLogTerm ||
		got.LastLogTerm == real.LastLogTerm && got.LastLogIndex > real.LastLogIndex
}

func requestText(r raft.RequestVote) string {
	return fmt.Sprintf("asks with RequestVote{term %d, candidate %v, last %d/%d}",
		r.Term, r.CandidateID, r.LastLogIndex, r.LastLogTerm)
}

// kept judges the log: an election changes no entry and commits none. A new leader may append a no-op, as the caller
// does.
func (j ending) kept() *grader.CaseFailure {
	s := j.state
	if s.CommitIndex != j.commit || s.LastApplied != j.commit {
		return j.failure(
			fmt.Sprintf("commitIndex=%d lastApplied=%d", s.CommitIndex, s.LastApplied),
			fmt.Sprintf("both %d, as they were", j.commit), sameElection,
			lab.Say("campaign.call.commits", "commitIndex and lastApplied were %d, and are %d and %d now. An election "+
				"commits nothing.", j.commit, s.CommitIndex, s.LastApplied),
		)
	}
	log := s.Log.From(1)
	kept := len(log) >= len(j.log) && raft.EqualEntries(log[:len(j.log)], j.log)
	for _, e := range log[min(len(j.log), len(log)):] {
		kept = kept && s.Role == raft.Leader && e.Kind == raft.NoOp && e.Term == s.CurrentTerm
	}
	if kept {
		return nil
	}
	return j.failure(fmt.Sprintf("log=%v", call.LogTerms(s)), "the log as it was",
		"Figure 3, Leader Append-Only · §5.3",
		lab.Say("campaign.call.entries", "An election changes no entry."))
}

// supposes judges nextIndex and matchIndex. They are set when the leader is elected, and a later vote does not change
// them.
func (j ending) supposes() *grader.CaseFailure {
	s := j.state
	if s.Role != raft.Leader {
		return nil
	}
	for _, id := range s.Servers[1:] {
		yours := fmt.Sprintf("nextIndex[%v]=%d matchIndex[%v]=%d", id, s.NextIndex[id], id, s.MatchIndex[id])
		if j.before.role == raft.Leader {
			if s.NextIndex[id] != j.next[id] || s.MatchIndex[id] != j.match[id] {
				failure := j.failure(yours, fmt.Sprintf("nextIndex[%v]=%d matchIndex[%v]=%d, as they were",
					id, j.next[id], id, j.match[id]),
					newLeader, lab.Say("campaign.call.set-again", "S1 leads already, and this vote sets nextIndex and "+
						"matchIndex again. They are set once, when the election is won. Afterwards only replies of "+
						"AppendEntries change them."))
				failure.Liveness = s.MatchIndex[id] <= j.match[id] // a leader that knows less loses time
				return failure
			}
			continue
		}
		// nextIndex is just after the log's end, with or without the leader's own no-op. A smaller one costs only time.
		end := s.Log.LastIndex() + 1
		if s.MatchIndex[id] == 0 && s.NextIndex[id] >= 1 && s.NextIndex[id] <= end {
			continue
		}
		failure := j.failure(yours, fmt.Sprintf("nextIndex[%v]=%d matchIndex[%v]=0", id, end, id), newLeader,
			lab.Say("campaign.call.supposes", "A new leader supposes that each follower has its log, and knows "+
				"nothing: nextIndex starts just after the log's end, and matchIndex at 0. s.BecomeLeader() does it."))
		failure.Liveness = s.MatchIndex[id] == 0 // a wrong guess loses time
		return failure
	}
	return nil
}

// hints judges Leader, the server that clients are sent to (§8). It may be forgotten or unchanged, but a server
// that does not lead must not name itself.
func (j ending) hints() *grader.CaseFailure {
	s := j.state
	if s.Role == raft.Leader || s.Leader != s.ID {
		return nil
	}
	failure := j.failure("leader=S1, and S1 does not lead", "leader=none", "§8",
		lab.Say("campaign.call.names-itself",
			"Clients are sent to the server that Leader names. S1 would send them to itself."))
	failure.Liveness = true
	return failure
}
