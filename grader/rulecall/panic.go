package rulecall

import (
	"fmt"
	"path"
	"runtime"
	"strings"

	"raftlab/grader/plaintext"
	"raftlab/grader/visit"
	"raftlab/raft/wire"
)

// Panic is the panic of a rule, on the caller's side.
type Panic struct {
	Text string
	// Endless is true if package visit stopped the call.
	Endless bool
	// Frames are the learner's open calls, innermost first.
	Frames []Frame
}

// Error is what the rule panicked with, in one line.
func (p *Panic) Error() string { return p.Text }

// Frame is one of the calls that were open when a rule panicked. Consecutive calls of code that is not the learner's
// are one Frame without a function.
type Frame struct {
	Function string `json:"function"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Own      bool   `json:"own"`
}

// Bounds of a panic: a function that calls itself has hundreds of calls open, and a text may be long.
const (
	maxFrames = 16
	maxText   = 300
)

func appendPanic(b []byte, reason any) []byte {
	_, endless := reason.(visit.Endless)
	open := Frames()
	b = wire.AppendBool(b, endless)
	b = wire.AppendBytes(b, []byte(panicText(reason)))
	b = wire.AppendUint(b, uint64(len(open)))
	for _, f := range open {
		b = wire.AppendBytes(b, []byte(f.Function))
		b = wire.AppendUint(wire.AppendBytes(b, []byte(f.File)), uint64(f.Line))
	}
	return b
}

// panicText is what a rule panicked with, in one line. A text of megabytes is collected at once: if it were left to the
// collector, it would depend on the machine's load whether a rule that panics in each call meets the bound of memory.
func panicText(reason any) string {
	text, plain := reason.(string)
	if !plain {
		text = fmt.Sprint(reason)
	}
	line := plaintext.Line(text, maxText)
	if len(text) > 1<<20 {
		runtime.GC()
	}
	return line
}

func readPanic(r *wire.Reader) *Panic {
	p := &Panic{Endless: r.Bool(), Text: plaintext.Line(string(r.Bytes()), maxText)}
	for range min(r.Count(), maxFrames) {
		f := Frame{Function: string(r.Bytes()), File: string(r.Bytes()), Line: int(r.Uint())}
		f.Own = f.Function != ""
		p.Frames = append(p.Frames, f)
	}
	return p
}

// exercises is how the functions of a learner's package begin.
const exercises = "raftlab/exercises/"

// Frames are the learner's calls that were open at a panic, up to the outermost. Call it where the panic is recovered.
func Frames() []Frame {
	counters := make([]uintptr, 200)
	calls := runtime.CallersFrames(counters[:runtime.Callers(2, counters)])
	var found []Frame
	last := 0 // after the last frame of the learner
	for len(found) < maxFrames {
		call, more := calls.Next()
		frame := ownFrame(call)
		if frame.Own || len(found) == 0 || found[len(found)-1].Own {
			found = append(found, frame)
		}
		if frame.Own {
			last = len(found)
		}
		if !more {
			break
		}
	}
	return found[:last]
}

// ownFrame is a call of the learner's package. It is the zero Frame for a call of other code.
func ownFrame(call runtime.Frame) Frame {
	name, own := strings.CutPrefix(call.Function, exercises)
	if !own {
		return Frame{}
	}
	// The file is named after the exercise: what was compiled in its place has another name.
	exercise, _, _ := strings.Cut(name, ".")
	return Frame{Function: name, File: path.Base(exercise) + ".go", Line: call.Line, Own: true}
}
