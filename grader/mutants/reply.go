package mutants

import (
	"raftlab/lab"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// replies are the mutants of group R: a leader's handling of the answers to AppendEntries.
func replies() []Mutant {
	return []Mutant{
		{ID: "R01", Exercise: "replicate", Title: "A success counts for all that the leader has by now",
			Breaks: falseMatch, Rules: matchLogEnd,
			Source: "§5.3; Students' Guide to Raft"},
		{ID: "R02", Exercise: "replicate", Title: "A success of an earlier term counts in this one",
			Breaks: falseMatch, Rules: anyTerm,
			Source: "§5.3; Students' Guide to Raft, term confusion; andreev-io/little-raft#22",
			Rare: "A success must wait from one leadership of a server to its next, while a leader between has " +
				"those entries removed: one that neither the server nor the follower has voted for."},
		{ID: "R03", Exercise: "replicate", Title: "A late success takes matchIndex back",
			Breaks: []string{progress}, Rules: matchGoesBack,
			Source: "Figure 2, Leaders; microsoft/CCF#5326",
			Harmless: "The commit index does not go back with it, and the next success repairs it: that costs " +
				"time, and nothing else."},
		{ID: "R04", Exercise: "replicate", Title: "The hint of a refusal counts as a match",
			Breaks: []string{progress}, Rules: hintIsMatch,
			Source: "§5.3; microsoft/CCF#5325"},
		{ID: "R05", Exercise: "campaign", Title: "A new leader takes all the others to have what it has",
			Breaks: []string{progress}, Rules: matchAtElection,
			Source: "Figure 2, matchIndex[]; async-raft/async-raft#113"},
		{ID: "R06", Title: "A refusal for its term takes nextIndex back",
			Breaks: []string{progress}, Source: "§5.3; Students' Guide to Raft",
			Harmless: "Who refuses for its term is in a later one, which ends the leadership; the next begins " +
				"its nextIndex anew."},
		{ID: "R07", Exercise: "replicate", Title: "nextIndex goes back by two, down to 0 and below",
			Breaks: []string{soundServer, progress, lab.PanicID}, Rules: twoStepsBack,
			Source: "§5.3; komamitsu/oraft#48"},
		{ID: "R08", Exercise: "replicate", Title: "A late refusal takes nextIndex back behind what is known to match",
			Breaks: []string{soundServer, progress}, Rules: nextGoesBack,
			Source: "§5.3; etcd-io/etcd#1207; apache/ratis#939"},
		{ID: "R09", Title: "nextIndex is repaired only when matchIndex grows",
			Breaks: []string{progress}, Source: "§5.3; Truxify#8669",
			Harmless: "nextIndex is always above matchIndex here (I6), so a success that proves nothing new has " +
				"nothing to repair."},
		{ID: "R10", Exercise: "replicate", Title: "Two refusals of the same thing go back twice",
			Breaks: []string{progress}, Rules: backEachTime, Check: Nothing,
			Source:   "§5.3; RedisLabs/raft#45",
			Harmless: "Going back too far costs a longer message. It is among the solutions that must pass."},
		{ID: "R11", Exercise: "replicate", Title: "Entries that were sent once are not sent again",
			Breaks: []string{progress}, Rules: sendOnce, Check: Nothing,
			Source:   "§5.3",
			Harmless: "The follower refuses what comes next, and its refusal makes the leader go back."},
		{ID: "R12", Exercise: "replicate", Title: "A refusal changes nothing, and the same is sent again",
			Breaks: []string{progress}, Rules: deafToRefusals,
			Source: "§5.3; etcd-io/etcd#10308"},
		{ID: "R13", Title: "A follower whose answers were lost is sent nothing any more",
			Breaks: []string{progress}, Source: "§5.3; etcd-io/etcd#14633",
			Harmless: "There is no window that can stay full: each heartbeat asks again."},
		{ID: "R14", Title: "A refusal is ignored where nextIndex is just above matchIndex",
			Breaks: []string{progress}, Source: "§5.3; willemt/raft#97",
			Harmless: "A log never shrinks below what it has confirmed, so such a refusal is a late one, and to " +
				"ignore it is right."},
	}
}

// digest is AppendEntriesReply with an extra step before it, on a leader and for a reply that is not of a later term.
func digest(before func(s *raft.State, from raft.NodeID, reply *raft.AppendEntriesReply)) func(*raft.Rules) {
	return func(rules *raft.Rules) {
		rules.HandleAppendEntriesReply = func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
			if s.Role == raft.Leader && reply.Term <= s.CurrentTerm {
				before(s, from, &reply)
			}
			reference.HandleAppendEntriesReply(s, from, reply)
		}
	}
}

