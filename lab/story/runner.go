package story

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"raftlab/lab"

	"github.com/agnivade/levenshtein"
)

// Verb is a command of the scenario language.
type Verb struct {
	Name string
	// Usage shows the arguments, one form a line. Help says in one sentence what the verb does. Topic is the
	// heading above it in lists.
	Usage, Help, Topic string
	// Setup verbs describe the world before it exists, and stand before all others.
	Setup bool
	// Looks is true of verbs that wait, check or write a note, and change nothing.
	Looks bool
	// Run carries out the verb; the Runner then waits as the result says.
	Run func(r *Runner, args *Args) (Wait, error)
}

// Wait is a verb's wait. The zero Wait is over at once.
type Wait struct {
	// Until ends the wait.
	Until lab.Time
	// Done, if set, ends the wait earlier. If Until comes first, Late is the failure; without Late nothing fails.
	Done func() bool
	Late func() string
	// Broken replaces Late if a late end breaks a property.
	Broken func() *lab.Violation
	// Break is a property that is broken already.
	Break *lab.Violation
}

// Player is a protocol with verbs of its own, which a Runner can play.
type Player interface {
	lab.Protocol
	// ID is the protocol's name for the verb `protocol`.
	ID() string
	// Verbs are the protocol's, in addition to those of this package.
	Verbs() []Verb
	// Checks are the properties that every step is judged by.
	Checks() []lab.Check
	// Begin receives the setup, before the world is made, and may complete the Options.
	Begin(options *lab.Options) error
	// Named is the server that a word stands for now, and 0 for an unknown word. It fails, with an error that
	// wraps a NotNow, if the word stands for no server at this moment.
	Named(w *lab.World, word string) (lab.ServerID, error)
}

// Judged is a Player whose runs can be judged, as random schedules, a grader, a shrinker and the page need.
type Judged interface {
	Player
	// Judged says how often each property was judged, in the order of Checks.
	Judged() []uint64
	// Sometimes lists what should sometimes happen, and how often it did in this run.
	Sometimes() []lab.Sometimes
	// LineKinds are the kinds of trace lines that the protocol adds.
	LineKinds() []lab.LineKind
}

// Status says how far a Runner is.
type Status uint8

// The states of a Runner.
const (
	Playing Status = iota
	// Finished: every command was carried out, and every expectation met.
	Finished
	// Failed: an expectation was not met, a property broke, or the world ended. Failure says why, and AsTold whether
	// the story announced it. A scenario continues after an unmet expectation, so that its consequences are seen.
	Failed
)

// Runner plays a scenario in its world, a piece at a time.
type Runner struct {
	// Options are filled in by the setup verbs. They make the world.
	Options  lab.Options
	Scenario *Scenario
	// Stepped, if set, is called after each step and all its effects.
	Stepped func()

	player   Player
	host     lab.Host
	verbs    map[string]*Verb
	world    *lab.World
	commands []Command // the scenario's, and then those of Continue
	first    int       // the first command that is not setup
	next     int
	steps    uint64
	waiting  bool
	wait     Wait
	waiter   Command // what waits
	status   Status
	failure  error
	unmet    error  // the first expectation that was not met
	breaks   string // the property that the story says it breaks, "" for none
	asTold   bool
	hash     string
	seen     [][]byte
	watching bool
	busy     *busy // nil but for the last steps before a limit
	budget   []Allowance
	goal     goal
}

