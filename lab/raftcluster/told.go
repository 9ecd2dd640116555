package raftcluster

import (
	"strconv"
	"strings"

	"raftlab/lab"
)

// Told is what the lines of a trace tell of one server, as far as they were read: for those who
// have the lines and not the run. Numbers are as the trace has them, "" when no line told them yet.
type Told struct {
	Up, Paused             bool
	Role, Term, Vote       string
	CommitIndex, LastIndex string
}

// Tally is what the lines of a trace tell of all servers.
type Tally struct{ servers [lab.MaxServers]Told }

// Server is what was told of a server.
func (t *Tally) Server(id lab.ServerID) Told { return t.servers[id-1] }

// Take takes in a line. Lines of clients and of the world are passed over.
func (t *Tally) Take(subject, kind, details string) {
	number, err := strconv.Atoi(strings.TrimPrefix(subject, "S"))
	if err != nil || subject[0] != 'S' || number < 1 || number > lab.MaxServers {
		return
	}
	t.servers[number-1].take(kind, details)
}

func (s *Told) take(kind, details string) {
	first, rest, _ := strings.Cut(details, " ")
	switch kind {
	case "boot", "restart":
		*s = Told{Up: true, Role: "follower", CommitIndex: "0", LastIndex: "0"}
	case "crash":
		s.Up, s.Paused = false, false
	case "pause", "resume":
		s.Paused = kind == "pause"
	case "role":
		s.turn(strings.TrimPrefix(rest, "term="))
		s.Role = first
	case "term":
		s.turn(first)
	case "vote":
		s.Vote = strings.TrimPrefix(first, "for=")
	case "commit":
		s.CommitIndex = strings.TrimPrefix(first, "index=")
	case "log":
		s.LastIndex = lastIndexTold(first, rest)
	}
}

// turn begins a term, in which the server has not voted yet.
func (s *Told) turn(term string) {
	if s.Term != term {
		s.Term, s.Vote = term, ""
	}
}

// lastIndexTold is how long a log is after a line such as from=3 terms=1,2,+5.
func lastIndexTold(from, rest string) string {
	start, err := strconv.Atoi(strings.TrimPrefix(from, "from="))
	list, _, _ := strings.Cut(strings.TrimPrefix(rest, "terms="), " ")
	if err != nil || start < 1 {
		return ""
	}
	last := start - 1
	for term := range strings.SplitSeq(list, ",") {
		more, isMore := strings.CutPrefix(term, "+")
		n, err := strconv.Atoi(more)
		switch {
		case isMore && err == nil:
			last += n
		case term != "":
			last++
		}
	}
	return strconv.Itoa(last)
}
