package paxoscluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
)

// handled is the reason of an input: what the server does with it.
func (e *explained) handled() face.Reason {
	who := e.Event.Subject
	switch e.Event.Kind {
	case "wake":
		if len(e.Outcome) == 0 {
			return because(lab.Say("paxos.explain.wake.nothing", "%s looks at its timers, and nothing is "+
				"due.", who), "")
		}
		return because(lab.Say("paxos.explain.wake", "A time of %s is over: it does what it waited for.", who), "§2.4")
	case "asked":
		return e.asked()
	case "boot", "restart":
		return because(lab.Say("paxos.explain.boot", "%s starts with what is on its disk: its promise, what it has "+
			"accepted, and the ballots that it has used.", who), "§2.5")
	}
	return e.delivered()
}

// asked is the reason of what a server does with a client's request.
func (e *explained) asked() face.Reason {
	who := e.Event.Subject
	switch {
	case strings.HasSuffix(e.Event.Details, " stale"):
		return because(lab.Say("paxos.explain.asked.stale", "%s answers from what it has carried out, and asks "+
			"nobody: that may be old.", who), "")
	case !e.of.setup.Multi:
		return because(lab.Say("paxos.explain.asked.wish", "A client wants this value: %s proposes it, unless the "+
			"acceptors report another one.", who), "§2.2")
	case e.before.Leads:
		return because(lab.Say("paxos.explain.asked.leads", "%s leads: it puts the command into a slot, and answers "+
			"when it has carried it out.", who), "§3")
	}
	return because(lab.Say("paxos.explain.asked.follows", "%s does not lead, so it sends the client on to the server "+
		"that does, if it has heard of one.", who), "§3")
}

// delivered is the reason of what a server does with a message.
func (e *explained) delivered() face.Reason {
	who := e.Event.Subject
	kind, from, fields := e.input()
	refused := strings.Contains(e.Event.Details, " refused ")
	switch kind {
	case "Prepare", "PrepareAll":
		if e.after.Promised.String() == fields["ballot"] {
			return because(lab.Say("paxos.explain.handle.prepare", "%s asks for a promise, and %s has promised no "+
				"higher ballot: it promises %s.", from, who, fields["ballot"]), "§2.2, phase 1(b)")
		}
		return because(lab.Say("paxos.explain.handle.prepare.late", "%s has promised ballot %v, so it refuses %s.", who,
			e.after.Promised, fields["ballot"]), "§2.2, phase 1(b)")
	case "Accept":
		if e.after.Promised.String() == fields["ballot"] {
			return because(lab.Say("paxos.explain.handle.accept", "%s has promised no higher ballot than %s: it "+
				"accepts.", who, fields["ballot"]), "§2.2, phase 2(b)")
		}
		return because(lab.Say("paxos.explain.handle.accept.late", "%s has promised ballot %v, so it does not accept "+
			"in %s.", who, e.after.Promised, fields["ballot"]), "§2.2, P1a")
	case "Promise", "PromiseAll", "Accepted":
		if refused {
			return because(lab.Say("paxos.explain.handle.refusal", "%s has promised a higher ballot: the next one of "+
				"%s must be above it.", from, who), "§2.5")
		}
	}
	return e.counted(kind, from, fields["ballot"])
}

// counted is the reason of what a server does with a message that it counts, or learns from.
func (e *explained) counted(kind, from, ballot string) face.Reason {
	who := e.Event.Subject
	switch kind {
	case "Promise", "PromiseAll":
		return because(lab.Say("paxos.explain.handle.promise", "%s counts the promise of %s, if ballot %s is still "+
			"its own: it needs a majority of them.", who, from, ballot), "§2.2, phase 2(a)")
	case "Accepted":
		return because(lab.Say("paxos.explain.handle.accepted", "%s learns that %s has accepted in ballot %s. A "+
			"majority in one ballot is a choice.", who, from, ballot), "§2.3")
	case "Chosen":
		return because(lab.Say("paxos.explain.handle.chosen", "%s says what is chosen, and %s keeps it.", from, who),
			"§2.3")
	case "Ask":
		return because(lab.Say("paxos.explain.handle.ask", "%s does not know what is chosen. %s answers if it knows.",
			from, who), "§2.3")
	case "Suggest":
		return because(lab.Say("paxos.explain.handle.suggest", "%s wants this value, and %s proposes for all.", from,
			who), "§2.4")
	}
	return because(lab.Say("paxos.explain.handle.heartbeat", "%s leads: %s need not, and asks for what it has missed.",
		from, who), "§3")
}
