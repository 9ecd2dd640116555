package sketch

import (
	"strconv"
	"strings"
)

// What a server is on its lane.
const (
	Follows = iota
	Stands
	Leads
	IsDown
)

// What is marked on a lane.
const (
	MarkStands = iota
	MarkLeads
	MarkCrash
	MarkRestart
)

// Lane is what a server was for a while. End is -1 for what it still is. Level is its term, ballot, epoch or version.
// Times are in microseconds.
type Lane struct{ Server, Begin, End, Level, What int }

// Way is a message. Kind is its name in the protocol, and Label the rest of its text.
type Way struct {
	From, Begin, To, End, Level int
	Lost                        bool
	Kind, Label                 string
}

// Mark is something that happened to a server.
type Mark struct{ Server, At, Kind int }

// Reader reads the lines of a trace, one after the other.
type Reader struct {
	Lanes []Lane
	// Ways are those of messages that have arrived or were lost, in the order in which they ended.
	Ways  []Way
	Marks []Mark

	// open are the indexes in Lanes of what each server is now.
	open map[int]int
	sent map[string]int
}

// Take reads one line: number, time, subject, kind, and details.
func (r *Reader) Take(line []byte) {
	fields := strings.Fields(string(line))
	if len(fields) < 4 || fields[0][0] == '#' {
		return
	}
	at, err := strconv.Atoi(fields[1])
	if err != nil {
		return
	}
	server, _ := strconv.Atoi(strings.TrimPrefix(fields[2], "S"))
	if r.open == nil {
		r.open, r.sent = map[int]int{}, map[string]int{}
	}
	kind, details := fields[3], fields[4:]
	switch kind {
	case "boot":
		r.becomes(server, at, r.levelOf(server), Follows)
	case "restart":
		r.Marks = append(r.Marks, Mark{server, at, MarkRestart})
		r.becomes(server, at, r.levelOf(server), Follows)
	case "crash":
		r.Marks = append(r.Marks, Mark{server, at, MarkCrash})
		r.becomes(server, at, r.levelOf(server), IsDown)
	case "send", "deliver", "drop":
		r.takeMessage(server, at, kind, details)
	default:
		if changes := words[kind]; changes != nil && len(details) > 0 && server > 0 {
			r.takeChange(server, at, changes(r, details))
		}
	}
}

func (r *Reader) takeChange(server, at int, change change) {
	level, what := change.level, change.what
	if level == asBefore {
		level = r.levelOf(server)
	}
	switch what {
	case asBefore:
		what = r.whatOf(server)
	case Leads:
		r.Marks = append(r.Marks, Mark{server, at, MarkLeads})
	case Stands:
		r.Marks = append(r.Marks, Mark{server, at, MarkStands})
	}
	r.becomes(server, at, level, what)
}

// takeMessage: a message is a way from where it was sent to where it arrived or was lost. A copy of it is another way.
func (r *Reader) takeMessage(server, at int, kind string, details []string) {
	if len(details) < 2 {
		return
	}
	id := details[0]
	other, err := strconv.Atoi(strings.TrimPrefix(details[1], "S"))
	if err != nil {
		return
	}
	if kind == "send" {
		r.sent[id] = at
		return
	}
	begin, wasSent := r.sent[id]
	if !wasSent {
		return
	}
	end := at
	if kind == "drop" && end == begin {
		end += dropAfter // lost at once, on its way: a short stroke shows the direction
	}
	way := Way{
		From: other, Begin: begin, To: server, End: end, Level: r.levelIn(details, 0), Lost: kind == "drop",
	}
	if len(details) > 2 {
		way.Kind, way.Label = details[2], strings.Join(details[3:], " ")
	}
	r.Ways = append(r.Ways, way)
}

// dropAfter is how long a message is drawn that is lost at the moment of sending, in microseconds.
const dropAfter = 4000

func (r *Reader) becomes(server, at, level, what int) {
	if i, ok := r.open[server]; ok {
		if r.Lanes[i].Level == level && r.Lanes[i].What == what {
			return
		}
		r.Lanes[i].End = at
	}
	r.open[server] = len(r.Lanes)
	r.Lanes = append(r.Lanes, Lane{server, at, -1, level, what})
}

func (r *Reader) levelOf(server int) int {
	if i, ok := r.open[server]; ok {
		return r.Lanes[i].Level
	}
	return 0
}

func (r *Reader) whatOf(server int) int {
	if i, ok := r.open[server]; ok {
		return r.Lanes[i].What
	}
	return Follows
}
