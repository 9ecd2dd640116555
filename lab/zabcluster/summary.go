package zabcluster

import (
	"cmp"
	"fmt"
	"strings"

	"raftlab/lab"
	"raftlab/lab/protocols"
)

// Summary is the last state of all servers according to the lines of a trace.
type Summary struct{ servers [lab.MaxServers]standing }

// standing is one server's state. Numbers are text from the trace, "" when no line has reported them.
type standing struct {
	known, up, paused           bool
	what, phase                 string
	accepted, current, delivers string
}

// Take reads one line. It ignores the lines of clients and of the world.
func (t *Summary) Take(subject, kind, details string) {
	if id, ok := protocols.ServerOf(subject); ok {
		t.servers[id-1].take(kind, details)
	}
}

func (s *standing) take(kind, details string) {
	first, _, _ := strings.Cut(details, " ")
	switch kind {
	case "boot", "restart":
		s.known, s.up, s.what, s.phase, s.delivers = true, true, "looking", "election", ""
	case "crash", "refuse":
		s.up, s.paused = false, false
	case "pause", "resume":
		s.paused = kind == "pause"
	case "standing":
		s.what = strings.TrimSuffix(details, " "+lastWord(details))
	case "phase":
		s.phase = first
	case "epoch":
		if epoch, ok := strings.CutPrefix(first, "accepted="); ok {
			s.accepted = epoch
		} else {
			s.current = strings.TrimPrefix(first, "current=")
		}
	case "delivered":
		s.delivers = first
	case "restore":
		s.delivers = strings.TrimPrefix(first, "zxid=")
	}
}

// Server is the state of one server in a few words, "" for a server without a line.
func (t *Summary) Server(id lab.ServerID) string {
	s := t.servers[id-1]
	epochs := fmt.Sprintf("accepted epoch %s, current epoch %s", orNone(s.accepted), orNone(s.current))
	switch {
	case !s.known:
		return ""
	case !s.up:
		return "crashed, " + epochs
	case s.paused:
		return "paused, " + s.what + ", " + epochs
	}
	return fmt.Sprintf("%s, %s, %s, delivered %s", s.what, s.phase, epochs, orNone(s.delivers))
}

func orNone(word string) string { return cmp.Or(word, "-") }
