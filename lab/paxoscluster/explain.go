package paxoscluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
)

func because(s lab.Saying, place string) face.Reason {
	return face.Because(s, place)
}

// Explain says why an event happened: the servers' action, and which rule demands it. Servers may follow wrong rules.
func (f paxosFace) Explain(s face.Step) face.Reason {
	e := explained{of: f.of, Step: s, fields: fieldsOf(s.Event.Details)}
	e.before, _ = s.Before.(Standing)
	e.after, _ = s.After.(Standing)
	switch s.Event.Kind {
	case "send":
		return e.send()
	case "save":
		return because(lab.Say("paxos.explain.save", "%s writes to its disk what it must not forget in a crash: what "+
			"it has promised and accepted, and the ballot that it uses, are on stable storage before it answers.",
			s.Event.Subject), "§2.5")
	case "promise", "accept", "chosen":
		return e.acceptor()
	case "ballot", "propose", "refused", "lead", "yield":
		return e.proposer()
	case "learn", "apply":
		return e.learner()
	case "deliver", "wake", "asked", "boot", "restart":
		return e.handled()
	}
	return e.ofWorld()
}

// explained is an event with what Explain knows of it.
type explained struct {
	face.Step
	of            *Cluster
	fields        map[string]string
	before, after Standing
}

// input is the kind and the fields of the message that the server handles, "" for another input.
func (e *explained) input() (kind, from string, fields map[string]string) {
	words := strings.Fields(e.Input.Details)
	if e.Input.Kind != "deliver" || len(words) < 3 {
		return "", "", nil
	}
	return words[2], words[1], fieldsOf(strings.Join(words[3:], " "))
}

func (e *explained) acceptor() face.Reason {
	who := e.Event.Subject
	switch kind, from, _ := e.input(); e.Event.Kind {
	case "promise":
		if kind == "Accept" {
			return because(lab.Say("paxos.explain.promise.accept", "%s accepts in ballot %s, and with it takes part "+
				"in no lower ballot from now on.", who, e.fields["ballot"]), "§2.2, P1a")
		}
		if e.before.Promised.Round == 0 {
			return because(lab.Say("paxos.explain.promise.first", "%s has promised nothing so far: it promises "+
				"ballot %s, and will refuse every lower one.", who, e.fields["ballot"]), "§2.2, phase 1(b)")
		}
		return because(lab.Say("paxos.explain.promise", "Ballot %s is above %v, which %s had promised: from now on "+
			"%s refuses all that is lower.", e.fields["ballot"], e.before.Promised, who, who), "§2.2, phase 1(b)")
	case "accept":
		return because(lab.Say("paxos.explain.accept", "%s asks for it, and %s has promised no ballot above "+
			"%s.", from, who,
			e.fields["ballot"]), "§2.2, phase 2(b)")
	}
	return because(lab.Say("paxos.explain.chosen", "With %s, a majority of the acceptors (%s) has accepted %s in the "+
		"same ballot, %s: the value is chosen, whether anybody knows it or "+
		"not.", who, e.fields["by"], e.fields["value"],
		e.fields["ballot"]), "§2.2, §2.3")
}

func (e *explained) proposer() face.Reason {
	who, p := e.Event.Subject, &e.after.Proposer
	switch e.Event.Kind {
	case "ballot":
		return because(lab.Say("paxos.explain.ballot", "%s begins ballot %s: it is higher than all that %s has used "+
			"or heard of, and no other proposer uses it.", who, e.fields["ballot"], who), "§2.2, phase 1(a); §2.5")
	case "refused":
		return because(lab.Say("paxos.explain.refused", "An acceptor has promised a higher ballot than %s: %s gives "+
			"this ballot up, since others will refuse it, too.", e.fields["ballot"], who), "§2.4, §2.5")
	case "lead":
		return because(lab.Say("paxos.explain.lead", "A majority has promised ballot %s for all slots that %s does "+
			"not know: from now on phase 2 is enough for each command.", e.fields["ballot"], who), "§3")
	case "yield":
		return because(lab.Say("paxos.explain.yield", "A higher ballot than %s is under way: %s no longer leads.",
			e.fields["ballot"], who), "§3")
	}
	switch {
	case e.of.setup.Multi && e.Input.Kind == "asked":
		return because(lab.Say("paxos.explain.propose.command", "%s leads, and puts the client's command into its "+
			"next slot.",
			who), "§3")
	case e.of.setup.Multi && e.fields["value"] == "no-op":
		return because(lab.Say("paxos.explain.propose.gap", "Nobody reported a value for slot %s, and later slots "+
			"wait for it: %s fills it with a command that does nothing.", e.fields["slot"], who), "§3")
	case e.of.setup.Multi:
		return because(lab.Say("paxos.explain.propose.slot", "An acceptor reported this value for slot %s, so it may "+
			"be chosen already: %s proposes it again, in its own ballot.", e.fields["slot"], who), "§2.2, P2c; §3")
	case p.Best.Round > 0:
		return because(lab.Say("paxos.explain.propose.obeys", "A majority has promised, and the highest ballot in "+
			"which one of them has accepted is %v, with %s: that value may be chosen already, so %s proposes it and "+
			"not its own wish %s.",
			p.Best, p.BestValue, who, orNone(p.Wish)), "§2.2, P2c")
	}
	return because(lab.Say("paxos.explain.propose.free", "A majority has promised, and none of them has accepted "+
		"anything: %s may propose its own wish.", who), "§2.2, phase 2(a)")
}

