package mutants

import (
	"slices"

	"raftlab/lab"
	"raftlab/raft"
	"raftlab/raft/reference"
)

const (
	snapshotExercise  = "snapshot"
	snapshotEqual     = "snapshot-equivalence"
	fixedMembership   = "Who votes never changes in these clusters, so the label has the same servers anyway."
	nodeKeepsSnapshot = "The node does that, and asks no rule."
)

// sending are the mutants of group S whose mistake is in what is taken, kept and sent.
func sending() []Mutant {
	return []Mutant{
		{ID: "S01", Exercise: snapshotExercise, Title: "A snapshot that is older than what is committed is installed",
			Breaks: []string{soundServer}, Rules: installOlder,
			Source: "Figure 13, §7; databendlabs/openraft#543; etcd-io/etcd#1763"},
		{ID: "S02", Exercise: snapshotExercise, Title: "The whole log goes, though it has the snapshot's last entry",
			Breaks: lostEntry, Rules: dropSuffix,
			Source: "Figure 13, rule 6; camunda/camunda#6092; etcd-io/etcd#1763",
			Harmless: "A follower must have an entry that is not known to it as committed, and entries behind it " +
				"that it has confirmed, and all others that have those must be lost. The leader sends them again " +
				"first."},
		{ID: "S03", Exercise: snapshotExercise, Title: "What stands behind the snapshot stays, whoever wrote it",
			Breaks: append([]string{logMatching}, falseMatch...), Rules: keepTailBehind,
			Source: "Figure 13, rule 7; etcd-io/etcd#10358; scylladb/scylladb#9551"},
		{ID: "S04", Exercise: snapshotExercise, Title: "The term of the snapshot's last entry is not known",
			Breaks: []string{snapshotEqual, soundServer, progress}, Rules: forgetBaseTerm,
			Source: "Figure 13, §7; camunda/camunda#4451"},
		{ID: "S05", Exercise: snapshotExercise, Title: "Entries behind the base are taken one place off",
			Breaks: append([]string{logMatching, lab.PanicID}, falseMatch...), Rules: skipOneMore,
			Source: "§7"},
		{ID: "S06", Exercise: snapshotExercise, Title: "A snapshot is labelled with commitIndex, or with the log's " +
			"end",
			Breaks: []string{soundServer, snapshotEqual}, Rules: labelLogEnd,
			Source: "§7; nats-io/nats-server#3844; Students' Guide to Raft"},
		{ID: "S07", Exercise: snapshotExercise, Title: "A follower that needs what was cut off gets no snapshot",
			Breaks: []string{lab.PanicID}, Rules: neverNeeds,
			Source: "§7; camunda/camunda#4451; tikv/tikv#9859"},
		{ID: "S08", Exercise: snapshotExercise, Title: "A snapshot that has arrived does not count for matchIndex",
			Breaks: []string{progress}, Rules: answerUnused,
			Source: "§7; etcd-io/etcd#10308"},
		{ID: "S09", Exercise: snapshotExercise, Title: "A snapshot does not raise commitIndex and lastApplied",
			Breaks: []string{lab.PanicID, soundServer}, Rules: countNothing,
			Source: "Figure 13, rule 8"},
		{ID: "S10", Exercise: snapshotExercise, Title: "A restart does not put back where the log begins",
			Breaks: append([]string{soundServer, logMatching, lab.PanicID}, lostEntry...), Rules: startAtOne,
			Source: "Figure 13, §7"},
	}
}

