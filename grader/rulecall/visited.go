package rulecall

import (
	"raftlab/grader/visit"
	"raftlab/raft/wire"
)

// keeping is the number of a message that calls no rule: it begins or ends the time in which the callee keeps lines.
const keeping = 0xFF

// maxLine is above the line of any file that is judged.
const maxLine = 1 << 20

// Visited makes calls, and gives the lines of the learner's file that each of them visited, in their order: of at most
// visit.MaxCalls, the first ones, and of each at most visit.MaxLines. Nothing of that is counted: neither the calls,
// nor their lines. It is empty if the callee's answer cannot be used.
func (c *Caller) Visited(make func()) (calls [][]int) {
	before := c.calls
	c.carry([]byte{keeping, 1})
	defer func() {
		c.calls = before
		calls = c.readVisited(wire.NewReader(c.carry([]byte{keeping, 0})))
	}()
	make()
	return nil
}

// readVisited reads the lines of calls. They are a stranger's, so each count is bounded.
func (c *Caller) readVisited(r *wire.Reader) [][]int {
	c.Lines = r.Uint()
	if r.Byte() != answered {
		return nil
	}
	var calls [][]int
	for range atMost(r, visit.MaxCalls) {
		var lines []int
		for range atMost(r, visit.MaxLines) {
			lines = append(lines, atMost(r, maxLine))
		}
		calls = append(calls, lines)
	}
	if r.End() != nil {
		return nil
	}
	return calls
}

// atMost reads a number within a bound, and 0 for another one.
func atMost(r *wire.Reader, most int) int {
	n := r.Uint()
	if n > uint64(most) {
		r.Fail(wire.ErrValue)
		return 0
	}
	return int(n)
}

// keep begins or ends to keep lines, and gives those that were kept. The lines of these calls do not count: whether a
// rule is too slow must not depend on how often somebody looks.
func (c *Callee) keep(r *wire.Reader, reply []byte) []byte {
	if r.Bool() {
		c.counted = visit.Total()
		visit.Restart()
		visit.Record(true)
		return reply
	}
	calls := visit.Take()
	visit.Record(false)
	visit.Restart()
	visit.Add(c.counted)
	reply = wire.AppendUint(reply, uint64(len(calls)))
	for _, call := range calls {
		reply = wire.AppendUint(reply, uint64(len(call.Lines)))
		for _, line := range call.Lines {
			reply = wire.AppendUint(reply, uint64(line))
		}
	}
	return reply
}
