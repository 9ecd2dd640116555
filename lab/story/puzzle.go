package story

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab"
)

// A puzzle is a story that a person continues: the scenario's commands are its beginning, the goal says what the person
// must reach with typed commands, and the budget says which commands there are, and how many. Without these two setup
// verbs nothing here does anything.

const (
	budgetVerb = "budget"
	goalVerb   = "goal"
	// anyNumber in a budget stands for no bound.
	anyNumber = "any"
	// singleMessage in an allowance stands for the name of a message, such as m12.
	singleMessage = "message"
)

// Allowance is a part of a budget: typed commands with one of the verbs may be carried out Of times, or any number of
// times if Of is 0. In an allowance such as get+lease, the command must have the second word, too; in one such as
// hold+message it must name a single message.
type Allowance struct {
	Verbs []string
	// Left is how many are left of Of.
	Of, Left int
}

// covers reports whether a command is of this allowance.
func (a Allowance) covers(c Command) bool {
	return slices.ContainsFunc(a.Verbs, func(verb string) bool {
		name, word, more := strings.Cut(verb, "+")
		return c.Words[0].Text == name && (!more || slices.ContainsFunc(c.Words, func(w Word) bool {
			return w.Text == word || word == singleMessage && messageNumber(w.Text) > 0
		}))
	})
}

// name is the allowance in an error: partition or isolate.
func (a Allowance) name() string { return strings.Join(a.Verbs, " or ") }

// goal is what a puzzle's player must reach: a broken property, or an expectation that is met.
type goal struct {
	property string
	expect   *Command
}

// Judge is a Player with properties that are judged only when a command asks for it, such as linearizability.
type Judge interface {
	// Asked lists them.
	Asked() []lab.Check
}

// AllChecks are the properties that a player judges at every step, and those that it judges when it is asked.
func AllChecks(player Player) []lab.Check {
	checks := player.Checks()
	if judge, ok := player.(Judge); ok {
		checks = slices.Concat(checks, judge.Asked())
	}
	return checks
}

func puzzleVerbs() []Verb {
	return []Verb{
		{
			Name: budgetVerb,
			Usage: "budget 1 crash\nbudget 2 isolate partition\nbudget any restart\nbudget 1 get+lease\n" +
				"budget 3 hold+message",
			Setup: true, Run: runBudget,
			Help: "lets somebody who types carry out these commands only, and so many of them; commands of one line " +
				"count together; with +message a command is about a single message",
		},
		{
			Name: goalVerb, Usage: "goal durability\ngoal expect elections at least 9", Setup: true, Run: runGoal,
			Help: "says what somebody who types must reach: a broken property, or a condition that holds",
		},
	}
}

func runBudget(r *Runner, args *Args) (Wait, error) {
	a := Allowance{}
	if args.Peek() == anyNumber {
		args.Keyword(anyNumber)
	} else if n := args.Number("how many, or any"); n < 1 || n > MaxCommands {
		return Wait{}, args.Reject("want 1 to %d commands, or any, got %d", MaxCommands, n)
	} else {
		a.Of, a.Left = int(n), int(n)
	}
	for first := true; first || args.More(); first = false {
		word := args.Word("a verb")
		name, _, _ := strings.Cut(word, "+")
		if verb, known := r.verbs[name]; args.err == nil && (!known || verb.Setup || name == leaveVerb) {
			return Wait{}, args.Reject("%q is no verb that can be typed in a puzzle", name)
		}
		a.Verbs = append(a.Verbs, word)
	}
	r.budget = append(r.budget, a)
	return Wait{}, args.End()
}

func runGoal(r *Runner, args *Args) (Wait, error) {
	if r.goal != (goal{}) {
		return Wait{}, args.Reject("a puzzle has one goal")
	}
	if args.Peek() == "expect" {
		words := args.words[args.at:]
		args.Rest()
		r.goal.expect = &Command{Line: lineOf(r), Text: "", Words: words}
		return Wait{}, args.End()
	}
	var known []string
	for _, check := range AllChecks(r.player) {
		known = append(known, check.ID)
	}
	if len(known) == 0 {
		return Wait{}, args.Reject("protocol %s has no property to break", r.player.ID())
	}
	r.goal.property = args.Choice(known...)
	return Wait{}, args.End()
}

