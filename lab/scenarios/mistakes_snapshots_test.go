package scenarios_test

import (
	"slices"

	"raftlab/raft"
	"raftlab/raft/reference"
)

// snapshotMistakes are those of the stories of snapshots.
var snapshotMistakes = []mistake{
	{scenario: "d3-behind-the-base", mistake: "the answer moves nothing",
		rules: keepNextIndex, fails: "expect saw S3 log from=8 terms=1"},
	{scenario: "d3-conflicting-tail", mistake: "the tail stays",
		rules: keepTail, fails: "sound-server", blames: "S1 broke a property: I3: entry 4"},
	{scenario: "d3-covered-entries", mistake: "what is before the base is refused",
		rules: skipNothing, fails: "expect not saw S3 send S1 AppendEntriesReply term=1 refused"},
	{scenario: "d3-each-by-itself", mistake: "a server starts with its snapshot alone",
		rules: snapshotAlone, fails: "expect not saw InstallSnapshot"},
	{scenario: "d3-late-snapshot", mistake: "an older snapshot is installed",
		rules: installOlder, fails: "sound-server", blames: "S3 broke a property: I4"},
	{scenario: "d3-missing-snapshot", mistake: "a gap is not noticed",
		rules: ignoreGap, fails: "sound-server", blames: "S3 broke a property: I13"},
	{scenario: "d3-power-between-chunks", mistake: "any chunk is the next one",
		rules: anyChunk, fails: "sound-server", blames: "its snapshot up to entry 4 cannot be read"},
	{scenario: "d3-power-between-files", mistake: "entries are applied again",
		rules: applyAgain, fails: "sound-server", blames: "S2 broke a property: I13"},
	{scenario: "d3-sessions", mistake: "the table is not in the snapshot",
		ruleSet: "table-not-in-snapshot", fails: "snapshot-equivalence", blames: "its table of sessions"},
	{scenario: "d3-two-leaders", mistake: "chunks of two snapshots are put together",
		rules: mixChunks, fails: "snapshot-equivalence"},
	{scenario: "d3-walk-back", mistake: "the search for the first entry of a term runs to the base",
		rules: hintBelowBase, fails: "expect saw S3 send S2 AppendEntriesReply term=3 refused conflict=4/1"},
	{scenario: "d3-what-is-on-its-way", mistake: "the log is cut at once",
		rules: cutAtOnce, fails: "expect saw S3 log from=5"},
}

// keepNextIndex is bug S08 of the catalogue.
func keepNextIndex(rules *raft.Rules) {
	rules.HandleInstallSnapshotReply = func(s *raft.State, from raft.NodeID, reply raft.InstallSnapshotReply) {
		reply.MatchIndex = 0
		reference.HandleInstallSnapshotReply(s, from, reply)
	}
}

// keepTail is bug S03.
func keepTail(rules *raft.Rules) {
	rules.HandleInstallSnapshot = func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (
		raft.InstallSnapshotReply, bool,
	) {
		var tail []raft.Entry
		if req.Meta.LastIndex < s.Log.LastIndex() {
			tail = slices.Clone(s.Log.From(req.Meta.LastIndex + 1))
		}
		reply, install := reference.HandleInstallSnapshot(s, part, req)
		if install && s.Log.LastIndex() == req.Meta.LastIndex {
			s.Log.Append(tail...)
		}
		return reply, install
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

// installOlder is bug S01.
func installOlder(rules *raft.Rules) {
	rules.HandleInstallSnapshot = func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (
		raft.InstallSnapshotReply, bool,
	) {
		s.CommitIndex = min(s.CommitIndex, req.Meta.LastIndex-1)
		return reference.HandleInstallSnapshot(s, part, req)
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
