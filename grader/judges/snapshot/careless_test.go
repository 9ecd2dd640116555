package snapshot_test

import (
	"testing"

	"raftlab/exercises/snapshot/solution"
	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/snapshot"
	"raftlab/raft"
)

// snapshotCareless are the mistakes of a learner who read the lesson too fast.
var snapshotCareless = map[string]func(rules *raft.Rules){
	// What is committed is as good as applied.
	"snapshot-labels-what-is-committed": func(rules *raft.Rules) {
		rules.LabelSnapshot = func(s *raft.State) (raft.SnapshotMeta, bool) {
			return raft.SnapshotMeta{
				LastIndex: s.CommitIndex, LastTerm: s.Log.Term(s.CommitIndex),
				Configuration: s.ConfigurationAt(s.CommitIndex),
			}, s.CommitIndex > s.Snapshot.LastIndex
		}
	},
	// The term is the server's, not the entry's.
	"snapshot-labels-the-current-term": func(rules *raft.Rules) {
		rules.LabelSnapshot = func(s *raft.State) (raft.SnapshotMeta, bool) {
			meta, worth := solution.LabelSnapshot(s)
			meta.LastTerm = s.CurrentTerm
			return meta, worth
		}
	},
	// A zero in Needs is taken for an index.
	"snapshot-counts-the-zeros": func(rules *raft.Rules) {
		rules.MayCompact = func(s *raft.State, upTo raft.Index) raft.Index {
			for _, first := range s.Needs[1:] {
				upTo = min(upTo, max(first, 1)-1)
			}
			return max(upTo, s.Log.Base())
		}
	},
	// The base is taken for an entry that is still there.
	"snapshot-sends-the-base": func(rules *raft.Rules) {
		rules.NeedsSnapshot = func(s *raft.State, follower raft.NodeID) bool {
			return s.NextIndex[follower] < s.Log.Base()
		}
	},
	// The answer's index is taken as it is, also if it is an old one.
	"snapshot-takes-a-late-answer": func(rules *raft.Rules) {
		rules.HandleInstallSnapshotReply = func(s *raft.State, from raft.NodeID, reply raft.InstallSnapshotReply) {
			switch {
			case reply.Term > s.CurrentTerm:
				s.BecomeFollower(reply.Term, raft.None)
			case reply.Term == s.CurrentTerm && s.Role == raft.Leader && reply.MatchIndex > 0:
				s.MatchIndex[from], s.NextIndex[from] = reply.MatchIndex, reply.MatchIndex+1
			}
		}
	},
	// Whatever the leader sends is newer.
	"snapshot-installs-whatever-comes": func(rules *raft.Rules) {
		rules.HandleInstallSnapshot = receive(func(s *raft.State, _ *raft.Partial, _ raft.InstallSnapshot) bool {
			s.CommitIndex = 0
			return true
		})
	},
	// Chunks are added in the order in which they come.
	"snapshot-adds-every-chunk": func(rules *raft.Rules) {
		rules.HandleInstallSnapshot = func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (
			raft.InstallSnapshotReply, bool,
		) {
			if len(part.Data) > 0 {
				part.Term, part.Meta, req.Offset = req.Term, req.Meta, uint64(len(part.Data))
			}
			return solution.HandleInstallSnapshot(s, part, req)
		}
	},
	// The snapshot takes the place of the log, always.
	"snapshot-drops-the-log": func(rules *raft.Rules) {
		rules.HandleInstallSnapshot = installWith(func(s *raft.State, meta raft.SnapshotMeta) {
			s.Log = raft.LogAfter(meta.LastIndex, meta.LastTerm)
		})
	},
	// The index is there, and nobody asks for the term.
	"snapshot-keeps-a-tail": func(rules *raft.Rules) {
		rules.HandleInstallSnapshot = installWith(func(s *raft.State, meta raft.SnapshotMeta) {
			if meta.LastIndex > s.Log.LastIndex() {
				s.Log = raft.LogAfter(meta.LastIndex, meta.LastTerm)
				return
			}
			s.Log = raft.LogAfter(meta.LastIndex, meta.LastTerm, s.Log.From(meta.LastIndex+1)...)
		})
	},
	// An older snapshot needs no answer.
	"snapshot-says-nothing-to-an-old-one": func(rules *raft.Rules) {
		rules.HandleInstallSnapshot = receive(func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) bool {
			return req.Meta.LastIndex > s.CommitIndex
		})
	},
	// The entries are cut, and the term before them stays.
	"snapshot-forgets-the-term-before": func(rules *raft.Rules) {
		rules.SkipCovered = func(s *raft.State, req raft.AppendEntries) raft.AppendEntries {
			before := req.PrevLogTerm
			req = solution.SkipCovered(s, req)
			req.PrevLogTerm = before
			return req
		}
	},
	// Everything that was saved is new.
	"snapshot-starts-from-the-log": func(rules *raft.Rules) {
		rules.RestoreAll = func(s *raft.State, saved raft.Saved) error {
			err := solution.RestoreAll(s, saved)
			if err == nil {
				s.Log = raft.LogAfter(saved.Base, saved.BaseTerm, saved.Log...)
			}
			return err
		}
	},
	// A gap is somebody else's problem.
	"snapshot-starts-with-a-gap": func(rules *raft.Rules) {
		rules.RestoreAll = func(s *raft.State, saved raft.Saved) error {
			if meta := saved.Snapshot.Meta; saved.Base > meta.LastIndex {
				saved.Snapshot.Meta = raft.SnapshotMeta{LastIndex: saved.Base, LastTerm: saved.BaseTerm}
			}
			return solution.RestoreAll(s, saved)
		}
	},
}

// receive is the solution behind a condition of its own; where it is false, the answer has only a term.
func receive(may func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) bool) func(
	s *raft.State, part *raft.Partial, req raft.InstallSnapshot,
) (raft.InstallSnapshotReply, bool) {
	return func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (raft.InstallSnapshotReply, bool) {
		if req.Term >= s.CurrentTerm && !may(s, part, req) {
			s.BecomeFollower(req.Term, req.LeaderID)
			return raft.InstallSnapshotReply{Term: s.CurrentTerm}, false
		}
		return solution.HandleInstallSnapshot(s, part, req)
	}
}

// TestReportsOfCarelessSnapshots keeps what a learner reads. Only calls are made: the small runs take long.
func TestReportsOfCarelessSnapshots(t *testing.T) {
	t.Parallel()
	for name, change := range snapshotCareless {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			exercise := judge.Exercise()
			exercise.Drills = nil
			judgetest.Golden(t, name+".txt", grade(exercise, solved(change), grader.Budget{}))
		})
	}
}
