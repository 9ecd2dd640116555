package main

import (
	"fmt"
	"slices"

	"raftlab/lab/protocols/known"
	"raftlab/lab/scenarios"
	"raftlab/lab/sketch"
	"raftlab/lab/story"
)

// Sketch is the small picture of a scenario, made from its own run: of the stretch in which most happens. Times are
// thousandths of its width, servers are numbered from 1.
type Sketch struct {
	ID      string `json:"id"`
	Servers int    `json:"servers"`
	// Lanes are quintuples: server, begin, end, term, and what it is then (a lane's constants in lab/sketch).
	Lanes []int `json:"lanes"`
	// Ways are sextuples: from, begin, to, end, term, and 1 for a message that was lost.
	Ways []int `json:"ways"`
	// Marks are triples: server, time, and a mark's constant.
	Marks []int `json:"marks"`
}

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
		taken := &sketch.Reader{}
		runner, err := story.NewRunner(scenario, of.New(), known.Protocols(), nil, taken.Take)
		if err != nil {
			return nil, fmt.Errorf("sketch of %s: %w", one.ID, err)
		}
		// A story may end with a broken property, as it says: then so does its picture.
		_ = runner.Finish(scenarioEvents)
		all = append(all, sketchOf(taken, one.ID, runner.World().Servers(), int(runner.World().Now())))
	}
	return all, nil
}

// sketchOf draws the telling stretch.
func sketchOf(s *sketch.Reader, id string, servers, end int) Sketch {
	slices.SortStableFunc(s.Ways, func(a, b sketch.Way) int { return a.Begin - b.Begin })
	from, to := stretch(s, end)
	at := func(time int) int { return (min(max(time, from), to) - from) * width / max(1, to-from) }
	made := Sketch{ID: id, Servers: servers, Lanes: []int{}, Ways: []int{}, Marks: []int{}}
	for _, l := range s.Lanes {
		if l.End < 0 {
			l.End = to
		}
		if begin, end := at(l.Begin), at(l.End); end > begin {
			made.Lanes = append(made.Lanes, l.Server, begin, end, l.Level, l.What)
		}
	}
	for _, w := range s.Ways {
		if w.Begin < from || w.End > to {
			continue
		}
		lost := 0
		if w.Lost {
			lost = 1
		}
		made.Ways = append(made.Ways, w.From, at(w.Begin), w.To, at(w.End), w.Level, lost)
	}
	for _, m := range s.Marks {
		if m.At >= from && m.At <= to {
			made.Marks = append(made.Marks, m.Server, at(m.At), m.Kind)
		}
	}
	return made
}

// stretch is the whole run if it has few messages; else, of all stretches with that many, the first of those with most
// marks.
func stretch(s *sketch.Reader, end int) (from, to int) {
	if len(s.Ways) <= waysMax {
		return 0, max(1, end)
	}
	best := -1
	for i := 0; i+waysMax <= len(s.Ways); i++ {
		begin, last := s.Ways[i].Begin, s.Ways[i+waysMax-1].Begin
		count := 0
		for _, m := range s.Marks {
			if m.At >= begin && m.At <= last {
				count++
			}
		}
		if count > best {
			best, from, to = count, begin, last
		}
	}
	return from, to
}
