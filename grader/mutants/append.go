package mutants

import (
	"slices"

	"raftlab/raft"
	"raftlab/raft/reference"
)

// appends are the mutants of group A, a follower's handling of AppendEntries: the check, the log, and the first ones
// about the commit index.
func appends() []Mutant {
	return []Mutant{
		{ID: "A01", Exercise: "append", Title: "A heartbeat is accepted without the consistency check",
			Breaks: falseMatch, Rules: acceptHeartbeats,
			Source: "Figure 2, AppendEntries rule 2; Students' Guide to Raft",
			Harmless: "A leader of this core sends a message without entries only to a follower that it knows to " +
				"have all; one of an earlier leadership is of an earlier term."},
		{ID: "A02", Exercise: "append", Title: "The log is cut behind prevLogIndex, conflict or not",
			Breaks: falseMatch, Rules: follow{store: cutAlways}.rule,
			Source: "Figure 2, AppendEntries rule 3; Students' Guide to Raft; microsoft/CCF#5991"},
		{ID: "A03", Exercise: "append", Title: "A conflicting entry is replaced, and what follows it stays",
			Breaks: wrongLog, Rules: follow{store: keepTail}.rule,
			Source: "Figure 2, AppendEntries rule 3; mofa-org/mofa#1151"},
		{ID: "A04", Exercise: "append", Title: "A conflicting entry stays, and only what is missing is added",
			Breaks: wrongLog, Rules: follow{store: addMissing}.rule,
			Source: "Figure 2, AppendEntries rule 3"},
		{ID: "A05", Exercise: "append", Title: "What should replace a conflicting entry is added at the end",
			Breaks: wrongLog, Rules: follow{store: addAtEnd}.rule,
			Source: "Figure 2, AppendEntries rule 3; andrewjstone/rafter#34"},
		{ID: "A06", Exercise: "append", Title: "The consistency check compares the index only",
			Breaks: wrongLog, Rules: follow{matches: isThere}.rule,
			Source: "Figure 2, AppendEntries rule 2"},
		{ID: "A07", Exercise: "append", Title: "A place beyond the log's end passes the consistency check",
			Breaks: wrongLog, Rules: follow{matches: isAbsentOrEqual}.rule,
			Source: "Figure 2, AppendEntries rule 2; Students' Guide to Raft"},
		{ID: "A08", Exercise: "append", Title: "The consistency check fails where there is no entry before",
			Breaks: []string{progress}, Rules: refuseFirst,
			Source: "Figure 2, AppendEntries rule 2; komamitsu/oraft#48"},
		{ID: "A09", Exercise: "append", Title: "A refusal is answered, and the entries are taken all the same",
			Breaks: wrongLog, Rules: refuseAndTake,
			Source: "Figure 2, AppendEntries rule 2; Students' Guide to Raft"},
		{ID: "A10", Exercise: "append", Title: "The commit index is the leader's, beyond the log's end or not",
			Breaks: wrongCommit, Rules: follow{commit: asLeader}.rule,
			Source: "Figure 2, AppendEntries rule 5; etcd-io/etcd#1203"},
		{ID: "A11", Exercise: "append",
			Title:  "The commit index is bounded by the log's end, not by the last new entry",
			Breaks: wrongCommit, Rules: follow{commit: toLogEnd}.rule,
			Source: "Figure 2, AppendEntries rule 5; copycat#265; scylladb#9965",
			Rare: "A message must carry less than the leader has, and end before an old tail: that takes a bound " +
				"of entries in a message, and refusals that make the leader go back further than it must."},
		{ID: "A12", Exercise: "append", Title: "The commit index moves before the consistency check",
			Breaks: wrongCommit, Rules: commitFirst,
			Source: "Figure 2, AppendEntries rule 5; scylladb#9965"},
	}
}

