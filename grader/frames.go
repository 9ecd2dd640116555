package grader

import (
	"path"
	"runtime"
	"strings"
)

// Frame is one call of those that were open when a rule panicked. What is not the learner's own is
// folded: consecutive calls of others are one Frame without a function.
type Frame struct {
	Function string `json:"function"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Own      bool   `json:"own"`
}

// maxFrames bounds how many calls a report shows; a function that calls itself has thousands open.
const maxFrames = 16

// frames are the calls that were open at a panic, innermost first, as far as the learner's outermost. It is
// to be called where the panic is recovered.
func frames(exercise About) []Frame {
	counters := make([]uintptr, 200)
	calls := runtime.CallersFrames(counters[:runtime.Callers(2, counters)])
	var found []Frame
	last := 0 // behind the last own one
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

// ownFrame is a call as the learner knows it, the zero Frame for one that is not the learner's.
func ownFrame(exercise About, call runtime.Frame) Frame {
	name, own := strings.CutPrefix(call.Function, "raftlab/exercises/"+exercise.ID+".")
	if !own {
		return Frame{}
	}
	// By the exercise's own name for the file: what is compiled in its place has another.
	return Frame{Function: exercise.ID + "." + name, File: path.Base(exercise.File), Line: call.Line, Own: true}
}
