package replicate

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// send calls AppendEntriesTo and judges the message. NextIndex is a guess, and leaders may guess differently. So a
// message may begin anywhere between MatchIndex+1 and NextIndex. A leader may also first send no entries, to ask
// whether the logs agree there; send fewer entries than possible; limit the commit index to MatchIndex; and count
// entries as sent at once (pipelining). Progress requires at least one entry if S2 is known to have all entries
// before it.
func (c replicateCall) send(rules raft.Rules) *grader.CaseFailure {
	s, before := c.state(), c.state()
	req := rules.AppendEntriesTo(s, 2, c.limit)
	failure := call.Gravest(c.wrongMessage(before, req), c.wrongAfterSending(before, s, req))
	if failure == nil {
		return nil
	}
	failure.Yours = messageText(req) + failure.Yours
	failure.Allowed = "for instance " + messageText(reference.AppendEntriesTo(before, 2, c.limit))
	return failure
}

// wrongMessage is the failure of a message.
func (c replicateCall) wrongMessage(s *raft.State, req raft.AppendEntries) *grader.CaseFailure {
	return call.Gravest(
		c.wrongPrev(s, req), c.wrongEntries(s, req), c.wrongCommit(s, req), c.wrongHead(req), c.wrongPlace(s, req),
	)
}

// wrongHead: who leads which term.
func (c replicateCall) wrongHead(req raft.AppendEntries) *grader.CaseFailure {
	switch {
	case req.Term > c.leader.Term:
		return call.Breaks(leadersPrev, "replicate.call.send.term.ahead",
			"The message says term %d, and S1 was elected in term %d only.", req.Term, c.leader.Term)
	case req.Term < c.leader.Term:
		return call.Stalls(leadersPrev, "replicate.call.send.term",
			"The message says term %d, and S1 leads term %d: S2 refuses a leader of an earlier term.",
			req.Term, c.leader.Term)
	case req.LeaderID != 1:
		return call.Stalls(leadersPrev, "replicate.call.send.leader",
			"The message names %v as the leader, and S1 leads: clients of S2 are sent there (§8).", req.LeaderID)
	}
	return nil
}

// wrongPrev: the entry before the new ones is named by index and term.
func (c replicateCall) wrongPrev(s *raft.State, req raft.AppendEntries) *grader.CaseFailure {
	switch prev := req.PrevLogIndex; {
	case req.PrevLogTerm == s.Log.Term(prev):
		return nil
	case prev == 0:
		return call.Stalls(leadersPrev, "replicate.call.send.prev-term.none",
			"prevLogTerm is %d, and at prevLogIndex 0 there is no entry: it is 0 there, or S2 refuses.",
			req.PrevLogTerm)
	default:
		return call.Breaks(leadersPrev, "replicate.call.send.prev-term",
			"prevLogTerm is %d, and the entry at prevLogIndex %d is of term %d.", req.PrevLogTerm, prev,
			s.Log.Term(prev))
	}
}

// wrongPlace: a message begins between matchIndex and nextIndex, and gets S2 on.
func (c replicateCall) wrongPlace(s *raft.State, req raft.AppendEntries) *grader.CaseFailure {
	prev, count, last := req.PrevLogIndex, len(req.Entries), s.Log.LastIndex()
	switch {
	case prev < c.match:
		return call.Stalls(leadersSend, "replicate.call.send.known",
			"S2 is known to have %s already: nothing before nextIndex %d is to be sent again.",
			call.Span(1, int(c.match)), c.next)
	case prev >= c.next:
		return call.Stalls(leadersSend, "replicate.call.send.never",
			"prevLogIndex is %d, so entry %d, which nextIndex names, is never sent.", prev, c.next)
	case count > c.limit:
		return call.Stalls(leadersSend, "replicate.call.send.limit",
			"%d entries are more than the limit of %d.", count, c.limit)
	case count > 0 || prev > c.match || prev == last:
		return nil
	case c.next > last:
		return call.Stalls(leadersSend, "replicate.call.send.no-news",
			"prevLogIndex is %d, which S2 is known to have: its answer tells S1 nothing. nextIndex is %d, so the "+
				"message names entry %d, and S2 says whether it has it.", prev, c.next, c.next-1)
	}
	return call.Stalls(leadersSend, "replicate.call.send.none",
		"S2 is known to have all entries before entry %d, and lacks this one, and the message carries none.", prev+1)
}

