package replicate

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// repair calls both rules in turn, with a follower that answers by the reference rule, until S1 knows that S2 has
// its log. The bound is enough even for one step back and one entry forward at a time.
func (c replicateCall) repair(rules raft.Rules) *grader.CaseFailure {
	leader, follower := c.state(), followerOf3(c.leader.Term, c.follower).State()
	last := leader.Log.LastIndex()
	messages := 2*(int(last)+len(c.follower)) + 4
	var req raft.AppendEntries
	var failure *grader.CaseFailure
	for round := 0; failure == nil && leader.MatchIndex[2] < last; round++ {
		if round == messages {
			failure = call.Stalls(leadersRefused, "replicate.call.repair.rounds",
				"After %d messages S1 and S2 have not come to agree. The last was %s.", messages, messageText(req))
			break
		}
		req = rules.AppendEntriesTo(leader, 2, c.limit)
		if req.PrevLogIndex > last || int(last-req.PrevLogIndex) < len(req.Entries) {
			failure = call.Breaks(leadersPrev, "replicate.call.repair.message",
				"S1 does not have what this message speaks of: %s.", messageText(req))
			break
		}
		rules.HandleAppendEntriesReply(leader, 2, reference.HandleAppendEntries(follower, req))
		failure = wrongInRepair(leader, follower, req)
	}
	if failure != nil {
		failure.Yours = fmt.Sprintf("%s, and S2's log=%v", outcomeText(leader), call.LogTerms(follower))
		failure.Allowed = fmt.Sprintf("matchIndex[S2]=%d, and S2's log=%v", last, c.leader.Log)
	}
	return failure
}

// wrongInRepair is the failure of an answer, or of the message before it.
func wrongInRepair(leader, follower *raft.State, req raft.AppendEntries) *grader.CaseFailure {
	next, match, last := leader.NextIndex[2], leader.MatchIndex[2], leader.Log.LastIndex()
	if leader.Role != raft.Leader || next == 0 || next > last+1 || match > last {
		return call.Stalls(leadersRefused, "replicate.call.repair.next",
			"S1 leads, and nextIndex is 1 to %d here.", last+1)
	}
	for i := raft.Index(1); i <= match; i++ {
		if follower.Log.Term(i) != leader.Log.Term(i) {
			return call.Breaks(leadersSuccess, "replicate.call.repair.match",
				"After %s, S1 takes S2 to have entries 1 to %d. Entry %d is not S1's.",
				messageText(req), match, i)
		}
	}
	return nil
}
