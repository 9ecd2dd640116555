package replicacluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/protocols"
)

// Summary is the last state of all servers according to the lines of a trace.
type Summary struct {
	up protocols.Standings
	// roles are the last role lines, and last the last line about what a server has.
	roles, last [lab.MaxServers]string
}

// Take reads one line. It ignores lines of others than servers.
func (s *Summary) Take(subject, kind, details string) {
	s.up.Take(subject, kind, details)
	id, ok := protocols.ServerOf(subject)
	if !ok {
		return
	}
	switch kind {
	case "primary", "backup":
		s.roles[id-1] = kind + " of epoch " + strings.TrimPrefix(details, "epoch=")
	case "fenced":
		s.roles[id-1] = "backup, obeys no primary before epoch " + strings.TrimPrefix(details, "epoch=")
	case "history", "version", "transaction", "blocked", "hint":
		s.last[id-1] = kind + " " + details
	}
}

// Server is the server's state in a few words, "" for a server without a line.
func (s *Summary) Server(id lab.ServerID) string {
	var parts []string
	for _, part := range []string{s.up.Server(id), s.roles[id-1], s.last[id-1]} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}
