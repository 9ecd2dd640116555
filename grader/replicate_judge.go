package grader

import (
	"bytes"
	"fmt"

	"raftlab/raft"
	"raftlab/raft/reference"
)

// send calls AppendEntriesTo and judges the message. NextIndex is a guess, and leaders may guess
// differently, so a message may begin anywhere from what is known to match up to NextIndex. A leader
// may also ask without entries first whether the logs agree there, send fewer entries than it could,
// tell a commit index no higher than what it knows the follower to have, and count entries as sent at
// once (pipelining). What is needed for progress: where S2 is known to have all that comes before,
// at least one entry goes along.
func (c replicateCall) send(rules raft.Rules) *CaseFailure {
	s, before := c.state(), c.state()
	req := rules.AppendEntriesTo(s, 2, c.limit)
	failure := c.wrongMessage(before, req)
	if failure == nil {
		failure = c.wrongAfterSending(before, s, req)
	}
	if failure == nil {
		return nil
	}
	failure.Yours = messageText(req) + failure.Yours
	failure.Allowed = "for instance " + messageText(reference.AppendEntriesTo(before, 2, c.limit))
	return failure
}

// unsafe and slow are failures: of what may make servers disagree, and of what keeps them from getting
// anywhere.
func unsafe(place, why string, values ...any) *CaseFailure {
	return &CaseFailure{Place: place, Why: fmt.Sprintf(why, values...)}
}

func slow(place, why string, values ...any) *CaseFailure {
	return &CaseFailure{Place: place, Why: fmt.Sprintf(why, values...), Liveness: true}
}

// wrongMessage says what is wrong with a message.
func (c replicateCall) wrongMessage(s *raft.State, req raft.AppendEntries) *CaseFailure {
	prev, count := req.PrevLogIndex, raft.Index(len(req.Entries))
	switch last := s.Log.LastIndex(); {
	case req.Term != c.leader.term || req.LeaderID != 1:
		return unsafe(leadersPrev, "The message must say who leads which term.")
	case prev < c.match:
		return slow(leadersSend, "S2 is known to have entries 1 to %d already: nothing before nextIndex %d is to be sent again.", c.match, c.next)
	case prev >= c.next:
		return slow(leadersSend, "prevLogIndex is %d, so entry %d, which nextIndex names, is never sent.", prev, c.next)
	case req.PrevLogTerm != s.Log.Term(prev) && prev == 0:
		return unsafe(leadersPrev, "prevLogTerm is 0 where no entry comes before.")
	case req.PrevLogTerm != s.Log.Term(prev):
		return unsafe(leadersPrev, "prevLogTerm must be the term of entry %d, which is %d.", prev, s.Log.Term(prev))
	case count > raft.Index(c.limit):
		return unsafe(leadersSend, "%d entries are more than the limit of %d.", count, c.limit)
	case count > last-prev:
		return unsafe(leadersSend, "The log ends at %d; this message, of %d behind prevLogIndex %d, would end at %d.", last, count, prev, prev+count)
	case count == 0 && prev == c.match && prev < last:
		return slow(leadersSend, "S2 is known to have all that comes before entry %d, and lacks that, but the message carries none.", prev+1)
	case req.LeaderCommit > s.CommitIndex:
		return unsafe(leadersCommit, "S1 knows of commitIndex %d, and must not tell more.", s.CommitIndex)
	case req.LeaderCommit < min(s.CommitIndex, c.match):
		return slow(leadersCommit, "leaderCommit must tell S1's commitIndex, which is %d.", s.CommitIndex)
	}
	for i, entry := range req.Entries {
		index := prev + 1 + raft.Index(i)
		own := s.Log.Entry(index)
		if entry.Term != own.Term || entry.Kind != own.Kind || !bytes.Equal(entry.Command, own.Command) {
			return unsafe(leadersSend, "Behind prevLogIndex %d the message must go on with entry %d; its entry of term %d is another one.", prev, index, entry.Term)
		}
	}
	return nil
}

// wrongAfterSending says what sending has spoilt.
func (c replicateCall) wrongAfterSending(before, s *raft.State, req raft.AppendEntries) *CaseFailure {
	next := s.NextIndex[2]
	end := req.PrevLogIndex + raft.Index(len(req.Entries)) + 1
	if next <= c.match || next > max(c.next, end) {
		failure := slow(leadersSend, "Whatever was sent, nextIndex stays above matchIndex, and does not pass what is on its way.")
		failure.Yours = fmt.Sprintf(", and nextIndex[S2]=%d", next)
		return failure
	}
	s.NextIndex[2] = c.next
	spoilt := changedBesides(before, s)
	if s.CommitIndex != before.CommitIndex {
		spoilt = fmt.Sprintf("commitIndex=%d", s.CommitIndex)
	}
	if spoilt == "" {
		return nil
	}
	failure := unsafe(leadersSend, "To send a message changes nothing else on the leader.")
	failure.Yours = ", and " + spoilt
	return failure
}

