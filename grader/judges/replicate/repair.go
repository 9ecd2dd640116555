package replicate

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// hinting is how a follower refuses: one of the ways that the contract of the hint allows (package call).
type hinting int

const (
	firstOfTerm hinting = iota // the reference's, as at the end of §5.3
	noHint
	hintsAtPrev
	hintsAtStart
	onlyTerm
)

var hintings = []hinting{firstOfTerm, noHint, hintsAtPrev, hintsAtStart, onlyTerm}

// String completes the report's line about a repair.
func (h hinting) String() string {
	return [...]string{
		"", ", which carry no hint", ", which hint at prevLogIndex", ", which hint at index 1",
		", which hint at a term only",
	}[h]
}

// refusal is the reference's refusal with another hint.
func (h hinting) refusal(reply raft.AppendEntriesReply, prev raft.Index) raft.AppendEntriesReply {
	switch h {
	case noHint:
		reply.ConflictIndex, reply.ConflictTerm = 0, 0
	case hintsAtPrev:
		reply.ConflictIndex = prev
	case hintsAtStart:
		reply.ConflictIndex, reply.ConflictTerm = 1, 0
	case onlyTerm:
		reply.ConflictIndex = 0
	}
	return reply
}

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
		reply := reference.HandleAppendEntries(follower, req)
		if !reply.Success {
			reply = c.hint.refusal(reply, req.PrevLogIndex)
		}
		rules.HandleAppendEntriesReply(leader, 2, reply)
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
	switch {
	case leader.Role != raft.Leader:
		return call.Stalls(call.AllServers, "replicate.call.repair.role",
			"S1 led and is a %v now. No answer was of a later term.", leader.Role)
	case match > last:
		return call.Breaks(leadersSuccess, "replicate.call.repair.match-end",
			"S1 takes S2 to have %s, and its own log ends at %d.", call.Span(1, int(match)), last)
	case next == 0 || next > last+1:
		return call.Stalls(leadersRefused, "replicate.call.repair.next",
			"nextIndex is %d, and the log has places 1 to %d.", next, last+1)
	}
	for i := raft.Index(1); i <= match; i++ {
		if follower.Log.Term(i) != leader.Log.Term(i) {
			return call.Breaks(leadersSuccess, "replicate.call.repair.match",
				"After %s, S1 takes S2 to have %s. S2's entry %d is not S1's.",
				messageText(req), call.Span(1, int(match)), i)
		}
	}
	return nil
}