// NewRunner prepares a scenario. A seed given here replaces the scenario's own.
func NewRunner(scenario *Scenario, player Player, host lab.Host, seed *uint64, sinks ...func([]byte)) (*Runner, error) {
	r := &Runner{Scenario: scenario, player: player, host: host, verbs: map[string]*Verb{}}
	r.Options = lab.Options{
		Label:   "scenario=" + r.name(),
		Servers: 5,
		Seed:    1,
		Dials:   lab.DefaultDials(),
		Given:   map[lab.ServerID][][]byte{},
	}
	for _, verbs := range [][]Verb{Verbs(), player.Verbs()} {
		for _, verb := range verbs {
			r.verbs[verb.Name] = &verb
		}
	}
	r.Options.Script = scenario.Text
	r.commands = scenario.Commands
	for _, command := range scenario.Commands {
		verb, err := r.verb(command)
		if err == nil && verb.Name == leaveVerb {
			err = r.at(command, 0, UsageError("leave can only be typed: a scenario ends after its last line"))
		}
		if err != nil {
			return nil, err
		}
	}
	for r.next < len(r.commands) {
		command := r.commands[r.next]
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
	r.watching = slices.ContainsFunc(r.commands, Command.looksBack)
	r.Options.Sinks = append(slices.Clone(sinks), r.remember)
	if err := r.player.Begin(&r.Options); err != nil {
		return err
	}
	world, err := lab.New(r.Options, r.player, r.host)
	if err != nil {
		return err
	}
	r.world = world
	if err := r.rehearse(); err != nil {
		_ = world.Close() // the error in the text matters more
		return err
	}
	r.settle()
	return nil
}

// World is the runner's world.
func (r *Runner) World() *lab.World { return r.world }

// Status says how far the scenario is.
func (r *Runner) Status() Status { return r.status }

// Failure says why the status is Failed.
func (r *Runner) Failure() error { return r.failure }

// Hash is the trace's hash at the end of the scenario, "" before.
func (r *Runner) Hash() string { return r.hash }

// Next is the number of the next command, from 0.
func (r *Runner) Next() int { return r.next }

// Step handles one event of the world, then carries out the commands whose turn it is. It is false when there is
// nothing more to do.
func (r *Runner) Step() bool {
	taken := r.step()
	if taken && r.Stepped != nil {
		r.Stepped()
	}
	return taken
}

func (r *Runner) step() bool {
	if r.status == Failed {
		return false
	}
	at, ok := r.world.Next()
	if r.waiting && (!ok || at > r.wait.Until) {
		r.steps++
		r.world.Idle(r.wait.Until)
		r.endWait()
		r.settle()
		return true
	}
	if !r.world.Step() {
		return false
	}
	r.steps++
	r.settle()
	return true
}

// Steps is how many steps were taken so far. Steps and the world's time say where a run is.
func (r *Runner) Steps() uint64 { return r.steps }

// Advance handles all events up to time t, but at most limit of them. It leaves the clock at t if the limit was
// not reached.
func (r *Runner) Advance(t lab.Time, limit int) {
	for range limit {
		at, ok := r.world.Next()
		if r.waiting && (!ok || r.wait.Until < at) {
			at, ok = r.wait.Until, true
		}
		if !ok || at > t || !r.Step() {
			r.world.Idle(t)
			return
		}
	}
}

// ErrNoStory is Finish's error for a scenario that has only setup.
var ErrNoStory = errors.New("the scenario has setup and nothing else: let something happen, at least run 1s")

// MaxEvents is a limit for Finish, and for one request of the page, far above the needs of any scenario: one with more
// events counts as stuck.
const MaxEvents = 1_000_000

// Finish plays the rest of the scenario, and returns nil if it ended as its story says. The limit is in steps of the
// world: a longer scenario fails.
func (r *Runner) Finish(limit int) error {
	if r.Endless() {
		return ErrNoStory
	}
	for step := range limit {
		if limit-step == busySteps {
			r.busy = newBusy(r.world.Now())
		}
		if r.status != Playing || !r.Step() {
			r.busy = nil
			if r.asTold {
				return nil
			}
			return r.failure
		}
	}
	err := fmt.Errorf("%w after %d steps", ErrUnended, limit)
	if r.busy != nil {
		missing := ""
		if r.waiting && r.wait.Late != nil {
			missing = r.wait.Late()
		}
		err = fmt.Errorf("%w: %s", err, r.busy.with(r.world.Now(), missing))
	}
	r.fail(err)
	return r.failure
}

// ErrUnended is wrapped by Finish's error for a scenario that has more steps than the limit.
var ErrUnended = errors.New("the scenario is not over")

// unmetKind is the kind of the line about an unmet expectation.
const unmetKind = "unmet"

// settle ends a wait that is over, and carries out commands until one waits or all are done.
func (r *Runner) settle() {
	if r.worldEnded() || r.reached() {
		return
	}
	for r.status != Failed {
		if r.waiting && !(r.wait.Done != nil && r.wait.Done()) {
			return
		}
		r.waiting = false
		if r.next == len(r.commands) {
			if r.status == Playing {
				r.finish()
			}
			return
		}
		command := r.commands[r.next]
		r.next++
		if command.Line == 0 {
			r.writeTyped(command)
		}
		wait, err := r.run(command)
		if err != nil && !r.miss(err) {
			r.fail(err)
			return
		}
		r.startWait(command, wait)
		if r.worldEnded() {
			return
		}
	}
}

// startWait begins the wait that a command asked for.
func (r *Runner) startWait(command Command, wait Wait) {
	if r.world.Manual() {
		wait.Until = max(wait.Until, r.world.Now().Add(manualPace))
	}
	r.waiting, r.wait, r.waiter = wait.Done != nil || wait.Until > r.world.Now(), wait, command
}

// manualPace is the time between two commands of a manual world. It only spreads them out for the viewer.
const manualPace = 10 * lab.Millisecond

// Endless reports whether the scenario has only setup, and so no end.
func (r *Runner) Endless() bool { return r.first == len(r.commands) }

// finish ends the scenario: Finished if every expectation was met.
func (r *Runner) finish() {
	if r.Endless() {
		return
	}
	r.whole()
	if r.unmet != nil {
		r.status, r.failure = Failed, r.unmet
	} else {
		r.status = Finished
	}
	r.hash = r.world.Trace.Hash()
}

// miss records an unmet expectation, and reports whether err is one.
func (r *Runner) miss(err error) bool {
	if !errors.Is(err, ErrExpectation) {
		return false
	}
	r.world.Line(0, unmetKind, err.Error())
	if r.unmet == nil {
		r.unmet = err
	}
	return true
}

// endWait ends a wait whose time has come.
func (r *Runner) endWait() {
	r.waiting = false
	if r.wait.Done == nil || r.wait.Done() || r.wait.Late == nil && r.wait.Broken == nil {
		return
	}
	if r.wait.Broken != nil {
		r.world.Break(r.wait.Broken())
		return
	}
	r.miss(
		r.at(
			r.waiter, 0,
			fmt.Errorf("%w: by %d ms: %s", ErrExpectation, lab.Duration(r.world.Now())/lab.Millisecond, r.wait.Late()),
		),
	)
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

// fail ends the run. A broken property is reported alone, unless the story announced it. Any other end may follow from
// an earlier unmet expectation, and is reported with it.
func (r *Runner) fail(err error) {
	violation, broken := errors.AsType[*lab.Violation](err)
	switch announced := broken && violation.ID == r.breaks; {
	case announced && r.unmet != nil:
		err = r.unmet
	case announced, broken && violation.ID == r.goal.property:
		r.asTold = true
	case r.unmet != nil && !broken:
		err = fmt.Errorf("%w; and then: %w", r.unmet, err)
	}
	r.status, r.failure = Failed, err
	r.hash = r.world.Trace.Hash()
}

func (r *Runner) verb(command Command) (*Verb, error) {
	word := command.Words[0]
	if word.Text == tryVerb && len(command.Words) > 1 {
		command.Words = command.Words[1:]
		if _, err := r.verb(command); err != nil {
			return nil, err
		}
	}
	if verb, ok := r.verbs[word.Text]; ok {
		return verb, nil
	}
	known := make([]string, 0, len(r.verbs))
	for name := range r.verbs {
		known = append(known, name)
	}
	err := UsageError("unknown verb %q%s", word.Text, DidYouMean(word.Text, known))
	return nil, r.at(command, word.Column, err)
}

// mayStand is the error of a setup verb that stands after the setup.
func (r *Runner) mayStand(verb *Verb) error {
	if verb.Setup && r.world != nil {
		return UsageError("%s must stand before the first command that is not setup", verb.Name)
	}
	return nil
}

// prepare finds a command's verb, and its words.
func (r *Runner) prepare(command Command) (*Verb, *Args) {
	args := &Args{words: command.Words, at: 1, servers: r.Options.Servers}
	if r.world != nil {
		args.named = func(word string) (lab.ServerID, error) { return r.player.Named(r.world, word) }
	}
	return r.verbs[command.Words[0].Text], args
}

func (r *Runner) run(command Command) (Wait, error) {
	verb, args := r.prepare(command)
	if err := r.mayStand(verb); err != nil {
		return Wait{}, r.at(command, 0, err)
	}
	allowed, err := r.allowance(command)
	if err != nil {
		return Wait{}, r.at(command, 0, err)
	}
	wait, err := verb.Run(r, args)
	if err != nil {
		return Wait{}, r.at(command, args.column, err)
	}
	r.spend(allowed)
	if wait.Break != nil {
		r.world.Break(wait.Break)
	}
	return wait, nil
}

// at gives an error its place; column 0 means the command's own.
func (r *Runner) at(command Command, column int, err error) error {
	file := r.name()
	if command.Line == 0 {
		file = TypedLine
	}
	return &ScriptError{file, max(command.Line, 1), max(column, command.Words[0].Column), err}
}

// DidYouMean is the end of an error about an unknown word: the nearest known word, if any is near.
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
