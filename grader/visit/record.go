package visit

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
}

var (
	recording bool
	calls     []Call
	// current is the open call. It is separate, so that Take during a call does not cut it.
	current Call
)

// Record sets whether lines are kept for Take. They are not at first: a grading visits millions of lines, and
// nobody takes them. Call it between calls of rules, not within one.
func Record(on bool) {
	recording, kept = on, false
	calls, current = nil, Call{}
}

// Take returns the calls of rules that ended since the last Take, in order, and removes them. At most MaxCalls
// are kept, the first ones.
func Take() []Call {
	taken := calls
	calls = nil
	return taken
}

func begin(name string) { current = Call{Rule: name} }

func keep(line int) {
	n := len(current.Lines)
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
	current = Call{}
}
