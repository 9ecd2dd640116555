package snapshot_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/exercises/snapshot/solution"
	"raftlab/grader"
	"raftlab/grader/judges/judgetest"
	judge "raftlab/grader/judges/snapshot"
	"raftlab/raft"
)

// snapshotVariants are correct, each in its own way.
var snapshotVariants = map[string]func(rules *raft.Rules){
	"keeps the last two entries in the log": func(rules *raft.Rules) {
		rules.MayCompact = func(s *raft.State, upTo raft.Index) raft.Index {
			base := solution.MayCompact(s, upTo)
			return max(s.Log.Base(), base-min(base, 2))
		}
	},
	"keeps the entries that the snapshot includes, if they fit": func(rules *raft.Rules) {
		rules.HandleInstallSnapshot = installWith(func(s *raft.State, meta raft.SnapshotMeta) {
			if s.Log.LastIndex() < meta.LastIndex || s.Log.Term(meta.LastIndex) != meta.LastTerm {
				s.Log = raft.LogAfter(meta.LastIndex, meta.LastTerm)
			}
		})
	},
	"builds the new log from what it keeps": func(rules *raft.Rules) {
		rules.HandleInstallSnapshot = installWith(func(s *raft.State, meta raft.SnapshotMeta) {
			var kept []raft.Entry
			if i := meta.LastIndex; i <= s.Log.LastIndex() && s.Log.Term(i) == meta.LastTerm {
				kept = append(kept, s.Log.From(i+1)...)
			}
			s.Log = raft.LogAfter(meta.LastIndex, meta.LastTerm, kept...)
		})
	},
	"throws all away when a chunk of another snapshot comes": func(rules *raft.Rules) {
		rules.HandleInstallSnapshot = func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (
			raft.InstallSnapshotReply, bool,
		) {
			if req.Term >= s.CurrentTerm && (part.Term != req.Term || part.Meta != req.Meta) {
				*part = raft.Partial{}
			}
			return solution.HandleInstallSnapshot(s, part, req)
		}
	},
	"leaves a first chunk alone that it has": func(rules *raft.Rules) {
		rules.HandleInstallSnapshot = func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (
			raft.InstallSnapshotReply, bool,
		) {
			same := part.Term == req.Term && part.Meta == req.Meta && len(part.Data) > 0
			if req.Offset == 0 && same && req.Term == s.CurrentTerm && req.Meta.LastIndex > s.CommitIndex {
				s.BecomeFollower(req.Term, req.LeaderID)
				return raft.InstallSnapshotReply{Term: s.CurrentTerm, Offset: uint64(len(part.Data))}, false
			}
			return solution.HandleInstallSnapshot(s, part, req)
		}
	},
	"answers an older snapshot with its own last entry, and forgets what it has": func(rules *raft.Rules) {
		rules.HandleInstallSnapshot = func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (
			raft.InstallSnapshotReply, bool,
		) {
			old := req.Term >= s.CurrentTerm && req.Meta.LastIndex <= s.CommitIndex
			reply, install := solution.HandleInstallSnapshot(s, part, req)
			if old {
				*part, reply.MatchIndex = raft.Partial{}, req.Meta.LastIndex
			}
			return reply, install
		}
	},
	"sets both indexes only if the answer is new": func(rules *raft.Rules) {
		rules.NeedsSnapshot = func(s *raft.State, follower raft.NodeID) bool {
			return !(s.NextIndex[follower] > s.Log.Base())
		}
		rules.HandleInstallSnapshotReply = func(s *raft.State, from raft.NodeID, reply raft.InstallSnapshotReply) {
			if reply.Term > s.CurrentTerm {
				s.BecomeFollower(reply.Term, raft.None)
			}
			if s.Role != raft.Leader || reply.Term < s.CurrentTerm || reply.MatchIndex <= s.MatchIndex[from] {
				return
			}
			s.MatchIndex[from], s.NextIndex[from] = reply.MatchIndex, reply.MatchIndex+1
		}
	},
	"leaves requests of earlier terms as they are": func(rules *raft.Rules) {
		rules.SkipCovered = func(s *raft.State, req raft.AppendEntries) raft.AppendEntries {
			if req.Term < s.CurrentTerm {
				return req
			}
			for req.PrevLogIndex < s.Log.Base() {
				req.PrevLogIndex++
				req.PrevLogTerm = s.Log.Term(s.Log.Base())
				if len(req.Entries) > 0 {
					req.Entries = req.Entries[1:]
				}
			}
			return req
		}
	},
	"looks for the gap last": func(rules *raft.Rules) {
		rules.RestoreAll = func(s *raft.State, saved raft.Saved) error {
			gap := saved
			gap.Base, gap.Log = 0, nil
			if saved.Base <= saved.Snapshot.Meta.LastIndex {
				gap = saved
			}
			if err := solution.RestoreAll(s, gap); err != nil || saved.Base == gap.Base {
				return err
			}
			return errGap
		}
	},
}

var errGap = errors.New("there is a gap")

// installWith is the solution with another way to put a snapshot in the place of the log.
func installWith(put func(s *raft.State, meta raft.SnapshotMeta)) func(
	s *raft.State, part *raft.Partial, req raft.InstallSnapshot,
) (raft.InstallSnapshotReply, bool) {
	return func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (raft.InstallSnapshotReply, bool) {
		log := s.Log.Clone()
		reply, install := solution.HandleInstallSnapshot(s, part, req)
		if install {
			s.Log = log
			put(s, req.Meta)
		}
		return reply, install
	}
}

func TestSnapshotAcceptsWhatIsCorrect(t *testing.T) {
	t.Parallel()
	for name, variant := range snapshotVariants {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := grade(judge.Exercise(), solved(variant),
				grader.Budget{FirstSeed: 1, Schedules: judgetest.Variants()})
			assert.Equal(t, grader.Pass, report.Verdict, report.Text())
		})
	}
}
