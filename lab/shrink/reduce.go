package shrink

import (
	"slices"
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/story"
)

// reduce leaves out whatever is not needed: pieces of the commands, servers, setup; then single commands, until
// every one is needed.
func (s *shrinker) reduce(c candidate) candidate {
	for {
		before := len(c.commands) + len(c.setup) + c.servers
		c = s.fewerCommands(c)
		c = s.fewerPairs(c)
		c = s.fewerServers(c)
		c = s.lessSetup(c)
		if len(c.commands)+len(c.setup)+c.servers == before {
			return c
		}
	}
}

// fewerCommands tries to leave out halves, then quarters, and so on down to single commands, and repeats those
// until a whole round finds none. It goes from the end to the front: late events are mostly not needed, and the
// violation ends a run before the commands behind it.
func (s *shrinker) fewerCommands(c candidate) candidate {
	for size := (len(c.commands) + 1) / 2; size >= 1; {
		removed := false
		for end := len(c.commands); end > 0; end = min(end-size, len(c.commands)) {
			if smaller, ok := s.leaveOut(c, max(0, end-size), end); ok {
				c, removed = smaller, true
			}
		}
		if size > 1 {
			size = (size + 1) / 2
		} else if !removed {
			break
		}
	}
	return c
}

// mostForPairs is the greatest number of commands for which pairs are tried: their number grows with the square.
const mostForPairs = 120

// fewerPairs tries to leave out two commands at a time, where neither can be left out alone: the second may only
// undo the first.
func (s *shrinker) fewerPairs(c candidate) candidate {
	if c.sends == nil || len(c.commands) > mostForPairs {
		return c
	}
	for i := len(c.commands) - 1; i > 0 && s.runs < s.options.Runs; i = min(i, len(c.commands)) - 1 {
		// Without one command the property may hold; without another one as well, it may break.
		rest := c.without(i, i+1)
		rest.sends = s.sends(rest)
		for j := min(i, len(rest.commands)) - 1; j >= 0; j-- {
			if smaller, ok := s.leaveOut(rest, j, j+1); ok {
				c = smaller
				break
			}
		}
	}
	return c
}

// leaveOut tries to leave out the commands from start to end: with all commands that depend on them, or else
// alone.
func (s *shrinker) leaveOut(c candidate, start, end int) (candidate, bool) {
	tries := []candidate{c.without(start, end)}
	if alone := append(slices.Clone(c.commands[:start]), c.commands[end:]...); c.sends != nil &&
		!slices.Equal(alone, tries[0].commands) {
		tries = append(tries, candidate{servers: c.servers, setup: c.setup, commands: alone})
	}
	for _, smaller := range tries {
		if !s.breaks(smaller) {
			continue
		}
		if c.sends != nil {
			smaller.sends = s.sends(smaller)
		}
		return smaller, true
	}
	return c, false
}

func (s *shrinker) lessSetup(c candidate) candidate {
	for i := len(c.setup) - 1; i >= 0; i-- {
		smaller := c
		smaller.setup = slices.Delete(slices.Clone(c.setup), i, i+1)
		if s.breaks(smaller) {
			c = smaller
		}
	}
	return c
}

// fewerServers takes out one server after the other, with every command that names it; the servers behind it move
// up.
func (s *shrinker) fewerServers(c candidate) candidate {
	for id := c.servers; id >= 1 && c.servers > max(1, s.options.Servers); id-- {
		smaller := candidate{
			servers:  c.servers - 1,
			setup:    closeRanks(c.setup, id),
			commands: closeRanks(c.commands, id),
		}
		if s.breaks(smaller) {
			if c.sends != nil {
				smaller.sends = s.sends(smaller)
			}
			c = smaller
			id = c.servers + 1
		}
	}
	return c
}

// closeRanks is the lines that do not name a server, with the later servers renamed.
func closeRanks(lines []string, id int) []string {
	var rest []string
	for _, line := range lines {
		words := strings.Fields(line)
		named := false
		for i, word := range words {
			number, err := strconv.Atoi(strings.TrimPrefix(word, "S"))
			if err != nil || !strings.HasPrefix(word, "S") {
				continue
			}
			named = named || number == id
			if number > id {
				words[i] = "S" + strconv.Itoa(number-1)
			}
		}
		if !named {
			rest = append(rest, strings.Join(words, " "))
		}
	}
	return rest
}

