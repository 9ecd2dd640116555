package replicacluster

import (
	"strings"

	"raftlab/lab"
)

// LineKinds are the kinds of trace lines about a server of this protocol.
func (c *Cluster) LineKinds() []lab.LineKind {
	var kinds []lab.LineKind
	for _, name := range []string{
		"primary", "backup", "fenced", "fallback", "history", "version", "hint", "handed-off", "transaction",
		"blocked", "refuses",
	} {
		kinds = append(kinds, lab.LineKind{Name: name, Steady: true})
	}
	return kinds
}

// Remark is a trace line as a note beside the command that resulted in it, "" for a line without news.
func (c *Cluster) Remark(subject, kind, details string) string {
	epoch := strings.TrimPrefix(details, "epoch=")
	switch kind {
	case "primary":
		return subject + " is primary of epoch " + epoch
	case "fenced":
		return subject + " obeys no primary before epoch " + epoch
	case "fallback":
		return subject + " goes on " + details
	case "blocked":
		return subject + " is blocked in " + details
	case "history":
		if _, removed, ok := strings.Cut(details, "removed="); ok {
			removed, _, _ = strings.Cut(removed, " ")
			return subject + " cuts off " + removed + " of its entries"
		}
	case "hint":
		return subject + " keeps a hint " + details
	case "transaction":
		return subject + ": " + details
	}
	return ""
}

// The counted events, in the order of the list below.
const (
	writeDone = iota
	outcomeUnknown
	promoted
	tailLost
	siblingsKept
	hintKept
	committed
	blocked
	sometimesKinds
)

// Sometimes lists what should sometimes happen in a set of runs, and how often it did in this run.
func (c *Cluster) Sometimes() []lab.Sometimes {
	list := []lab.Sometimes{
		{ID: "write-acknowledged", Title: "a client was told that its command is done"},
		{ID: "outcome-unknown", Title: "a client never learnt whether its command was carried out"},
		{ID: "promoted", Title: "a backup became the primary"},
		{ID: "tail-lost", Title: "a server removed entries that the primary did not have"},
		{ID: "siblings-kept", Title: "a replica kept two versions of a key"},
		{ID: "hint-kept", Title: "a server kept a write for another one"},
		{ID: "transaction-committed", Title: "a server committed a transaction"},
		{ID: "participant-blocked", Title: "a participant asked everybody, and could not decide"},
	}
	counts := c.seen
	counts[writeDone], counts[outcomeUnknown] = c.Done(), c.Lost()
	for i := range list {
		list[i].Count = counts[i]
	}
	return list
}