func messageText(req raft.AppendEntries) string {
	entries := "no entries"
	if len(req.Entries) > 0 {
		entries = "entries"
		for _, e := range req.Entries {
			entries += fmt.Sprintf(" %d", e.Term)
		}
	}
	leader := ""
	if req.LeaderID != 1 {
		leader = fmt.Sprintf(", leader %v", req.LeaderID)
	}
	return fmt.Sprintf("AppendEntries{term %d%s, prev %d/%d, %s, commit %d}", req.Term, leader, req.PrevLogIndex, req.PrevLogTerm, entries, req.LeaderCommit)
}

// replicateOutcome is what may be true after an answer.
type replicateOutcome struct {
	role            raft.Role
	term            raft.Term
	votedFor        raft.NodeID
	match           raft.Index
	lowest, highest raft.Index // of NextIndex
	place, why      string
}

// answer calls HandleAppendEntriesReply and judges what became of the state. MatchIndex is knowledge,
// and has one right value. NextIndex is a guess: all that is asked of it is to stay above MatchIndex,
// not to pass the log's end, and to fall after a refusal of what is sent now, or the same would be
// sent for ever.
func (c replicateCall) answer(rules raft.Rules) *CaseFailure {
	s, before := c.state(), c.state()
	rules.HandleAppendEntriesReply(s, 2, c.reply)
	want := c.outcome(before)
	failure := &CaseFailure{Yours: outcomeText(s), Allowed: want.text(), Place: want.place, Why: want.why}
	if s.Role != want.role || s.CurrentTerm != want.term || s.VotedFor != want.votedFor {
		return failure
	}
	leads := want.role == raft.Leader
	if leads && s.MatchIndex[2] != want.match {
		failure.Liveness = s.MatchIndex[2] < want.match
		return failure
	}
	if leads && (s.NextIndex[2] < want.lowest || s.NextIndex[2] > want.highest) {
		failure.Place, failure.Why = c.wrongNext(s.NextIndex[2], want)
		failure.Liveness = true
		return failure
	}
	if spoilt := c.spoiltByAnswer(before, s); spoilt != "" {
		failure.Yours, failure.Allowed = failure.Yours+", and "+spoilt, failure.Allowed+", and nothing else changes"
		failure.Why = "The answer is S2's, and speaks of nothing but S2's log."
		return failure
	}
	return nil
}

func (c replicateCall) outcome(s *raft.State) replicateOutcome {
	last := s.Log.LastIndex()
	want := replicateOutcome{role: s.Role, term: s.CurrentTerm, votedFor: s.VotedFor, match: c.match, lowest: c.match + 1, highest: last + 1}
	reply := c.reply
	switch {
	case reply.Term > s.CurrentTerm:
		want.role, want.term, want.votedFor = raft.Follower, reply.Term, raft.None
		want.place, want.why = allServers, fmt.Sprintf("S2 is in term %d, later than S1's %d: S1 adopts it, follows, and has a new vote.", reply.Term, s.CurrentTerm)
	case s.Role != raft.Leader:
		want.place, want.why = leadersOldTerm, fmt.Sprintf("S1 is a %v. An answer to a leader changes nothing on it.", s.Role)
	case reply.Term < s.CurrentTerm:
		want.place, want.why = leadersOldTerm, fmt.Sprintf("The answer is of term %d, when S1 may have led with another log. In term %d it proves nothing.", reply.Term, s.CurrentTerm)
	case reply.Success:
		want.match = max(c.match, reply.MatchIndex)
		want.lowest = want.match + 1
		want.place, want.why = leadersSuccess, fmt.Sprintf("matchIndex is what S2 has confirmed, no more and no less: %d.", want.match)
	default:
		want.place, want.why = leadersRefused, "A refusal proves nothing about what S2 has: matchIndex stays."
		if c.present && c.next-1 > c.match {
			want.highest = c.next - 1
		}
	}
	return want
}

// wrongNext says what is wrong with a NextIndex.
func (c replicateCall) wrongNext(next raft.Index, want replicateOutcome) (place, why string) {
	last := raft.Index(len(c.leader.log))
	switch {
	case next == 0:
		return leadersRefused, "nextIndex must not fall below 1, where the log begins."
	case next < want.lowest:
		return want.place, fmt.Sprintf("S2 is known to have entries 1 to %d, so what it lacks begins at %d or later.", want.match, want.lowest)
	case next > last+1:
		return want.place, fmt.Sprintf("nextIndex may be %d at most, just behind the log's end.", last+1)
	}
	return leadersRefused, fmt.Sprintf("S2 may have refused what nextIndex %d stands for. If it does not fall, S1 sends the same again, and for ever.", c.next)
}

