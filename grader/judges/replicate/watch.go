package replicate

import (
	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
)

// branch is a case that the paper distinguishes.
type branch int

const (
	sentHeartbeat branch = iota
	sentEntries
	sentPart
	answerLaterTerm
	answerIgnored
	answerProgress
	answerNoNews
	answerShortLog
	answerConflictShared
	answerConflictForeign
	answerLateRefusal
)

var branches = []grader.Branch{
	{Name: "a heartbeat", Place: leadersSend},
	{Name: "entries are sent", Place: leadersSend},
	{Name: "more entries than fit into a message", Place: leadersSend},
	{Name: "an answer of a later term", Place: call.AllServers},
	{Name: "an answer of an earlier term",
		Place: leadersOldTerm},
	{Name: "a success with news", Place: leadersSuccess},
	{Name: "a success without news", Place: leadersSuccess},
	{Name: "a refusal: the follower's log is too short", Place: leadersRefused},
	{Name: "a refusal: a conflict with a term that the leader has, too", Place: leadersHint},
	{Name: "a refusal: a conflict with a term that the leader does not have", Place: leadersHint},
	{Name: "a refusal that was overtaken by a success", Place: leadersRefused},
}

// watch reports which branch each call of a cluster takes.
func watch(rules raft.Rules, reached func(branch int)) raft.Rules {
	send, handle := rules.AppendEntriesTo, rules.HandleAppendEntriesReply
	rules.AppendEntriesTo = func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
		switch missing := s.Log.LastIndex() + 1 - s.NextIndex[follower]; {
		case missing == 0:
			reached(int(sentHeartbeat))
		case missing > raft.Index(limit):
			reached(int(sentPart))
		default:
			reached(int(sentEntries))
		}
		return send(s, follower, limit)
	}
	rules.HandleAppendEntriesReply = func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
		reached(int(branchOfAnswer(s, from, reply)))
		handle(s, from, reply)
	}
	return rules
}

func branchOfAnswer(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) branch {
	switch {
	case reply.Term > s.CurrentTerm:
		return answerLaterTerm
	case reply.Term < s.CurrentTerm || s.Role != raft.Leader:
		return answerIgnored
	case reply.Success && reply.MatchIndex > s.MatchIndex[from]:
		return answerProgress
	case reply.Success:
		return answerNoNews
	case reply.ConflictIndex <= s.MatchIndex[from] || s.NextIndex[from] == s.MatchIndex[from]+1:
		return answerLateRefusal
	case reply.ConflictTerm == 0:
		return answerShortLog
	}
	for i := s.NextIndex[from] - 1; i > 0; i-- {
		if s.Log.Term(i) == reply.ConflictTerm {
			return answerConflictShared
		}
	}
	return answerConflictForeign
}
