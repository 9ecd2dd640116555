package lab

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Verb is a command of the scenario language.
type Verb struct {
	Name string
	// Usage shows the words, Help says in one sentence what the verb does.
	Usage, Help string
	// Setup verbs describe the world before it exists. They stand before all others.
	Setup bool
	// Run carries out the verb; the Runner waits for what it returns before it goes on.
	Run func(r *Runner, args *Args) (Wait, error)
}

// Wait is what a verb waits for. The zero Wait is over at once.
type Wait struct {
	// Until ends the wait.
	Until Time
	// Done, if there is one, ends it earlier; if time runs out first, Late is the failure.
	Done func() bool
	Late func() string
}

// Player is a protocol with verbs of its own: what a Runner plays.
type Player interface {
	Protocol
	// Verbs are the protocol's, in addition to those of package lab.
	Verbs() []Verb
	// Begin is told the setup, before the world is made, and may complete the Options.
	Begin(options *Options) error
}

// Status tells how far a Runner is.
type Status uint8

// The states of a Runner.
const (
	Playing Status = iota
	// Finished: every command was carried out and every expectation met.
	Finished
	// Failed: an expectation was not met, a property broke, or the world ended. Failure says why.
	// A scenario goes on after an expectation that was not met, so that what follows from it is seen.
	Failed
)

// Runner plays a scenario in its world, a piece at a time.
type Runner struct {
	// Options are what the setup verbs fill in. They make the world.
	Options  Options
	Scenario *Scenario

	player   Player
	host     Host
	verbs    map[string]*Verb
	world    *World
	first    int // the first command that is not setup
	next     int
	waiting  bool
	wait     Wait
	status   Status
	failure  error
	unmet    error // the first expectation that was not met
	hash     string
	seen     [][]byte
	watching bool
}

// NewRunner gets a scenario ready. A seed given here goes before the scenario's own.
func NewRunner(scenario *Scenario, player Player, host Host, seed *uint64, sinks ...func([]byte)) (*Runner, error) {
	r := &Runner{Scenario: scenario, player: player, host: host, verbs: map[string]*Verb{}}
	r.Options = Options{Label: "scenario=" + scenario.ID, Servers: 5, Seed: 1, Dials: DefaultDials(), Given: map[ServerID][][]byte{}}
	for _, verbs := range [][]Verb{Verbs(), player.Verbs()} {
		for _, verb := range verbs {
			r.verbs[verb.Name] = &verb
		}
	}
	for _, command := range scenario.Commands {
		if _, err := r.verb(command); err != nil {
			return nil, err
		}
	}
	for r.next < len(scenario.Commands) {
		command := scenario.Commands[r.next]
		if verb := r.verbs[command.Words[0].Text]; !verb.Setup {
			break
		}
		if _, err := r.run(command); err != nil {
			return nil, err
		}
		r.next++
	}
	if seed != nil {
		r.Options.Seed = *seed
	}
	if err := r.begin(sinks); err != nil {
		return nil, err
	}
	return r, nil
}

// begin makes the world.
func (r *Runner) begin(sinks []func([]byte)) error {
	r.first = r.next
	r.watching = r.next < len(r.Scenario.Commands)
	r.Options.Sinks = append(slices.Clone(sinks), r.remember)
	if err := r.player.Begin(&r.Options); err != nil {
		return err
	}
	world, err := New(r.Options, r.player, r.host)
	if err != nil {
		return err
	}
	r.world = world
	r.settle()
	return nil
}

// rememberLimit bounds how far back `expect saw` looks, in lines.
const rememberLimit = 50_000

// remember keeps lines for `expect saw`, while there may be one to come.
func (r *Runner) remember(line []byte) {
	if r.watching && len(r.seen) < rememberLimit {
		r.seen = append(r.seen, slices.Clone(line))
	}
}

// World is the world that is played in.
func (r *Runner) World() *World { return r.world }

// Status tells how far the scenario is.
func (r *Runner) Status() Status { return r.status }

// Failure says why the status is Failed.
func (r *Runner) Failure() error { return r.failure }

// Hash is the trace's hash at the moment the scenario ended, "" before.
func (r *Runner) Hash() string { return r.hash }

// Next is the number of the command that is carried out next, from 0.
func (r *Runner) Next() int { return r.next }

// Step takes one event of the world, and then carries out the commands whose turn it is. It is
// false when there is nothing more to do.
func (r *Runner) Step() bool {
	if r.status == Failed {
		return false
	}
	at, ok := r.world.Next()
	if r.waiting && (!ok || at > r.wait.Until) {
		r.world.idle(r.wait.Until)
		r.endWait()
		r.settle()
		return true
	}
	if !r.world.Step() {
		return false
	}
	r.settle()
	return true
}

// Advance takes all events up to time t, but at most limit of them, and leaves the clock at t if
// the limit was not reached.
func (r *Runner) Advance(t Time, limit int) {
	for range limit {
		at, ok := r.world.Next()
		if r.waiting && (!ok || r.wait.Until < at) {
			at, ok = r.wait.Until, true
		}
		if !ok || at > t || !r.Step() {
			r.world.idle(t)
			return
		}
	}
}

// ErrNoStory is what Finish says of a scenario that sets up a world and lets nothing happen in it.
var ErrNoStory = errors.New("the scenario has setup and nothing else: let something happen, at least run 1s")

// Finish plays the rest of the scenario. The limit is in events: a scenario that needs more fails.
func (r *Runner) Finish(limit int) error {
	if r.freePlay() {
		return ErrNoStory
	}
	for range limit {
		if r.status != Playing || !r.Step() {
			return r.failure
		}
	}
	r.fail(fmt.Errorf("the scenario is not over after %d events", limit))
	return r.failure
}

