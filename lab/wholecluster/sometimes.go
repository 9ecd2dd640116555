package wholecluster

import "raftlab/lab"

// The counted events, in the order of the list below.
const (
	leaderElected = iota
	leaderReplaced
	restartedFromDisk
	snapshotAsked
	snapshotInstalled
	writeDone
	outcomeUnknown
	sometimesKinds
)

// counts is how often each event was seen.
type counts [sometimesKinds]uint64

var sometimesList = [sometimesKinds]lab.Sometimes{
	{ID: "leader-elected", Title: "a server became leader"},
	{ID: "leader-replaced", Title: "a leader was followed by one of a later term"},
	{ID: "restarted-from-disk", Title: "a server started with what it had saved"},
	{ID: "snapshot-handed-over", Title: "the service handed a snapshot to its server"},
	{ID: "snapshot-installed", Title: "a server applied a snapshot"},
	{ID: "write-acknowledged", Title: "a client was told that its command is done"},
	{ID: "outcome-unknown", Title: "a client never learnt whether its command was carried out"},
}

// Sometimes lists what should sometimes happen, and how often it did in this run.
func (c *Cluster) Sometimes() []lab.Sometimes {
	counts := c.seen
	counts[writeDone], counts[outcomeUnknown] = c.Done(), c.Lost()
	return lab.Counted(sometimesList[:], counts[:])
}

// LineKinds are the kinds of trace lines about a whole server.
func (c *Cluster) LineKinds() []lab.LineKind {
	return []lab.LineKind{
		{Name: "state", Steady: true}, {Name: "log", Steady: true}, {Name: "apply", Steady: true},
		{Name: "install", Steady: true}, {Name: "prints", Routine: true, Steady: true},
	}
}
