package wholecluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
)

// world has where Figure 2 speaks of what no server does.
var world = face.World{Disk: "Figure 2, persistent state", Record: "Figure 2, persistent state", Client: "§8"}

func because(s lab.Saying) face.Reason { return face.Because(s, "") }

// Explain says what the lab did with the program, or saw of it, in an event. Why the program did it stands in its
// source.
func (f wholeFace) Explain(s face.Step) face.Reason {
	line := s.Event
	switch line.Kind {
	case "deliver", "send":
		return ofMessage(line)
	case "drop":
		return because(lab.Say("whole.explain.drop", "This message does not arrive: %v. The call that waits for it, "+
			"or for its reply, returns false after a while.", face.Lost(line)))
	case "duplicate":
		return because(lab.Say("whole.explain.duplicate", "The network delivers this message twice. A call may run "+
			"its handler twice; the second of two replies is ignored."))
	case "wake":
		return because(lab.Say("whole.explain.wake", "The earliest timer of the program on %s is due: a sleep, a "+
			"ticker, a time.AfterFunc, or the wait of a call.", line.Subject))
	}
	if r := ofServer(line); r.Sentence != "" {
		return r
	}
	return world.Reason(line)
}

// ofServer is the reason of a line that the cluster or the world wrote of a server.
func ofServer(line face.Line) face.Reason {
	who, details := line.Subject, line.Details
	switch line.Kind {
	case "boot", "restart":
		return because(lab.Say("whole.explain.boot", "Make is called on %s, with what its persister has saved. "+
			"Package variables, goroutines and all else begin from nothing.", who))
	case "state":
		return because(lab.Say("whole.explain.state", "After this step GetState of %s says something else than "+
			"before: %s.", who, details))
	case "log":
		return because(lab.Say("whole.explain.log", "The field that holds the log of %s has changed: %s.",
			who, details))
	case "apply":
		return because(lab.Say("whole.explain.apply", "%s has sent this command on its apply channel, with its "+
			"index: %s.", who, details))
	case "install":
		return because(lab.Say("whole.explain.install", "%s has sent a snapshot on its apply channel, up to index "+
			"%s.", who, details))
	case "prints":
		return because(lab.Say("whole.explain.prints", "The program of %s has printed this.", who))
	case "save":
		return because(lab.Say("whole.explain.save", "%s has handed its state to its persister. It survives a crash "+
			"from the moment when the disk has it.", who))
	case "asked":
		return because(lab.Say("whole.explain.asked", "A client's command arrives: Start is called on %s, in a "+
			"goroutine of its own.", who))
	}
	return face.Reason{}
}

// ofMessage is the reason of a call or a reply that is sent or arrives.
func ofMessage(line face.Line) face.Reason {
	fields := strings.Fields(line.Details)
	if len(fields) < 3 {
		return face.Reason{}
	}
	who, other, kind := line.Subject, fields[1], fields[2]
	method, reply := strings.CutSuffix(kind, "Reply")
	switch {
	case line.Kind == "send" && reply:
		return because(lab.Say("whole.explain.replied", "The handler of %s has returned, and its reply goes to %s.",
			who, other))
	case line.Kind == "send":
		return because(lab.Say("whole.explain.called", "A goroutine of %s calls %s of %s, and waits for the reply.",
			who, method, other))
	case reply:
		return because(lab.Say("whole.explain.reply", "The call of %s by %s returns true, with the reply of %s, if "+
			"it still waits.", method, who, other))
	}
	return because(lab.Say("whole.explain.call", "The handler %s of %s is called for %s, in a goroutine of its own.",
		method, who, other))
}
