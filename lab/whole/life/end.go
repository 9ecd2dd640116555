package life

import (
	"fmt"
	"strings"

	"raftlab/lab"
	"raftlab/lab/whole"
)

// EndKind says how a program ended.
type EndKind byte

// The kinds of ends. They are part of the byte format.
const (
	// Restless: it never came to rest, and was ended.
	Restless EndKind = 1
	// Exit: it ended itself, as Go's runtime does after a panic.
	Exit EndKind = 2
	// Trap: it did what WebAssembly forbids.
	Trap EndKind = 3
)

// End is why a program ended.
type End struct {
	Kind EndKind
	// Code is that of an exit.
	Code uint32
	// Text names a trap.
	Text string
	// Frames are the names of the functions that were being called, the innermost first, in WebAssembly's form: see
	// place.go. Hosts give at most MaxFrames.
	Frames []string
}

// MaxFrames is how many functions of a stack are looked at.
const MaxFrames = 30

// Error says it shortly. Machine makes an output of an End, which says more.
func (e *End) Error() string {
	switch e.Kind {
	case Restless:
		return "the program never comes to rest"
	case Exit:
		return fmt.Sprintf("exit %d", e.Code)
	}
	return e.Text
}

// ended is the output of a server whose program has ended by itself, or was ended.
func (l *Life) ended(end *End) lab.Output {
	printed := string(l.printed)
	switch {
	case end.Kind == Restless:
		return troubled(whole.Endless, "it goes on and on without waiting for a timer, a message or a lock: "+
			"nothing else can run meanwhile", where(end.Frames))
	case strings.Contains(printed, "panic: "):
		return lab.Output{Panic: reason(printed, "panic: ")}
	case strings.Contains(printed, "fatal error: "):
		return lab.Output{Panic: reason(printed, "fatal error: ")}
	case end.Kind == Exit:
		return troubled(whole.Exited, fmt.Sprintf("it ended its program with exit code %d%s", end.Code,
			lastWords(printed)), "")
	}
	return lab.Output{Panic: end.Text + lastWords(printed)}
}

// troubled is the output of a server that can show nothing else any more.
func troubled(kind whole.TroubleKind, text, stack string) lab.Output {
	v := whole.View{Trouble: whole.Trouble{Kind: kind, Text: text, Stack: stack}}
	return lab.Output{View: whole.AppendView(nil, v)}
}

// lastWords is the last line that a program printed.
func lastWords(printed string) string {
	last := strings.TrimSpace(printed)
	if last = last[strings.LastIndexByte(last, '\n')+1:]; last == "" {
		return ""
	}
	return fmt.Sprintf(", after it printed %q", last[:min(len(last), 200)])
}

// reason is a panic's text with the place in the program.
func reason(printed, mark string) string {
	text := printed[strings.Index(printed, mark)+len(mark):]
	first, rest, _ := strings.Cut(text, "\n")
	return strings.TrimSuffix(first, " [recovered]") + place(rest)
}
