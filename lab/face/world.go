package face

import (
	"strings"

	"raftlab/lab"
)

// Because is the reason with a sentence, and its place in the protocol's text.
func Because(s lab.Saying, place string) Reason {
	return Reason{Sentence: s.Text, Code: s.Code, Args: s.Args, Place: place}
}

// World explains the lines that no server wrote: what the power, a disk, a client, the scenario or a person did. Its
// fields are where the protocol's text speaks of them, "" where it does not.
type World struct {
	// Disk is for what a disk keeps, Record for a record that cannot be read, Client for requests and answers, and
	// Checks for a broken property.
	Disk, Record, Client, Checks string
}

// Reason is the reason of a line, without a sentence for a line of another kind. A message that is lost or doubled is
// the protocol's to explain: it says what that does to the servers.
func (p World) Reason(line Line) Reason {
	who := line.Subject
	switch line.Kind {
	case "crash":
		return Because(lab.Say("world.crash", "%s loses its power, and with it all that is not on its disk.", who),
			p.Disk)
	case "refuse":
		return Because(lab.Say("world.refuse", "%s cannot read a record that it saved once, and so does not know "+
			"what it has promised. It stays down.", who), p.Record)
	case "fsync", "wipe", "corrupt":
		return p.disk(line)
	case "request":
		return Because(lab.Say("world.request", "A client sends its command to this server."), p.Client)
	case "answer":
		return Because(lab.Say("world.answer", "The client gets the result of its command, or gives up the wait."),
			p.Client)
	case "lost":
		return Because(lab.Say("world.lost", "The request or its answer is lost on its way. The client cannot know "+
			"which of them, nor whether its command is carried out."), p.Client)
	case "violation":
		_, sentence, _ := strings.Cut(line.Details, " ")
		return Because(lab.Say("world.violation", "%s", sentence), p.Checks)
	}
	return ofStory(line)
}

func (p World) disk(line Line) Reason {
	if line.Details == "works" {
		return Because(lab.Say("world.disk.works", "The disk of %s keeps again what it confirms.", line.Subject), "")
	}
	return Because(lab.Say("world.disk", "The disk of %s does not keep what it has confirmed. The protocol trusts "+
		"that it does: none of its rules helps against this.", line.Subject), p.Record)
}

// ofStory is the reason of what the scenario or a person does and says.
func ofStory(line Line) Reason {
	switch line.Kind {
	case "unmet":
		return Because(lab.Say("world.unmet", "The scenario expected something else here."), "")
	case "note":
		return Because(lab.Say("world.note", "The scenario says this to its readers."), "")
	case "do":
		return Because(lab.Say("world.do", "Somebody did this while the run went on."), "")
	case "pause", "resume", "slow-disk", "clock", "isolate", "rejoin":
		return Because(lab.Say("world.fault", "The scenario, or somebody, did this to %s.", line.Subject), "")
	}
	if line.Subject == "-" {
		return Because(lab.Say("world.world", "The scenario, or somebody, did this to the world."), "")
	}
	return Reason{}
}

// Lost is why a message is lost, of a line of the kind drop, in half a sentence.
func Lost(drop Line) lab.Saying {
	_, because, _ := strings.Cut(drop.Details, "because=")
	because, _, _ = strings.Cut(because, " ")
	switch because {
	case "cut":
		return lab.Say("world.lost.cut", "the link is cut")
	case "crashed":
		return lab.Say("world.lost.crashed", "%s is down", drop.Subject)
	case "loss":
		return lab.Say("world.lost.loss", "the network lost it, as the dials let it")
	case "flaky":
		return lab.Say("world.lost.flaky", "the link is flaky")
	case "dropped":
		return lab.Say("world.lost.dropped", "somebody dropped it")
	}
	return lab.Say("world.lost.otherwise", "it was lost")
}
