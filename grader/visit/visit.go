package visit

import (
	"math"
	"strconv"
)

// Limit is how many lines one call of a rule may visit, those of its helpers with it. The costliest
// call of any solution visits a few thousand.
const Limit = 5_000_000

// DepthLimit is how many calls of functions that call themselves may be open at a time. Go's own limit
// is a gigabyte of stack, which no page has, and no program survives reaching it.
const DepthLimit = 10_000

// idle is how many lines may be visited outside of a rule: in effect, all of them.
const idle = math.MaxInt

var (
	// left is how many lines may be visited before visited is asked. It is the only thing that Line
	// looks at: outside of a rule it is idle, within one it counts down from Limit, and it is 0 where
	// each line is of interest.
	left = idle
	// nested is how many rules are open: a rule may call another one, or itself.
	nested int
	// rule is the outermost one. Lines of rules within it are its own.
	rule string
	// seen is how many lines the outermost rule visited, kept only where each is of interest.
	seen int
	// deep is how many calls of functions that may call themselves are open.
	deep int
	// overrun is what to panic with. Once it is set each line panics again until the outermost rule is
	// left, so that a learner's own recover does not keep an endless loop alive.
	overrun string
)

// Line says that a statement of that line is about to run.
func Line(line int) {
	left--
	if left < 0 {
		visited(line)
	}
}

// visited is the part of Line that is rarely reached, apart so that Line is inlined.
func visited(line int) {
	if nested == 0 {
		left = idle
		return
	}
	left = 0
	if recording && overrun == "" && seen < Limit {
		seen++
		keep(line)
		return
	}
	stop("visited "+grouped(Limit)+" lines and does not end: look for a loop that never stops", line)
}

// stop panics with the sentence, or with the one of the first time.
func stop(what string, line int) {
	if overrun == "" {
		whose := "this call"
		if rule != "" {
			whose += " of " + rule
		}
		overrun = whose + " " + what + ", line " + strconv.Itoa(line)
	}
	panic(overrun)
}

// Enter says that a rule begins.
func Enter(name string) {
	nested++
	if nested > 1 {
		return
	}
	rule, seen, overrun, left = name, 0, "", Limit
	if recording {
		left = 0
		begin(name)
	}
}

// Leave says that the rule entered last ends, be it in a panic.
func Leave() {
	nested--
	if nested > 0 {
		return
	}
	nested, rule, overrun, left = 0, "", "", idle
	if recording {
		finish()
	}
}

// Push says that a function that may call itself begins.
func Push(line int) {
	if deep == DepthLimit {
		// Outside of a rule nothing would forget the sentence again.
		if nested == 0 {
			overrun = ""
		}
		left = min(left, 0)
		stop("is "+grouped(DepthLimit)+" calls deep and does not end: look for a function that calls itself without end", line)
	}
	deep++ // behind the panic, which no Pop follows
}

// Pop says that the function that was pushed last ends, be it in a panic.
func Pop() { deep-- }

// grouped is a number as people write it: 5,000,000.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
