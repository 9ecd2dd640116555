package campaign

import (
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab"
	"raftlab/raft"
)

// run plays the story and judges its end.
func (c *campaignCall) run(rules raft.Rules) *grader.CaseFailure {
	state, model := c.server.State(), c.model()
	if c.server.Role == raft.Follower && c.server.VotedFor > 1 {
		state.Leader = c.server.VotedFor
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
	j := ending{call: c, step: c.steps[last], before: model, after: model, state: state}
	j.next, j.match = slices.Clone(state.NextIndex), slices.Clone(state.MatchIndex)
	j.log, j.commit = slices.Clone(state.Log.From(1)), state.CommitIndex
	strayed := j.hasStrayed()
	j.after.apply(j.step)
	j.request = j.step.happens(state, rules)
	failure := j.judge()
	if failure != nil && strayed {
		failure.Liveness = true
	}
	return failure
}

// hasStrayed reports whether an earlier step of the story has gone wrong already, without making a leader. That step
// has an example of its own, which says how grave it is. What follows from it in this story is no graver.
func (j ending) hasStrayed() bool {
	s, want := j.state, j.before
	deaf := s.CurrentTerm < want.term // a leader of a term that is over is no danger to the next
	return deaf || (s.CurrentTerm > want.term || s.Role != want.role) && s.Role != raft.Leader
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

// judge compares the outcome with the allowed ones.
func (j ending) judge() *grader.CaseFailure {
	for _, check := range []func() *grader.CaseFailure{j.standing, j.asking, j.kept, j.supposes, j.hints} {
		if failure := check(); failure != nil {
			return failure
		}
	}
	return nil
}

func (j ending) failure(yours, allowed, place string, why lab.Saying) *grader.CaseFailure {
	state, request := j.call.text()
	return &grader.CaseFailure{
		State: state, Request: request, Yours: yours, Allowed: allowed, Place: place, Why: why,
	}
}

// standing judges term, role and vote. A candidate that cannot win any more may give up. It may then forget its
// vote for itself, which elects nobody else.
func (j ending) standing() *grader.CaseFailure {
	s, want := j.state, j.after
	same := s.CurrentTerm == want.term && s.Role == want.role && s.VotedFor == want.votedFor
	gaveUp := want.lost() && s.CurrentTerm == want.term && s.Role == raft.Follower &&
		(s.VotedFor == 1 || s.VotedFor == raft.None)
	if same || gaveUp {
		return nil
	}
	allowed := standingText(want.role, want.term, want.votedFor)
	if want.lost() && want.role == raft.Candidate {
		allowed += ", or a follower"
	}
	failure := j.failure(standingText(s.Role, s.CurrentTerm, s.VotedFor), allowed, "", lab.Saying{})
	if j.call.name == "" {
		failure.Place, failure.Why = branches[j.before.branch(j.step)].Place, j.before.why(j.step)
	}
	failure.Liveness = j.harmless()
	return failure
}

// harmless reports whether the mistake elects nobody: the server does not lead, and has not lost its vote.
func (j ending) harmless() bool {
	s, want := j.state, j.after
	deaf := j.before.branch(j.step) == laterTerm && s.CurrentTerm == j.before.term && s.Role == j.before.role
	quiet := s.Role != raft.Leader && s.VotedFor == 1 && want.votedFor == 1 && s.CurrentTerm == want.term
	idle := j.step.kind == stepBegin && s.CurrentTerm == j.before.term && s.VotedFor == j.before.votedFor &&
		s.Role == j.before.role
	return deaf || quiet || idle
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
		"Voters compare the last entry of the candidate's log with that of theirs: its index, and its own term.")
	switch {
	case j.request.Term != want.Term:
		why = lab.Say("campaign.call.asks.term", "S1 asks for votes of the election that it has just started: the "+
			"request carries the term as it is after it was raised.")
	case j.request.CandidateID != want.CandidateID:
		why = lab.Say("campaign.call.asks.candidate",
			"The vote goes to the server that the request names, which is S1.")
	}
	return j.failure(requestText(j.request), requestText(want), candidateAsks, why)
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
			lab.Say("campaign.call.commits", "An election commits nothing."),
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
				return j.failure(yours, fmt.Sprintf("nextIndex[%v]=%d matchIndex[%v]=%d, as they were",
					id, j.next[id], id, j.match[id]),
					newLeader, lab.Say("campaign.call.set-again", "They are set once, when the election is won, and "+
						"belong to the replies of AppendEntries afterwards."))
			}
			continue
		}
		// nextIndex is just after the log's end, with or without the leader's own no-op. A smaller one costs only time.
		end := s.Log.LastIndex() + 1
		if s.MatchIndex[id] == 0 && s.NextIndex[id] >= 1 && s.NextIndex[id] <= end {
			continue
		}
		return j.failure(yours, fmt.Sprintf("nextIndex[%v]=%d matchIndex[%v]=0", id, end, id), newLeader,
			lab.Say("campaign.call.supposes", "A new leader supposes that each follower has its log, and knows "+
				"nothing: nextIndex starts just after the log's end, and matchIndex at 0. s.BecomeLeader() does it."))
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
	return j.failure("leader=S1, and S1 does not lead", "leader=none", "§8",
		lab.Say("campaign.call.names-itself",
			"Clients are sent to the server that Leader names. S1 would send them to itself."))
}
