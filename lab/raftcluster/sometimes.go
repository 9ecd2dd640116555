package raftcluster

import (
	"raftlab/lab"
	"raftlab/raft"
)

// A run in which nothing happens breaks nothing. So the lab also counts events that must sometimes happen: a set
// of runs in which no leader was ever replaced has not tested replacement.

// The counted events, in the order of the list below.
const (
	leaderElected = iota
	leaderReplaced
	electionLost
	entryCommitted
	oldEntryCommitted
	tailErased
	logReadBack
	writeDone
	outcomeUnknown
	// These happen only where snapshots are on.
	snapshotTaken
	snapshotInstalled
	sometimesKinds
)

// counts is how often each event was seen.
type counts [sometimesKinds]uint64

var sometimesList = [sometimesKinds]lab.Sometimes{
	{ID: "leader-elected", Title: "a leader was elected"},
	{ID: "leader-replaced", Title: "a leader was followed by one of a later term"},
	{ID: "election-without-winner", Title: "a term passed without a leader"},
	{ID: "entry-committed", Title: "an entry was committed"},
	{ID: "old-entry-committed", Title: "a leader committed an entry of an earlier term"},
	{ID: "tail-erased", Title: "a server removed entries that a leader did not have"},
	{ID: "log-read-back", Title: "a server found entries on its disk when it restarted"},
	{ID: "write-acknowledged", Title: "a client was told that its command is done"},
	{ID: "outcome-unknown", Title: "a client never learnt whether its command was carried out"},
	{ID: "snapshot-taken", Title: "a server took a snapshot"},
	{ID: "snapshot-installed", Title: "a follower installed the leader's snapshot"},
}

// Sometimes lists what should sometimes happen, and how often it did in this run.
func (c *Cluster) Sometimes() []lab.Sometimes {
	counts := c.seen
	counts[writeDone], counts[outcomeUnknown] = c.Done(), c.Lost()
	list := sometimesList[:snapshotTaken]
	if c.setup.Snapshots.On() {
		list = sometimesList[:]
	}
	return lab.Counted(list, counts[:])
}

// Judged is how often each of Checks was judged, in that order.
func (c *Cluster) Judged() []uint64 {
	judged := make([]uint64, checkKinds)
	for _, checks := range c.checks {
		for i, n := range checks.judged {
			judged[i] += n
		}
	}
	list := judged[:len(Checks()):len(Checks())]
	if c.setup.Sessions.On {
		list = append(list, judged[onExactlyOnce])
	}
	if c.setup.Snapshots.On() {
		list = append(list, judged[onSnapshotEquivalence])
	}
	if c.setup.Membership.On {
		list = append(list, judged[onConfigurationSafety])
	}
	return list
}

// count counts the events of a step. Committed is the server's commitIndex before the step.
func (c *Cluster) count(checks *checks, m *Mirror, committed raft.Index, booted bool) {
	if booted && len(m.Log) > 0 {
		c.seen[logReadBack]++
	}
	if m.CommitIndex > committed {
		c.seen[entryCommitted]++
		if m.Role == raft.Leader && committed < raft.Index(len(m.Log)) && m.Log[committed].Term < m.CurrentTerm {
			c.seen[oldEntryCommitted]++
		}
	}
	if m.Role == raft.Follower {
		return
	}
	if _, known := checks.leaders[m.CurrentTerm]; m.Role == raft.Leader && !known {
		c.seen[leaderElected]++
		if len(checks.leaders) > 0 {
			c.seen[leaderReplaced]++
		}
	}
	// Each term counts once, however many steps the candidates of the next term take.
	past := m.CurrentTerm - 1
	if _, led := checks.leaders[past]; m.Role == raft.Candidate && past > c.leaderlessTerm && !led {
		c.leaderlessTerm = past
		c.seen[electionLost]++
	}
}
