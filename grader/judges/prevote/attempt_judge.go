package prevote

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab"
	"raftlab/raft"
)

// run plays the story and judges each step of it. A rule that has left the story before its end is judged where it did:
// what follows says nothing any more.
func (c *attemptCall) run(rules raft.Rules) *grader.CaseFailure {
	state, model := c.server.State(), c.model()
	state.Heard = c.heard
	for i := range c.steps {
		e := (&attemptCall{server: c.server, heard: c.heard, steps: c.steps[:i+1]}).play(rules, state, &model)
		parts := []*grader.CaseFailure{e.standing(), e.stand()}
		if i == len(c.steps)-1 {
			e.call = c
			parts = append(parts, e.question(), e.forgets(), e.votes(), keptRest(e.place(), e.before, e.state))
		}
		if failure := call.Gravest(parts...); failure != nil {
			return e.shown(failure)
		}
	}
	return nil
}

// play applies the last step to the server and to the model.
func (c *attemptCall) play(rules raft.Rules, state *raft.State, model *attempt) end {
	e := end{call: c, step: c.steps[len(c.steps)-1], was: *model, before: copied(state), state: state}
	model.apply(e.step)
	e.want = *model
	e.asked, e.stood = e.step.happens(state, rules)
	return e
}

// end is the end of a story: the last step, and model and server before and after it.
type end struct {
	call      *attemptCall
	step      step
	was, want attempt
	before    *raft.State
	state     *raft.State
	asked     raft.PreVote
	stood     bool
}

func (e end) place() string {
	if e.step.kind == stepAsk {
		return asks
	}
	return counts
}

// shown adds the call to a failure. An example has words of its own for what it is about.
func (e end) shown(failure *grader.CaseFailure) *grader.CaseFailure {
	s := e.state
	if e.call.name != "" && failure.Why.Code == e.call.about {
		failure.Place, failure.Why = "", lab.Saying{}
	}
	failure.State, failure.Request = e.call.text()
	failure.Yours = standingText(s.Role, s.CurrentTerm, s.VotedFor)
	failure.Allowed = standingText(e.want.role, e.want.term, e.want.votedFor)
	if e.want.lost() {
		failure.Allowed += ", or a follower"
	}
	if e.step.kind == stepAsk {
		failure.Yours += askedText(e.asked) + fmt.Sprintf(" heard=%v leader=%v", s.Heard, s.Leader)
		failure.Allowed += askedText(e.wantAsked()) + " heard=false"
		return failure
	}
	failure.Yours += fmt.Sprintf(", stand=%v", e.stood)
	failure.Allowed += fmt.Sprintf(", stand=%v", e.want.won)
	return failure
}

func standingText(role raft.Role, term raft.Term, vote raft.NodeID) string {
	return fmt.Sprintf("%v currentTerm=%d votedFor=%v", role, term, vote)
}

func askedText(r raft.PreVote) string {
	return fmt.Sprintf(", asks with PreVote{term %d, candidate %v, last %d/%d}",
		r.Term, r.CandidateID, r.LastLogIndex, r.LastLogTerm)
}

// wantAsked is the question of a server that asks.
func (e end) wantAsked() raft.PreVote {
	log := e.before.Log
	return raft.PreVote{
		Term: e.was.term + 1, CandidateID: 1, LastLogIndex: log.LastIndex(), LastLogTerm: log.LastTerm(),
	}
}

// standing judges term, vote and role. What other rules do is right.
func (e end) standing() *grader.CaseFailure {
	if e.step.kind != stepAsk && e.step.kind != stepAnswer {
		return nil
	}
	return call.Gravest(e.term(), e.vote(), e.role())
}