// wrongEntries: the entries are S1's own, in their places.
func (c replicateCall) wrongEntries(s *raft.State, req raft.AppendEntries) *grader.CaseFailure {
	prev, count, last := req.PrevLogIndex, raft.Index(len(req.Entries)), s.Log.LastIndex()
	if begins := beginOf(s, req.Entries); begins > 0 && begins != prev+1 {
		return call.Breaks(leadersSend, "replicate.call.send.begins",
			"The message's entries begin with entry %d, and its prevLogIndex is %d: that is not the entry just before "+
				"them.", begins, prev)
	}
	if count > 0 && prev+count > last {
		return call.Breaks(leadersSend, "replicate.call.send.end",
			"S1's log ends at %d. With %d behind prevLogIndex %d, the message would end at %d: its first entry must "+
				"be entry %d.", last, count, prev, prev+count, prev+1)
	}
	for i, entry := range req.Entries {
		index := prev + 1 + raft.Index(i)
		if !entry.Equal(s.Log.Entry(index)) {
			return call.Breaks(leadersSend, "replicate.call.send.entry",
				"Behind prevLogIndex %d the message must go on with entry %d, and it has one of term %d there that "+
					"S1's log does not have.", prev, index, entry.Term)
		}
	}
	return nil
}

// beginOf is the index at which the entries stand in S1's log one after the other, 0 for none.
func beginOf(s *raft.State, entries []raft.Entry) raft.Index {
	for i := raft.Index(1); len(entries) > 0 && i <= s.Log.LastIndex(); i++ {
		own := s.Log.From(i)
		if len(own) >= len(entries) && raft.EqualEntries(own[:len(entries)], entries) {
			return i
		}
	}
	return 0
}

// wrongCommit: leaderCommit is S1's commitIndex. It may be less as long as S2 is not known to have the entries.
func (c replicateCall) wrongCommit(s *raft.State, req raft.AppendEntries) *grader.CaseFailure {
	switch {
	case req.LeaderCommit > s.CommitIndex:
		return call.Breaks(leadersCommit, "replicate.call.send.commit.more",
			"leaderCommit is %d, and S1's commitIndex is %d. S2 would apply what may not be committed.",
			req.LeaderCommit, s.CommitIndex)
	case req.LeaderCommit < min(s.CommitIndex, c.match):
		return call.Stalls(leadersCommit, "replicate.call.send.commit.less",
			"leaderCommit is %d, too little: S2 is known to have %s, and S1's commitIndex is %d.",
			req.LeaderCommit, call.Span(1, int(c.match)), s.CommitIndex)
	}
	return nil
}

// wrongAfterSending names what the call must not have changed.
func (c replicateCall) wrongAfterSending(before, s *raft.State, req raft.AppendEntries) *grader.CaseFailure {
	next := s.NextIndex[2]
	end := req.PrevLogIndex + raft.Index(len(req.Entries)) + 1
	if next <= c.match || next > max(c.next, end) {
		failure := call.Stalls(leadersSend, "replicate.call.send.next",
			"nextIndex is %d after the message. Whatever was sent, it stays above matchIndex, and does not pass what "+
				"is on its way.", next)
		failure.Yours = fmt.Sprintf(", and nextIndex[S2]=%d", next)
		return failure
	}
	s.NextIndex[2] = c.next
	spoilt := call.ChangedBesides(before, s)
	if s.CommitIndex != before.CommitIndex {
		spoilt = call.Committed(s)
	}
	if spoilt.Text == "" {
		return nil
	}
	failure := call.Breaks(leadersSend, "replicate.call.send.spoilt",
		"To send a message changes nothing on the leader but nextIndex. S1 changes %s.", spoilt.What)
	failure.Yours, failure.Liveness = ", and "+spoilt.Text, spoilt.Harmless
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
	return fmt.Sprintf("AppendEntries{term %d%s, prev %d/%d, %s, commit %d}",
		req.Term, leader, req.PrevLogIndex, req.PrevLogTerm, entries, req.LeaderCommit)
}
