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

// wrongMessage is the failure of a message.
func (c replicateCall) wrongMessage(s *raft.State, req raft.AppendEntries) *grader.CaseFailure {
	prev, count := req.PrevLogIndex, raft.Index(len(req.Entries))
	switch last := s.Log.LastIndex(); {
	case req.Term != c.leader.Term || req.LeaderID != 1:
		return call.Breaks(leadersPrev, "replicate.call.send.leader", "The message must say who leads which term.")
	case prev < c.match:
		return call.Stalls(leadersSend, "replicate.call.send.known",
			"S2 is known to have entries 1 to %d already: nothing before nextIndex %d is to be sent again.",
			c.match, c.next)
	case prev >= c.next:
		return call.Stalls(leadersSend, "replicate.call.send.never",
			"prevLogIndex is %d, so entry %d, which nextIndex names, is never sent.",
			prev, c.next)
	case req.PrevLogTerm != s.Log.Term(prev) && prev == 0:
		return call.Breaks(leadersPrev, "replicate.call.send.prev-term.none",
			"prevLogTerm is 0 where no entry comes before.")
	case req.PrevLogTerm != s.Log.Term(prev):
		return call.Breaks(leadersPrev, "replicate.call.send.prev-term",
			"prevLogTerm must be the term of entry %d, which is %d.",
			prev, s.Log.Term(prev))
	case count > raft.Index(c.limit):
		return call.Breaks(leadersSend, "replicate.call.send.limit",
			"%d entries are more than the limit of %d.", count, c.limit)
	case count > last-prev:
		return call.Breaks(leadersSend, "replicate.call.send.end",
			"The log ends at %d; this message, of %d behind prevLogIndex %d, would end at %d.",
			last, count, prev, prev+count)
	case count == 0 && prev == c.match && prev < last:
		return call.Stalls(leadersSend, "replicate.call.send.none",
			"S2 is known to have all that comes before entry %d, and lacks that, but the message carries none.", prev+1)
	case req.LeaderCommit > s.CommitIndex:
		return call.Breaks(leadersCommit, "replicate.call.send.commit.more",
			"S1 knows of commitIndex %d, and must not tell more.", s.CommitIndex)
	case req.LeaderCommit < min(s.CommitIndex, c.match):
		return call.Stalls(leadersCommit, "replicate.call.send.commit.less",
			"leaderCommit must tell S1's commitIndex, which is %d.", s.CommitIndex)
	}
	for i, entry := range req.Entries {
		index := prev + 1 + raft.Index(i)
		own := s.Log.Entry(index)
		if !entry.Equal(own) {
			return call.Breaks(leadersSend, "replicate.call.send.entry",
				"Behind prevLogIndex %d the message must go on with entry %d; its entry of term %d is another one.",
				prev, index, entry.Term)
		}
	}
	return nil
}

// wrongAfterSending names what the call must not have changed.
func (c replicateCall) wrongAfterSending(before, s *raft.State, req raft.AppendEntries) *grader.CaseFailure {
	next := s.NextIndex[2]
	end := req.PrevLogIndex + raft.Index(len(req.Entries)) + 1
	if next <= c.match || next > max(c.next, end) {
		failure := call.Stalls(leadersSend, "replicate.call.send.next",
			"Whatever was sent, nextIndex stays above matchIndex, and does not pass what is on its way.")
		failure.Yours = fmt.Sprintf(", and nextIndex[S2]=%d", next)
		return failure
	}
	s.NextIndex[2] = c.next
	spoilt := call.ChangedBesides(before, s)
	if s.CommitIndex != before.CommitIndex {
		spoilt = fmt.Sprintf("commitIndex=%d", s.CommitIndex)
	}
	if spoilt == "" {
		return nil
	}
	failure := call.Breaks(leadersSend, "replicate.call.send.spoilt",
		"To send a message changes nothing else on the leader.")
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
	return fmt.Sprintf("AppendEntries{term %d%s, prev %d/%d, %s, commit %d}",
		req.Term, leader, req.PrevLogIndex, req.PrevLogTerm, entries, req.LeaderCommit)
}
