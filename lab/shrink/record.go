package shrink

import (
	"fmt"
	"strconv"
	"strings"

	"raftlab/lab"
)

// recorder observes a run, and writes it as commands of a manual world.
type recorder struct {
	// lines is the content of each trace line that matters.
	lines map[uint64]traceLine
	// steps are the inputs that took effect, in order.
	steps []step
	// ordinal counts the messages sent over each link; sent is the ordinal of each message. A copy has its
	// original's.
	ordinal map[[2]string]int
	sent    map[string]int
	// redirected are the requests that were redirected to another server.
	redirected map[string]bool
	// asked is each request in words.
	asked map[string]string
}

// traceLine is the content of a line: kind, subject, and the message or request.
type traceLine struct{ kind, subject, name, other, rest string }

// step is an input that took effect. Name is the message or request.
type step struct{ command, name string }

func newRecorder() *recorder {
	return &recorder{
		lines: map[uint64]traceLine{}, ordinal: map[[2]string]int{}, sent: map[string]int{},
		redirected: map[string]bool{}, asked: map[string]string{},
	}
}

// line reads a line of the trace.
func (r *recorder) line(line []byte) {
	if line[0] == '#' {
		return
	}
	fields := strings.SplitN(strings.TrimSuffix(string(line), "\n"), " ", 7)
	field := func(i int) string {
		if i < len(fields) {
			return fields[i]
		}
		return ""
	}
	t := traceLine{kind: field(3), subject: field(2), name: field(4), other: field(5), rest: field(6)}
	switch t.kind {
	case "send":
		link := [2]string{t.subject, t.other}
		r.ordinal[link]++
		r.sent[t.name] = r.ordinal[link]
	case "duplicate": // SUBJECT duplicate MESSAGE COPY
		r.sent[t.other] = r.sent[t.name]
	case "request":
		r.asked[t.name] = t.rest
	case "answer":
		r.redirected[t.name] = strings.HasPrefix(t.rest, "redirect=")
	case "crash", "restart":
		r.steps = append(r.steps, step{command: t.kind + " " + t.subject})
	case "deliver", "wake", "control", "asked":
		event, err := strconv.ParseUint(fields[0], 10, 64)
		if err == nil {
			r.lines[event] = t
		}
	}
}

// effective records that an input took effect. Messages that a crash stopped count as sent: in a manual world no
// time passes between a save and its messages.
func (r *recorder) effective(id lab.ServerID, line uint64, unsent []lab.Outgoing) {
	for _, m := range unsent {
		r.ordinal[[2]string{id.String(), m.To.String()}]++
	}
	t, ok := r.lines[line]
	if !ok {
		return // a boot: its own line has recorded it
	}
	server := id.String()
	switch t.kind {
	case "deliver":
		r.steps = append(r.steps, step{fmt.Sprintf("deliver %s > %s sent %d", t.other, server, r.sent[t.name]), ""})
	case "wake":
		r.steps = append(r.steps, step{"wake " + server, ""})
	case "control":
		command := t.name + " " + server
		if t.other != "" { // what is done to a server may name another one
			command += " > " + t.other
		}
		r.steps = append(r.steps, step{command, ""})
	case "asked":
		r.steps = append(r.steps, step{server, t.name})
	}
}

// commands are the run in the form of a manual world. A message that is delivered again later leaves a copy in
// flight. A redirected request goes directly to the server that accepted it.
func (r *recorder) commands() []string {
	var commands []string
	later := map[string]bool{}
	for i := len(r.steps) - 1; i >= 0; i-- {
		s := r.steps[i]
		switch {
		case s.name != "" && r.redirected[s.name]:
			continue
		case s.name != "":
			s.command = r.asked[s.name] + " via " + s.command
		case strings.HasPrefix(s.command, "deliver "):
			if later[s.command] {
				s.command += " again"
			} else {
				later[s.command] = true
			}
		}
		commands = append(commands, s.command)
	}
	for i, j := 0, len(commands)-1; i < j; i, j = i+1, j-1 {
		commands[i], commands[j] = commands[j], commands[i]
	}
	return commands
}
