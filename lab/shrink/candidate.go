package shrink

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/story"
)

// candidate is a run that may break the property: servers, setup and commands.
type candidate struct {
	servers         int
	setup, commands []string
	// sends are the messages that each command of a schedule sent when it was last played; nil in a story.
	sends [][]message
}

// message is one message: its link, and its number among all messages sent there.
type message struct {
	from, to lab.ServerID
	ordinal  int
}

// lines are the candidate's lines in the form of a scenario.
func (c candidate) lines() []string {
	return append(append([]string{fmt.Sprintf("servers %d", c.servers)}, c.setup...), c.commands...)
}

func (s *shrinker) scenarioOf(c candidate) *story.Scenario {
	scenario := &story.Scenario{ID: s.scenario.ID, Subject: s.scenario.Subject, Title: s.scenario.Title}
	for i, line := range c.lines() {
		scenario.Commands = append(scenario.Commands, story.ParseCommand(i+1, line))
	}
	return scenario
}

// sends plays a schedule and returns the messages that each command sent.
func (s *shrinker) sends(c candidate) [][]message {
	sends := make([][]message, len(c.commands))
	before := map[message]int{} // ordinal is 0 in the keys
	first := 1 + len(c.setup)
	s.play(s.scenarioOf(c), nil, func(r *story.Runner) {
		w := r.World()
		command := r.Next() - 1 - first
		for from := lab.ServerID(1); int(from) <= w.Servers(); from++ {
			for to := lab.ServerID(1); int(to) <= w.Servers(); to++ {
				link := message{from: from, to: to}
				for ; before[link] < w.Sent(from, to); before[link]++ {
					if command >= 0 {
						sends[command] = append(sends[command], message{from, to, before[link] + 1})
					}
				}
			}
		}
	})
	return sends
}

// without is the candidate without the commands from start to end. In a schedule, deliveries of messages that
// would then not be sent are left out too. Later messages get lower numbers.
func (c candidate) without(start, end int) candidate {
	rest := candidate{servers: c.servers, setup: c.setup}
	unsent := map[message][]int{} // by link: the messages that are no longer sent
	for i, command := range c.commands {
		gone := i >= start && i < end
		if m, ok := delivered(command); ok && !gone {
			command, gone = c.renumber(command, m, unsent)
		}
		if !gone {
			rest.commands = append(rest.commands, command)
			continue
		}
		if c.sends != nil {
			for _, m := range c.sends[i] {
				link := message{from: m.from, to: m.to}
				unsent[link] = append(unsent[link], m.ordinal)
			}
		}
	}
	return rest
}

// renumber is a delivery with its message's new number; gone is true if the message is not sent.
func (c candidate) renumber(command string, m message, unsent map[message][]int) (renumbered string, gone bool) {
	lower := 0
	for _, ordinal := range unsent[message{from: m.from, to: m.to}] {
		if ordinal == m.ordinal {
			return "", true
		}
		if ordinal < m.ordinal {
			lower++
		}
	}
	if lower == 0 {
		return command, false
	}
	words := strings.Fields(command)
	words[slices.Index(words, "sent")+1] = strconv.Itoa(m.ordinal - lower)
	return strings.Join(words, " "), false
}

// delivered is the message of a command such as `try deliver S1 > S2 sent 5`.
func delivered(command string) (message, bool) {
	words := strings.Fields(strings.TrimPrefix(command, "try "))
	if len(words) < 6 || words[0] != "deliver" || words[4] != "sent" {
		return message{}, false
	}
	number := func(word string) int {
		n, _ := strconv.Atoi(strings.TrimPrefix(word, "S"))
		return n
	}
	return message{lab.ServerID(number(words[1])), lab.ServerID(number(words[3])), number(words[5])}, true
}

// mergeRuns is the story with consecutive waits merged into one.
func (c candidate) mergeRuns() candidate {
	merged := candidate{servers: c.servers, setup: c.setup}
	for _, command := range c.commands {
		last := len(merged.commands) - 1
		if last >= 0 {
			a, okA := runMillis(merged.commands[last])
			b, okB := runMillis(command)
			if okA && okB {
				merged.commands[last] = fmt.Sprintf("run %dms", a+b)
				continue
			}
		}
		merged.commands = append(merged.commands, command)
	}
	return merged
}

func runMillis(command string) (millis int, ok bool) {
	digits, isRun := strings.CutPrefix(command, "run ")
	digits, isMillis := strings.CutSuffix(digits, "ms")
	millis, err := strconv.Atoi(digits)
	return millis, isRun && isMillis && err == nil
}

// annotated is the candidate's lines, with the effect of each command beside it.
func (s *shrinker) annotated(c candidate) []string {
	lines := c.lines()
	notes := make([][]string, len(lines))
	scenario := s.scenarioOf(c)
	player, host := s.stage()
	var runner *story.Runner
	note := func(line []byte) {
		at := 1 + len(c.setup) // the first command is carried out while the runner is made
		if runner != nil {
			at = runner.Next() - 1
		}
		if text := remark(player, string(line)); text != "" && at < len(notes) {
			notes[at] = append(notes[at], text)
		}
	}
	runner, err := story.NewRunner(scenario, player, host, s.options.Seed, note)
	if err != nil {
		return lines
	}
	_ = runner.Finish(s.options.Events)
	_ = runner.World().Close()
	width := 0
	for _, line := range lines {
		width = max(width, len(line))
	}
	for i := range lines {
		if len(notes[i]) > 0 {
			lines[i] = fmt.Sprintf("%-*s  # %s", width, lines[i], strings.Join(notes[i], "; "))
		}
	}
	return lines
}

// Remarker is a player that says which of its protocol's own trace lines are worth reading beside a command, and how:
// "" for the others.
type Remarker interface {
	Remark(subject, kind, details string) string
}

// remark is the part of a trace line worth reading: the delivered message, and its result.
func remark(player story.Player, line string) string {
	fields := strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 5)
	if len(fields) < 5 || fields[0] == "#" {
		return ""
	}
	subject, kind, details := fields[2], fields[3], fields[4]
	if kind == "deliver" {
		words := strings.SplitN(details, " ", 3)
		return words[len(words)-1]
	}
	if remarker, ok := player.(Remarker); ok {
		return remarker.Remark(subject, kind, details)
	}
	return ""
}
