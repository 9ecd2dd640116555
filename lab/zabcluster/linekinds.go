package zabcluster

import (
	"fmt"
	"strings"

	"raftlab/lab"
)

// LineKinds are the kinds of trace lines about a ZAB server.
func (c *Cluster) LineKinds() []lab.LineKind {
	return []lab.LineKind{
		{Name: "standing", Steady: true}, {Name: "vote", Steady: true}, {Name: "epoch", Steady: true},
		{Name: "phase", Steady: true}, {Name: "sync", Steady: true}, {Name: "snapshot", Steady: true},
		{Name: "history", Steady: true}, {Name: "restore", Steady: true}, {Name: "delivered", Steady: true},
		{Name: "established", Steady: true},
	}
}

// Remark is a trace line as a note beside the command that resulted in it, "" for a line without news.
func (c *Cluster) Remark(subject, kind, details string) string {
	first, _, _ := strings.Cut(details, " ")
	switch kind {
	case "standing":
		return fmt.Sprintf("%s is %s", subject, strings.TrimSuffix(details, " "+lastWord(details)))
	case "established":
		return fmt.Sprintf("%s leads %s", subject, strings.ReplaceAll(details, "=", " "))
	case "sync":
		return fmt.Sprintf("%s gets %s", subject, first)
	case "history":
		if _, removed, ok := strings.Cut(details, "removed="); ok {
			return fmt.Sprintf("%s removes %s of its transactions", subject, strings.TrimSpace(removed))
		}
	case "delivered":
		return fmt.Sprintf("%s delivers %s", subject, first)
	}
	return ""
}

func lastWord(text string) string { return text[strings.LastIndex(text, " ")+1:] }