// TypedLine is the File of errors about a line given to Do.
const TypedLine = "typed"

// Do carries out a line as if it stood next in the scenario. Setup verbs are refused: the world
// is there already.
func (r *Runner) Do(line string) error {
	command := parseCommand(0, line)
	if len(command.Words) == 0 {
		return &ScriptError{TypedLine, 1, 1, fmt.Errorf("%w: it is empty", ErrUsage)}
	}
	verb, err := r.verb(command)
	if err != nil {
		return err
	}
	if verb.Setup {
		return &ScriptError{TypedLine, 1, 1, fmt.Errorf("%w: %s describes a world before it begins; start a new one", ErrUsage, verb.Name)}
	}
	if r.status == Failed {
		return fmt.Errorf("this run has ended: %w", r.failure)
	}
	if _, err = r.run(command); err != nil {
		return err
	}
	r.settle()
	return nil
}

// settle ends a wait that is over and carries out commands until one waits, or all are done.
func (r *Runner) settle() {
	if r.worldEnded() {
		return
	}
	for r.status == Playing {
		if r.waiting && !(r.wait.Done != nil && r.wait.Done()) {
			return
		}
		r.waiting = false
		if r.next == len(r.Scenario.Commands) {
			r.finish()
			return
		}
		command := r.Scenario.Commands[r.next]
		r.next++
		wait, err := r.run(command)
		if err != nil && !r.miss(err) {
			r.fail(err)
			return
		}
		r.waiting, r.wait = wait.Done != nil || wait.Until > r.world.Now(), wait
		if r.worldEnded() {
			return
		}
	}
}

// freePlay tells whether the scenario is setup and nothing else: it has no end.
func (r *Runner) freePlay() bool { return r.first == len(r.Scenario.Commands) }

// finish ends the scenario, well if every expectation was met.
func (r *Runner) finish() {
	r.watching, r.seen = false, nil
	if r.freePlay() {
		return
	}
	if r.unmet != nil {
		r.status, r.failure = Failed, r.unmet
	} else {
		r.status = Finished
	}
	r.hash = r.world.Trace.Hash()
}

// miss takes note of an expectation that was not met, and tells whether err is one.
func (r *Runner) miss(err error) bool {
	if !errors.Is(err, ErrExpectation) {
		return false
	}
	r.world.Line(0, "unmet", err.Error())
	if r.unmet == nil {
		r.unmet = err
	}
	return true
}

// endWait ends a wait whose time has come.
func (r *Runner) endWait() {
	r.waiting = false
	if r.wait.Done == nil || r.wait.Done() {
		return
	}
	command := r.Scenario.Commands[r.next-1]
	r.miss(r.at(command, 0, fmt.Errorf("%w: by %d ms: %s", ErrExpectation, Duration(r.world.Now())/Millisecond, r.wait.Late())))
}

func (r *Runner) worldEnded() bool {
	switch {
	case r.status == Failed:
	case r.world.Err() != nil:
		r.fail(r.world.Err())
	case r.world.Violation() != nil:
		r.fail(r.world.Violation())
	}
	return r.status == Failed
}

// fail ends the run. A broken property is the whole answer; any other end may follow from the
// expectation that was not met before.
func (r *Runner) fail(err error) {
	var violation *Violation
	if r.unmet != nil && !errors.As(err, &violation) {
		err = fmt.Errorf("%w; and then: %w", r.unmet, err)
	}
	r.status, r.failure = Failed, err
	r.hash = r.world.Trace.Hash()
}

func (r *Runner) verb(command Command) (*Verb, error) {
	word := command.Words[0]
	if verb, ok := r.verbs[word.Text]; ok {
		return verb, nil
	}
	known := make([]string, 0, len(r.verbs))
	for name := range r.verbs {
		known = append(known, name)
	}
	err := fmt.Errorf("%w: there is no verb %q%s", ErrUsage, word.Text, DidYouMean(word.Text, known))
	return nil, r.at(command, word.Column, err)
}

func (r *Runner) run(command Command) (Wait, error) {
	verb := r.verbs[command.Words[0].Text]
	if verb.Setup && r.world != nil {
		return Wait{}, r.at(command, 0, fmt.Errorf("%w: %s must stand before the first command that is not setup", ErrUsage, verb.Name))
	}
	args := &Args{words: command.Words, at: 1, servers: r.Options.Servers}
	wait, err := verb.Run(r, args)
	if err != nil {
		return Wait{}, r.at(command, args.column, err)
	}
	return wait, nil
}

// at gives an error its place; column 0 is the command's own.
func (r *Runner) at(command Command, column int, err error) error {
	file := r.Scenario.ID
	if command.Line == 0 {
		file = TypedLine
	}
	return &ScriptError{file, max(command.Line, 1), max(column, command.Words[0].Column), err}
}

// Saw tells whether a trace line so far has all the words.
func (r *Runner) Saw(words []string) bool {
	for _, line := range r.seen {
		fields := strings.Fields(string(line))
		missing := func(word string) bool { return !slices.Contains(fields, word) }
		if !slices.ContainsFunc(words, missing) {
			return true
		}
	}
	return false
}

// DidYouMean is the end of an error about an unknown word: the nearest known one, if any is near.
func DidYouMean(word string, known []string) string {
	known = slices.Sorted(slices.Values(known))
	best, distance := "", (len(word)+2)/3+1
	for _, candidate := range known {
		if d := levenshtein.ComputeDistance(word, candidate); d < distance {
			best, distance = candidate, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + strconv.Quote(best) + "?"
}
