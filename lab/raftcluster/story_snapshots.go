package raftcluster

import (
	"raftlab/raft"
	"raftlab/raft/reference"
)

// storySnapshotsSets are the sets of stories about it: snapshots.
func storySnapshotsSets() []RuleSet {
	return []RuleSet{
		forStory("d3-behind-the-base", "snapshot-moves-nothing", "Ignore that a snapshot arrived", keepNextIndex,
			"A leader does not take a whole snapshot for progress, so it sends it again and again (§7)."),
		forStory("d3-covered-entries", "refuse-before-base", "Refuse what stands before the base", skipNothing,
			"A follower refuses a message that begins before its log does, though it has all of that in its "+
				"snapshot (§7)."),
		forStory("d3-each-by-itself", "snapshot-alone", "Start with the snapshot alone", snapshotAlone,
			"A server that starts takes its snapshot, and leaves the entries behind it (§7)."),
		forStory("d3-missing-snapshot", "ignore-gap", "Start without the snapshot", ignoreGap,
			"A server starts with a log that begins behind entries which are in no snapshot of its disk (§7)."),
		forStory("d3-power-between-chunks", "any-chunk", "Take any chunk for the next one", anyChunk,
			"A follower does not look at the offset of a chunk (Figure 13, rule 3)."),
		forStory("d3-power-between-files", "apply-again", "Apply again what the snapshot includes", applyAgain,
			"A server whose power failed between its two files applies entries once more that are in its snapshot "+
				"(§7)."),
		forStory("d3-two-leaders", "mix-chunks", "Put chunks of two snapshots together", mixChunks,
			"A follower goes on with the chunks of one leader where those of another ended (Figure 13)."),
		forStory("d3-walk-back", "hint-below-base", "Look for an agreement before the base", hintBelowBase,
			"A follower names a conflict in a place of its log that is cut off (§5.3, §7)."),
		forStory("d3-what-is-on-its-way", "cut-at-once", "Cut the log at every snapshot", cutAtOnce,
			"A leader cuts off what a follower needs that is getting a snapshot, so it needs the next one, too "+
				"(§7)."),
	}
}

// keepNextIndex is bug S08 of the catalogue.
func keepNextIndex(rules *raft.Rules) {
	rules.HandleInstallSnapshotReply = func(s *raft.State, from raft.NodeID, reply raft.InstallSnapshotReply) {
		reply.MatchIndex = 0
		reference.HandleInstallSnapshotReply(s, from, reply)
	}
}

func skipNothing(rules *raft.Rules) {
	rules.SkipCovered = func(_ *raft.State, req raft.AppendEntries) raft.AppendEntries { return req }
}

func snapshotAlone(rules *raft.Rules) {
	rules.RestoreAll = func(s *raft.State, saved raft.Saved) error {
		err := reference.RestoreAll(s, saved)
		if meta := saved.Snapshot.Meta; meta.LastIndex > 0 {
			s.Log = raft.LogAfter(meta.LastIndex, meta.LastTerm)
		}
		return err
	}
}

func ignoreGap(rules *raft.Rules) {
	rules.RestoreAll = func(s *raft.State, saved raft.Saved) error {
		if saved.Base > saved.Snapshot.Meta.LastIndex {
			s.CurrentTerm, s.VotedFor = saved.CurrentTerm, saved.VotedFor
			s.Log = raft.LogAfter(saved.Base, saved.BaseTerm, saved.Log...)
			s.CommitIndex, s.LastApplied = saved.Base, saved.Base
			return nil
		}
		return reference.RestoreAll(s, saved)
	}
}

func anyChunk(rules *raft.Rules) {
	rules.HandleInstallSnapshot = func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (
		raft.InstallSnapshotReply, bool,
	) {
		if len(part.Data) == 0 {
			part.Term, part.Meta = req.Term, req.Meta
		}
		req.Offset = uint64(len(part.Data))
		return reference.HandleInstallSnapshot(s, part, req)
	}
}

func applyAgain(rules *raft.Rules) {
	rules.RestoreAll = func(s *raft.State, saved raft.Saved) error {
		err := reference.RestoreAll(s, saved)
		s.Log = raft.LogAfter(saved.Base, saved.BaseTerm, saved.Log...)
		s.CommitIndex, s.LastApplied = saved.Base, saved.Base
		return err
	}
}

// mixChunks is bug S13.
func mixChunks(rules *raft.Rules) {
	rules.HandleInstallSnapshot = func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (
		raft.InstallSnapshotReply, bool,
	) {
		if len(part.Data) > 0 {
			part.Term, part.Meta = req.Term, req.Meta
		}
		return reference.HandleInstallSnapshot(s, part, req)
	}
}

// hintBelowBase is bug B04.
func hintBelowBase(rules *raft.Rules) {
	rules.HandleAppendEntries = func(s *raft.State, req raft.AppendEntries) raft.AppendEntriesReply {
		reply := reference.HandleAppendEntries(s, req)
		if reply.ConflictTerm > 0 && s.Log.Term(s.Log.Base()) == reply.ConflictTerm {
			reply.ConflictIndex = s.Log.Base()
		}
		return reply
	}
}

func cutAtOnce(rules *raft.Rules) {
	rules.MayCompact = func(_ *raft.State, upTo raft.Index) raft.Index { return upTo }
}
