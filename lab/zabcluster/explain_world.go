package zabcluster

import (
	"raftlab/lab"
	"raftlab/lab/face"
)

// world has where the paper speaks of what no server does.
var world = face.World{Checks: placePhase3}

// ofWorld is the reason of a line that is not a server's own: what the network, the power, a client or a person did.
func (o *step) ofWorld() face.Reason {
	switch o.Event.Kind {
	case "drop":
		return because(lab.Say("zab.explain.drop", "This message does not arrive: %v. What is missing on a connection "+
			"breaks it in the end; a vote is sent again.", face.Lost(o.Event)), "ZooKeeper, TCP")
	case "duplicate":
		return because(lab.Say("zab.explain.duplicate", "The network delivers this message twice. A vote may be "+
			"repeated, and of two equal packets of a connection the second is ignored."), "ZooKeeper, TCP")
	}
	return world.Reason(o.Event)
}

// ofAction is the reason of an action that nothing else explains.
func (o *step) ofAction() face.Reason {
	return because(lab.Say("zab.explain.do", "The scenario, or a person, does this: "+
		"%s %s.", o.Event.Kind, o.Event.Details), "")
}