// receiving are the rest of group S.
func receiving() []Mutant {
	return []Mutant{
		{ID: "S11", Exercise: snapshotExercise, Title: "A snapshot does not say who votes",
			Breaks: []string{electionSafety}, Rules: labelNobody,
			Source: "Figure 13, §7; docker/swarmkit#238", Harmless: fixedMembership},
		{ID: "S12", Title: "A later configuration that is not committed stays behind a snapshot",
			Breaks: []string{electionSafety}, Source: "§6, §7; " +
				"databendlabs/openraft#1808", Harmless: askedAgain},
		{ID: "S13", Exercise: snapshotExercise, Title: "Chunks of two snapshots are put together",
			Breaks: []string{snapshotEqual, soundServer, progress}, Rules: mixChunks,
			Source: "Figure 13, rules 2 and 3; scylladb/scylladb#29264"},
		{ID: "S14", Exercise: snapshotExercise, Title: "A candidate does not follow the leader that sends it a " +
			"snapshot",
			Breaks: []string{progress, soundServer}, Rules: goOnStanding,
			Source: "§5.2, §7; vesoft-inc/nebula#1769"},
		{ID: "S15", Exercise: snapshotExercise, Title: "The log has an entry there, and its term is not looked at",
			Breaks: append([]string{logMatching, snapshotEqual}, falseMatch...), Rules: matchByIndex,
			Source: "Figure 13, rule 6; databendlabs/openraft#1930"},
		{ID: "S16", Exercise: snapshotExercise, Title: "A snapshot holds a configuration that is not committed",
			Breaks: []string{electionSafety}, Rules: labelLatest,
			Source: "§6, §7; canonical/raft#250", Harmless: fixedMembership},
		{ID: "S17", Exercise: snapshotExercise, Title: "A snapshot is taken though nothing new is applied",
			Breaks: []string{progress}, Rules: labelAlways,
			Source: "§7; nats-io/nats-server#3844",
			Harmless: "It costs a write to the disk, and breaks nothing. A server takes one by itself only after " +
				"some entries."},
		{ID: "S18", Exercise: snapshotExercise, Title: "A request that begins before the base is refused",
			Breaks: []string{progress}, Rules: refuseCovered, Source: "§5.3, §7",
			Harmless: "A message begins before a follower's base only if it is late, and the next one is taken."},
		{ID: "S19", Exercise: snapshotExercise, Title: "The answer to an older snapshot does not say what is here",
			Breaks: []string{progress}, Rules: answerOldWithNothing, Source: "Figure 13, §7"},
		{ID: "S20", Title: "A snapshot gets its name before it is durable",
			Breaks: []string{snapshotEqual}, Source: "§7", Harmless: nodeKeepsSnapshot},
		{ID: "S21", Exercise: snapshotExercise, Title: "A start applies again what the snapshot includes",
			Breaks: []string{soundServer, stateMachineSafety, exactlyOnce}, Rules: applyAgain,
			Source: "§7; Students' Guide to Raft"},
		{ID: "S22", Exercise: snapshotExercise, Title: "The log is cut while a follower needs the entries",
			Breaks: []string{progress}, Rules: cutAtOnce, Source: "§7; etcd-io/raft, Progress",
			Harmless: "Writes end in a schedule, and then the last snapshot arrives. A story shows it."},
		{ID: "S23", Exercise: snapshotExercise, Title: "A log that begins after the snapshot's end is taken as it is",
			Breaks: []string{soundServer}, Rules: ignoreGap, Source: "§7",
			Harmless: "The snapshot is durable before the log is cut, so there is a gap only on a disk that loses " +
				"what it confirmed."},
	}
}

// installed is HandleInstallSnapshot with something before and after it.
func installed(
	before func(s *raft.State, part *raft.Partial, req *raft.InstallSnapshot) (
		after func(reply *raft.InstallSnapshotReply, install *bool)),
) func(*raft.Rules) {
	return func(rules *raft.Rules) {
		rules.HandleInstallSnapshot = func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (
			reply raft.InstallSnapshotReply, install bool,
		) {
			after := before(s, part, &req)
			reply, install = reference.HandleInstallSnapshot(s, part, req)
			if after != nil {
				after(&reply, &install)
			}
			return reply, install
		}
	}
}

type afterInstall = func(reply *raft.InstallSnapshotReply, install *bool)

var installOlder = installed(func(s *raft.State, _ *raft.Partial, req *raft.InstallSnapshot) afterInstall {
	if req.Term >= s.CurrentTerm && req.Meta.LastIndex > s.Log.Base() {
		s.CommitIndex = min(s.CommitIndex, req.Meta.LastIndex-1)
	}
	return nil
})

