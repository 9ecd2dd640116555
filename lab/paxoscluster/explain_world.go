package paxoscluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
)

// world is the reason of a line that is not a server's own: what the network, the power, a client or a person did.
func (e *explained) world() face.Reason {
	who := e.Event.Subject
	switch e.Event.Kind {
	case "drop":
		return e.dropped()
	case "duplicate":
		return because(lab.Say("paxos.explain.duplicate", "The network delivers this message twice. Promises and "+
			"acceptances count once for each acceptor, so nothing changes."), "§2.1")
	case "crash":
		return because(lab.Say("paxos.explain.crash", "%s loses its power, and with it all that is not on its "+
			"disk.", who),
			"§2.1")
	case "request":
		return because(lab.Say("paxos.explain.request", "A client sends its command to this server."), "")
	case "answer":
		return because(lab.Say("paxos.explain.answer", "The client gets the result of its command."), "")
	case "lost":
		return because(lab.Say("paxos.explain.lost", "The request or its answer is lost on its way. The client "+
			"cannot know which, nor whether its command is carried out."), "")
	case "refuse":
		return because(lab.Say("paxos.explain.refuse", "%s does not start: its disk holds a record that it cannot "+
			"read.",
			who), "§2.5")
	case "fsync", "wipe", "corrupt":
		return because(lab.Say("paxos.explain.disk", "Something happens to the disk of %s. Paxos trusts that a disk "+
			"keeps what it has confirmed.", who), "§2.5")
	case "violation":
		_, sentence, _ := strings.Cut(e.Event.Details, " ")
		return because(lab.Say("paxos.explain.violation", "%s", sentence), "§2.1")
	case "unmet":
		return because(lab.Say("paxos.explain.unmet", "The story expected something else here."), "")
	case "note":
		return because(lab.Say("paxos.explain.note", "The story says this to its readers."), "")
	}
	return because(lab.Say("paxos.explain.do", "The story, or a person, does this: %s %s.", e.Event.Kind,
		e.Event.Details), "")
}

// dropped is the reason why a message is lost.
func (e *explained) dropped() face.Reason {
	_, why, _ := strings.Cut(e.Event.Details, "because=")
	switch why {
	case "crashed":
		return because(lab.Say("paxos.explain.drop.crashed", "%s has no power, and hears "+
			"nothing.", e.Event.Subject), "")
	case "cut":
		return because(lab.Say("paxos.explain.drop.cut", "The link is cut. A lost message can only delay a choice: a "+
			"majority of any acceptors is enough."), "§2.1")
	}
	return because(lab.Say("paxos.explain.drop", "The network loses the message. That can only delay a choice: a "+
		"majority of any acceptors is enough."), "§2.1")
}