// lineOf is the line of the setup command that is carried out.
func lineOf(r *Runner) int { return r.commands[r.next].Line }

// Budget is what is left of a puzzle's budget, nil without one. It does not change later.
func (r *Runner) Budget() []Allowance { return r.budget }

// ErrBudget is wrapped when a typed command is not in the budget, or no longer.
var ErrBudget = errors.New("the budget of this puzzle does not allow that")

// allowance is the place of a typed command's allowance, -1 for a command that needs none.
func (r *Runner) allowance(command Command) (int, error) {
	if word := command.Words[0].Text; word == tryVerb && len(command.Words) > 1 {
		command.Words = command.Words[1:]
	}
	verb := r.verbs[command.Words[0].Text]
	if len(r.budget) == 0 || command.Line > 0 || verb.Looks {
		return -1, nil
	}
	spent := ""
	for i, a := range r.budget {
		if !a.covers(command) {
			continue
		}
		if a.Of == 0 || a.Left > 0 {
			return i, nil
		}
		spent = fmt.Sprintf("it has %d %s, and %s", a.Of, a.name(), used(a.Of))
	}
	if verb.Name == leaveVerb {
		return -1, fmt.Errorf("%w: its beginning stays as it is; wait until that is over", ErrBudget)
	}
	if spent == "" {
		var all []string
		for _, a := range r.budget {
			all = append(all, a.name())
		}
		spent = fmt.Sprintf("it has no %s; there is %s", verb.Name, strings.Join(all, ", "))
	}
	return -1, fmt.Errorf("%w: %s", ErrBudget, spent)
}

func used(n int) string {
	if n == 1 {
		return "that is used"
	}
	return "all " + strconv.Itoa(n) + " are used"
}

// spend takes a command that was carried out from its allowance.
func (r *Runner) spend(at int) {
	if at >= 0 && r.budget[at].Of > 0 {
		// Whoever has asked for the budget keeps what it was.
		r.budget = slices.Clone(r.budget)
		r.budget[at].Left--
	}
}

// ErrReached is the failure of a run that ends because its goal, a condition, is reached.
var ErrReached = errors.New("the goal is reached")

// Standing says how far a puzzle is.
type Standing string

// The standings of a puzzle.
const (
	// NoPuzzle is that of a scenario without a goal.
	NoPuzzle Standing = ""
	// Open: there are commands left, or in a manual world messages on their way. Spent: all are used, and what they
	// lead to may still come.
	Open  Standing = "open"
	Spent Standing = "spent"
	// Reached: the run has ended with the goal. Missed: it has ended otherwise.
	Reached Standing = "reached"
	Missed  Standing = "missed"
)

// Standing says how far the puzzle is.
func (r *Runner) Standing() Standing {
	switch {
	case r.goal == (goal{}):
		return NoPuzzle
	case r.asTold:
		return Reached
	case r.status == Failed:
		return Missed
	}
	left := func(a Allowance) bool { return a.Left > 0 }
	if slices.ContainsFunc(r.budget, left) || r.world.Manual() && len(r.world.InFlight()) > 0 {
		return Open
	}
	return Spent
}

// reached ends a puzzle whose condition holds. The commands of the scenario come first.
func (r *Runner) reached() bool {
	begins := r.next < len(r.commands) || r.waiting && r.waiter.Line > 0
	if r.goal.expect == nil || begins || r.status == Failed {
		return false
	}
	verb, args := r.prepare(*r.goal.expect)
	if wait, err := verb.Run(r, args); err != nil || wait.Done != nil || wait.Break != nil {
		return false
	}
	r.status, r.asTold = Failed, true
	r.failure = fmt.Errorf("%w: %s", ErrReached, r.goal.expect.rest())
	r.hash = r.world.Trace.Hash()
	return true
}

// rest is the words of a command after its verb.
func (c Command) rest() string {
	var words []string
	for _, w := range c.Words[1:] {
		words = append(words, w.Text)
	}
	return strings.Join(words, " ")
}
