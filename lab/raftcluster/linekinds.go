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
		{Name: "snapshot", Steady: true}, {Name: "compact", Steady: true}, {Name: "install", Steady: true},
		{Name: "members", Steady: true}, {Name: "catch-up", Steady: true},
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
	case "members":
		return fmt.Sprintf("%s decides by %s", subject, memberWords(details))
	case "catch-up":
		return fmt.Sprintf("%s lets %s catch up: %s", subject, first, strings.TrimPrefix(details, first+" "))
	case "progress":
		follower, state, _ := strings.Cut(details, " ")
		return fmt.Sprintf("%s %ss %s", subject, state, follower)
	case "lease":
		return fmt.Sprintf("the lease of %s %s", subject, first)
	case "snapshot":
		return fmt.Sprintf("%s takes a snapshot up to entry %s", subject, strings.TrimPrefix(first, "index="))
	case "install":
		return fmt.Sprintf("%s installs a snapshot up to entry %s", subject, strings.TrimPrefix(first, "index="))
	}
	return ""
}

// memberWords are a line "at=4 voters=S1,S2 next=S1,S3 learners=S4" as people read it: S1 S2 > S1 S3 + S4.
func memberWords(details string) string {
	text := ""
	for _, part := range strings.Fields(details) {
		name, list, _ := strings.Cut(part, "=")
		sign := map[string]string{"voters": "", "next": " > ", "learners": " + "}
		if s, ok := sign[name]; ok {
			text += s + strings.ReplaceAll(list, ",", " ")
		}
	}
	return text
}
