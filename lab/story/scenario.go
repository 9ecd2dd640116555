package story

import (
	"bufio"
	"errors"
	"fmt"
	"slices"
	"strings"

	"raftlab/lab"
)

// Scenario is a story that plays in a world: a text file of one command a line.
//
//	# P1: Ping, and an answer
//	#
//	# The story, in comments, is part of the scenario: people read it while it plays.
//
//	servers 3
//	crash S1        # a comment may also follow a command
//	expect saw S2 ping
//
// The first comment line is "SUBJECT: TITLE"; the comment lines up to the first command are the
// story. Commands are the verbs of this package and of the protocol.
type Scenario struct {
	ID, Subject, Title, Story string
	// Text is the whole file.
	Text     string
	Commands []Command
}

// Setup is the scenario's first command with that verb.
func (s *Scenario) Setup(verb string) (Command, bool) {
	i := slices.IndexFunc(s.Commands, func(c Command) bool { return c.Words[0].Text == verb })
	if i < 0 {
		return Command{}, false
	}
	return s.Commands[i], true
}

// With is the scenario with another setup line in place of those of the same verb. Text is unchanged.
func (s *Scenario) With(line string) *Scenario {
	command := ParseCommand(0, line)
	changed := *s
	changed.Commands = []Command{command}
	for _, c := range s.Commands {
		if c.Words[0].Text != command.Words[0].Text {
			changed.Commands = append(changed.Commands, c)
		}
	}
	return &changed
}

// Command is one line of a scenario.
type Command struct {
	// Line counts from 1.
	Line int
	// Text is the line without its comment.
	Text  string
	Words []Word
}

// Word is one word of a line, with its column, counted from 1.
type Word struct {
	Text   string
	Column int
}

// MaxScenario is how many bytes a scenario may have, MaxCommands how many commands.
const (
	MaxScenario = lab.MaxScript
	MaxCommands = 1000
)

// ScriptError is an error in a scenario, with its place.
type ScriptError struct {
	File         string
	Line, Column int
	Err          error
}

// Error is FILE:LINE:COLUMN and the error.
func (e *ScriptError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %v", e.File, e.Line, e.Column, e.Err)
}

// Unwrap is the error without the place.
func (e *ScriptError) Unwrap() error { return e.Err }

// The errors of a whole scenario.
var (
	ErrTooLong = errors.New("the scenario is too long")
	ErrNoTitle = errors.New("a scenario begins with a comment line \"# SUBJECT: TITLE\"")
)

// ParseScenario reads a scenario. Its verbs are looked up when a Runner is made.
func ParseScenario(id, text string) (*Scenario, error) {
	if len(text) > MaxScenario {
		return nil, &ScriptError{id, 1, 1, fmt.Errorf("%w: %d bytes, at most %d", ErrTooLong, len(text), MaxScenario)}
	}
	s := &Scenario{ID: id, Text: text}
	var story []string
	lines := bufio.NewScanner(strings.NewReader(text))
	for number := 1; lines.Scan(); number++ {
		line := lines.Text()
		if number == 1 {
			subject, title, ok := strings.Cut(strings.TrimPrefix(line, "# "), ": ")
			if !ok || !strings.HasPrefix(line, "# ") {
				return nil, &ScriptError{id, 1, 1, ErrNoTitle}
			}
			s.Subject, s.Title = subject, strings.TrimSpace(title)
			continue
		}
		if comment, ok := strings.CutPrefix(line, "#"); ok && len(s.Commands) == 0 {
			// Text indented by more than one space, a table or a formula, stays indented.
			story = append(story, strings.TrimRight(strings.TrimPrefix(comment, " "), " \t"))
			continue
		}
		if command := ParseCommand(number, line); len(command.Words) > 0 {
			s.Commands = append(s.Commands, command)
		}
	}
	var err error
	if s.Commands, err = expandAll(id, s.Commands); err != nil {
		return nil, err
	}
	if s.Title == "" {
		return nil, &ScriptError{id, 1, 1, ErrNoTitle}
	}
	s.Story = strings.TrimSpace(strings.Join(story, "\n"))
	return s, lines.Err()
}

func tooMany(file string, line int) error {
	return &ScriptError{file, max(line, 1), 1, fmt.Errorf("%w: at most %d commands", ErrTooLong, MaxCommands)}
}

// ParseCommand splits a line into words and drops its comment. Line 0 is for a line outside a file.
func ParseCommand(number int, line string) Command {
	if before, _, ok := strings.Cut(line, "#"); ok {
		line = before
	}
	c := Command{Line: number, Text: strings.TrimSpace(line)}
	for at := 0; at < len(line); {
		if line[at] == ' ' || line[at] == '\t' {
			at++
			continue
		}
		end := at
		for end < len(line) && line[end] != ' ' && line[end] != '\t' {
			end++
		}
		c.Words = append(c.Words, Word{Text: line[at:end], Column: at + 1})
		at = end
	}
	return c
}
