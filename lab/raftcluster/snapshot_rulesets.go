package raftcluster

import (
	"slices"

	"raftlab/raft"
	"raftlab/raft/reference"
)

// snapshotRuleSets are the sets whose mistake is in the rules of snapshots. Without snapshots they are the reference.
func snapshotRuleSets() []RuleSet {
	return []RuleSet{
		named("install-older", "Install whatever snapshot comes", with(installOlder),
			"A server installs a snapshot that is older than what it has committed (Figure 13; §7)."),
		named("keep-old-tail", "Keep what stands behind a snapshot", with(keepOldTail),
			"A server keeps its entries behind a snapshot, though its log has another entry where the snapshot ends "+
				"(Figure 13, rule 7; §7)."),
	}
}

// installOlder is bug S01 of the catalogue.
func installOlder(rules *raft.Rules) {
	rules.HandleInstallSnapshot = func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (
		raft.InstallSnapshotReply, bool,
	) {
		if req.Term >= s.CurrentTerm {
			s.CommitIndex = min(s.CommitIndex, req.Meta.LastIndex-1)
		}
		return reference.HandleInstallSnapshot(s, part, req)
	}
}

// keepOldTail is bug S03.
func keepOldTail(rules *raft.Rules) {
	rules.HandleInstallSnapshot = func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (
		raft.InstallSnapshotReply, bool,
	) {
		var tail []raft.Entry
		if last := req.Meta.LastIndex; last >= s.Log.Base() && last < s.Log.LastIndex() {
			tail = slices.Clone(s.Log.From(last + 1))
		}
		reply, install := reference.HandleInstallSnapshot(s, part, req)
		if install && s.Log.LastIndex() == req.Meta.LastIndex {
			s.Log = raft.LogAfter(req.Meta.LastIndex, req.Meta.LastTerm, tail...)
		}
		return reply, install
	}
}
