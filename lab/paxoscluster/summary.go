package paxoscluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/protocols"
)

// Summary is the last state of all servers according to the lines of a trace. It serves programs that have the lines
// but not the run.
type Summary struct{ servers [lab.MaxServers]serverSummary }

type serverSummary struct {
	seen, up, paused bool
	// These are texts from the trace, "" when no line has reported them.
	promised, accepted, ballot, known, leads, applied string
}

// Take reads one line. It ignores the lines of clients and of the world.
func (t *Summary) Take(subject, kind, details string) {
	id, ok := protocols.ServerOf(subject)
	if !ok {
		return
	}
	s, f := &t.servers[id-1], fieldsOf(details)
	s.seen = true
	switch kind {
	case "boot", "restart":
		s.up = true
	case "crash":
		*s = serverSummary{seen: true, promised: s.promised, accepted: s.accepted, ballot: s.ballot}
	case "pause":
		s.paused = true
	case "resume":
		s.paused = false
	case "promise":
		s.promised = f["ballot"]
	case "ballot":
		s.ballot = f["ballot"]
	case "accept":
		s.accepted = f["ballot"] + " " + f["value"]
	case "learn":
		s.known = f["value"]
	case "lead":
		s.leads = f["ballot"]
	case "yield":
		s.leads = ""
	case "apply":
		s.applied = f["slot"]
	}
}

// Server is the summary of one server in a few words, "" for a server without a line.
func (t *Summary) Server(id lab.ServerID) string {
	s := t.servers[id-1]
	if !s.seen {
		return ""
	}
	var parts []string
	switch {
	case !s.up:
		parts = append(parts, "crashed")
	case s.paused:
		parts = append(parts, "paused")
	}
	for _, part := range [][2]string{
		{"leads ballot ", s.leads}, {"promised ", s.promised}, {"accepted ", s.accepted}, {"began ", s.ballot},
		{"knows ", s.known}, {"carried out slot ", s.applied},
	} {
		if part[1] != "" {
			parts = append(parts, part[0]+part[1])
		}
	}
	if len(parts) == 0 {
		return "up"
	}
	return strings.Join(parts, ", ")
}