// term: a question raises none, and only a refusal of a later term does.
func (e end) term() *grader.CaseFailure {
	got, want, was := e.state.CurrentTerm, e.want.term, e.was.term
	switch {
	case got == want:
		return nil
	case got < was:
		return call.Breaks(e.place(), "prevote.call.term.back",
			"currentTerm went back from %d to %d. S1 would vote again in terms that it has left.", was, got)
	case e.step.kind == stepAsk:
		return call.Stalls(asks, "prevote.call.ask.term",
			"S1 only asks, and its term rose from %d to %d. A server that is cut off asks again and again; when it "+
				"comes back, such a term deposes a leader that works.", was, got)
	case got < want:
		return call.Stalls(counts, "prevote.call.deaf",
			"%v refuses, and is in term %d, later than S1's term %d. S1 must adopt it: as long as it asks for earlier "+
				"terms, all that are ahead refuse.", e.step.from, want, was)
	case want > was:
		return call.Stalls(counts, "prevote.call.ahead",
			"%v is in term %d, and S1 goes to term %d. Nobody is in that term.", e.step.from, want, got)
	case e.want.won && e.stood:
		return call.Stalls(counts, "prevote.call.raised-twice",
			"S1 may stand, and its term is %d already. The caller calls StartElection, which raises it: once is "+
				"enough.",
			got)
	case e.step.reply.Granted:
		return call.Stalls(counts, "prevote.call.adopts-grant",
			"S1 adopts term %d from a grant. That is the term that S1 asked for, and nobody is in it yet.", got)
	}
	return call.Stalls(counts, "prevote.call.raised",
		"The answer is of term %d. S1 was in term %d and is in term %d now: it invents a term.", e.step.reply.Term, was,
		got)
}

// vote: it stays in its term, and is free in a later one. A vote for itself elects nobody where S1 does not stand, so
// that only costs time.
func (e end) vote() *grader.CaseFailure {
	got, term := e.state.VotedFor, e.state.CurrentTerm
	switch {
	case term == e.was.term && got != e.was.votedFor && got == 1 && e.state.Role != raft.Candidate:
		return call.Stalls(e.place(), "prevote.call.vote.own",
			"S1 votes for itself in term %d, and does not stand in it. Nobody else can get its vote of that term, and "+
				"S1 has no use for it.", term)
	case term == e.was.term && got != e.was.votedFor:
		return call.Breaks(e.place(), "prevote.call.vote",
			"S1's vote of term %d was %s, and votedFor is %v now. To ask is not to stand: the vote stays for as long "+
				"as the term. S1 could give it to a second candidate.", term, call.Whose(e.was.votedFor), got)
	case term == e.want.term && term > e.was.term && got != raft.None:
		return call.Stalls(counts, "prevote.call.vote.later",
			"S1 has not voted in term %d yet, and votedFor is %v. Nobody else could get its vote there.", term, got)
	}
	return nil
}

// role: what the question and its answers make of S1.
func (e end) role() *grader.CaseFailure {
	got, want, was := e.state.Role, e.want.role, e.was.role
	gaveUp := e.want.lost() && got == raft.Follower && e.state.CurrentTerm == e.was.term
	switch {
	case got == want || gaveUp || e.want.won && got != raft.Leader:
		return nil
	case got == raft.Leader && was != raft.Leader:
		return call.Breaks(e.place(), "prevote.call.leads",
			"S1 was a %v and leads term %d now. A pre-vote is no vote: the server that gave it is free to vote for "+
				"another in that term.", was, e.state.CurrentTerm)
	case e.step.kind == stepAsk:
		return call.Stalls(asks, "prevote.call.ask.role",
			"S1 asks whether it may stand: it becomes a pre-candidate. It is a %v.", got)
	case got == raft.Candidate && was != raft.Candidate:
		return call.Breaks(counts, "prevote.call.candidate",
			"S1 was a %v and is a candidate of term %d now, in which it has not voted for itself. StartElection makes "+
				"a candidate, once the answers are enough.", was, e.state.CurrentTerm)
	case e.want.term > e.was.term:
		return call.Stalls(counts, "prevote.call.role.later",
			"%v is in term %d, and S1 is a %v. Whoever sees a later term becomes a follower.", e.step.from, e.want.term,
			got)
	case e.want.won:
		return nil // stand says so
	}
	return call.Stalls(counts, "prevote.call.gives-up",
		"S1 was a %v and is a %v now. The answer of %v is no reason for that: others may still say yes.", was, got,
		e.step.from)
}

// stand: whether S1 may stand.
func (e end) stand() *grader.CaseFailure {
	if e.step.kind != stepAnswer || e.stood == e.want.won {
		return nil
	}
	failure := call.Stalls(counts, "", "")
	failure.Why = e.whyNot()
	if e.want.won {
		failure.Why = lab.Say("prevote.call.won",
			"With the answer of %v, %d of %d would vote for S1 in term %d, S1 itself among them. That is a majority, "+
				"so S1 may stand.", e.step.from, e.want.granted.Len(), e.was.servers, e.was.term+1)
	}
	return failure
}