var dropSuffix = installed(func(s *raft.State, _ *raft.Partial, req *raft.InstallSnapshot) afterInstall {
	return func(_ *raft.InstallSnapshotReply, install *bool) {
		if *install {
			s.Log = raft.LogAfter(req.Meta.LastIndex, req.Meta.LastTerm)
		}
	}
})

var keepTailBehind = installed(func(s *raft.State, _ *raft.Partial, req *raft.InstallSnapshot) afterInstall {
	var tail []raft.Entry
	if req.Meta.LastIndex < s.Log.LastIndex() && req.Meta.LastIndex >= s.Log.Base() {
		tail = slices.Clone(s.Log.From(req.Meta.LastIndex + 1))
	}
	return func(_ *raft.InstallSnapshotReply, install *bool) {
		if *install && s.Log.LastIndex() == req.Meta.LastIndex {
			s.Log = raft.LogAfter(req.Meta.LastIndex, req.Meta.LastTerm, tail...)
		}
	}
})

var forgetBaseTerm = installed(func(s *raft.State, _ *raft.Partial, req *raft.InstallSnapshot) afterInstall {
	return func(_ *raft.InstallSnapshotReply, install *bool) {
		if *install && s.Log.LastIndex() == req.Meta.LastIndex {
			s.Log = raft.LogAfter(req.Meta.LastIndex, 0)
		}
	}
})

func skipOneMore(rules *raft.Rules) {
	rules.SkipCovered = func(s *raft.State, req raft.AppendEntries) raft.AppendEntries {
		rest := reference.SkipCovered(s, req)
		if rest.PrevLogIndex != req.PrevLogIndex && len(rest.Entries) > 0 {
			rest.Entries = rest.Entries[1:]
		}
		return rest
	}
}

func labelLogEnd(rules *raft.Rules) {
	rules.LabelSnapshot = func(s *raft.State) (raft.SnapshotMeta, bool) {
		meta, worth := reference.LabelSnapshot(s)
		meta.LastIndex, meta.LastTerm = s.Log.LastIndex(), s.Log.LastTerm()
		return meta, worth
	}
}

func neverNeeds(rules *raft.Rules) {
	rules.NeedsSnapshot = func(*raft.State, raft.NodeID) bool { return false }
}

func answerUnused(rules *raft.Rules) {
	rules.HandleInstallSnapshotReply = func(s *raft.State, from raft.NodeID, reply raft.InstallSnapshotReply) {
		reply.MatchIndex = 0
		reference.HandleInstallSnapshotReply(s, from, reply)
	}
}

var countNothing = installed(func(s *raft.State, _ *raft.Partial, _ *raft.InstallSnapshot) afterInstall {
	commit, applied := s.CommitIndex, s.LastApplied
	return func(_ *raft.InstallSnapshotReply, _ *bool) { s.CommitIndex, s.LastApplied = commit, applied }
})

func startAtOne(rules *raft.Rules) {
	rules.RestoreAll = func(s *raft.State, saved raft.Saved) error {
		err := reference.RestoreAll(s, saved)
		if s.Log.Base() > 0 {
			s.Log = raft.LogOf(s.Log.From(s.Log.Base() + 1)...)
		}
		return err
	}
}

func labelNobody(rules *raft.Rules) {
	rules.LabelSnapshot = func(s *raft.State) (raft.SnapshotMeta, bool) {
		meta, worth := reference.LabelSnapshot(s)
		meta.Configuration = raft.Configuration{}
		return meta, worth
	}
}

func labelLatest(rules *raft.Rules) {
	rules.LabelSnapshot = func(s *raft.State) (raft.SnapshotMeta, bool) {
		meta, worth := reference.LabelSnapshot(s)
		meta.Configuration = s.Configuration
		return meta, worth
	}
}

var mixChunks = installed(func(_ *raft.State, part *raft.Partial, req *raft.InstallSnapshot) afterInstall {
	if len(part.Data) > 0 {
		part.Term, part.Meta = req.Term, req.Meta
	}
	return nil
})

