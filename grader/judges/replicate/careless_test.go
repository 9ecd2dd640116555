package replicate_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// replicateMistakes are the mistakes of a learner who read the lesson too fast. Their reports are in testdata.
var replicateMistakes = map[string]replication{
	"previous-term": {send: func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
		req := reference.AppendEntriesTo(s, follower, limit)
		req.PrevLogTerm = s.CurrentTerm
		return req
	}},
	"index-zero": {send: func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
		prev := s.NextIndex[follower] - 1
		entries := s.Log.From(prev) // one too early, and nothing where the log begins
		return raft.AppendEntries{
			Term: s.CurrentTerm, LeaderID: s.ID, PrevLogIndex: prev, PrevLogTerm: s.Log.Term(prev),
			Entries: entries[:min(len(entries), limit)], LeaderCommit: s.CommitIndex,
		}
	}},
	"takes-the-answer-at-its-word": {handle: func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
		if reply.Term > s.CurrentTerm {
			s.BecomeFollower(reply.Term, raft.None)
			return
		}
		if s.Role != raft.Leader || reply.Term < s.CurrentTerm {
			return
		}
		if reply.Success {
			s.MatchIndex[from] = reply.MatchIndex
			s.NextIndex[from] = reply.MatchIndex + 1
		} else {
			s.NextIndex[from] = reply.ConflictIndex
		}
	}},
	"forgets-to-return": {handle: func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
		if reply.Term > s.CurrentTerm {
			s.BecomeFollower(reply.Term, raft.None)
		}
		if reply.Success {
			s.MatchIndex[from] = max(s.MatchIndex[from], reply.MatchIndex)
			s.NextIndex[from] = s.MatchIndex[from] + 1
		} else {
			s.NextIndex[from] = max(1, s.NextIndex[from]-1)
		}
	}},
	"drops-what-does-not-fit": {send: func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
		req := reference.AppendEntriesTo(s, follower, 1000)
		if len(req.Entries) > limit {
			req.Entries = req.Entries[len(req.Entries)-limit:] // the newest ones
		}
		return req
	}},
	// prevLogIndex is what S2 is known to have, and the entries begin elsewhere.
	"names-the-match": {send: func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
		req := reference.AppendEntriesTo(s, follower, limit)
		req.PrevLogIndex = s.MatchIndex[follower]
		req.PrevLogTerm = s.Log.Term(req.PrevLogIndex)
		return req
	}},
	// Each success is counted as one entry more.
	"counts-answers": {handle: func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
		if reply.Term > s.CurrentTerm {
			s.BecomeFollower(reply.Term, raft.None)
			return
		}
		if s.Role != raft.Leader || reply.Term < s.CurrentTerm {
			return
		}
		if reply.Success {
			s.MatchIndex[from] = s.NextIndex[from]
			s.NextIndex[from]++
		} else if s.NextIndex[from] > s.MatchIndex[from]+1 {
			s.NextIndex[from]--
		}
	}},
	// What the leader has is told to be committed.
	"commits-what-it-sends": {send: func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
		req := reference.AppendEntriesTo(s, follower, limit)
		req.LeaderCommit = s.Log.LastIndex()
		return req
	}},
	// Any refusal is taken for the news of a later term.
	"gives-up-when-refused": {handle: func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
		if !reply.Success && reply.Term >= s.CurrentTerm {
			s.BecomeFollower(reply.Term, raft.None)
			return
		}
		reference.HandleAppendEntriesReply(s, from, reply)
	}},
	// The entries are cut to the limit, be they so many or not.
	"always-cuts": {send: func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
		next := s.NextIndex[follower]
		return raft.AppendEntries{
			Term: s.CurrentTerm, LeaderID: s.ID, PrevLogIndex: next - 1, PrevLogTerm: s.Log.Term(next - 1),
			Entries: s.Log.From(next)[:limit], LeaderCommit: s.CommitIndex,
		}
	}},
}

func TestReplicateReportsHelp(t *testing.T) {
	t.Parallel()
	for name, mistake := range replicateMistakes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := mistake.grade(200)
			assert.NotEqual(t, grader.Pass, report.Verdict)
			judgetest.Golden(t, "replicate-"+name+".txt", report)
		})
	}
}
