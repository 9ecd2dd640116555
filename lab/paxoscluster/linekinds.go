package paxoscluster

import (
	"fmt"
	"strings"

	"raftlab/lab"
)

// LineKinds are the kinds of trace lines about a Paxos server.
func LineKinds() []lab.LineKind {
	return []lab.LineKind{
		{Name: "promise", Steady: true}, {Name: "ballot", Steady: true}, {Name: "propose", Steady: true},
		{Name: "refused", Steady: true}, {Name: "accept", Steady: true}, {Name: "chosen", Steady: true},
		{Name: "learn", Steady: true}, {Name: "lead", Steady: true}, {Name: "yield", Steady: true},
		{Name: "apply", Steady: true},
	}
}

// LineKinds are the protocol's kinds of trace lines.
func (c *Cluster) LineKinds() []lab.LineKind { return LineKinds() }

// Remark is a trace line as a note beside the command that resulted in it, "" for a line without news.
func (c *Cluster) Remark(subject, kind, details string) string {
	f := fieldsOf(details)
	switch kind {
	case "ballot":
		return fmt.Sprintf("%s begins ballot %s", subject, f["ballot"])
	case "propose":
		return fmt.Sprintf("%s proposes %s in ballot %s", subject, f["value"], f["ballot"])
	case "refused":
		return fmt.Sprintf("ballot %s of %s is refused", f["ballot"], subject)
	case "accept":
		return fmt.Sprintf("%s accepts %s in ballot %s", subject, f["value"], f["ballot"])
	case "chosen":
		return fmt.Sprintf("%s is chosen in ballot %s", f["value"], f["ballot"])
	case "learn":
		return fmt.Sprintf("%s knows that %s is chosen", subject, f["value"])
	case "lead":
		return fmt.Sprintf("%s leads in ballot %s", subject, f["ballot"])
	}
	return ""
}

// fieldsOf are the named fields of a line. Words without a name are the value: the text of a command.
func fieldsOf(details string) map[string]string {
	fields := map[string]string{}
	var words []string
	for _, word := range strings.Fields(details) {
		if name, value, ok := strings.Cut(word, "="); ok {
			fields[name] = value
		} else {
			words = append(words, word)
		}
	}
	if len(words) > 0 {
		fields["value"] = strings.Join(words, " ")
	}
	return fields
}
