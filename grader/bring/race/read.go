package race

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Race is two accesses to the same memory that nothing puts in an order.
type Race struct{ One, Other Access }

// Access is a read or a write.
type Access struct {
	// Does is reads or writes.
	Does string
	// Stack are the calls in the person's files that led there, innermost first.
	Stack []Frame
	// Began is where the goroutine was started, in the person's files.
	Began []Frame
	// goroutine is its number in what the detector says.
	goroutine string
}

// Frame is a call in a file of the person.
type Frame struct {
	Function, File string
	Line           int
}

// Bounds of what is kept: nobody reads more.
const (
	maxRaces  = 20
	maxFrames = 6
)

var (
	accessLine = regexp.MustCompile(`(?i)^(?:previous )?(?:atomic )?(read|write) at 0x[0-9a-f]+ by (.+):$`)
	beganLine  = regexp.MustCompile(`^(Goroutine \d+) \(\w+\) created at:$`)
	placeLine  = regexp.MustCompile(`^\s+(.*\.go):(\d+)(?: \+0x[0-9a-f]+)?$`)
)

// readRaces reads what the detector says. Shown gives the name that the person has for a file of the program, "" for
// one that is not the person's.
func readRaces(text string, shown func(file string) string) []Race {
	var races []Race
	for part := range strings.SplitSeq(text, "==================") {
		if !strings.Contains(part, "WARNING: DATA RACE") || len(races) == maxRaces {
			continue
		}
		if race, ok := readRace(part, shown); ok {
			races = append(races, race)
		}
	}
	return races
}

// readRace reads one report: paragraphs of a heading and a stack.
func readRace(text string, shown func(string) string) (Race, bool) {
	var accesses []Access
	began := map[string][]Frame{}
	heading, stack := "", &[]Frame{}
	keep := func() {
		if m := accessLine.FindStringSubmatch(heading); m != nil {
			does := strings.ToLower(m[1]) + "s"
			accesses = append(accesses, Access{Does: does, Stack: *stack, goroutine: m[2]})
		} else if m := beganLine.FindStringSubmatch(heading); m != nil {
			began[strings.ToLower(m[1])] = *stack
		}
		heading, stack = "", &[]Frame{}
	}
	function := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if place := placeLine.FindStringSubmatch(line); place != nil {
			if name := shown(place[1]); name != "" && len(*stack) < maxFrames {
				number, _ := strconv.Atoi(place[2])
				*stack = append(*stack, Frame{function, name, number})
			}
		} else if strings.HasPrefix(line, "  ") {
			function = shortName(strings.TrimSpace(line))
		} else if line == "" || strings.HasSuffix(line, ":") {
			keep()
			heading = line
		}
	}
	keep()
	if len(accesses) < 2 {
		return Race{}, false
	}
	for i, a := range accesses {
		accesses[i].Began = began[a.goroutine]
	}
	return Race{accesses[0], accesses[1]}, true
}

// shortName is a function's name without its package's path: raft.(*Raft).tick.
func shortName(call string) string {
	name, _, _ := strings.Cut(call, "()")
	return name[strings.LastIndexByte(name, '/')+1:]
}

// each gives the races of different places once, in the order of their places.
func each(races []Race) []Race {
	seen := map[string]bool{}
	var kept []Race
	for _, r := range races {
		places := []string{r.One.place(), r.Other.place()}
		slices.Sort(places)
		if key := strings.Join(places, " "); !seen[key] {
			seen[key] = true
			kept = append(kept, r)
		}
	}
	slices.SortStableFunc(kept, func(a, b Race) int { return strings.Compare(a.One.place(), b.One.place()) })
	return kept
}

// place is where an access is, such as raft.go:12.
func (a Access) place() string {
	if len(a.Stack) == 0 {
		return "the lab"
	}
	return fmt.Sprintf("%s:%d", a.Stack[0].File, a.Stack[0].Line)
}
