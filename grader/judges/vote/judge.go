package vote

import (
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab"
	"raftlab/raft"
)

// These places in the paper are about the parts of an outcome.
const (
	replyTerm  = "Figure 2, RequestVote RPC, results · §5.1"
	votesCount = "Figure 2, Rules for Candidates · §5.2"
	voteStored = "Figure 2, State, votedFor · §5.2"
	onlyVotes  = "Figure 2, RequestVote RPC · §5.2"
	clients    = "§8"
)

// outcome is one call: the voter before and after it, and the reply. Figure 2 leaves little open, and that is
// harmless:
//
//   - The candidate that has this term's vote may get it again before the logs are compared. It is the same vote.
//   - Where another server is known to lead this term, the vote may be refused. It decides nothing any more.
//   - Leader may be forgotten, or stay: a follower learns it from the next heartbeat.
type outcome struct {
	call          voteCall
	branch        branch
	before, after *raft.State
	reply         raft.RequestVoteReply
	// For a refusal that should be a grant, these are the answers in another situation: without a vote in the old term,
	// right after this call, to a request of the next term, and to one with a later log. They show what the refusal is
	// due to.
	unbound, secondTime, nextTerm, laterLog raft.RequestVoteReply
}

// run calls the rule and judges each part of the outcome.
func (c voteCall) run(rules raft.Rules) *grader.CaseFailure {
	o := outcome{call: c, branch: c.branch(), before: c.voter.State(), after: c.voter.State()}
	o.reply = rules.HandleRequestVote(o.after, c.request)
	if !o.reply.VoteGranted && o.branch == granting {
		asked := o
		if call.Asked(func() { asked.askAgain(rules) }) {
			o = asked
		}
	}
	failure := call.Gravest(o.term(), o.answer(), o.vote(), o.role(), o.replyTerm(), o.kept(), o.leader())
	if failure == nil {
		return nil
	}
	failure.State, failure.Request = c.text()
	failure.Yours, failure.Allowed = o.text()+failure.Yours, o.allowed()+failure.Allowed
	return failure
}

// askAgain asks a rule that refuses in other situations.
func (o *outcome) askAgain(rules raft.Rules) {
	req := o.call.request
	o.secondTime = rules.HandleRequestVote(copied(o.after), req)
	unbound := o.call.voter.State()
	unbound.VotedFor = raft.None
	o.unbound = rules.HandleRequestVote(unbound, req)
	req.LastLogIndex, req.LastLogTerm = req.LastLogIndex+1, req.Term
	o.laterLog = rules.HandleRequestVote(o.call.voter.State(), req)
	req = o.call.request
	req.Term++
	o.nextTerm = rules.HandleRequestVote(o.call.voter.State(), req)
}

// copied is a server that another call may change.
func copied(s *raft.State) *raft.State {
	twin := *s
	twin.Log = s.Log.Clone()
	twin.NextIndex, twin.MatchIndex = slices.Clone(s.NextIndex), slices.Clone(s.MatchIndex)
	return &twin
}

// text is the call in the form of reports.
func (c voteCall) text() (state, request string) {
	req := c.request
	return c.voter.String(), fmt.Sprintf("RequestVote{term %d, candidate %v, last %d/%d}",
		req.Term, req.CandidateID, req.LastLogIndex, req.LastLogTerm)
}

// later reports whether the request is of a later term than the voter's.
func (o outcome) later() bool { return o.call.request.Term > o.call.voter.Term }

// wantTerm is the voter's term after the call.
func (o outcome) wantTerm() raft.Term { return max(o.call.voter.Term, o.call.request.Term) }

// term: a later term is adopted, and no other.
func (o outcome) term() *grader.CaseFailure {
	got, want, before := o.after.CurrentTerm, o.wantTerm(), o.before.CurrentTerm
	switch {
	case got == want:
		return nil
	case got < before:
		return call.Breaks(call.AllServers, "vote.call.term.back",
			"currentTerm went back from %d to %d. S1 would vote again in terms that it has left.", before, got)
	case got < want && o.reply.VoteGranted:
		return call.Breaks(call.AllServers, "vote.call.term.voted",
			"S1 votes in term %d and does not adopt it. In term %d its vote belongs to another election.", want, got)
	case got < want:
		return call.Stalls(call.AllServers, "vote.call.term.deaf",
			"Term %d is later than S1's term %d: S1 must adopt it, whoever asks and whatever it answers. A server "+
				"that ignores it leaves a candidate without its vote.", want, before)
	}
	return call.Stalls(call.AllServers, "vote.call.term.ahead",
		"S1 goes to term %d, and the request is of term %d: S1 invents a term, and deposes whoever leads.",
		got, o.call.request.Term)
}

