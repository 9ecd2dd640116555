package zabcluster

import (
	"raftlab/lab"
	"raftlab/lab/zab"
)

// The counted events, in the order of the list below.
const (
	leaderEstablished = iota
	leaderReplaced
	electionFailed
	syncDiff
	syncTrunc
	syncSnap
	tailErased
	historyReadBack
	oldTxnDelivered
	writeDone
	outcomeUnknown
	sometimesKinds
)

// counts is how often each event was seen.
type counts [sometimesKinds]uint64

var sometimesList = [sometimesKinds]lab.Sometimes{
	{ID: "leader-established", Title: "a leader was established"},
	{ID: "leader-replaced", Title: "a leader was followed by one of a later epoch"},
	{ID: "leader-not-established", Title: "a server gave up leading before it was established"},
	{ID: "sync-diff", Title: "a server got what it lacked (DIFF)"},
	{ID: "sync-trunc", Title: "a server removed what its leader did not have (TRUNC)"},
	{ID: "sync-snap", Title: "a server got a snapshot (SNAP)"},
	{ID: "tail-erased", Title: "a server removed transactions"},
	{ID: "history-read-back", Title: "a server found transactions on its disk when it restarted"},
	{ID: "old-transaction-delivered", Title: "a new leader delivered a transaction of an earlier epoch"},
	{ID: "write-acknowledged", Title: "a client was told that its command is done"},
	{ID: "outcome-unknown", Title: "a client never learnt whether its command was carried out"},
}

// Sometimes lists what should sometimes happen, and how often it did in this run.
func (c *Cluster) Sometimes() []lab.Sometimes {
	counts := c.seen
	counts[writeDone], counts[outcomeUnknown] = c.Done(), c.Lost()
	return lab.Counted(sometimesList[:], counts[:])
}

// count counts the events of a step.
func (c *Cluster) count(m *Mirror, before *View, booted, lost bool) {
	if booted && lost && len(m.History.Txns) > 0 {
		c.seen[historyReadBack]++
	}
	if m.Sync != before.Sync {
		switch m.Sync.Kind {
		case zab.SyncDiff:
			c.seen[syncDiff]++
		case zab.SyncTrunc:
			c.seen[syncTrunc]++
		case zab.SyncSnap:
			c.seen[syncSnap]++
		}
	}
	was := before.Leads
	if was != nil && !was.Established && m.Leads == nil && !booted {
		c.seen[electionFailed]++
	}
	if m.Leads != nil && m.Leads.Established && (was == nil || !was.Established) {
		c.seen[leaderEstablished]++
		if len(c.checks.leaders) > 0 {
			c.seen[leaderReplaced]++
		}
		if len(m.Delivered) > 0 {
			c.seen[oldTxnDelivered]++
		}
	}
}
