package visit

import (
	"math"
	"strconv"
)

// Limit is how many lines one call of a rule may visit, including its helpers. The costliest call of any
// solution visits a few thousand.
const Limit = 5_000_000

// TotalLimit is how many lines all calls of a program together may visit. It bounds a grading: a rule that visits
// millions of lines in each of thousands of calls would take hours. A solution's whole grading visits half a million.
const TotalLimit = 1_000_000_000

// DepthLimit is how many calls of the learner's functions may be open at a time. No program survives the stack
// limit of its host, and each host has a different one. The lowest is a browser's: its stack holds about 15,000
// calls of a small function, or 2,000 with fmt between each two of them. Go's limit is in bytes, and leaves 128
// KiB to each of DepthLimit calls. The logs of a grading have fewer entries than this.
const DepthLimit = 500

// idle is how many lines may be visited outside of a call: in effect, any number.
const idle = math.MaxInt

var (
	// left is how many lines may be visited before Line calls visited. Line reads nothing else. Outside of a
	// call, left is idle; within a call it counts down from Limit; while lines are recorded it is 0.
	left = idle
	// deep is how many brackets of rules and functions are open.
	deep int
	// rule is the outermost rule, "" for a function that no rule has called. Lines of rules within it count as
	// its own.
	rule string
	// kept is true if the lines of this call are kept for Take; seen is their number so far.
	kept bool
	seen int
	// total is how many lines the calls that ended have visited together, and allowance how many this call may visit.
	total     uint64
	allowance int
	// overrun is the sentence to panic with, or "". Once it is set, each further line panics, and so does the
	// end of the outermost bracket, so that a learner's own recover does not keep an endless loop alive.
	overrun Endless
)

// EndlessLoop is part of the text of an Endless that visited too many lines.
const EndlessLoop = " lines and does not end: look for a loop that never stops"

// TooSlow is part of the text of an Endless of calls that visited too many lines together.
const TooSlow = " lines together, far more than any grading needs: the rule is too slow"

// Endless is the panic of a call that does not end.
type Endless string

func (e Endless) Error() string { return string(e) }

// Line says that a statement of that line is about to run.
func Line(line int) {
	left--
	if left < 0 {
		visited(line)
	}
}

// visited is the rare part of Line, in a separate function so that Line is inlined.
func visited(line int) {
	if deep == 0 {
		left = idle
		return
	}
	left = 0
	if kept && overrun == "" && seen < allowance {
		seen++
		keep(line)
		return
	}
	if allowance < Limit {
		stop("visited, with the calls before it, "+grouped(TotalLimit)+TooSlow, line)
	}
	stop("visited "+grouped(Limit)+EndlessLoop, line)
}

// stop panics with the sentence. If it was called before, it panics with the first sentence again.
func stop(what string, line int) {
	if overrun == "" {
		whose := "a call outside of the rules"
		if rule != "" {
			whose = "this call of " + rule
		}
		overrun = Endless(whose + " " + what + ", line " + strconv.Itoa(line))
	}
	panic(overrun)
}

// Enter says that a rule begins.
func Enter(name string) {
	if deep == 0 {
		open(name)
	}
	deep++
}

// Leave says that the rule entered last ends, normally or in a panic.
func Leave() { Pop() }

// open begins the outermost call.
func open(name string) {
	allowance = int(min(Limit, TotalLimit-min(total, TotalLimit)))
	rule, seen, overrun, left = name, 0, "", allowance
	if kept = recording && name != ""; kept {
		left = 0
		begin(name)
	}
}

// Push says that one of the learner's functions begins.
func Push(line int) {
	if deep == 0 || deep == DepthLimit {
		outermost(line)
	}
	deep++ // after a panic that no Pop followed
}

// outermost is the rare part of Push: a call from outside of the rules, or one call too many.
func outermost(line int) {
	if deep == 0 {
		open("")
		return
	}
	left = min(left, 0)
	stop("is "+grouped(DepthLimit)+" calls deep, which no rule needs: "+
		"look for a function that calls itself without end", line)
}

// Pop says that the function pushed last ends, normally or in a panic.
func Pop() {
	deep--
	if deep <= 0 {
		end()
	}
}

// end is the end of the outermost call. A call that exceeded a limit panics here at the latest: a recover from
// the earlier panic, even by package fmt in a String method, does not turn it into a call that ended.
func end() {
	over := overrun
	total += uint64(used())
	deep, rule, overrun, left = 0, "", "", idle
	if kept {
		kept = false
		finish()
	}
	if over != "" {
		panic(over)
	}
}

// used is how many lines the open call has visited.
func used() int {
	switch {
	case overrun != "":
		return allowance
	case kept:
		return seen
	}
	return max(0, allowance-left) // outside of a call, left is more
}

// Total is how many lines all calls have visited together.
func Total() uint64 { return total }

// Add counts lines that calls of another program have visited.
func Add(lines uint64) { total += lines }

// HasRoom reports whether TotalLimit is so far away that no call which visits so many lines, or Limit of them, is
// stopped for it.
func HasRoom(lines uint64) bool { return total+lines+Limit <= TotalLimit }

// Restart begins a grading: no line has been visited.
func Restart() { total = 0 }

// grouped is a number with its digits in groups: 5,000,000.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