// answer: who gets the vote.
func (o outcome) answer() *grader.CaseFailure {
	c := o.call
	sameTerm := c.request.Term == c.voter.Term
	again := sameTerm && c.voter.VotedFor == c.request.CandidateID
	ledAlready := sameTerm && c.voter.Leader != raft.None
	var failure *grader.CaseFailure
	switch granted := o.reply.VoteGranted; {
	case granted == (o.branch == granting), granted && o.branch == behind && again, !granted && ledAlready:
		return nil
	case granted:
		failure = call.Breaks(branches[o.branch].Place, "", "")
		failure.Why = c.reason(o.branch)
	case o.laterLog.VoteGranted && c.place != upToDate:
		return call.Stalls(upToDate, "vote.call.refused.log",
			"S1 refuses because of the logs, and would vote for %v if its log were later. It ends with %d/%d "+
				"(index/term) and S1's with %d/%d, so it is not behind, and that is enough.", c.request.CandidateID,
			c.request.LastLogIndex, c.request.LastLogTerm, len(c.voter.Log), c.lastLogTerm())
	case again:
		failure = call.Stalls(call.OneVote, "vote.call.refused.again",
			"In term %d S1's vote is %v's. It asks again because the reply may be lost, and must get the same answer.",
			c.request.Term, c.request.CandidateID)
	case o.later() && o.unbound.VoteGranted && c.voter.VotedFor != raft.None:
		return call.Stalls(call.AllServers, "vote.call.refused.old-vote",
			"S1 refuses in term %d because of its vote for %v, which belongs to term %d. A later term brings a new "+
				"vote.", c.request.Term, server(c.voter.VotedFor), c.voter.Term)
	case o.later() && o.secondTime.VoteGranted:
		return call.Stalls(call.AllServers, "vote.call.refused.later",
			"S1 adopts term %d and refuses, and would grant the vote if it were asked once more. But the candidate "+
				"does not ask twice in a term: after adopting the term, S1 goes on and answers.", c.request.Term)
	case sameTerm && c.voter.VotedFor == raft.None && o.nextTerm.VoteGranted:
		return call.Stalls(rule1, "vote.call.refused.same-term",
			"S1 refuses %v in term %d, which is S1's own term, and would vote for it in the next one. Only a request "+
				"of an earlier term is refused for its term.", c.request.CandidateID, c.request.Term)
	default:
		failure = call.Stalls(call.OneVote, "vote.call.refused.free",
			"S1 refuses. Its vote of term %d is free, and %v's log, which ends with %d/%d (index/term), is not behind "+
				"S1's, %d/%d.", c.request.Term, c.request.CandidateID, c.request.LastLogIndex, c.request.LastLogTerm,
			len(c.voter.Log), c.lastLogTerm())
		failure.Place = c.refusedPlace()
	}
	if c.name != "" {
		failure.Place, failure.Why = "", lab.Saying{} // the example is about the answer
	}
	return failure
}

// refusedPlace is what a refusal of a free vote is about: the logs, unless both are empty.
func (c voteCall) refusedPlace() string {
	if len(c.voter.Log) == 0 && c.request.LastLogIndex == 0 {
		return call.OneVote
	}
	return upToDate
}

// server is a server as S1 speaks of it.
func server(id raft.NodeID) string {
	if id == 1 {
		return "itself"
	}
	return id.String()
}

// reason says why a vote that was granted had to be refused.
func (c voteCall) reason(branch branch) lab.Saying {
	req, voter := c.request, c.voter
	switch branch {
	case oldTerm:
		return lab.Say("vote.call.old-term", "Term %d is over for S1, which is in term %d: it votes in it no more.",
			req.Term, voter.Term)
	case taken:
		return lab.Say("vote.call.taken", "In term %d, S1 has voted for %v. A second vote could elect a second leader.",
			voter.Term, server(voter.VotedFor))
	}
	return lab.Say("vote.call.behind", "The log of %v ends with %d/%d (index/term), which is behind S1's, %d/%d. It "+
		"may lack a committed entry.",
		req.CandidateID, req.LastLogIndex, req.LastLogTerm, len(voter.Log), c.lastLogTerm())
}

// vote: votedFor is the candidate after a grant, and what it was in this term after a refusal.
func (o outcome) vote() *grader.CaseFailure {
	got, term := o.after.VotedFor, o.after.CurrentTerm
	had := o.before.VotedFor
	if term > o.before.CurrentTerm {
		had = raft.None
	}
	switch {
	case o.reply.VoteGranted && got != o.call.request.CandidateID:
		return call.Breaks(voteStored, "vote.call.voted-for.granted",
			"S1 grants its vote to %v, and votedFor is %v. A vote that is not stored is given again, to the next "+
				"candidate of term %d.", o.call.request.CandidateID, got, term)
	case o.reply.VoteGranted || got == had:
		return nil
	case had != raft.None:
		return call.Breaks(voteStored, "vote.call.voted-for.lost",
			"S1's vote of term %d was %s, and votedFor is %v now. It stays for as long as the term.", term,
			call.Whose(had), got)
	case got == o.before.VotedFor:
		return call.Stalls(call.AllServers, "vote.call.voted-for.old",
			"The vote for %v belongs to term %d. In term %d S1 has not voted, so votedFor is none.",
			got, o.before.CurrentTerm, term)
	}
	return call.Stalls(voteStored, "vote.call.voted-for.refused",
		"S1 refuses, and votedFor is %v all the same: nobody else can get the vote of term %d any more.", got, term)
}

