package snapshot

import (
	"raftlab/grader"
	"raftlab/raft"
)

// branch is a case that §7 distinguishes.
type branch int

const (
	worthIt branch = iota
	cutAll
	cutLess
	hasEntry
	lacksEntry
	answeredWhole
	answeredPart
	lateChunk
	oldSnapshot
	firstChunk
	nextChunk
	otherChunk
	keepsSuffix
	dropsLog
	coveredPart
	coveredAll
	notCovered
	startPlain
	startCut
	startUncut
)

var branches = []grader.Branch{
	worthIt:       {Name: "a snapshot that is worth taking", Place: labels},
	cutAll:        {Name: "a log that is cut up to the snapshot", Place: cuts},
	cutLess:       {Name: "a log that is cut less, for a follower", Place: cuts},
	hasEntry:      {Name: "a follower that needs entries", Place: sends},
	lacksEntry:    {Name: "a follower that needs a snapshot", Place: sends},
	answeredWhole: {Name: "an answer of a follower that has the whole snapshot", Place: sends},
	answeredPart:  {Name: "an answer of a follower that has a part", Place: sends},
	lateChunk:     {Name: "a chunk of an earlier term", Place: receives},
	oldSnapshot:   {Name: "a snapshot of what is committed here", Place: receives},
	firstChunk:    {Name: "a first chunk", Place: receives},
	nextChunk:     {Name: "a chunk that continues", Place: receives},
	otherChunk:    {Name: "a chunk that does not fit", Place: receives},
	keepsSuffix:   {Name: "a snapshot, and entries that stay behind it", Place: receives},
	dropsLog:      {Name: "a snapshot in the place of the whole log", Place: receives},
	coveredPart:   {Name: "a request that begins before the base", Place: covers},
	coveredAll:    {Name: "a request that ends before the base", Place: covers},
	notCovered:    {Name: "a request behind the base", Place: covers},
	startPlain:    {Name: "a start without a snapshot", Place: starts},
	startCut:      {Name: "a start with a snapshot and a log that was cut", Place: starts},
	startUncut:    {Name: "a start with a log that was not cut yet", Place: starts},
}

// watch reports which branches each call of a cluster takes.
func watch(rules raft.Rules, reached func(branch int)) raft.Rules {
	watched := rules
	seen := func(b branch) { reached(int(b)) }
	watched.LabelSnapshot = func(s *raft.State) (raft.SnapshotMeta, bool) {
		if s.LastApplied > s.Snapshot.LastIndex {
			seen(worthIt)
		}
		return rules.LabelSnapshot(s)
	}
	watched.MayCompact = func(s *raft.State, upTo raft.Index) raft.Index {
		seen(either(cutCall{server: server{base: s.Log.Base(), needs: needsOf(s)}, upTo: upTo}.farthest() < upTo,
			cutLess, cutAll))
		return rules.MayCompact(s, upTo)
	}
	watched.NeedsSnapshot = func(s *raft.State, follower raft.NodeID) bool {
		seen(either(s.NextIndex[follower] <= s.Log.Base(), lacksEntry, hasEntry))
		return rules.NeedsSnapshot(s, follower)
	}
	watched.HandleInstallSnapshotReply = func(s *raft.State, from raft.NodeID, reply raft.InstallSnapshotReply) {
		seen(either(reply.MatchIndex > 0, answeredWhole, answeredPart))
		rules.HandleInstallSnapshotReply(s, from, reply)
	}
	watched.HandleInstallSnapshot = func(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) (
		raft.InstallSnapshotReply, bool,
	) {
		seen(chunkBranch(s, part, req))
		last := s.Log.LastIndex() > req.Meta.LastIndex && s.Log.Term(req.Meta.LastIndex) == req.Meta.LastTerm
		reply, install := rules.HandleInstallSnapshot(s, part, req)
		if install {
			seen(either(last, keepsSuffix, dropsLog))
		}
		return reply, install
	}
	watched.SkipCovered = func(s *raft.State, req raft.AppendEntries) raft.AppendEntries {
		seen(coverBranch(s, req))
		return rules.SkipCovered(s, req)
	}
	watched.RestoreAll = func(s *raft.State, saved raft.Saved) error {
		seen(startBranch(saved))
		return rules.RestoreAll(s, saved)
	}
	return watched
}

// needsOf is the needs of at most three servers: enough to know whether there are any.
func needsOf(s *raft.State) (needs [4]raft.Index) {
	for _, first := range s.Needs {
		if first > 0 && (needs[2] == 0 || first < needs[2]) {
			needs[2] = first
		}
	}
	return needs
}

func chunkBranch(s *raft.State, part *raft.Partial, req raft.InstallSnapshot) branch {
	same := part.Term == req.Term && part.Meta == req.Meta
	switch {
	case req.Term < s.CurrentTerm:
		return lateChunk
	case req.Meta.LastIndex <= s.CommitIndex:
		return oldSnapshot
	case req.Offset == 0:
		return firstChunk
	}
	return either(same && req.Offset == uint64(len(part.Data)), nextChunk, otherChunk)
}

func coverBranch(s *raft.State, req raft.AppendEntries) branch {
	if req.PrevLogIndex >= s.Log.Base() {
		return notCovered
	}
	return either(req.PrevLogIndex+raft.Index(len(req.Entries)) <= s.Log.Base(), coveredAll, coveredPart)
}

func startBranch(saved raft.Saved) branch {
	switch meta := saved.Snapshot.Meta; {
	case meta.LastIndex == 0:
		return startPlain
	case saved.Base == meta.LastIndex:
		return startCut
	}
	return startUncut
}