// appended are the rest of group A: the commit index, and what follows from a message.
func appended() []Mutant {
	return []Mutant{
		{ID: "A13", Exercise: "append", Title: "A heartbeat's commit index is bounded by the log's end only",
			Breaks: wrongCommit, Rules: heartbeatCommits,
			Source:   "Figure 2, AppendEntries rule 5; talent-plan/tinykv#191",
			Harmless: "As with A01, a message without entries goes only to a follower that has all."},
		{ID: "A14", Exercise: "append", Title: "The commit index follows an old message down",
			Breaks: []string{soundServer}, Rules: follow{commit: downToo}.rule,
			Source: "Figure 2, AppendEntries rule 5; ongardie/raft.tla#22"},
		{ID: "A15", Exercise: "append", Title: "The commit index does not move at a heartbeat",
			Breaks: []string{progress}, Rules: follow{commit: withEntries}.rule,
			Source: "Figure 2, AppendEntries rule 5; ktoso/akka-raft#33"},
		{ID: "A16", Exercise: "append", Title: "A success reports the log's end, not the last new entry",
			Breaks: falseMatch, Rules: reportLogEnd,
			Source: "§5.3; apache/ratis#1519; microsoft/CCF#6016",
			Rare: "As with A11, a message must end before an old tail. Of 2,000 schedules one in a thousand does " +
				"it, and shows only that the leader then cannot go back behind what it takes for a match."},
		{ID: "A17", Title: "A success is reported in a term that began while the entries were written",
			Breaks: earlyCommit, Source: "§5.3; canonical/raft#367",
			Harmless: "A server of this lab handles nothing while it saves, so its term cannot change meanwhile."},
		{ID: "A18", Title: "A leader whose own write failed uses the index again",
			Breaks: []string{leaderAppendOnly}, Source: "Figure 3, Leader Append-Only; canonical/raft#320",
			Harmless: "No disk of this lab refuses a write; one that fails is a crash."},
		{ID: "A19", Title: "Entries below the commit index may be removed",
			Breaks: []string{stateMachineSafety}, Source: "§5.4; lerna-stack/akka-entity-replication#152",
			Harmless: "No message of a rightful leader conflicts with what is committed. So a guard is allowed, " +
				"and the reference has none; what would need it is a mistake of its own."},
		{ID: "A20", Exercise: "replicate", Title: "prevLogIndex is nextIndex, and not the index before it",
			Breaks: []string{progress}, Rules: sendTooHigh,
			Source: "Figure 2, AppendEntries; mgodave/barge#75"},
		{ID: "A21", Exercise: "append",
			Title:  "A leader or candidate takes on the term of a new leader, and keeps its role",
			Breaks: ownVote, Rules: keepRole,
			Source: "Figure 2, All Servers"},
		{ID: "A22", Exercise: "append", Title: "A conflicting entry is written over in memory that others still read",
			Breaks: wrongLog, Rules: writeInPlace,
			Source: "an alias of a Go slice: Log.From gives out what must never change"},
	}
}

// follow is AppendEntries on a follower, in steps. A mutant replaces one; a nil step is the reference's.
type follow struct {
	matches func(s *raft.State, req raft.AppendEntries) bool       // rule 2
	store   func(s *raft.State, req raft.AppendEntries)            // rules 3 and 4
	commit  func(s *raft.State, req raft.AppendEntries) raft.Index // rule 5
}

func (f follow) rule(rules *raft.Rules) {
	if f.matches == nil {
		f.matches = isEqual
	}
	if f.store == nil {
		f.store = replaceConflicts
	}
	if f.commit == nil {
		f.commit = toLastNew
	}
	rules.HandleAppendEntries = f.handle
}

func (f follow) handle(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
	if req.Term < s.CurrentTerm {
		return raft.AppendEntriesReply{Term: s.CurrentTerm}
	}
	s.BecomeFollower(req.Term, req.LeaderID)
	if !f.matches(s, req) {
		return reference.HandleAppendEntries(s, req) // which refuses, with a hint where the logs diverge
	}
	f.store(s, req)
	s.CommitIndex = f.commit(s, req)
	return raft.AppendEntriesReply{Term: s.CurrentTerm, Success: true, MatchIndex: lastNew(req)}
}

func lastNew(req raft.AppendEntries) raft.Index {
	return req.PrevLogIndex + raft.Index(len(req.Entries))
}

// The reference's steps.

func isEqual(s *raft.State, req raft.AppendEntries) bool {
	return isThere(s, req) && s.Log.Term(req.PrevLogIndex) == req.PrevLogTerm
}

func replaceConflicts(s *raft.State, req raft.AppendEntries) {
	for i, entry := range req.Entries {
		index := req.PrevLogIndex + raft.Index(i) + 1
		if s.Log.Term(index) != entry.Term {
			s.Log.TruncateFrom(index)
			s.Log.Append(entry)
		}
	}
}

func toLastNew(s *raft.State, req raft.AppendEntries) raft.Index {
	return max(s.CommitIndex, min(req.LeaderCommit, lastNew(req)))
}

// Wrong consistency checks.

func isThere(s *raft.State, req raft.AppendEntries) bool {
	return req.PrevLogIndex <= s.Log.LastIndex()
}

func isAbsentOrEqual(s *raft.State, req raft.AppendEntries) bool {
	return !isThere(s, req) || isEqual(s, req)
}

func acceptHeartbeats(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		reply := reference.HandleAppendEntries(s, req)
		if req.Term == s.CurrentTerm && len(req.Entries) == 0 {
			return raft.AppendEntriesReply{Term: s.CurrentTerm, Success: true, MatchIndex: req.PrevLogIndex}
		}
		return reply
	}
}

