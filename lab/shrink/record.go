package shrink

import (
	"fmt"
	"strconv"
	"strings"

	"raftlab/lab"
)

// recorder listens to a run, and writes it down as commands of a manual world.
type recorder struct {
	// told is what each trace line says, for those that matter.
	told map[uint64]told
	// steps are what took effect, in order.
	steps []step
	// ordinal counts the messages that were sent over each link, and sent is the ordinal of each
	// message; a copy has its original's.
	ordinal map[[2]string]int
	sent    map[string]int
	// redirected are the requests that another server was to be asked for.
	redirected map[string]bool
	// asked is what each request is, in words.
	asked map[string]string
}

// told is what a line says: who, what, and of what message or request.
type told struct{ kind, subject, name, other, rest string }

// step is something that took effect. Name is the message or request.
type step struct{ command, name string }

func newRecorder() *recorder {
	return &recorder{
		told: map[uint64]told{}, ordinal: map[[2]string]int{}, sent: map[string]int{},
		redirected: map[string]bool{}, asked: map[string]string{},
	}
}

// line takes in a line of the trace.
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
	t := told{kind: field(3), subject: field(2), name: field(4), other: field(5), rest: field(6)}
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
			r.told[event] = t
		}
	}
}

// effective takes in that an input took effect. What a crash kept from being sent counts as sent: in a
// manual world there is no time between a save and what is sent then.
func (r *recorder) effective(id lab.ServerID, line uint64, unsent []lab.Outgoing) {
	for _, m := range unsent {
		r.ordinal[[2]string{id.String(), m.To.String()}]++
	}
	t, ok := r.told[line]
	if !ok {
		return // a boot: its own line has told it
	}
	server := id.String()
	switch t.kind {
	case "deliver":
		r.steps = append(r.steps, step{fmt.Sprintf("deliver %s > %s sent %d", t.other, server, r.sent[t.name]), ""})
	case "wake":
		r.steps = append(r.steps, step{"wake " + server, ""})
	case "control":
		r.steps = append(r.steps, step{t.name + " " + server, ""})
	case "asked":
		r.steps = append(r.steps, step{server, t.name})
	}
}

// commands are the run as a manual world plays it. A message that is delivered once more later leaves
// a copy behind; a request that was redirected is asked where it was at last accepted.
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
