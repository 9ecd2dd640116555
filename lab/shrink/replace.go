package shrink

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab"
)

// Leaving out commands ends when each command is needed for the next. But one command may do the work of several:
// a message in flight may have the effect that several commands produce. So when nothing more can be left out,
// pieces of a schedule are replaced by a single command.

// widest is the greatest number of commands replaced by one; mostForReplacing is the greatest number of commands
// for which replacing is tried.
const (
	widest           = 8
	mostForReplacing = 64
)

// oneForSeveral tries to replace several consecutive commands by one: a delivery of a message in flight, a second
// delivery of a delivered message, or a timer. Wide pieces come first. Replacing one command by another gains
// nothing by itself, but may make others unnecessary.
func (s *shrinker) oneForSeveral(c candidate) (smaller candidate, ok bool) {
	if c.sends == nil || len(c.commands) > mostForReplacing {
		return c, false
	}
	inserts := make([][]insert, len(c.commands))
	for start := range c.commands {
		inserts[start] = s.insertsAt(c, start)
	}
	for width := min(widest, len(c.commands)); width >= 1; width-- {
		for start := len(c.commands) - width; start >= 0; start-- {
			for _, in := range inserts[start] {
				other := c.without(start, start+width).with(start, in)
				if len(other.commands) > len(c.commands) || slices.Equal(other.commands, c.commands) ||
					!s.breaks(other) {
					continue
				}
				other.sends = s.sends(other)
				if other = s.fewerCommands(other); len(other.commands) < len(c.commands) {
					return other, true
				}
			}
		}
	}
	return c, false
}

// insert is a possible command at a place, with the messages that it would send there. Copy is the earlier command
// that must leave a copy of its message for it, or -1.
type insert struct {
	command string
	sends   []message
	copy    int
}

// insertsAt are the possible commands for the place before the command at start.
func (s *shrinker) insertsAt(c candidate, start int) []insert {
	var inserts []insert
	add := func(command string, copy int) {
		if s.runs >= s.options.Runs {
			return
		}
		prefix := candidate{servers: c.servers, setup: c.setup, commands: slices.Clone(c.commands[:start])}
		prefix = prefix.with(start, insert{command: command, copy: copy})
		inserts = append(inserts, insert{command, s.sends(prefix)[start], copy})
	}
	underWay, arrived := c.messagesAt(start)
	for _, m := range underWay {
		add(deliveryOf(m), -1)
	}
	for _, at := range arrived {
		m, _ := delivered(c.commands[at])
		add(deliveryOf(m), at)
	}
	for id := lab.ServerID(1); int(id) <= c.servers; id++ {
		add(fmt.Sprintf("try wake %v", id), -1)
	}
	return inserts
}

func deliveryOf(m message) string {
	return fmt.Sprintf("try deliver %v > %v sent %d", m.from, m.to, m.ordinal)
}

// messagesAt are the messages in flight at a place, and the earlier commands that delivered the last copy of a
// message.
func (c candidate) messagesAt(place int) (underWay []message, arrived []int) {
	for i, command := range c.commands[:place] {
		if m, ok := delivered(command); ok && !strings.HasSuffix(command, againEnd) {
			if at := slices.Index(underWay, m); at >= 0 {
				underWay = slices.Delete(underWay, at, at+1)
				arrived = append(arrived, i)
			}
		}
		underWay = append(underWay, c.sends[i]...)
	}
	return underWay, arrived
}

// againEnd ends the delivery of a message of which a copy stays in flight.
const againEnd = " again"

// with is the candidate with a command inserted at a place. Later messages on a link on which the command sends
// get higher numbers.
func (c candidate) with(place int, in insert) candidate {
	longer := candidate{
		servers:  c.servers,
		setup:    c.setup,
		commands: append(slices.Clone(c.commands[:place]), in.command),
	}
	if in.copy >= 0 {
		longer.commands[in.copy] += againEnd
	}
	for _, command := range c.commands[place:] {
		if m, ok := delivered(command); ok {
			command = in.renumber(command, m)
		}
		longer.commands = append(longer.commands, command)
	}
	return longer
}

func (in insert) renumber(command string, m message) string {
	ordinal := m.ordinal
	for _, sent := range in.sends {
		if sent.from == m.from && sent.to == m.to && sent.ordinal <= ordinal {
			ordinal++
		}
	}
	words := strings.Fields(command)
	words[slices.Index(words, "sent")+1] = strconv.Itoa(ordinal)
	return strings.Join(words, " ")
}
