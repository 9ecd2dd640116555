package story

import (
	"errors"
	"slices"
)

// rehearse reads the words of all commands, before the first is carried out: nobody waits for a mistake in the last
// line. It returns every mistake that is known by then.
func (r *Runner) rehearse() error {
	var mistakes []error
	commands := r.commands[r.next:]
	if r.goal.expect != nil {
		commands = append(slices.Clone(commands), *r.goal.expect)
	}
	for _, command := range commands {
		verb, args := r.prepare(command)
		args.rehearsal = true
		err := r.mayStand(verb)
		if err == nil {
			_, err = verb.Run(r, args)
		}
		if err == nil || errors.Is(err, errRehearsed) {
			continue
		}
		// A repeated command has the same mistake again.
		mistake := r.at(command, args.column, err)
		if last := len(mistakes) - 1; last < 0 || mistakes[last].Error() != mistake.Error() {
			mistakes = append(mistakes, mistake)
		}
	}
	if len(mistakes) == 1 {
		return mistakes[0]
	}
	return errors.Join(mistakes...)
}