func goOnStanding(rules *raft.Rules) {
	rules.HandleInstallSnapshot = func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (
		raft.InstallSnapshotReply, bool,
	) {
		if s.Role == raft.Candidate && req.Term == s.CurrentTerm {
			return raft.InstallSnapshotReply{Term: s.CurrentTerm}, false
		}
		return reference.HandleInstallSnapshot(s, part, req)
	}
}

var matchByIndex = installed(func(s *raft.State, _ *raft.Partial, req *raft.InstallSnapshot) afterInstall {
	if last := req.Meta.LastIndex; req.Done && last > s.CommitIndex && last <= s.Log.LastIndex() {
		kept := s.Log.Clone()
		return func(_ *raft.InstallSnapshotReply, install *bool) {
			if *install {
				kept.CompactTo(last)
				kept.TakeChanges()
				s.Log = kept
			}
		}
	}
	return nil
})

func labelAlways(rules *raft.Rules) {
	rules.LabelSnapshot = func(s *raft.State) (raft.SnapshotMeta, bool) {
		meta, _ := reference.LabelSnapshot(s)
		return meta, true
	}
}

func refuseCovered(rules *raft.Rules) {
	rules.SkipCovered = func(_ *raft.State, req raft.AppendEntries) raft.AppendEntries { return req }
}

var answerOldWithNothing = installed(func(s *raft.State, _ *raft.Partial, req *raft.InstallSnapshot) afterInstall {
	old := req.Meta.LastIndex <= s.CommitIndex
	return func(reply *raft.InstallSnapshotReply, _ *bool) {
		if old {
			reply.MatchIndex = 0
		}
	}
})

func applyAgain(rules *raft.Rules) {
	rules.RestoreAll = func(s *raft.State, saved raft.Saved) error {
		err := reference.RestoreAll(s, saved)
		if err == nil {
			s.Log = raft.LogAfter(saved.Base, saved.BaseTerm, saved.Log...)
			s.CommitIndex, s.LastApplied = saved.Base, saved.Base
		}
		return err
	}
}

func cutAtOnce(rules *raft.Rules) {
	rules.MayCompact = func(_ *raft.State, upTo raft.Index) raft.Index { return upTo }
}

func ignoreGap(rules *raft.Rules) {
	rules.RestoreAll = func(s *raft.State, saved raft.Saved) error {
		if saved.Base <= saved.Snapshot.Meta.LastIndex {
			return reference.RestoreAll(s, saved)
		}
		s.CurrentTerm, s.VotedFor = saved.CurrentTerm, saved.VotedFor
		s.Log = raft.LogAfter(saved.Base, saved.BaseTerm, saved.Log...)
		s.CommitIndex, s.LastApplied = saved.Base, saved.Base
		return nil
	}
}

// applyOnOldState is bug P05: the state is the snapshot's, and lastApplied stays.
func applyOnOldState(rules *raft.Rules) {
	rules.HandleInstallSnapshot = func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (
		raft.InstallSnapshotReply, bool,
	) {
		reply, install := reference.HandleInstallSnapshot(s, part, req)
		old := reply.MatchIndex > 0 && !install && req.Done && req.Offset == 0 && req.Term == s.CurrentTerm
		if old && req.Meta.LastIndex >= s.Snapshot.LastIndex {
			*part = raft.Partial{Term: req.Term, Meta: req.Meta, Data: req.Data}
			return reply, true
		}
		return reply, install
	}
}

// keepOldLog is bug D10: a crash came before the old log was cut, and its tail is taken for the leader's.
func keepOldLog(rules *raft.Rules) {
	rules.RestoreAll = func(s *raft.State, saved raft.Saved) error {
		err := reference.RestoreAll(s, saved)
		meta, last := saved.Snapshot.Meta, saved.Base+raft.Index(len(saved.Log))
		if err == nil && meta.LastIndex > 0 && last > meta.LastIndex && s.Log.LastIndex() == meta.LastIndex {
			s.Log = raft.LogAfter(meta.LastIndex, meta.LastTerm, saved.Log[meta.LastIndex-saved.Base:]...)
		}
		return err
	}
}
