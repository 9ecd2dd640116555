package replicate

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
)

// outcome is the allowed state after an answer.
type outcome struct {
	role            raft.Role
	term            raft.Term
	votedFor        raft.NodeID
	match           raft.Index
	lowest, highest raft.Index // of NextIndex
}

// answer calls HandleAppendEntriesReply and judges each part of the state after it. MatchIndex is knowledge, and has
// one right value. NextIndex is a guess. It must stay above MatchIndex and not pass the log's end. It must fall after
// a refusal of the present message, or the leader would send the same for ever.
func (c replicateCall) answer(rules raft.Rules) *grader.CaseFailure {
	s, before := c.state(), c.state()
	rules.HandleAppendEntriesReply(s, 2, c.reply)
	want := c.outcome(before)
	failure := call.Gravest(
		call.Standing("replicate", before, s, c.reply.Term), c.wrongMatch(before, s, want), c.wrongNext(s, want),
		c.spoiltByAnswer(before, s),
	)
	if failure == nil {
		return nil
	}
	failure.Yours, failure.Allowed = outcomeText(s)+failure.Yours, want.text()+failure.Allowed
	return failure
}

func (c replicateCall) outcome(s *raft.State) outcome {
	want := outcome{
		role: s.Role, term: s.CurrentTerm, votedFor: s.VotedFor, match: c.match, lowest: c.match + 1,
		highest: s.Log.LastIndex() + 1,
	}
	reply := c.reply
	switch {
	case reply.Term > s.CurrentTerm:
		want.role, want.term, want.votedFor = raft.Follower, reply.Term, raft.None
	case s.Role != raft.Leader: // MatchIndex is a leader's
	case reply.Term < s.CurrentTerm:
	case reply.Success:
		want.match = max(c.match, reply.MatchIndex)
		want.lowest = want.match + 1
	case c.present && c.next-1 > c.match:
		want.highest = c.next - 1
	}
	return want
}

// wrongMatch is the failure of a MatchIndex. To know too little costs time only.
func (c replicateCall) wrongMatch(before, s *raft.State, want outcome) *grader.CaseFailure {
	got, reply := s.MatchIndex[2], c.reply
	var failure *grader.CaseFailure
	switch {
	case want.role != raft.Leader || s.Role != raft.Leader || got == want.match:
		return nil
	case reply.Term < before.CurrentTerm:
		failure = call.Breaks(leadersOldTerm, "replicate.call.answer.old-term",
			"The answer is of term %d, when S1 may have led with another log. In term %d it proves nothing: "+
				"matchIndex stays %d, and is %d.", reply.Term, before.CurrentTerm, want.match, got)
	case !reply.Success:
		failure = call.Breaks(leadersRefused, "replicate.call.answer.refused",
			"A refusal proves nothing about what S2 has: matchIndex stays %d, and is %d.", want.match, got)
	case got > want.match:
		failure = call.Breaks(leadersSuccess, "replicate.call.answer.more",
			"The answer says that S2 has %s, and matchIndex is %d now, which is more than S2 has ever confirmed. "+
				"Entries that only S1 has could count as committed.", call.Span(1, int(reply.MatchIndex)), got)
	case got < c.match:
		failure = call.Breaks(leadersSuccess, "replicate.call.answer.back",
			"matchIndex went back from %d to %d. S2 has those entries still: a late answer proves less, and takes "+
				"nothing back.", c.match, got)
	default:
		failure = call.Breaks(leadersSuccess, "replicate.call.answer.less",
			"The answer says that S2 has %s, and matchIndex is %d. S1 counts S2 no further than matchIndex.",
			call.Span(1, int(reply.MatchIndex)), got)
	}
	failure.Liveness = got < want.match
	return failure
}