func (e *explained) learner() face.Reason {
	who := e.Event.Subject
	if e.Event.Kind == "apply" {
		return because(lab.Say("paxos.explain.apply", "%s knows what is chosen in slot %s and in all slots before "+
			"it: it carries the command out.", who, e.fields["slot"]), "§3")
	}
	if kind, from, _ := e.input(); kind == "Chosen" {
		return because(lab.Say("paxos.explain.learn.notice", "%s says that it is chosen, and no server "+
			"lies.", from), "§2.3")
	}
	return because(lab.Say("paxos.explain.learn.counts", "%s has heard from a majority of the acceptors that they "+
		"accepted it in the same ballot.", who), "§2.3")
}

// send says why a message is sent, by its kind and by the input.
func (e *explained) send() face.Reason {
	words := strings.Fields(e.Event.Details)
	if len(words) < 3 {
		return face.Reason{}
	}
	who, to := e.Event.Subject, words[1]
	f := fieldsOf(strings.Join(words[3:], " "))
	refused := strings.Contains(e.Event.Details, " refused ")
	switch words[2] {
	case "Prepare", "PrepareAll":
		return because(lab.Say("paxos.explain.send.prepare", "%s asks each acceptor to take part in ballot %s and in "+
			"no lower one, and to report what it has accepted.", who, f["ballot"]), "§2.2, phase 1(a)")
	case "Promise", "PromiseAll":
		if refused {
			return refusal(who, to, f["promised"])
		}
		if f["accepted"] == "" && words[2] == "Promise" {
			return because(lab.Say("paxos.explain.send.promise.empty", "%s promises, and has accepted nothing that "+
				"it must report.",
				who), "§2.2, phase 1(b)")
		}
		return because(lab.Say("paxos.explain.send.promise", "%s promises, and reports the highest ballot in which "+
			"it has accepted: the proposer must obey it.", who), "§2.2, phase 1(b)")
	case "Accept":
		return because(lab.Say("paxos.explain.send.accept", "%s has a majority of promises for ballot %s, and asks "+
			"each acceptor to accept its value.", who, f["ballot"]), "§2.2, phase 2(a)")
	case "Accepted":
		if refused {
			return refusal(who, to, f["promised"])
		}
		return because(lab.Say("paxos.explain.send.accepted", "%s has accepted in ballot %s, and says so to those "+
			"who count.", who,
			f["ballot"]), "§2.2, phase 2(b); §2.3")
	case "Chosen":
		return because(lab.Say("paxos.explain.send.chosen", "%s knows what is chosen, and lets %s "+
			"know.", who, to), "§2.3")
	case "Ask":
		return because(lab.Say("paxos.explain.send.ask", "%s does not know what is chosen in slot %s, and asks.", who,
			f["slot"]),
			"§2.3")
	case "Suggest":
		return because(lab.Say("paxos.explain.send.suggest", "%s proposes for all: %s gives it its "+
			"wish.", to, who), "§2.4")
	case "Heartbeat":
		return because(lab.Say("paxos.explain.send.heartbeat", "%s leads in ballot %s and says so, so that no other "+
			"server begins a higher one.", who, f["ballot"]), "§2.4, §3")
	}
	return face.Reason{}
}

// refusal is the reason of an acceptor's no.
func refusal(who, to, promised string) face.Reason {
	return because(lab.Say("paxos.explain.send.refusal", "%s has promised ballot %s and refuses what is lower; it "+
		"says so, and %s need not guess.", who, promised, to), "§2.5")
}
