package story

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"raftlab/lab"
)

// People type commands while a run goes on. Each such command has a trace line, which says after how many steps
// and at which time it was typed. With it, package replay can type the command again.

// TypedLine is the File of errors about a line passed to Do.
const TypedLine = "typed"

// TypedKind is the kind of the trace line of a typed command:
//
//	EVENT TIME - do STEPS COMMAND...
//
// STEPS is the number of steps before it.
const TypedKind = "do"

// LeaveLine is the command that drops the rest of the scenario.
const LeaveLine = "leave"

// Do carries out a line as if it were the scenario's next. Setup verbs are refused: the world exists already.
func (r *Runner) Do(line string) error {
	command, err := r.typed(line)
	switch {
	case err != nil:
		return err
	case len(command.Words) == 0:
		return &ScriptError{TypedLine, 1, 1, UsageError("the command is empty")}
	case r.status == Failed:
		return fmt.Errorf("this run has ended: %w", r.failure)
	}
	commands, err := expand(TypedLine, command)
	for _, one := range commands {
		if err == nil {
			err = r.carryOut(one)
		}
	}
	return err
}

// Understands is nil for a line that Do would carry out. Otherwise it is the error in the line's words, as far as
// that is known before the line is carried out.
func (r *Runner) Understands(line string) error {
	_, err := r.typed(line)
	return err
}

// UnderWay reports whether commands of the scenario are still to be carried out.
func (r *Runner) UnderWay() bool { return r.status == Playing && !r.Endless() }

// Departs reports whether a line, typed now, would leave the story under way: the rest of the scenario may no
// longer meet the state that it expects.
func (r *Runner) Departs(line string) bool {
	command, err := r.typed(line)
	return err == nil && len(command.Words) > 0 && r.UnderWay() && !r.verbs[command.Words[0].Text].Looks
}

// Continue drops the rest of the scenario and continues with other commands: the run forks off from the story
// here. The lines are as in a scenario, without title and setup.
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
	commands, err := expandAll(TypedLine, commands)
	if err != nil {
		return err
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

// typed reads a typed line and finds its verb. Replay must read the same line from the trace, so the line has no
// spaces around it and no line breaks.
func (r *Runner) typed(line string) (Command, error) {
	wrong := func(err error) (Command, error) { return Command{}, &ScriptError{TypedLine, 1, 1, err} }
	if len(line) > MaxScenario {
		return wrong(fmt.Errorf("%w: %d bytes, at most %d", ErrTooLong, len(line), MaxScenario))
	}
	if i := strings.IndexFunc(line, func(c rune) bool { return c < ' ' && c != '\t' }); i >= 0 {
		return wrong(UsageError("a command is one line of text, without %q", line[i]))
	}
	line, _, _ = strings.Cut(line, "#")
	command := ParseCommand(0, strings.TrimSpace(line))
	if len(command.Words) == 0 {
		return command, nil
	}
	verb, err := r.verb(command)
	if err == nil && verb.Setup {
		return wrong(UsageError("%s is a setup verb: start a new run to use it", verb.Name))
	}
	if err == nil && verb.Name != repeatVerb {
		if _, spent := r.allowance(command); spent != nil {
			return wrong(spent)
		}
	}
	return command, err
}

// carryOut carries out a typed command. Its wait counts only if the scenario does not wait already.
func (r *Runner) carryOut(command Command) error {
	r.writeTyped(command)
	wait, err := r.run(command)
	if (err == nil || r.miss(err)) && !r.waiting && r.next == len(r.commands) {
		r.startWait(command, wait)
	}
	r.settle()
	return err
}

func (r *Runner) writeTyped(command Command) {
	r.world.Line(0, TypedKind, strconv.FormatUint(r.steps, 10), command.Text)
}

// leave drops the rest of the scenario, all its unmet expectations, and the end that it announced. The next commands
// are typed.
func (r *Runner) leave() {
	r.commands, r.first, r.next = nil, 0, 0
	r.waiting, r.unmet, r.watching, r.breaks = false, nil, true, ""
	r.status, r.failure, r.hash = Playing, nil, ""
}

// name is the scenario's name in the trace, where it must be one word.
func (r *Runner) name() string {
	return strings.Map(func(c rune) rune {
		if c <= ' ' || c == 0x7f {
			return '_'
		}
		return c
	}, r.Scenario.ID)
}
