package story

import "fmt"

// A story may show a fault that its protocol does not claim to survive. It then says which property breaks, and the
// run is as it should be only if exactly that happens.

// BreaksVerb is the verb that names the property which a story breaks.
const BreaksVerb = "breaks"

func breaks() Verb {
	return Verb{
		Name: BreaksVerb, Usage: BreaksVerb + " durability", Setup: true, Run: runBreaks,
		Help: "says that the story ends with this property broken; that nothing breaks is a failure then",
	}
}

func runBreaks(r *Runner, args *Args) (Wait, error) {
	var known []string
	for _, check := range r.player.Checks() {
		known = append(known, check.ID)
	}
	if len(known) == 0 {
		return Wait{}, args.Reject("protocol %s has no property to break", r.player.ID())
	}
	id := args.Choice(known...)
	if err := args.End(); err != nil {
		return Wait{}, err
	}
	if r.breaks != "" {
		return Wait{}, args.Reject("a run ends with the first property that breaks: breaks stands once")
	}
	r.breaks = id
	return Wait{}, nil
}

// AsTold reports whether the run ended by breaking the property that its story says it breaks. Status is Failed then,
// since nothing more can happen, and Failure is the violation. Finish returns no error.
func (r *Runner) AsTold() bool { return r.asTold }

// whole reports the announced end that did not come.
func (r *Runner) whole() {
	if r.breaks == "" || r.unmet != nil {
		return
	}
	command, _ := r.Scenario.Setup(BreaksVerb)
	r.miss(r.at(command, 0, fmt.Errorf("%w: no property broke, and the story says that it breaks %s; is its fault "+
		"still there?", ErrExpectation, r.breaks)))
}
