package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab/protocols/known"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
)

// Sketch is the small picture of a scenario, made from its own run: of the stretch in which most happens. Times are
// thousandths of its width, servers are numbered from 1.
type Sketch struct {
	ID      string `json:"id"`
	Servers int    `json:"servers"`
	// Lanes are quintuples: server, begin, end, term, and what it is then (a lane's constants).
	Lanes []int `json:"lanes"`
	// Ways are sextuples: from, begin, to, end, term, and 1 for a message that was lost.
	Ways []int `json:"ways"`
	// Marks are triples: server, time, and a mark's constant.
	Marks []int `json:"marks"`
}

// What a server is on its lane.
const (
	follows = iota
	stands
	leads
	isDown
)

// What is marked on a lane.
const (
	markStands = iota
	markLeads
	markCrash
	markRestart
)

const (
	// width is how many steps the time of a sketch has.
	width = 1000
	// waysMax is how many messages a sketch has at most: more would be a blur.
	waysMax = 200
	// scenarioEvents is more than any scenario needs.
	scenarioEvents = 1_000_000
)

// sketches are the pictures of all scenarios.
func sketches() ([]Sketch, error) {
	var all []Sketch
	for _, one := range scenarios.Collection() {
		scenario, err := scenarios.Find(one.ID)
		if err != nil {
			return nil, err
		}
		of, err := known.Protocols().Of(scenario)
		if err != nil {
			return nil, err
		}
		taken := &sketcher{}
		runner, err := story.NewRunner(scenario, of.New(), known.Protocols(), nil, taken.take)
		if err != nil {
			return nil, fmt.Errorf("sketch of %s: %w", one.ID, err)
		}
		// A story may end with a broken property, as it says: then so does its picture.
		_ = runner.Finish(scenarioEvents)
		all = append(all, taken.sketch(one.ID, runner.World().Servers(), int(runner.World().Now())))
	}
	return all, nil
}

// sketcher reads the lines of a trace.
type sketcher struct {
	lanes []lane
	// open are the indexes in lanes of what each server is now.
	open  map[int]int
	ways  []way
	sent  map[string]int
	marks []mark
}

type lane struct{ server, begin, end, term, what int }

type way struct {
	from, begin, to, end, term int
	lost                       bool
}

type mark struct{ server, at, kind int }

// take reads one line: number, time, subject, kind, and details.
func (s *sketcher) take(line []byte) {
	words := strings.Fields(string(line))
	if len(words) < 4 || words[0][0] == '#' {
		return
	}
	at, err := strconv.Atoi(words[1])
	if err != nil {
		return
	}
	server, _ := strconv.Atoi(strings.TrimPrefix(words[2], "S"))
	if s.open == nil {
		s.open, s.sent = map[int]int{}, map[string]int{}
	}
	kind, details := words[3], words[4:]
	switch kind {
	case "boot":
		s.becomes(server, at, s.termOf(server), follows)
	case "restart":
		s.marks = append(s.marks, mark{server, at, markRestart})
		s.becomes(server, at, s.termOf(server), follows)
	case "crash":
		s.marks = append(s.marks, mark{server, at, markCrash})
		s.becomes(server, at, s.termOf(server), isDown)
	case "term":
		if len(details) > 0 {
			term, _ := strconv.Atoi(details[0])
			s.becomes(server, at, term, s.whatOf(server))
		}
	case "role":
		s.takeRole(server, at, details)
	case "send", "deliver", "drop":
		s.takeMessage(server, at, kind, details)
	}
}

func (s *sketcher) takeRole(server, at int, details []string) {
	if len(details) == 0 {
		return
	}
	term := termIn(details, s.termOf(server))
	switch details[0] {
	case "leader":
		s.marks = append(s.marks, mark{server, at, markLeads})
		s.becomes(server, at, term, leads)
	case "candidate", "pre-candidate":
		s.marks = append(s.marks, mark{server, at, markStands})
		s.becomes(server, at, term, stands)
	default:
		s.becomes(server, at, term, follows)
	}
}

// takeMessage: a message is a way from where it was sent to where it arrived or was lost. A copy of it is another way.
func (s *sketcher) takeMessage(server, at int, kind string, details []string) {
	if len(details) < 2 {
		return
	}
	id := details[0]
	other, err := strconv.Atoi(strings.TrimPrefix(details[1], "S"))
	if err != nil {
		return
	}
	if kind == "send" {
		s.sent[id] = at
		return
	}
	begin, wasSent := s.sent[id]
	if !wasSent {
		return
	}
	end := at
	if kind == "drop" && end == begin {
		end += dropAfter // lost at once, on its way: a short stroke shows the direction
	}
	s.ways = append(s.ways, way{other, begin, server, end, termIn(details, 0), kind == "drop"})
}

// dropAfter is how long a message is drawn that is lost at the moment of sending, in microseconds.
const dropAfter = 4000

func termIn(details []string, otherwise int) int {
	for _, word := range details {
		if text, ok := strings.CutPrefix(word, "term="); ok {
			if term, err := strconv.Atoi(text); err == nil {
				return term
			}
		}
	}
	return otherwise
}

func (s *sketcher) becomes(server, at, term, what int) {
	if i, ok := s.open[server]; ok {
		if s.lanes[i].term == term && s.lanes[i].what == what {
			return
		}
		s.lanes[i].end = at
	}
	s.open[server] = len(s.lanes)
	s.lanes = append(s.lanes, lane{server, at, -1, term, what})
}

func (s *sketcher) termOf(server int) int {
	if i, ok := s.open[server]; ok {
		return s.lanes[i].term
	}
	return 0
}

func (s *sketcher) whatOf(server int) int {
	if i, ok := s.open[server]; ok {
		return s.lanes[i].what
	}
	return follows
}

// sketch draws the telling stretch.
func (s *sketcher) sketch(id string, servers, end int) Sketch {
	slices.SortStableFunc(s.ways, func(a, b way) int { return a.begin - b.begin })
	from, to := s.stretch(end)
	at := func(time int) int { return (min(max(time, from), to) - from) * width / max(1, to-from) }
	made := Sketch{ID: id, Servers: servers, Lanes: []int{}, Ways: []int{}, Marks: []int{}}
	for _, l := range s.lanes {
		if l.end < 0 {
			l.end = to
		}
		if begin, end := at(l.begin), at(l.end); end > begin {
			made.Lanes = append(made.Lanes, l.server, begin, end, l.term, l.what)
		}
	}
	for _, w := range s.ways {
		if w.begin < from || w.end > to {
			continue
		}
		lost := 0
		if w.lost {
			lost = 1
		}
		made.Ways = append(made.Ways, w.from, at(w.begin), w.to, at(w.end), w.term, lost)
	}
	for _, m := range s.marks {
		if m.at >= from && m.at <= to {
			made.Marks = append(made.Marks, m.server, at(m.at), m.kind)
		}
	}
	return made
}

// stretch is the whole run if it has few messages; else, of all stretches with that many, the first of those with most
// marks.
func (s *sketcher) stretch(end int) (from, to int) {
	if len(s.ways) <= waysMax {
		return 0, max(1, end)
	}
	best := -1
	for i := 0; i+waysMax <= len(s.ways); i++ {
		begin, last := s.ways[i].begin, s.ways[i+waysMax-1].begin
		count := 0
		for _, m := range s.marks {
			if m.at >= begin && m.at <= last {
				count++
			}
		}
		if count > best {
			best, from, to = count, begin, last
		}
	}
	return from, to
}
