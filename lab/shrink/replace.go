package shrink

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab"
)

// Leaving out alone ends where every command is needed for the next. A leader that an election of its
// own deposes could as well be told by a message that is on its way: then one command does what several
// did. So when nothing more can be left out, pieces of a schedule are replaced by a single command.

// widest is how many commands are replaced by one at most, mostForReplacing how many commands a schedule
// may have for that to be tried.
const (
	widest           = 8
	mostForReplacing = 64
)

// oneForSeveral tries to replace several commands that follow each other by one: a delivery of a message
// that is on its way there, a second delivery of one that has arrived, or a timer. Wide pieces come
// first. One command by another is no gain by itself, but may let others go.
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
				if len(other.commands) > len(c.commands) || slices.Equal(other.commands, c.commands) || !s.breaks(other) {
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

// insert is a command that might be carried out at some place, and what it would send there. Copy is the
// command before it that must leave a copy of its message for it, or -1.
type insert struct {
	command string
	sends   []message
	copy    int
}

// insertsAt are those for the place before the command at start.
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

// messagesAt are the messages that were sent before the command at place and are still on their way,
// and the commands before it that delivered the last copy of one.
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

// againEnd ends the delivery of a message of which a copy stays on its way.
const againEnd = " again"

// with is the candidate with a command put in at a place. What is sent behind it over a link on which
// it sends gets higher numbers.
func (c candidate) with(place int, in insert) candidate {
	longer := candidate{servers: c.servers, setup: c.setup, commands: append(slices.Clone(c.commands[:place]), in.command)}
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
