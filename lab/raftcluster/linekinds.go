package raftcluster

import (
	"fmt"
	"strings"

	"raftlab/lab"
)

// LineKinds are the kinds of trace lines about a Raft server.
func LineKinds() []lab.LineKind {
	return []lab.LineKind{
		{Name: "role", Steady: true}, {Name: "term", Steady: true}, {Name: "vote", Steady: true},
		{Name: "log", Steady: true}, {Name: "commit", Steady: true}, {Name: "apply", Steady: true},
		{Name: "forget", Steady: true}, {Name: "transfer", Steady: true},
		{Name: "read", Steady: true}, {Name: "lease", Steady: true},
		{Name: "session", Steady: true},
		{Name: "progress", Steady: true},
	}
}

// LineKinds are the protocol's kinds of trace lines.
func (c *Cluster) LineKinds() []lab.LineKind { return LineKinds() }

// Remark is a trace line as a note beside the command that resulted in it, "" for a line without news.
func (c *Cluster) Remark(subject, kind, details string) string {
	first, _, _ := strings.Cut(details, " ")
	switch kind {
	case "role":
		return fmt.Sprintf("%s is %s", subject, details)
	case "term":
		return fmt.Sprintf("%s is in term %s", subject, first)
	case "log":
		if _, removed, ok := strings.Cut(details, "removed="); ok {
			return fmt.Sprintf("%s removes %s of its entries", subject, strings.TrimSpace(removed))
		}
	case "commit":
		return fmt.Sprintf("%s commits %s", subject, strings.TrimPrefix(first, "index="))
	case "forget":
		return fmt.Sprintf("%s no longer counts on %s", subject, strings.TrimPrefix(first, "leader="))
	case "transfer":
		if to, ok := strings.CutPrefix(first, "to="); ok {
			return fmt.Sprintf("%s hands over to %s", subject, to)
		}
		return subject + " gives up handing over"
	case "progress":
		follower, state, _ := strings.Cut(details, " ")
		return fmt.Sprintf("%s %ss %s", subject, state, follower)
	case "lease":
		return fmt.Sprintf("the lease of %s %s", subject, first)
	}
	return ""
}