// whyNot says why the answer does not let S1 stand.
func (e end) whyNot() lab.Saying {
	w, reply := e.was, e.step.reply
	switch {
	case !reply.Granted:
		return lab.Say("prevote.call.refused", "%v refuses, which is no yes: %d of %d would vote for S1. A majority "+
			"is %d.",
			e.step.from, w.granted.Len(), w.servers, w.majority())
	case w.role != raft.PreCandidate:
		return lab.Say("prevote.call.over",
			"S1 is a %v: it does not ask any more. An answer that comes late makes nobody stand.", w.role)
	case reply.Term != w.term+1:
		return lab.Say("prevote.call.earlier",
			"%v would vote in term %d, and S1 asks for term %d now. An answer counts for the attempt that it was "+
				"given to.", e.step.from, reply.Term, w.term+1)
	case w.granted.Has(e.step.from):
		return lab.Say("prevote.call.doubled",
			"The answer of %v is counted already: %d of %d would vote for S1. A majority is %d.", e.step.from,
			w.granted.Len(), w.servers, w.majority())
	case len(w.asked) > 1 && w.asked[len(w.asked)-2] == w.term+1:
		return lab.Say("prevote.call.again",
			"S1 has asked again, and so far %d of %d have answered with yes. Each attempt counts by itself: whoever "+
				"said yes before may hear a leader now.", with(w.granted, e.step.from).Len(), w.servers)
	}
	return lab.Say("prevote.call.counted", "With this answer, %d of %d would vote for S1. A majority is %d.",
		with(w.granted, e.step.from).Len(), w.servers, w.majority())
}

// question judges what S1 asks. A wrong question endangers nothing: votes decide. It costs an attempt.
func (e end) question() *grader.CaseFailure {
	want := e.wantAsked()
	if e.step.kind != stepAsk || e.asked == want {
		return nil
	}
	switch got := e.asked; {
	case got.CandidateID != want.CandidateID:
		return call.Stalls(asks, "prevote.call.ask.candidate",
			"The question names %v, and S1 asks. Nobody asks for another.", got.CandidateID)
	case got.Term != want.Term:
		return call.Stalls(asks, "prevote.call.ask.for-term",
			"S1 asks for a vote of term %d. It is in term %d, and would stand in the next one, %d.", got.Term,
			e.was.term,
			want.Term)
	default:
		return call.Stalls(asks, "prevote.call.ask.log",
			"The question claims a log that ends with %d/%d (index/term), and S1's ends with %d/%d.", got.LastLogIndex,
			got.LastLogTerm, want.LastLogIndex, want.LastLogTerm)
	}
}

// forgets: S1 has waited for a whole election timeout, so it knows of no leader any more. The caller takes a server
// without a Leader for one that hears none.
func (e end) forgets() *grader.CaseFailure {
	if e.step.kind != stepAsk || !e.state.Heard || e.state.Leader == raft.None {
		return nil
	}
	return call.Stalls(asks, "prevote.call.ask.heard",
		"S1 has waited for a whole election timeout, and still counts on %v. Two servers whose leader is gone would "+
			"ask each other, and refuse each other for ever.", e.state.Leader)
}

// votes: a pre-vote is no vote. Only a candidate's VotesGranted means anything.
func (e end) votes() *grader.CaseFailure {
	got, was := e.state.VotesGranted, e.before.VotesGranted
	switch {
	case e.step.kind != stepAnswer || e.want.role != raft.Candidate || got == was:
		return nil
	case got&^was != 0:
		return call.Breaks(counts, "prevote.call.votes",
			"S1 stands in term %d, and counts the pre-vote of %v as a vote. A pre-vote is no vote: %v may vote for "+
				"another in term %d.", e.state.CurrentTerm, e.step.from, e.step.from, e.state.CurrentTerm)
	}
	return call.Stalls(counts, "prevote.call.votes.lost",
		"S1 stands in term %d, and an answer that comes late took votes away.", e.state.CurrentTerm)
}
