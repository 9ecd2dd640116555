package replicate_test

import (
	"slices"
	"testing"

	"raftlab/grader"
	"raftlab/grader/judges/correct"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/replicate"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// replicateVariants are correct, each in its own way.
var replicateVariants = func() map[string]replication {
	variants := map[string]replication{}
	for name, rules := range correct.Replications() {
		variants[name] = replication{send: rules.Send, handle: rules.Handle}
	}
	return variants
}()

// digest is HandleAppendEntriesReply with another way back.
var digest = correct.Digest

// replicateMutants are rows that package mutants does not have, or has in another rule.
var replicateMutants = []struct {
	judgetest.Catalogued
	replication
}{
	{judgetest.Catalogued{ID: "A20", Verdict: grader.Liveness, Check: "a new entry for a follower that has " +
		"all before it", Drill: "an answer from an earlier leadership",
		Schedules: true}, replication{send: func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
		req := reference.AppendEntriesTo(s, follower, limit)
		req.PrevLogIndex = min(s.NextIndex[follower], s.Log.LastIndex())
		req.PrevLogTerm = s.Log.Term(req.PrevLogIndex)
		req.Entries = s.Log.From(req.PrevLogIndex + 1)
		return req
	}}},
	// T11 harms no cluster of ours: a server in a later term that hears from no leader requests votes, and the request
	// makes the old leader step down.
	{judgetest.Catalogued{ID: "T11", Verdict: grader.Liveness, Check: "a later term", Drill: "",
		Schedules: false}, replication{handle: func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
		if reply.Term <= s.CurrentTerm {
			reference.HandleAppendEntriesReply(s, from, reply)
		}
	}}},
	{
		judgetest.Catalogued{
			ID: "R07", Verdict: grader.Liveness, Check: "the follower's log is empty",
			Drill: "a server that was away for long", Schedules: true,
		},
		replication{handle: func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
			if reply.Term == s.CurrentTerm && s.Role == raft.Leader && !reply.Success {
				s.NextIndex[from] -= 2
				return
			}
			reference.HandleAppendEntriesReply(s, from, reply)
		}},
	},
	{
		judgetest.Catalogued{
			ID: "R12", Verdict: grader.Liveness, Check: "the follower's log is too short", Drill: "Figure 7",
			Schedules: true,
		},
		replication{handle: func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
			if reply.Term != s.CurrentTerm || reply.Success {
				reference.HandleAppendEntriesReply(s, from, reply)
			}
		}},
	},
	{
		judgetest.Catalogued{
			ID: "B03, behind the hint", Verdict: grader.Liveness, Check: "the follower's log is empty",
			Drill: "Figure 7", Schedules: true,
		},
		replication{handle: digest(func(s *raft.State, _ raft.NodeID, reply raft.AppendEntriesReply) raft.Index {
			return reply.ConflictIndex + 1
		})},
	},
}

// answered is HandleAppendEntriesReply with something wrong after it.
func answered(wrong func(s, before *raft.State, from raft.NodeID, reply raft.AppendEntriesReply)) replication {
	return replication{handle: func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
		before := *s
		before.NextIndex, before.MatchIndex = slices.Clone(s.NextIndex), slices.Clone(s.MatchIndex)
		reference.HandleAppendEntriesReply(s, from, reply)
		wrong(s, &before, from, reply)
	}}
}

// sent is AppendEntriesTo with something wrong in its message.
func sent(wrong func(s *raft.State, follower raft.NodeID, req *raft.AppendEntries)) replication {
	return replication{send: func(s *raft.State, follower raft.NodeID, limit int) raft.AppendEntries {
		req := reference.AppendEntriesTo(s, follower, limit)
		wrong(s, follower, &req)
		return req
	}}
}

// lacks are words about an entry that the message should carry.
var lacks = []string{"carries none"}

