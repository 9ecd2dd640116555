package raftcluster

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/protocols"
)

// ServerSummary is the last state of one server according to the lines of a trace read so far. It serves programs
// that have the lines but not the run. Numbers are text from the trace, "" when no line has reported them.
type ServerSummary struct {
	Up, Paused             bool
	Role, Term, Vote       string
	CommitIndex, LastIndex string
	// Members is the configuration by which it decides, "" for the one that the cluster began with.
	Members string
}

// Summary is the last state of all servers according to the lines of a trace.
type Summary struct{ servers [lab.MaxServers]ServerSummary }

// Of is the summary of one server.
func (t *Summary) Of(id lab.ServerID) ServerSummary { return t.servers[id-1] }

// Server is the summary of one server in a few words, "" for a server without a line.
func (t *Summary) Server(id lab.ServerID) string {
	switch s := t.Of(id); {
	case s == ServerSummary{}:
		return ""
	case !s.Up:
		return "crashed, term " + orNone(s.Term)
	default:
		if s.Paused {
			s.Role = "paused " + s.Role
		}
		text := fmt.Sprintf("%s, term %s, vote %s, %s entries, commitIndex %s",
			s.Role, orNone(s.Term), orNone(s.Vote), s.LastIndex, s.CommitIndex)
		if s.Members != "" {
			text += ", decides by " + s.Members
		}
		return text
	}
}

func orNone(word string) string { return cmp.Or(word, "-") }

// Take reads one line. It ignores the lines of clients and of the world.
func (t *Summary) Take(subject, kind, details string) {
	if id, ok := protocols.ServerOf(subject); ok {
		t.servers[id-1].take(kind, details)
	}
}

func (s *ServerSummary) take(kind, details string) {
	first, rest, _ := strings.Cut(details, " ")
	switch kind {
	case "boot", "restart":
		*s = ServerSummary{Up: true, Role: "follower", CommitIndex: "0", LastIndex: "0"}
	case "crash", "refuse":
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
	case "install":
		s.LastIndex = strings.TrimPrefix(first, "index=")
	case "log":
		s.LastIndex = lastIndexAfter(first, rest)
	case "members":
		s.Members = memberWords(details)
	}
}

// turn begins a term. The server has not voted in it yet. A pre-candidate may still be in term 0, before the first.
func (s *ServerSummary) turn(term string) {
	if term == "0" {
		return
	}
	if s.Term != term {
		s.Term, s.Vote = term, ""
	}
}

// lastIndexAfter is the length of a log after a line such as from=3 terms=1,2,+5.
func lastIndexAfter(from, rest string) string {
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
