package grader

import "raftlab/grader/rulecall"

// Frame is one of the calls that were open when a rule panicked.
type Frame = rulecall.Frame

// frames are the learner's calls that were open at a panic, innermost first. Call it where the panic is recovered. A
// rule that was called from afar has sent them along.
func frames(reason any) []Frame {
	if p, ok := reason.(*rulecall.Panic); ok {
		return p.Frames
	}
	return rulecall.Frames()
}
