package grader

import (
	"path"
	"runtime"
	"strings"
)

// Frame is one of the calls that were open when a rule panicked. Consecutive calls of code that is not the
// learner's are one Frame without a function.
type Frame struct {
	Function string `json:"function"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Own      bool   `json:"own"`
}

// maxFrames bounds the calls that a report shows: a function that calls itself has thousands open.
const maxFrames = 16

// frames are the calls that were open at a panic, innermost first, up to the learner's outermost call. Call it
// where the panic is recovered.
func frames(exercise About) []Frame {
	counters := make([]uintptr, 200)
	calls := runtime.CallersFrames(counters[:runtime.Callers(2, counters)])
	var found []Frame
	last := 0 // after the last frame of the learner
	for len(found) < maxFrames {
		call, more := calls.Next()
		frame := ownFrame(exercise, call)
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

// ownFrame is a call in the learner's terms. It is the zero Frame for a call of other code.
func ownFrame(exercise About, call runtime.Frame) Frame {
	name, own := strings.CutPrefix(call.Function, "raftlab/exercises/"+exercise.ID+".")
	if !own {
		return Frame{}
	}
	// The name is the exercise's: the file that is compiled in its place has another one.
	return Frame{Function: exercise.ID + "." + name, File: path.Base(exercise.File), Line: call.Line, Own: true}
}
