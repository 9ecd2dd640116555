package visit

// MaxCalls is how many calls are kept until they are taken, MaxLines how many lines of each.
const (
	MaxCalls = 64
	MaxLines = 1000
)

// Call is one call of a rule, with the lines it visited, in order. A line that is visited several
// times in a row is given once. Rules called from within are part of it.
type Call struct {
	Rule string
	// Lines has at most MaxLines; of a longer call the first are kept, and the last one, which is the
	// line that decided.
	Lines []int
}

var (
	recording bool
	calls     []Call
	// current is the call that is open. It is kept apart, so that a call taken half way is whole later.
	current Call
)

// Record says whether lines are kept for Take. It is false at first: a grading visits millions of
// lines, and nobody takes them. It is called between calls of rules, not within one.
func Record(on bool) {
	recording, kept = on, false
	calls, current = nil, Call{}
}

// Take gives the calls of rules that ended since it was called last, in their order, and forgets them.
// At most MaxCalls are kept, the first ones.
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
