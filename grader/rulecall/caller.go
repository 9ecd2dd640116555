package rulecall

import (
	"fmt"

	"raftlab/raft"
	"raftlab/raft/wire"
)

// Caller has rules called elsewhere.
type Caller struct {
	carry  func(call []byte) (reply []byte)
	buffer []byte
	// draw is that of the open call, and refused is what it panicked with.
	draw    raft.Draw
	refused any
	// calls is how many calls were made.
	calls uint64
	// Begun, if it is not nil, is called when a call begins, with its number, from 1, and its rule.
	Begun func(calls uint64, rule string)
	// Lines is how many lines of its file the callee had visited after the last call.
	Lines uint64
}

// NewCaller is a caller whose calls carry brings to the callee. Carry may reuse the reply's memory at the next call.
func NewCaller(carry func(call []byte) (reply []byte)) *Caller { return &Caller{carry: carry} }

// Misuse is what a caller panics with if a reply breaks a bound, or changes what no rule may change.
type Misuse struct{ what string }

// Error says what the rule did.
func (m *Misuse) Error() string { return m.what }

// begin begins a call.
func (c *Caller) begin(number byte) []byte { return append(c.buffer[:0], number) }

// ask makes a call of a rule of Raft, and reads its result. It panics where the rule panicked.
func (c *Caller) ask(number byte, call []byte, result func(*wire.Reader)) {
	c.askFor(Name(int(number)), call, result)
}

// askFor is ask for the rule of that name.
func (c *Caller) askFor(rule string, call []byte, result func(*wire.Reader)) {
	c.buffer = call
	if c.calls++; c.Begun != nil {
		c.Begun(c.calls, rule)
	}
	r := wire.NewReader(c.carry(call))
	c.Lines = r.Uint()
	switch outcome := r.Byte(); {
	case c.refused != nil:
		panic(c.refused)
	case r.Err() == nil && outcome == panicked:
		p := readPanic(r)
		mustBe(rule, r.End())
		panic(p)
	case outcome != answered:
		r.Fail(wire.ErrValue)
	}
	result(r)
	mustBe(rule, r.End())
}

// must panics for a reply of a rule of Raft that cannot be used.
func (c *Caller) must(number byte, err error) { mustBe(Name(int(number)), err) }

// mustBe is must for the rule of that name.
func mustBe(rule string, err error) {
	if err != nil {
		panic(&Misuse{fmt.Sprintf("the answer of %s cannot be used: %v", rule, err)})
	}
}

// askWith is ask for a rule with a state: it sends the state and the arguments, and adopts the state that comes back.
func (c *Caller) askWith(
	number byte, s *raft.State, arguments func([]byte) []byte, result func(*wire.Reader),
) {
	b := appendState(c.begin(number), s)
	b = wire.AppendUint(wire.AppendUint(b, uint64(s.Log.Base())), uint64(s.Log.Term(s.Log.Base())))
	b = appendLog(b, s.Log.From(s.Log.Base()+1))
	if arguments != nil {
		b = arguments(b)
	}
	c.ask(number, b, func(r *wire.Reader) {
		if result != nil {
			result(r)
		}
		got, log := readState(r), readChange(r)
		c.must(number, r.End())
		if takesConfiguration(number) {
			s.Configuration = got.Configuration
		}
		c.must(number, adopt(s, got, log))
	})
}

// appendLog adds a log with its size in bytes in front, so that the callee can read it twice.
func appendLog(b []byte, entries []raft.Entry) []byte {
	size := uintSize(uint64(len(entries)))
	for _, e := range entries {
		size += uintSize(uint64(e.Term)) + 1 + uintSize(uint64(len(e.Command))) + len(e.Command)
	}
	return raft.AppendEntryList(wire.AppendUint(b, uint64(size)), entries)
}

// uintSize is how many bytes a number takes.
func uintSize(v uint64) int {
	n := 1
	for ; v >= 0x80; v >>= 7 {
		n++
	}
	return n
}

// drawing makes a call during which the callee may draw.
func (c *Caller) drawing(draw raft.Draw, call func()) {
	c.draw, c.refused = draw, nil
	defer func() { c.draw, c.refused = nil, nil }()
	call()
}

// Draw draws for the callee, during a call. Ok is false if the draw was refused, with a panic of the judge: the call
// must end at once.
func (c *Caller) Draw(n uint64) (drawn uint64, ok bool) {
	if c.draw == nil || c.refused != nil {
		return 0, false
	}
	defer func() {
		if c.refused = recover(); c.refused != nil {
			drawn, ok = 0, false
		}
	}()
	return c.draw(n), true
}
