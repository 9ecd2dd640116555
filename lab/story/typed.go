package story

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"raftlab/lab"
)

// What people type while a run goes on. Each such command has a line in the trace, which says after
// how many steps and at which time it was typed, so that package replay can type it again.

// TypedLine is the File of errors about a line given to Do.
const TypedLine = "typed"

// TypedKind is the kind of the trace line that tells of a typed command:
//
//	EVENT TIME - do STEPS COMMAND...
//
// STEPS is how many steps had been taken before.
const TypedKind = "do"

// LeaveLine is the command that forgets what is left of the scenario.
const LeaveLine = "leave"

// Do carries out a line as if it stood next in the scenario. Setup verbs are refused: the world
// is there already.
func (r *Runner) Do(line string) error {
	command, err := r.typed(line)
	switch {
	case err != nil:
		return err
	case len(command.Words) == 0:
		return &ScriptError{TypedLine, 1, 1, fmt.Errorf("%w: it is empty", ErrUsage)}
	case r.status == Failed:
		return fmt.Errorf("this run has ended: %w", r.failure)
	}
	return r.carryOut(command)
}

// Understands is nil for a line that Do would carry out, and otherwise what is wrong with its words,
// as far as that can be told before it is done.
func (r *Runner) Understands(line string) error {
	_, err := r.typed(line)
	return err
}

// Telling tells whether a story is under way: some of the scenario is left to be carried out.
func (r *Runner) Telling() bool { return r.status == Playing && !r.freePlay() }

// Departs tells whether a line, typed now, would lead away from the story that is under way: what the
// rest of the scenario counts on may not be so any more.
func (r *Runner) Departs(line string) bool {
	command, err := r.typed(line)
	return err == nil && len(command.Words) > 0 && r.Telling() && !r.verbs[command.Words[0].Text].Looks
}

// Continue leaves what is left of the scenario and goes on with other commands: the run forks off
// from the story here. The lines are as in a scenario, without title and setup.
func (r *Runner) Continue(lines []string) error {
	if r.status == Failed {
		return fmt.Errorf("this run has ended: %w", r.failure)
	}
	var commands []Command
	for i, line := range lines {
		command, err := r.typed(line)
		if script, ok := errors.AsType[*ScriptError](err); ok {
			script.Line = i + 1
		}
		if err != nil {
			return err
		}
		if len(command.Words) > 0 {
			commands = append(commands, command)
		}
	}
	if len(commands) > MaxCommands {
		return fmt.Errorf("%w: at most %d commands", ErrTooLong, MaxCommands)
	}
	if err := r.carryOut(ParseCommand(0, leaveVerb)); err != nil {
		return err
	}
	r.commands = commands
	r.settle()
	return nil
}

// Idle leaves the clock at time t, unless something happens before.
func (r *Runner) Idle(t lab.Time) { r.world.Idle(t) }

// typed reads a typed line and looks its verb up. The line must come out of the trace as it went
// in, so it has no spaces around it, and nothing that would begin another line.
func (r *Runner) typed(line string) (Command, error) {
	wrong := func(err error) (Command, error) { return Command{}, &ScriptError{TypedLine, 1, 1, err} }
	if len(line) > MaxScenario {
		return wrong(fmt.Errorf("%w: %d bytes, at most %d", ErrTooLong, len(line), MaxScenario))
	}
	if i := strings.IndexFunc(line, func(c rune) bool { return c < ' ' && c != '\t' }); i >= 0 {
		return wrong(fmt.Errorf("%w: a command is one line of text, without %q", ErrUsage, line[i]))
	}
	line, _, _ = strings.Cut(line, "#")
	command := ParseCommand(0, strings.TrimSpace(line))
	if len(command.Words) == 0 {
		return command, nil
	}
	verb, err := r.verb(command)
	if err == nil && verb.Setup {
		return wrong(fmt.Errorf("%w: %s describes a world before it begins; start a new one", ErrUsage, verb.Name))
	}
	return command, err
}

// carryOut does a typed command. Its wait counts only where the scenario does not wait already.
func (r *Runner) carryOut(command Command) error {
	r.tellTyped(command)
	wait, err := r.run(command)
	if (err == nil || r.miss(err)) && !r.waiting && r.next == len(r.commands) {
		r.startWait(command, wait)
	}
	r.settle()
	return err
}

func (r *Runner) tellTyped(command Command) {
	r.world.Line(0, TypedKind, strconv.FormatUint(r.steps, 10), command.Text)
}

// leave forgets what is left of the scenario: what happens next is up to who types. What was
// expected does not matter any more.
func (r *Runner) leave() {
	r.commands, r.first, r.next = nil, 0, 0
	r.waiting, r.unmet, r.watching = false, nil, true
	r.status, r.failure, r.hash = Playing, nil, ""
}

// name is the scenario's in the trace, where it must be one word.
func (r *Runner) name() string {
	return strings.Map(func(c rune) rune {
		if c <= ' ' || c == 0x7f {
			return '_'
		}
		return c
	}, r.Scenario.ID)
}
