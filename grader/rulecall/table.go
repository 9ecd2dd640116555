package rulecall

import (
	"fmt"
	"slices"

	"raftlab/raft"
	"raftlab/raft/wire"
)

// Table is how the rules of a protocol beside Raft are called from afar. R is the protocol's set of rules. A rule's
// place is its number, which is part of the bytes. Each such protocol has its table in a package of its own, so that
// a program links only what its rules need.
type Table[R any] []Rule[R]

// Rule is how one of them is called.
type Rule[R any] struct {
	// Name is the field of R.
	Name string
	// Forward makes the rule of the caller's side: it sends the arguments with Remote.Ask, and checks what comes back.
	Forward func(far Remote, rules *R)
	// Answer calls the rule of the callee's side, with Callee.Call, and adds result and state to the reply.
	Answer func(c *Callee, rules *R, r *wire.Reader, reply []byte) []byte
}

// Replace puts rules into the set that call the callee's. It fails for an unknown name.
func (t Table[R]) Replace(c *Caller, set *R, rules ...string) error {
	for _, name := range rules {
		i := slices.IndexFunc(t, func(rule Rule[R]) bool { return rule.Name == name })
		if i < 0 {
			return fmt.Errorf("no rule is called %q", name)
		}
		t[i].Forward(Remote{c, byte(i), name}, set)
	}
	return nil
}

// Callee is a callee with these rules; draw is the Caller's Draw, or a way to it.
func (t Table[R]) Callee(rules R, draw func(n uint64) (drawn uint64, ok bool)) *Callee {
	c := &Callee{draw: draw}
	c.answerer = func(number int) func(*Callee, *wire.Reader, []byte) []byte {
		if number >= len(t) {
			return nil
		}
		return func(c *Callee, r *wire.Reader, reply []byte) []byte { return t[number].Answer(c, &rules, r, reply) }
	}
	return c
}

// Local replaces rules by a learner's, which are called in this process, with copies.
func (t Table[R]) Local(rules *R, learner R, names []string) (*Caller, error) {
	var caller *Caller
	callee := t.Callee(learner, func(n uint64) (uint64, bool) { return caller.Draw(n) })
	caller = NewCaller(callee.Answer)
	return caller, t.Replace(caller, rules, names...)
}

// Serves makes the callee of a learner's rules, which change puts into a set.
func (t Table[R]) Serves(change func(rules *R)) func(draw func(n uint64) (uint64, bool)) *Callee {
	return func(draw func(n uint64) (uint64, bool)) *Callee {
		var rules R
		change(&rules)
		return t.Callee(rules, draw)
	}
}

// Remote is a rule on the caller's side.
type Remote struct {
	caller *Caller
	number byte
	name   string
}

// Ask makes a call with arguments, and reads its result, of which nothing may be left over. It panics with a Panic
// where the rule panicked, and with a Misuse for bytes that are no result: a reader that has failed, too. So result
// calls wire.Reader.Fail for a value beyond a bound, and what it read is taken over only after Ask.
func (f Remote) Ask(arguments func([]byte) []byte, result func(*wire.Reader)) {
	f.caller.askFor(f.name, arguments(f.caller.begin(f.number)), result)
}

// Drawing makes a call during which the rule may draw.
func (f Remote) Drawing(draw func(n uint64) uint64, call func()) {
	f.caller.drawing(raft.Draw(draw), call)
}

// Seen is what a rule sees: its arguments, and then what it gives.
type Seen = seen

// Call calls a rule, whose lines are counted. Sees is called only where somebody looks.
func (c *Callee) Call(name string, sees func() Seen, rule func()) {
	c.call(name, sees, rule)
}

// Drawn draws for a rule that Remote.Drawing called.
func (c *Callee) Drawn(n uint64) uint64 { return c.drawn(n) }
