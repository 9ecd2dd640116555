package sketch

import (
	"strconv"
	"strings"
)

// asBefore stands for a level or a state that a line does not change.
const asBefore = -1

// change is what a line says of its server: the level that it has from then on (its term, ballot, epoch or version),
// and what it is.
type change struct{ level, what int }

// words are the kinds of lines that change a server, of all protocols. The same word never means two things.
var words = map[string]func(r *Reader, details []string) change{
	// Raft.
	"term": func(_ *Reader, details []string) change { return change{number(details[0]), asBefore} },
	"role": func(r *Reader, details []string) change {
		roles := map[string]int{"leader": Leads, "candidate": Stands, "pre-candidate": Stands}
		return change{r.levelIn(details, asBefore), roles[details[0]]}
	},
	// Paxos: a proposer that prepares or proposes stands for its ballot.
	"ballot":  stateIn(Stands),
	"promise": stateIn(Follows),
	"lead":    stateIn(Leads),
	"yield":   stateIn(Follows),
	"propose": stateIn(asBefore),
	// ZAB.
	"standing": func(_ *Reader, details []string) change {
		standings := map[string]int{"leading": Leads, "looking": Stands}
		return change{asBefore, standings[details[0]]}
	},
	"epoch":       stateIn(asBefore),
	"established": stateIn(asBefore),
	// Replication without consensus.
	"primary": stateIn(Leads),
	"backup":  stateIn(Follows),
	"fenced":  stateIn(Follows),
	"version": stateIn(asBefore),
}

func stateIn(what int) func(r *Reader, details []string) change {
	return func(r *Reader, details []string) change { return change{r.levelIn(details, asBefore), what} }
}

// levelIn is the level that a line or a message names: `term=2`, `ballot=2.1`, `epoch=3`, `accepted=3`, `current=3`,
// or a version as `1(S1:2,S2:1)`, which includes three writes.
func (r *Reader) levelIn(details []string, otherwise int) int {
	level := otherwise
	for _, word := range details {
		name, text, _ := strings.Cut(word, "=")
		switch name {
		case "term", "epoch", "accepted", "current":
			level = max(level, number(text))
		case "ballot":
			level = max(level, r.ballot(text))
		default:
			level = max(level, writesIn(word))
		}
	}
	return level
}

// ballot is a ballot such as 2.1 as a number that keeps the order. Among five servers it is the sixth.
func (r *Reader) ballot(text string) int {
	round, id, isOfServer := strings.Cut(text, ".")
	if !isOfServer {
		return number(round)
	}
	return (number(round)-1)*max(1, len(r.open)) + number(id)
}

// writesIn is how many writes a version includes; asBefore if the word has none.
func writesIn(word string) int {
	_, vector, found := strings.Cut(word, "(S")
	vector, _, closed := strings.Cut(vector, ")")
	if !found || !closed {
		return asBefore
	}
	writes := 0
	for one := range strings.SplitSeq(vector, ",") {
		_, count, _ := strings.Cut(one, ":")
		writes += number(count)
	}
	return writes
}

// number is 0 for what is no number.
func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}
