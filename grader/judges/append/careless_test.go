package append_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// appendCareless are the mistakes of a learner who read the lesson too fast. A person has read each kept report.
var appendCareless = map[string]appendRule{
	// The vote exercise begins like this.
	"append-begins-like-the-vote": func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		if req.Term > s.CurrentTerm {
			s.BecomeFollower(req.Term, raft.None)
		}
		reply := raft.AppendEntriesReply{Term: s.CurrentTerm}
		if req.Term < s.CurrentTerm || req.PrevLogIndex > s.Log.LastIndex() ||
			s.Log.Term(req.PrevLogIndex) != req.PrevLogTerm {
			return reply
		}
		storeEachEntry(s, req)
		reply.Success, reply.MatchIndex = true, lastNewIndex(s, req)
		s.CommitIndex = max(s.CommitIndex, min(req.LeaderCommit, reply.MatchIndex))
		return reply
	},
	// The first new entry has the index prevLogIndex + 1.
	"append-one-place-too-low": appendPieces{store: func(s *raft.State, req raft.AppendEntries) {
		for i, entry := range req.Entries {
			index := req.PrevLogIndex + raft.Index(i)
			if s.Log.Term(index) != entry.Term {
				if index > 0 {
					s.Log.TruncateFrom(index)
				}
				s.Log.Append(entry)
			}
		}
	}}.rule,
	// If the log has the first new entry, it is taken to have all.
	"append-looks-at-the-first-entry": appendPieces{store: func(s *raft.State, req raft.AppendEntries) {
		if len(req.Entries) == 0 || s.Log.Term(req.PrevLogIndex+1) == req.Entries[0].Term {
			return
		}
		s.Log.TruncateFrom(req.PrevLogIndex + 1)
		s.Log.Append(req.Entries...)
	}}.rule,
	// The last new entry of a heartbeat is the one before it, not 0.
	"append-heartbeats-commit-nothing-new": appendPieces{known: func(s *raft.State, req raft.AppendEntries) raft.Index {
		if len(req.Entries) == 0 {
			return s.CommitIndex
		}
		return lastNewIndex(s, req)
	}}.rule,
	// There is no entry 0 to look at.
	"append-asks-for-entry-0": func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		if req.Term >= s.CurrentTerm && s.Log.Entry(req.PrevLogIndex).Term != req.PrevLogTerm {
			return raft.AppendEntriesReply{Term: s.CurrentTerm}
		}
		return reference.HandleAppendEntries(s, req)
	},
	// The log is built from nothing, so the disk does not learn what changed.
	"append-builds-a-new-log": appendPieces{store: func(s *raft.State, req raft.AppendEntries) {
		var entries []raft.Entry
		entries = append(entries, s.Log.From(1)...)
		for i, entry := range req.Entries {
			at := int(req.PrevLogIndex) + i
			if at < len(entries) && entries[at].Term != entry.Term {
				entries = entries[:at]
			}
			if at >= len(entries) {
				entries = append(entries, entry)
			}
		}
		s.Log = raft.LogOf(entries...)
	}}.rule,
	// Only a conflict may shorten the log. Here the log always becomes the sent entries.
	"append-writes-over-entries": appendPieces{store: func(s *raft.State, req raft.AppendEntries) {
		for i, entry := range req.Entries {
			index := req.PrevLogIndex + raft.Index(i) + 1
			if index > s.Log.LastIndex() {
				s.Log.Append(entry)
				continue
			}
			if s.Log.Term(index) != entry.Term {
				s.Log.From(index)[0] = entry
				s.Log.TruncateFrom(index + 1)
			}
		}
	}}.rule,
	// The reply is begun before the leader's term is adopted.
	"append-answers-before-it-adopts": func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		term := s.CurrentTerm
		reply := reference.HandleAppendEntries(s, req)
		reply.Term = term
		return reply
	},
	// The last new entry is taken to have the index that is the number of entries.
	"append-takes-a-number-for-an-index": appendPieces{known: func(_ *raft.State, req raft.AppendEntries) raft.Index {
		return raft.Index(len(req.Entries))
	}}.rule,
	// "Reply false if the term is below" became "if it is another".
	"append-expects-its-own-term": func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		if req.Term != s.CurrentTerm {
			return raft.AppendEntriesReply{Term: s.CurrentTerm}
		}
		return appendPieces{}.rule(s, req)
	},
}

func TestAppendReportsHelp(t *testing.T) {
	t.Parallel()
	for name, rule := range appendCareless {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := gradeAppend(rule, grader.DefaultBudget())
			require.NotEqual(t, grader.Pass, report.Verdict)
			judgetest.Golden(t, name+".txt", report)
		})
	}
}
