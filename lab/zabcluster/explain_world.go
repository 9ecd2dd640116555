package zabcluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
)

// ofWorld is the reason of a line that is not a server's own: what the network, the power, a client or a person did.
func (o *step) ofWorld() face.Reason {
	w := o.Event
	switch w.Kind {
	case "drop":
		return o.ofDrop()
	case "duplicate":
		return because(lab.Say("zab.explain.duplicate", "The network delivers this message twice. A vote may be "+
			"repeated, and of two equal packets of a connection the second is ignored."), "ZooKeeper, TCP")
	case "crash":
		return because(lab.Say("zab.explain.crash", "%s loses its power, and with it all that is not on its disk.",
			w.Subject), "")
	case "request":
		return because(lab.Say("zab.explain.request", "A client sends its command to this server."), "")
	case "answer":
		return because(lab.Say("zab.explain.answer", "The client gets the result of its command."), "")
	case "lost":
		return because(lab.Say("zab.explain.lost", "The request or its answer is lost on its way. The client cannot "+
			"know which, nor whether its command is carried out."), "")
	case "refuse":
		return because(lab.Say("zab.explain.refuse", "%s does not start: its disk holds a record that it cannot read.",
			w.Subject), "")
	case "fsync", "wipe", "corrupt":
		return because(lab.Say("zab.explain.disk", "Something happens to the disk of %s. ZAB trusts that a disk "+
			"keeps what it has confirmed.", w.Subject), "")
	case "violation":
		_, sentence, _ := strings.Cut(w.Details, " ")
		return because(lab.Say("zab.explain.violation", "%s", sentence), placePhase3)
	case "unmet":
		return because(lab.Say("zab.explain.unmet", "The story expected something else here."), "")
	case "note":
		return because(lab.Say("zab.explain.note", "The story says this to its readers."), "")
	}
	return face.Reason{}
}

// ofDrop: a message is lost.
func (o *step) ofDrop() face.Reason {
	_, why, _ := strings.Cut(o.Event.Details, "because=")
	switch why {
	case "crashed":
		return because(lab.Say("zab.explain.drop.crashed", "%s has no power, and hears nothing.", o.Event.Subject), "")
	case "cut":
		return because(lab.Say("zab.explain.drop.cut", "The link is cut. What is missing on a connection breaks it "+
			"in the end; a vote is sent again."), "ZooKeeper, TCP")
	}
	return because(lab.Say("zab.explain.drop", "The network loses the message. What is missing on a connection "+
		"breaks it in the end; a vote is sent again."), "ZooKeeper, TCP")
}

// ofAction is the reason of an action that nothing else explains.
func (o *step) ofAction() face.Reason {
	return because(lab.Say("zab.explain.do", "The story, or a person, does this: %s "+
		"%s.", o.Event.Kind, o.Event.Details), "")
}
