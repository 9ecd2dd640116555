package visit

import (
	"math"
	"strconv"
)

// Limit is how many lines one call of a rule may visit, those of its helpers with it. The costliest
// call of any solution visits a few thousand.
const Limit = 5_000_000

// DepthLimit is how many calls of the learner's functions may be open at a time. No program survives the
// limits of its hosts, and each host has another one. The lowest is a browser's, whose stack holds about
// 15,000 calls of a small function, and 2,000 where fmt stands between two of them; Go's is in bytes, and
// leaves 128 KiB to each of so many calls. The logs of a grading have fewer entries than this.
const DepthLimit = 500

// idle is how many lines may be visited outside of a call: in effect, all of them.
const idle = math.MaxInt

var (
	// left is how many lines may be visited before visited is asked. It is the only thing that Line
	// looks at: outside of a call it is idle, within one it counts down from Limit, and it is 0 where
	// each line is of interest.
	left = idle
	// deep is how many brackets are open, those of rules and of functions.
	deep int
	// rule is the outermost one, "" for a function that no rule has called. Lines of rules within it are
	// its own.
	rule string
	// kept tells whether the lines of this call are kept for Take, and seen is how many there were.
	kept bool
	seen int
	// overrun is what to panic with, "" for nothing. Once it is set each line panics again, and the end of
	// the outermost bracket too, so that a learner's own recover does not keep an endless loop alive.
	overrun Endless
)

// EndlessLoop is in the text of an Endless that was stopped for its lines.
const EndlessLoop = " lines and does not end: look for a loop that never stops"

// Endless is what a call panics with that does not end.
type Endless string

func (e Endless) Error() string { return string(e) }

// Line says that a statement of that line is about to run.
func Line(line int) {
	left--
	if left < 0 {
		visited(line)
	}
}

// visited is the part of Line that is rarely reached, apart so that Line is inlined.
func visited(line int) {
	if deep == 0 {
		left = idle
		return
	}
	left = 0
	if kept && overrun == "" && seen < Limit {
		seen++
		keep(line)
		return
	}
	stop("visited "+grouped(Limit)+EndlessLoop, line)
}

// stop panics with the sentence, or with the one of the first time.
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

// Leave says that the rule entered last ends, be it in a panic.
func Leave() { Pop() }

// open begins the outermost call.
func open(name string) {
	rule, seen, overrun, left = name, 0, "", Limit
	if kept = recording && name != ""; kept {
		left = 0
		begin(name)
	}
}

// Push says that a function of the learner's begins.
func Push(line int) {
	if deep == 0 || deep == DepthLimit {
		outermost(line)
	}
	deep++ // behind the panic, which no Pop follows
}

// outermost is the part of Push that is rarely reached: a call from outside of the rules, or one too many.
func outermost(line int) {
	if deep == 0 {
		open("")
		return
	}
	left = min(left, 0)
	stop("is "+grouped(DepthLimit)+" calls deep, which no rule needs: look for a function that calls itself without end", line)
}

// Pop says that the function that was pushed last ends, be it in a panic.
func Pop() {
	deep--
	if deep <= 0 {
		end()
	}
}

// end is the end of the outermost call. One that ran over panics here at the latest: what recovered from
// the panic before, be it package fmt in a String method, does not make it a call that ended.
func end() {
	over := overrun
	deep, rule, overrun, left = 0, "", "", idle
	if kept {
		kept = false
		finish()
	}
	if over != "" {
		panic(over)
	}
}

// grouped is a number as people write it: 5,000,000.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
