package story

import (
	"fmt"
	"slices"
	"strings"
)

// Expectation is one form of the verb expect: its arguments after the first word, and its check.
type Expectation struct {
	Usage string
	Check func(r *Runner, args *Args) error
	// Judge, in place of Check, breaks a property if it does not hold, and may wait.
	Judge func(r *Runner, args *Args) (Wait, error)
}

// ExpectVerb is the verb for conditions that must hold now, with a protocol's forms by their first word. An unmet
// expectation fails the scenario. More ends its help.
func ExpectVerb(more string, forms map[string]Expectation) Verb {
	var usages, known []string
	for form := range forms {
		known = append(known, form)
	}
	slices.Sort(known)
	for _, form := range known {
		usages = append(usages, "expect "+forms[form].Usage)
	}
	run := func(r *Runner, args *Args) (Wait, error) {
		what := args.Word("an expectation")
		form, ok := forms[what]
		if !ok {
			return Wait{}, args.Reject("unknown expectation %q%s", what, DidYouMean(what, known))
		}
		if form.Judge != nil {
			return form.Judge(r, args)
		}
		return Wait{}, form.Check(r, args)
	}
	return Verb{
		Name: "expect", Usage: strings.Join(usages, "\n"), Looks: true, Run: run,
		Help: "states a condition that must hold now, or the scenario fails" + more,
	}
}

// Unmet is the error of an expectation that is not met. It states what holds instead.
func Unmet(format string, values ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrExpectation}, values...)...)
}

// ExpectSaw expects that a line of the trace has all the words, or that none has.
func ExpectSaw(r *Runner, args *Args, wanted bool) error {
	words := args.Rest()
	if len(words) == 0 {
		args.Word("a word to look for")
	}
	if err := args.End(); err != nil {
		return err
	}
	line := r.saw(words)
	switch {
	case wanted && line == "":
		return Unmet("no line of the trace so far has all of: %s", strings.Join(words, " "))
	case !wanted && line != "":
		return Unmet("a line of the trace has all of them: %s", line)
	}
	return nil
}

// Saw is ExpectSaw for the form saw: a line of the trace has all the words.
func Saw(r *Runner, args *Args) error { return ExpectSaw(r, args, true) }
