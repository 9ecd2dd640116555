package replicacluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
)

// world is where the words about what no server does belong.
var world = face.World{Disk: "the disk", Record: "the disk", Client: "a client", Checks: "the checks"}

// ofWorld is the reason of a line about the world, a client or a fault.
func (o *step) ofWorld() face.Reason {
	w := o.Event
	switch w.Kind {
	case "drop":
		return ofDrop(w)
	case "duplicate":
		return because(lab.Say("replicas.duplicate",
			"The network delivers this message twice, as the dials let it. A version or an entry that comes twice is "+
				"one."), "the network")
	}
	return world.Reason(w)
}

func ofDrop(w face.Line) face.Reason {
	words := strings.Fields(w.Details)
	if len(words) < 3 {
		return face.Reason{}
	}
	return because(lab.Say("replicas.drop", "This %s of %s does not reach %s: %v. Whoever waits for an answer sends "+
		"again.", words[2], words[1], w.Subject, face.Lost(w)), "the network")
}