// role: whoever adopts a later term follows in it, and no other request changes the role.
func (o outcome) role() *grader.CaseFailure {
	got, before := o.after.Role, o.before.Role
	adopted := o.after.CurrentTerm > o.before.CurrentTerm
	switch {
	case adopted && got != raft.Follower:
		return call.Breaks(call.AllServers, "vote.call.role.later",
			"S1 adopts term %d and is a %v in it, which nobody elected. Whoever sees a later term becomes a follower.",
			o.after.CurrentTerm, got)
	case adopted || got == before:
		return nil
	case got == raft.Follower:
		return call.Stalls(onlyVotes, "vote.call.role.gives-up",
			"S1 was a %v of term %d. A request of term %d is no reason to give up.",
			before, o.before.CurrentTerm, o.call.request.Term)
	}
	return call.Breaks(votesCount, "vote.call.role.raised",
		"S1 was a %v and is a %v now. Only an election changes that.", before, got)
}

// replyTerm: the reply carries the voter's term. A wrong one elects nobody: a candidate counts only votes of its term.
func (o outcome) replyTerm() *grader.CaseFailure {
	want := o.wantTerm()
	switch got := o.reply.Term; {
	case got == want:
		return nil
	case o.later() && got == o.before.CurrentTerm:
		return call.Stalls(call.AllServers, "vote.call.reply-term.before",
			"The reply's term is wrong: it says %d, which S1 has just left for term %d. The reply carries currentTerm "+
				"as it is after the call.", got, want)
	case got > want:
		return call.Stalls(replyTerm, "vote.call.reply-term.ahead",
			"The reply's term is wrong: it says %d, and S1 is in term %d. %v would give up its election for a term "+
				"that nobody is in.", got, want, o.call.request.CandidateID)
	case o.reply.VoteGranted:
		return call.Stalls(replyTerm, "vote.call.reply-term.granted",
			"The reply's term is wrong: it says %d, and S1 votes in term %d. %v counts votes of term %d only.",
			got, want, o.call.request.CandidateID, o.call.request.Term)
	default:
		return call.Stalls(replyTerm, "vote.call.reply-term.refused",
			"The reply's term is wrong: it says %d, and S1 is in term %d after the call. From a refusal the candidate "+
				"learns what it missed.", got, want)
	}
}

// kept: a request for a vote says nothing of the log, of what is committed, or of what a candidate or leader has
// counted.
func (o outcome) kept() *grader.CaseFailure {
	was := *o.before
	was.Role, was.CurrentTerm, was.VotedFor = o.after.Role, o.after.CurrentTerm, o.after.VotedFor
	was.Leader = o.after.Leader
	change := call.ChangedBesides(&was, o.after)
	if o.after.CommitIndex != was.CommitIndex {
		change = call.Committed(o.after)
	}
	if change.Text == "" {
		return nil
	}
	failure := call.Breaks(onlyVotes, "vote.call.spoilt",
		"A request for a vote changes term, role and vote, and nothing else. S1 changes %s.", change.What)
	failure.Yours, failure.Allowed, failure.Liveness = ", "+change.Text, ", and the rest as it was", change.Harmless
	return failure
}

// leader: a request for a vote names nobody who leads.
func (o outcome) leader() *grader.CaseFailure {
	got, was := o.after.Leader, o.before.Leader
	if got == was || got == raft.None && o.after.Role != raft.Leader {
		return nil
	}
	failure := call.Stalls(clients, "vote.call.leader",
		"Clients are sent to the server that Leader names. Nothing says that %v leads term %d.",
		got, o.after.CurrentTerm)
	failure.Yours, failure.Allowed = fmt.Sprintf(", leader=%v", got), ", leader=none"
	if o.after.Role == raft.Leader {
		failure.Allowed = fmt.Sprintf(", leader=%v", was)
	}
	return failure
}

// text is the outcome in the form of reports.
func (o outcome) text() string {
	return outcomeText(o.reply.VoteGranted, o.reply.Term, o.after.Role, o.after.CurrentTerm, o.after.VotedFor)
}

// allowed is Figure 2's outcome.
func (o outcome) allowed() string {
	term, vote, role := o.wantTerm(), o.before.VotedFor, o.before.Role
	if o.later() {
		vote, role = raft.None, raft.Follower
	}
	if o.branch == granting {
		vote = o.call.request.CandidateID
	}
	return outcomeText(o.branch == granting, term, role, term, vote)
}

func outcomeText(granted bool, replyTerm raft.Term, role raft.Role, term raft.Term, votedFor raft.NodeID) string {
	answer := "refused"
	if granted {
		answer = "granted"
	}
	return fmt.Sprintf("%s in term %d, then %v currentTerm=%d votedFor=%v", answer, replyTerm, role, term, votedFor)
}
