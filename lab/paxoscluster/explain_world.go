package paxoscluster

import (
	"raftlab/lab"
	"raftlab/lab/face"
)

// world has where the paper speaks of what no server does.
var world = face.World{Disk: "§2.1", Record: "§2.5", Checks: "§2.1"}

// ofWorld is the reason of a line that is not a server's own: what the network, the power, a client or a person did.
func (e *explained) ofWorld() face.Reason {
	switch e.Event.Kind {
	case "drop":
		return e.dropped()
	case "duplicate":
		return because(lab.Say("paxos.explain.duplicate", "The network delivers this message twice. Promises and "+
			"acceptances count once for each acceptor, so nothing changes."), "§2.1")
	}
	if reason := world.Reason(e.Event); reason.Sentence != "" {
		return reason
	}
	return because(lab.Say("paxos.explain.do", "The scenario, or a person, does this: %s %s.", e.Event.Kind,
		e.Event.Details), "")
}

// dropped is the reason why a message is lost.
func (e *explained) dropped() face.Reason {
	return because(lab.Say("paxos.explain.drop", "This message does not arrive: %v. That can only delay a choice: a "+
		"majority of any acceptors is enough.", face.Lost(e.Event)), "§2.1")
}