// withoutCopies removes copies of messages that are not needed.
func (s *shrinker) withoutCopies(c candidate) candidate {
	for i, command := range c.commands {
		once, copied := strings.CutSuffix(command, againEnd)
		if !copied {
			continue
		}
		fewer := c
		fewer.commands = slices.Clone(c.commands)
		fewer.commands[i] = once
		if s.breaks(fewer) {
			c = fewer
		}
	}
	return c
}

// byPlace names each delivered message by its place among the messages in flight, as people count, instead of its
// number among all messages sent. It drops `try` where the command succeeds. Then it leaves out commands once
// more, since another message may now replace a missing one.
func (s *shrinker) byPlace(c candidate) candidate {
	// The first command delivers nothing: no message was sent before it.
	placed := candidate{
		servers:  c.servers,
		setup:    c.setup,
		commands: []string{strings.TrimPrefix(c.commands[0], "try ")},
	}
	first := 1 + len(c.setup)
	s.play(s.scenarioOf(c), nil, func(r *story.Runner) {
		// A command meets the messages that are there just before it: a request of the previous command may still
		// have to arrive, and to send messages.
		if next := r.Next() - first; next > 0 && next < len(c.commands) {
			placed.commands = append(
				placed.commands[:next], place(r.World(), strings.TrimPrefix(c.commands[next], "try ")),
			)
		}
	})
	if !s.breaks(placed) {
		return c
	}
	placed.commands = s.simplest(placed)
	return s.reduce(placed)
}

// untried is the candidate with `try` only where the command fails.
func (s *shrinker) untried(c candidate) candidate {
	for i, line := range c.commands {
		plain := c
		plain.commands = slices.Clone(c.commands)
		plain.commands[i] = strings.TrimPrefix(line, "try ")
		if plain.commands[i] != line && s.breaks(plain) {
			c = plain
		}
	}
	return c
}

// place rewrites `deliver S1 > S2 sent 5` as `deliver S1 > S2 2`, or without a number for the oldest.
func place(w *lab.World, line string) string {
	m, ok := delivered(line)
	if !ok {
		return line
	}
	nth := 0
	for _, f := range w.InFlight() {
		if f.From != m.from || f.To != m.to {
			continue
		}
		nth++
		if f.Ordinal == m.ordinal {
			break
		}
	}
	words := strings.Fields(line)
	rest := words[6:]
	if nth > 1 {
		rest = append([]string{strconv.Itoa(nth)}, rest...)
	}
	return strings.Join(append(words[:4:4], rest...), " ")
}

// simplest tries, for each delivery, older messages in place of a later one, the oldest first, without a copy.
func (s *shrinker) simplest(c candidate) []string {
	commands := slices.Clone(c.commands)
	for i, line := range commands {
		for _, simpler := range simplerDeliveries(line) {
			commands[i] = simpler
			if s.breaks(candidate{servers: c.servers, setup: c.setup, commands: commands}) {
				line = simpler
				break
			}
		}
		commands[i] = line
	}
	return commands
}

// simplerDeliveries are, for `deliver S1 > S2 3 again`: without a number, 2, and 3; then the same with a copy,
// except the line itself.
func simplerDeliveries(line string) []string {
	words := strings.Fields(line)
	if words[0] != "deliver" {
		return nil
	}
	place, copied := 1, words[len(words)-1] == "again"
	if len(words) > 4 && words[4] != "again" {
		place, _ = strconv.Atoi(words[4])
	}
	var simpler []string
	for _, end := range []string{"", " again"} {
		for nth := 1; nth <= place; nth++ {
			delivery := strings.Join(words[:4], " ")
			if nth > 1 {
				delivery += " " + strconv.Itoa(nth)
			}
			if delivery += end; delivery == line {
				return simpler
			}
			simpler = append(simpler, delivery)
		}
		if !copied {
			break
		}
	}
	return simpler
}
