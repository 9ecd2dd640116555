package visit

import "strconv"

// MaxCalls is how many calls are kept until they are taken, MaxLines how many lines of each.
const (
	MaxCalls = 64
	MaxLines = 1000
)

// Call is one call of a rule, with the lines it visited, in order. A line that is visited several times in a
// row appears once. Rules called from within are part of the call.
type Call struct {
	Rule string
	// Lines has at most MaxLines. Of a longer call it has the first lines, and the last one, which is the line
	// that decided.
	Lines []int
	// Values is what the call could see, and how it changed: a line of text each, "AT NAME VALUE", where AT is how many
	// of Lines had been visited. It is "" for a call of more than MaxLooks lines, and where nobody looks.
	Values string
}

// MaxLooks is how many lines of a call are looked at.
const MaxLooks = 200

var (
	recording bool
	calls     []Call
	// current is the open call. It is separate, so that Take during a call does not cut it.
	current Call
	// look is who looks at the open call, or nil, and looks is how often that was.
	look  func(add func(name, value string))
	looks int
)

// Record sets whether lines are kept for Take. They are not at first: a grading visits millions of lines, and
// nobody takes them. Call it between calls of rules, not within one.
func Record(on bool) {
	recording, kept = on, false
	calls, current, look = nil, Call{}, nil
}

// Look says who looks at the outermost rule, now and before each line that it visits: it adds what is new since it
// looked last. Nobody looks at a rule within a rule, nor where no lines are kept. Whoever has a rule called says so
// between Enter and the call.
func Look(watch func(add func(name, value string))) {
	if Looks() {
		look = watch
		look(note)
	}
}

// Looks reports whether somebody may look: asked before anything is prepared.
func Looks() bool { return kept && deep == 1 && overrun == "" }

// Returned says that the outermost rule has returned, which a panic does not, and who looks at what it leaves.
func Returned(watch func(add func(name, value string))) {
	if look != nil && deep == 1 {
		watch(note)
		note("end", "")
		look = nil
	}
}

func note(name, value string) {
	current.Values += strconv.Itoa(len(current.Lines)) + " " + name + " " + value + "\n"
}

// Take returns the calls of rules that ended since the last Take, in order, and removes them. At most MaxCalls
// are kept, the first ones.
func Take() []Call {
	taken := calls
	calls = nil
	return taken
}

func begin(name string) { current, look, looks = Call{Rule: name}, nil, 0 }

func keep(line int) {
	n := len(current.Lines)
	if look != nil {
		// A line that repeats itself is kept once, and yet it is looked at each time.
		if looks++; looks > MaxLooks {
			look, current.Values = nil, ""
		} else {
			look(note)
		}
	}
	switch {
	case n > 0 && current.Lines[n-1] == line:
	case n == MaxLines:
		current.Lines[n-1] = line
	default:
		current.Lines = append(current.Lines, line)
	}
}

func finish() {
	if len(calls) < MaxCalls {
		calls = append(calls, current)
	}
	current, look = Call{}, nil
}
