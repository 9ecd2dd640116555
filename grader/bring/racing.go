package bring

import (
	"path"
	"strconv"
	"strings"
)

// A program for Go's race detector runs on the person's own machine: package race of wasm/whole takes the place of the
// seat.

// RacePath is the package that plays with such a program.
const RacePath = "raftlab/wasm/whole/race"

// MakeRace begins to make the program for the race detector. Its packages are those of Imports and RacePath, compiled
// for it.
func (w *Whole) MakeRace() *Making { return &Making{whole: w, races: true} }

// main is package main: for the race detector it plays with the servers, instead of giving them a seat.
func (m *Making) main() string {
	if !m.races {
		return m.whole.main
	}
	return strings.NewReplacer(
		"func main() {}\n\nfunc init() { seat.Serve(", "func main() { race.Play(",
		"\t\"raftlab/wasm/whole/seat\"\n", "\t\""+RacePath+"\"\n\t\"raftlab/wasm/whole/seat\"\n",
	).Replace(m.whole.main)
}

// Shown is the name that the person has for a file of the program, as a tool names it, and "" for one that is not the
// person's.
func (w *Whole) Shown(file string) string {
	folder, name := path.Split(file)
	at, err := strconv.Atoi(path.Clean(folder))
	if err != nil || at < 0 || at >= len(w.units) {
		return ""
	}
	for _, s := range w.units[at].sources {
		if path.Base(s.name) == name {
			return s.shown
		}
	}
	return ""
}
