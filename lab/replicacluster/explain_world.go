package replicacluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
)

// ofWorld is the reason of a line about the world, a client or a fault.
func (o *step) ofWorld() face.Reason {
	w := o.Event
	switch w.Kind {
	case "drop":
		return ofDrop(w)
	case "duplicate":
		return because(lab.Say("replicas.duplicate",
			"The network delivers this message twice, as the dials let it. A version or an entry that comes twice is "+
				"one."),
			"the network")
	case "crash":
		return because(lab.Say("replicas.crash",
			"%s loses its power, and with it all that is not on its disk.", w.Subject), "the disk")
	case "request":
		return because(lab.Say("replicas.request", "A client sends its command to this server."), "a client")
	case "answer":
		return because(lab.Say("replicas.answer", "The client gets the result of its command, or gives up waiting."),
			"a client")
	case "lost":
		return because(lab.Say("replicas.lost",
			"The request or its answer is lost on its way. The client cannot know which of them, nor whether its "+
				"command is carried out."), "a client")
	case "violation":
		_, sentence, _ := strings.Cut(w.Details, " ")
		return because(lab.Say("replicas.violation", "%s", sentence), "the checks")
	case "unmet":
		return because(lab.Say("replicas.unmet", "The scenario expected something else here."), "the scenario")
	case "pause", "resume", "slow-disk", "clock", "isolate", "rejoin", "fsync", "wipe", "corrupt":
		return because(lab.Say("replicas.fault", "The scenario, or somebody, did this to %s.",
			w.Subject), "the scenario")
	}
	if w.Subject == "-" {
		return because(lab.Say("replicas.world", "The scenario, or somebody, did this to the world."), "the scenario")
	}
	return face.Reason{}
}

func ofDrop(w face.Line) face.Reason {
	words := strings.Fields(w.Details)
	if len(words) < 3 {
		return face.Reason{}
	}
	why := lab.Say("replicas.drop.lost", "it was lost")
	switch _, because, _ := strings.Cut(w.Details, "because="); because {
	case "cut":
		why = lab.Say("replicas.drop.cut", "the link is cut")
	case "crashed":
		why = lab.Say("replicas.drop.crashed", "%s is down", w.Subject)
	case "loss", "flaky":
		why = lab.Say("replicas.drop.loss", "the network loses some")
	}
	return because(lab.Say("replicas.drop",
		"This %s of %s does not reach %s: %v. Whoever waits for an answer sends again.",
		words[2], words[1], w.Subject, why),
		"the network")
}