func matchLogEnd(rules *raft.Rules) {
	digest(func(s *raft.State, _ raft.NodeID, reply *raft.AppendEntriesReply) {
		reply.MatchIndex = s.Log.LastIndex()
	})(rules)
}

func anyTerm(rules *raft.Rules) {
	digest(func(s *raft.State, _ raft.NodeID, reply *raft.AppendEntriesReply) {
		if reply.Success {
			reply.Term = s.CurrentTerm
		}
	})(rules)
}

func matchGoesBack(rules *raft.Rules) {
	digest(func(s *raft.State, from raft.NodeID, reply *raft.AppendEntriesReply) {
		if reply.Success && reply.Term == s.CurrentTerm {
			s.MatchIndex[from] = reply.MatchIndex
		}
	})(rules)
}

// hintIsMatch takes the index before the follower's hint for matchIndex. The entry there is never of the leader's own
// term, and only those count. But the leader cannot go back before it.
func hintIsMatch(rules *raft.Rules) {
	digest(func(s *raft.State, from raft.NodeID, reply *raft.AppendEntriesReply) {
		if !reply.Success && reply.Term == s.CurrentTerm && reply.ConflictIndex > 0 {
			s.MatchIndex[from] = max(s.MatchIndex[from], reply.ConflictIndex-1)
		}
	})(rules)
}

// matchAtElection commits nothing wrong, because the leader's own term has no entry yet. But the leader cannot go back
// before its end.
func matchAtElection(rules *raft.Rules) {
	rules.HandleRequestVoteReply = func(s *raft.State, from raft.NodeID, reply raft.RequestVoteReply) {
		role := s.Role
		reference.HandleRequestVoteReply(s, from, reply)
		if role == raft.Candidate && s.Role == raft.Leader {
			for _, id := range s.Servers {
				s.MatchIndex[id] = s.Log.LastIndex()
			}
		}
	}
}

// nextGoesBack breaks I6: nextIndex is above matchIndex.
func nextGoesBack(rules *raft.Rules) {
	rules.HandleAppendEntriesReply = func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
		if s.Role == raft.Leader && reply.Term == s.CurrentTerm && !reply.Success {
			s.NextIndex[from] = max(1, min(reply.ConflictIndex, s.NextIndex[from]-1))
			return
		}
		reference.HandleAppendEntriesReply(s, from, reply)
	}
}

func sendOnce(rules *raft.Rules) {
	rules.AppendEntriesTo = func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
		req := reference.AppendEntriesTo(s, follower, limit)
		s.NextIndex[follower] = lastNew(req) + 1
		return req
	}
}

func twoStepsBack(rules *raft.Rules) {
	rules.HandleAppendEntriesReply = func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
		if s.Role == raft.Leader && reply.Term == s.CurrentTerm && !reply.Success {
			s.NextIndex[from] -= 2
			return
		}
		reference.HandleAppendEntriesReply(s, from, reply)
	}
}

func backEachTime(rules *raft.Rules) {
	rules.HandleAppendEntriesReply = func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
		if s.Role == raft.Leader && reply.Term == s.CurrentTerm && !reply.Success {
			s.NextIndex[from] = max(s.MatchIndex[from]+1, max(s.NextIndex[from], 3)-2)
			return
		}
		reference.HandleAppendEntriesReply(s, from, reply)
	}
}

func deafToRefusals(rules *raft.Rules) {
	rules.HandleAppendEntriesReply = func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
		if reply.Success || reply.Term != s.CurrentTerm {
			reference.HandleAppendEntriesReply(s, from, reply)
		}
	}
}