// spoiltByAnswer names what else has changed. A rule may move the commit index in the same breath, as
// far as the commit rule lets it.
func (c replicateCall) spoiltByAnswer(before, s *raft.State) string {
	committed := s.CommitIndex
	if committed != before.CommitIndex && (s.Role != raft.Leader || committed < before.CommitIndex || committed > truthWith(before, s).highest) {
		return fmt.Sprintf("commitIndex=%d", committed)
	}
	rest := *s
	rest.MatchIndex = append([]raft.Index{}, s.MatchIndex...)
	rest.NextIndex = append([]raft.Index{}, s.NextIndex...)
	if s.Role == raft.Leader {
		rest.MatchIndex[2], rest.NextIndex[2] = c.match, c.next
	} else { // the next election begins them anew
		rest.MatchIndex, rest.NextIndex = before.MatchIndex, before.NextIndex
	}
	was := *before
	was.Role, was.CurrentTerm, was.VotedFor = s.Role, s.CurrentTerm, s.VotedFor
	return changedBesides(&was, &rest)
}

// truthWith is what the commit rule allows with what is known of S2 by now.
func truthWith(before, s *raft.State) commitTruth {
	known := *before
	known.MatchIndex = s.MatchIndex
	return truthOfCommit(&known)
}

func (w replicateOutcome) text() string {
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
	return fmt.Sprintf("%v currentTerm=%d nextIndex[S2]=%d matchIndex[S2]=%d", s.Role, s.CurrentTerm, s.NextIndex[2], s.MatchIndex[2])
}

func answerText(reply raft.AppendEntriesReply) string {
	switch {
	case reply.Success:
		return fmt.Sprintf("AppendEntriesReply{term %d, success, match %d}", reply.Term, reply.MatchIndex)
	case reply.ConflictIndex == 0:
		return fmt.Sprintf("AppendEntriesReply{term %d, refused}", reply.Term)
	}
	return fmt.Sprintf("AppendEntriesReply{term %d, refused, conflict %d/%d}", reply.Term, reply.ConflictIndex, reply.ConflictTerm)
}

// repair lets both rules work with a follower that answers by the reference rule, until S1 knows that
// S2 has its log. Even one step back and one entry on at a time need no more messages than this.
func (c replicateCall) repair(rules raft.Rules) *CaseFailure {
	leader, follower := c.state(), followerOf3(c.leader.term, c.follower).state()
	last := leader.Log.LastIndex()
	messages := 2*(int(last)+len(c.follower)) + 4
	var req raft.AppendEntries
	var failure *CaseFailure
	for round := 0; failure == nil && leader.MatchIndex[2] < last; round++ {
		if round == messages {
			failure = slow(leadersRefused, "After %d messages S1 and S2 have not come to agree. The last was %s.", messages, messageText(req))
			break
		}
		req = rules.AppendEntriesTo(leader, 2, c.limit)
		if req.PrevLogIndex > last || int(last-req.PrevLogIndex) < len(req.Entries) {
			failure = unsafe(leadersPrev, "S1 does not have what this message speaks of: %s.", messageText(req))
			break
		}
		rules.HandleAppendEntriesReply(leader, 2, reference.HandleAppendEntries(follower, req))
		failure = wrongInRepair(leader, follower, req)
	}
	if failure != nil {
		failure.Yours = fmt.Sprintf("%s, and S2's log=%v", outcomeText(leader), logTerms(follower))
		failure.Allowed = fmt.Sprintf("matchIndex[S2]=%d, and S2's log=%v", last, c.leader.log)
	}
	return failure
}

// wrongInRepair says what an answer, or the message before it, has spoilt.
func wrongInRepair(leader, follower *raft.State, req raft.AppendEntries) *CaseFailure {
	next, match, last := leader.NextIndex[2], leader.MatchIndex[2], leader.Log.LastIndex()
	if leader.Role != raft.Leader || next == 0 || next > last+1 || match > last {
		return slow(leadersRefused, "S1 leads, and nextIndex is 1 to %d here.", last+1)
	}
	for i := raft.Index(1); i <= match; i++ {
		if follower.Log.Term(i) != leader.Log.Term(i) {
			return unsafe(leadersSuccess, "After %s, S1 takes S2 to have entries 1 to %d. Entry %d is not S1's.", messageText(req), match, i)
		}
	}
	return nil
}