// wrongNext is the failure of a NextIndex. A wrong guess costs time only.
func (c replicateCall) wrongNext(s *raft.State, want outcome) *grader.CaseFailure {
	next, last := s.NextIndex[2], raft.Index(len(c.leader.Log))
	switch {
	case want.role != raft.Leader || s.Role != raft.Leader || next >= want.lowest && next <= want.highest:
		return nil
	case next == 0 && c.reply.Success:
		return call.Stalls(leadersSuccess, "replicate.call.next.none",
			"nextIndex is 0, and the log begins at 1.")
	case next == 0:
		return call.Stalls(leadersRefused, "replicate.call.next.zero",
			"nextIndex is 0, and the log begins at 1.")
	case next < want.lowest && c.reply.Success:
		return call.Stalls(leadersSuccess, "replicate.call.next.behind",
			"After this answer S2 is known to have %s, so what it lacks begins at %d or later. nextIndex is %d.",
			call.Span(1, int(want.match)), want.lowest, next)
	case next < want.lowest:
		return call.Stalls(leadersRefused, "replicate.call.next.low",
			"S2 is known to have %s, so what it lacks begins at %d or later. nextIndex is %d.",
			call.Span(1, int(want.match)), want.lowest, next)
	case next > last+1 && c.reply.Success:
		return call.Stalls(leadersSuccess, "replicate.call.next.beyond",
			"nextIndex is %d, and may be %d at most, just behind the log's end.", next, last+1)
	case next > last+1:
		return call.Stalls(leadersRefused, "replicate.call.next.high",
			"nextIndex is %d, and may be %d at most, just behind the log's end.", next, last+1)
	}
	return call.Stalls(leadersRefused, "replicate.call.next.stays",
		"S2 may have refused what nextIndex %d stands for. If it does not fall, S1 sends the same again, and for ever.",
		c.next)
}

// spoiltByAnswer is any other change. A rule may also move the commit index, as far as the commit rule allows.
func (c replicateCall) spoiltByAnswer(before, s *raft.State) *grader.CaseFailure {
	rest := *s
	rest.MatchIndex = append([]raft.Index{}, s.MatchIndex...)
	rest.NextIndex = append([]raft.Index{}, s.NextIndex...)
	rest.MatchIndex[2], rest.NextIndex[2] = c.match, c.next
	was := *before
	was.Role, was.CurrentTerm, was.VotedFor = s.Role, s.CurrentTerm, s.VotedFor
	change := call.ChangedBesides(&was, &rest)
	committed := s.CommitIndex
	if committed != before.CommitIndex &&
		(s.Role != raft.Leader || committed < before.CommitIndex || committed > committableWith(before, s)) {
		change = call.Committed(s)
	}
	if change.Text == "" {
		return nil
	}
	failure := call.Breaks(leadersSuccess, "replicate.call.answer.spoilt",
		"The answer is S2's, and speaks of nothing but S2's log. S1 changes %s.", change.What)
	failure.Yours, failure.Allowed, failure.Liveness = ", and "+change.Text, ", and nothing else changes",
		change.Harmless
	return failure
}

// committableWith is what the commit rule allows with the new knowledge of S2.
func committableWith(before, s *raft.State) raft.Index {
	known := *before
	known.MatchIndex = s.MatchIndex
	highest, _ := call.Committable(&known)
	return highest
}

func (w outcome) text() string {
	if w.role != raft.Leader {
		return fmt.Sprintf("%v currentTerm=%d votedFor=%v", w.role, w.term, w.votedFor)
	}
	next := fmt.Sprintf("%d", w.lowest)
	if w.highest > w.lowest {
		next = fmt.Sprintf("%d to %d", w.lowest, w.highest)
	}
	return fmt.Sprintf("%v currentTerm=%d nextIndex[S2]=%s matchIndex[S2]=%d", w.role, w.term, next, w.match)
}

func outcomeText(s *raft.State) string {
	if s.Role != raft.Leader {
		return fmt.Sprintf("%v currentTerm=%d votedFor=%v", s.Role, s.CurrentTerm, s.VotedFor)
	}
	return fmt.Sprintf("%v currentTerm=%d nextIndex[S2]=%d matchIndex[S2]=%d",
		s.Role, s.CurrentTerm, s.NextIndex[2], s.MatchIndex[2])
}

func answerText(reply raft.AppendEntriesReply) string {
	switch {
	case reply.Success:
		return fmt.Sprintf("AppendEntriesReply{term %d, success, match %d}", reply.Term, reply.MatchIndex)
	case reply.ConflictIndex == 0 && reply.ConflictTerm == 0 && reply.MatchIndex == 0:
		return fmt.Sprintf("AppendEntriesReply{term %d, refused}", reply.Term)
	case reply.MatchIndex > 0:
		return fmt.Sprintf("AppendEntriesReply{term %d, refused, conflict %d/%d, match %d}",
			reply.Term, reply.ConflictIndex, reply.ConflictTerm, reply.MatchIndex)
	}
	return fmt.Sprintf("AppendEntriesReply{term %d, refused, conflict %d/%d}",
		reply.Term, reply.ConflictIndex, reply.ConflictTerm)
}