// replicateReasons are wrong rules, and what their reports must say.
var replicateReasons = map[string]struct {
	replication
	judgetest.Reason
}{
	"a heartbeat begins at what is known to match": {
		sent(func(s *raft.State, follower raft.NodeID, req *raft.AppendEntries) {
			if len(req.Entries) == 0 {
				req.PrevLogIndex = s.MatchIndex[follower]
				req.PrevLogTerm = s.Log.Term(req.PrevLogIndex)
			}
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "its answer tells S1 nothing", Never: lacks},
	},
	"a message without entries names what is committed": {
		sent(func(s *raft.State, follower raft.NodeID, req *raft.AppendEntries) {
			if len(req.Entries) == 0 {
				req.PrevLogIndex = max(s.MatchIndex[follower], min(s.CommitIndex, s.Log.LastIndex()))
				req.PrevLogTerm = s.Log.Term(req.PrevLogIndex)
			}
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "its answer tells S1 nothing", Never: lacks},
	},
	"a heartbeat begins at the start": {
		sent(func(_ *raft.State, _ raft.NodeID, req *raft.AppendEntries) {
			if len(req.Entries) == 0 {
				req.PrevLogIndex, req.PrevLogTerm = 0, 0
			}
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "S2 is known to have entries 1 to", Never: lacks},
	},
	"nothing is ever sent": {
		sent(func(_ *raft.State, _ raft.NodeID, req *raft.AppendEntries) { req.Entries = nil }),
		judgetest.Reason{Verdict: grader.Liveness, Says: "carries none"},
	},
	"the limit is forgotten": {
		sent(func(s *raft.State, follower raft.NodeID, req *raft.AppendEntries) {
			req.Entries = s.Log.From(s.NextIndex[follower])
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "At most limit entries"},
	},
	"the leader is not named": {
		sent(func(_ *raft.State, _ raft.NodeID, req *raft.AppendEntries) { req.LeaderID = 0 }),
		judgetest.Reason{Verdict: grader.Liveness, Says: "clients of S2 are sent there"},
	},
	"the log's end is told as committed": {
		sent(func(s *raft.State, _ raft.NodeID, req *raft.AppendEntries) { req.LeaderCommit = s.Log.LastIndex() }),
		judgetest.Reason{Verdict: grader.Safety, Says: "what may not be committed"},
	},
	"a later term is adopted, and S1 still leads": {
		answered(func(s, before *raft.State, _ raft.NodeID, _ raft.AppendEntriesReply) { s.Role = before.Role }),
		judgetest.Reason{Verdict: grader.Safety, Says: "which nobody elected"},
	},
	"a refusal without a hint is ignored": {
		replication{handle: func(s *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
			if reply.Success || reply.Term != s.CurrentTerm || reply.ConflictIndex > 0 {
				reference.HandleAppendEntriesReply(s, from, reply)
			}
		}},
		judgetest.Reason{Verdict: grader.Liveness, Says: "If it does not fall, S1 sends the same again"},
	},
	"the matchIndex of a refusal counts": {
		answered(func(s, _ *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
			if s.Role == raft.Leader && reply.Term == s.CurrentTerm && reply.MatchIndex > s.MatchIndex[from] {
				s.MatchIndex[from], s.NextIndex[from] = reply.MatchIndex, reply.MatchIndex+1
			}
		}),
		judgetest.Reason{Verdict: grader.Safety, Says: "A refusal proves nothing about what S2 has"},
	},
	"the hint is believed, and one place more": {
		replication{handle: digest(func(s *raft.State, _ raft.NodeID, reply raft.AppendEntriesReply) raft.Index {
			return reply.ConflictIndex + 1
		})},
		judgetest.Reason{Verdict: grader.Liveness, Says: "If it does not fall, S1 sends the same again"},
	},
	"a success takes matchIndex back": {
		answered(func(s, _ *raft.State, from raft.NodeID, reply raft.AppendEntriesReply) {
			if s.Role == raft.Leader && reply.Success && reply.Term == s.CurrentTerm {
				s.MatchIndex[from] = reply.MatchIndex
			}
		}),
		judgetest.Reason{Verdict: grader.Liveness, Says: "takes nothing back"},
	},
}

func TestReportsSayWhatIsWrongWithAReplication(t *testing.T) {
	t.Parallel()
	for name, wrong := range replicateReasons {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			exercise := judge.Exercise()
			exercise.Drills = nil // the sentences are about calls
			judgetest.Reads(t, grader.Bind(exercise, wrong.rules()).Grade(grader.Budget{}), wrong.Reason)
		})
	}
}
