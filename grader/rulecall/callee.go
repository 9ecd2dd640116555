package rulecall

import (
	"raftlab/grader/visit"
	"raftlab/raft/wire"
)

// MaxStack is how many bytes of stack a program that calls rules should allow (debug.SetMaxStack). A function that
// calls itself without end then ends the program soon, on every machine. Package visit counts the calls and stops most
// such functions earlier.
const MaxStack = 64 << 20

// The outcomes of a call.
const (
	answered byte = iota
	panicked
	stopped
)

// Callee calls a learner's rules.
type Callee struct {
	rules Rules
	// answerer is how the rule with a number is called, nil for an unknown number.
	answerer func(number int) func(c *Callee, r *wire.Reader, reply []byte) []byte
	draw     func(n uint64) (drawn uint64, ok bool)
	reply    []byte
	logs     logs
	// counted is how many lines had been visited when the callee began to keep them.
	counted uint64
}

// NewCallee is a callee with these rules; draw is the Caller's Draw, or a way to it.
func NewCallee(rules Rules, draw func(n uint64) (drawn uint64, ok bool)) *Callee {
	return &Callee{rules: rules, answerer: answerer, draw: draw}
}

// Answer makes a call. The next one reuses the reply's memory.
func (c *Callee) Answer(call []byte) []byte {
	const room = 10 // of the longest varint
	if cap(c.reply) < room {
		c.reply = make([]byte, 0, 1024)
	}
	outcome := c.answer(c.reply[:room], call)
	lines := wire.AppendUint(nil, visit.Total())
	start := room - len(lines)
	copy(outcome[start:], lines)
	c.reply = outcome[:0]
	return outcome[start:]
}

// answer adds the outcome of a call.
func (c *Callee) answer(reply, call []byte) (outcome []byte) {
	defer func() {
		switch reason := recover(); reason.(type) {
		case nil:
		case refusedDraw:
			outcome = append(reply, stopped)
		default:
			outcome = appendPanic(append(reply, panicked), reason)
		}
	}()
	r := wire.NewReader(call)
	number := int(r.Byte())
	if number == keeping {
		return c.keep(r, append(reply, answered))
	}
	answer := c.answerer(number)
	if answer == nil {
		return append(reply, stopped)
	}
	return answer(c, r, append(reply, answered))
}

// refusedDraw ends a call whose draw was refused.
type refusedDraw struct{}

func (c *Callee) drawn(n uint64) uint64 {
	drawn, ok := c.draw(n)
	if !ok {
		panic(refusedDraw{})
	}
	return drawn
}
