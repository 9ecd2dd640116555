package main

import (
	"fmt"
	"strings"

	"raftlab/lab/protocols/known"
	"raftlab/lab/puzzles"
	"raftlab/lab/scenarios"
	"raftlab/wasm/protocol"
	"raftlab/wasm/session"
)

// Puzzles is puzzles.json.
type Puzzles struct {
	Version int      `json:"version"`
	Puzzles []Puzzle `json:"puzzles"`
	// Pace is how much time passes after each move where nothing happens by itself; Patience is how long a run that
	// is played again goes on after the last. Both are in microseconds.
	Pace     int64 `json:"pace"`
	Patience int64 `json:"patience"`
}

// Puzzle is a puzzle, in plain text.
type Puzzle struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Subjects []string `json:"subjects"`
	Sections string   `json:"sections"`
	// Lesson is the id of the lesson that teaches it.
	Lesson string   `json:"lesson"`
	Goal   string   `json:"goal"`
	Open   Side     `json:"open"`
	Closed Side     `json:"closed"`
	Hints  []string `json:"hints"`
	Won    string   `json:"won"`
	Never  string   `json:"never"`
	// Ask is a command that judges, "" if the goal shows by itself.
	Ask string `json:"ask"`
	// Solution is the shortest that is known, Moves how many moves it has: those that only judge do not count.
	Solution []Move `json:"solution"`
	Moves    int    `json:"moves"`
	// Searched is how many events the longest schedules had of a search that found nothing shorter, and on the closed
	// side nothing at all. It is 0 where no search was possible.
	Searched int `json:"searched"`
	// Manual is true where nothing happens by itself, Begins where the scenario has a beginning to be played first.
	Manual bool `json:"manual"`
	Begins bool `json:"begins"`
	// Budget is the whole budget of the open side.
	Budget []protocol.AllowanceView `json:"budget"`
}

// PuzzleName is what a lesson knows of a puzzle.
type PuzzleName struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// Side is one of a puzzle's two sides, with its scenario.
type Side struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Move is a command, and the time at which it is typed.
type Move struct {
	At int64  `json:"at"`
	Do string `json:"do"`
}

func makePuzzles() (Puzzles, error) {
	made := Puzzles{Version: version, Pace: int64(puzzles.Pace), Patience: int64(puzzles.Patience)}
	all, err := puzzles.All()
	if err != nil {
		return made, err
	}
	for _, p := range all {
		one := Puzzle{
			ID: p.ID, Title: p.Title, Subjects: p.Subjects, Sections: p.Sections, Lesson: p.Lesson,
			Goal:   p.Goal,
			Open:   Side{p.Open, p.Text(puzzles.OpenSide)},
			Closed: Side{p.Closed, p.Text(puzzles.ClosedSide)},
			Hints:  p.Hints, Won: p.Won, Never: p.Never, Ask: p.Ask,
		}
		if p.Searched != nil {
			one.Searched = p.Searched.Depth
		}
		for _, move := range p.Solution {
			one.Solution = append(one.Solution, Move{int64(move.At), move.Do})
			if !strings.HasPrefix(move.Do, "expect ") {
				one.Moves++
			}
		}
		begin, err := beginning(one.Open.Text)
		if err != nil {
			return made, err
		}
		one.Manual, one.Begins, one.Budget = begin.Manual, begin.Telling, begin.Budget
		made.Puzzles = append(made.Puzzles, one)
	}
	return made, nil
}

// beginning is the first frame of a run.
func beginning(text string) (protocol.Frame, error) {
	all := known.Protocols()
	engine := session.New(all, scenarios.Collection(), all, all)
	reply := engine.Handle(protocol.Request{Ask: protocol.StartRequest{Text: text}})
	frame, drawn := reply.(protocol.Frame)
	if !drawn {
		return frame, fmt.Errorf("%w: %+v", errPicture, reply)
	}
	return frame, nil
}