func refuseFirst(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		if req.Term >= s.CurrentTerm && req.PrevLogIndex == 0 {
			s.BecomeFollower(req.Term, req.LeaderID)
			return raft.AppendEntriesReply{Term: s.CurrentTerm, ConflictIndex: 1}
		}
		return reference.HandleAppendEntries(s, req)
	}
}

// refuseAndTake sets the reply to false and forgets to return, so it also executes the next steps.
func refuseAndTake(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		reply := reference.HandleAppendEntries(s, req)
		if !reply.Success && req.Term == s.CurrentTerm && isThere(s, req) {
			req.PrevLogTerm = s.Log.Term(req.PrevLogIndex)
			reference.HandleAppendEntries(s, req)
		}
		return reply
	}
}

// Wrong ways to store entries.

func cutAlways(s *raft.State, req raft.AppendEntries) {
	s.Log.TruncateFrom(req.PrevLogIndex + 1)
	s.Log.Append(req.Entries...)
}

func keepTail(s *raft.State, req raft.AppendEntries) {
	for i, entry := range req.Entries {
		index := req.PrevLogIndex + raft.Index(i) + 1
		if s.Log.Term(index) != entry.Term {
			tail := slices.Clone(s.Log.From(index + 1))
			s.Log.TruncateFrom(index)
			s.Log.Append(entry)
			s.Log.Append(tail...)
		}
	}
}

func addMissing(s *raft.State, req raft.AppendEntries) {
	if last := s.Log.LastIndex(); last < lastNew(req) {
		s.Log.Append(req.Entries[last-req.PrevLogIndex:]...)
	}
}

func addAtEnd(s *raft.State, req raft.AppendEntries) {
	for i, entry := range req.Entries {
		if s.Log.Term(req.PrevLogIndex+raft.Index(i)+1) != entry.Term {
			s.Log.Append(entry)
		}
	}
}

// Wrong commit indexes.

func asLeader(s *raft.State, req raft.AppendEntries) raft.Index {
	return max(s.CommitIndex, req.LeaderCommit)
}

func toLogEnd(s *raft.State, req raft.AppendEntries) raft.Index {
	return max(s.CommitIndex, min(req.LeaderCommit, s.Log.LastIndex()))
}

func downToo(_ *raft.State, req raft.AppendEntries) raft.Index {
	return min(req.LeaderCommit, lastNew(req))
}

func withEntries(s *raft.State, req raft.AppendEntries) raft.Index {
	if len(req.Entries) == 0 {
		return s.CommitIndex
	}
	return toLastNew(s, req)
}

func commitFirst(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		if req.Term >= s.CurrentTerm {
			s.CommitIndex = toLogEnd(s, req)
		}
		return reference.HandleAppendEntries(s, req)
	}
}

// Wrong replies and roles.

func reportLogEnd(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		reply := reference.HandleAppendEntries(s, req)
		if reply.Success {
			reply.MatchIndex = s.Log.LastIndex()
		}
		return reply
	}
}

// keepRole breaks I2, a leader's vote for itself, which went with the old term.
func keepRole(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		role := s.Role
		reply := reference.HandleAppendEntries(s, req)
		s.Role = role
		return reply
	}
}

// heartbeatCommits treats a heartbeat as a separate kind of message, with its own commit index.
func heartbeatCommits(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		reply := reference.HandleAppendEntries(s, req)
		if req.Term == s.CurrentTerm && len(req.Entries) == 0 {
			s.CommitIndex = toLogEnd(s, req)
		}
		return reply
	}
}

func sendTooHigh(rules *raft.Rules) {
	rules.AppendEntriesTo = func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
		req := reference.AppendEntriesTo(s, follower, limit)
		req.PrevLogIndex = min(s.NextIndex[follower], s.Log.LastIndex())
		req.PrevLogTerm = s.Log.Term(req.PrevLogIndex)
		entries := s.Log.From(req.PrevLogIndex + 1)
		req.Entries = entries[:min(len(entries), limit)]
		return req
	}
}

// writeInPlace changes entries that Log.From has returned. Messages and records of the disk share them, and the change
// of the log is not recorded.
func writeInPlace(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		if req.Term >= s.CurrentTerm && isEqual(s, req) {
			for i, entry := range req.Entries {
				index := req.PrevLogIndex + raft.Index(i) + 1
				if index <= s.Log.LastIndex() && s.Log.Term(index) != entry.Term {
					s.Log.TruncateFrom(index + 1)
					s.Log.From(index)[0] = entry
				}
			}
		}
		return reference.HandleAppendEntries(s, req)
	}
}
