package protocols

import (
	"strconv"
	"strings"

	"raftlab/lab"
)

// Standings is the Summary of a protocol that says no more than whether a server is up.
type Standings struct{ servers [lab.MaxServers]string }

// Take reads one line.
func (s *Standings) Take(subject, kind, _ string) {
	id, ok := ServerOf(subject)
	if !ok {
		return
	}
	switch kind {
	case "boot", "restart", "resume":
		s.servers[id-1] = "up"
	case "crash":
		s.servers[id-1] = "crashed"
	case "pause":
		s.servers[id-1] = "paused"
	}
}

// Server is up, crashed or paused.
func (s *Standings) Server(id lab.ServerID) string { return s.servers[id-1] }

// ServerOf is the server that a line's subject names.
func ServerOf(subject string) (id lab.ServerID, ok bool) {
	digits, ok := strings.CutPrefix(subject, "S")
	number, err := strconv.Atoi(digits)
	if !ok || err != nil || number < 1 || number > lab.MaxServers {
		return 0, false
	}
	return lab.ServerID(number), true
}
