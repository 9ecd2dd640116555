package zabcluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/lab/zab"
)

// The places of the rules in the texts.
const (
	placeElection = "ZooKeeper, FastLeaderElection"
	placePhase1   = "the paper, phase 1"
	placePhase2   = "the paper, phase 2"
	placePhase3   = "the paper, phase 3"
)

func because(s lab.Saying, place string) face.Reason {
	return face.Because(s, place)
}

// step is a face.Step with ZAB's standings.
type step struct {
	face.Step
	Before, After Standing
}

// words are a message as its trace line has it: deliver m5 S3 KIND name=value.
type words struct {
	from, kind string
	fields     []string
}

func parseWords(line face.Line) (w words, ok bool) {
	fields := strings.Fields(line.Details)
	if line.Kind != "deliver" && line.Kind != "send" || len(fields) < 3 {
		return words{}, false
	}
	return words{from: fields[1], kind: fields[2], fields: fields[3:]}, true
}

// value is a field of the message, "" if it is missing.
func (w words) value(name string) string {
	for _, field := range w.fields {
		if value, ok := strings.CutPrefix(field, name+"="); ok {
			return value
		}
	}
	return ""
}

// Explain says why an event happened: what the server did, and which rule demands it.
func (f zabFace) Explain(of face.Step) face.Reason {
	o := &step{Step: of}
	o.Before, _ = of.Before.(Standing)
	o.After, _ = of.After.(Standing)
	for _, reason := range []func() face.Reason{o.ofLine, o.ofWorld, o.ofInput} {
		if r := reason(); r.Sentence != "" {
			return r
		}
	}
	return o.ofAction()
}

// ofLine is the reason of a line of the server's own.
func (o *step) ofLine() face.Reason {
	who := o.Event.Subject
	switch o.Event.Kind {
	case "save":
		return because(lab.Say("zab.explain.save", "%s writes to its disk what it must not forget: an epoch before "+
			"it accepts it, and transactions before it acknowledges them.", who), placePhase1+" and 3")
	case "vote":
		return o.ofVote()
	case "standing":
		return o.ofStanding()
	case "epoch":
		return o.ofEpoch()
	case "sync", "snapshot":
		return o.ofSync()
	case "established":
		return because(lab.Say("zab.explain.established", "A quorum has acknowledged NEWLEADER: each later leader "+
			"will find this epoch in its own quorum. So the whole history of %s is committed, and it "+
			"serves.", who), placePhase2)
	case "history":
		return o.ofHistory()
	case "delivered", "restore":
		return o.ofDelivered()
	}
	return face.Reason{}
}

// ofVote: a server votes for itself, or changes to a better vote.
func (o *step) ofVote() face.Reason {
	who, vote := o.Event.Subject, o.After.Vote
	m, heard := parseWords(o.Input)
	if !heard || vote.Leader == o.After.ID {
		return because(lab.Say("zab.explain.vote.own", "%s begins round %d with a vote for itself, with its current "+
			"epoch and its last zxid.", who, o.After.Round), placeElection)
	}
	decided := map[string]string{"epoch": "its epoch is later", "zxid": "in the same epoch its history is longer",
		"id": "epoch and zxid are equal, and its number is higher"}[decidedBy(vote, o.Before.Vote)]
	if decided == "" {
		decided = "it is better than the vote for itself with which a round begins"
	}
	return because(lab.Say("zab.explain.vote.better", "%s hears from %s of a vote for %v, and changes to it: %s. It "+
		"sends the changed vote to all.", who, m.from, vote.Leader, lab.Say("zab.explain.decided", "%s", decided)),
		placeElection)
}

// ofStanding: an election ended for a server, or begins.
func (o *step) ofStanding() face.Reason {
	who := o.Event.Subject
	switch o.After.Standing {
	case zab.Looking:
		return o.ofLooking()
	case zab.Leading:
		return because(lab.Say("zab.explain.leads", "A quorum votes for %s, and no better vote has come for a while: "+
			"it leads, and waits for a quorum to connect.", who), placeElection)
	}
	m, heard := parseWords(o.Input)
	if heard && m.kind == "NOTIFICATION" {
		return because(lab.Say("zab.explain.joins", "The election is over: a quorum follows %v, and %v says itself "+
			"that it leads. So %s joins it.", o.After.Leader, o.After.Leader, who), placeElection)
	}
	return because(lab.Say("zab.explain.follows", "A quorum votes for %v as %s does, and no better vote has come for "+
		"a while: %s connects to it.", o.After.Leader, who, who), placeElection)
}

// ofLooking: a server starts, or has lost its leader or its quorum.
func (o *step) ofLooking() face.Reason {
	who := o.Event.Subject
	m, heard := parseWords(o.Input)
	switch {
	case o.Input.Kind == "boot" || o.Input.Kind == "restart":
		return because(lab.Say("zab.explain.boots", "%s starts with what its disk holds, and looks for a leader.", who),
			placeElection)
	case o.Input.Kind == "control":
		return because(lab.Say("zab.explain.told", "A command has %s look for a leader, as after a silence.", who), "")
	case heard && m.kind == "RESET":
		return because(lab.Say("zab.explain.reset", "%s says that the connection is gone, so %s looks for a leader.",
			m.from, who), "ZooKeeper, Learner")
	case heard && m.kind == "LEADERINFO":
		return because(lab.Say("zab.explain.refuses", "%s has accepted epoch %d, which is later than the epoch %s "+
			"that %s proposes: it refuses, and looks "+
			"again.", who, o.Before.AcceptedEpoch, m.value("epoch"), m.from), placePhase1)
	case heard && m.kind == "ACKEPOCH":
		return because(lab.Say("zab.explain.ahead", "%s has more than %s: it is not the history of %s that the "+
			"others must take. So %s gives up leading.", m.from, who, who, who), placePhase1)
	case heard && strings.HasSuffix(m.kind, "INFO"):
		return because(lab.Say("zab.explain.later-epoch", "%s has accepted a later epoch than that of %s, and cannot "+
			"follow it: only another election helps.", m.from, who), placePhase1)
	case o.Before.Standing == zab.Leading:
		return because(lab.Say("zab.explain.lonely", "%s has not heard from a quorum for too long: it may have been "+
			"replaced, and can commit nothing. It gives up.", who), placePhase3)
	}
	return because(lab.Say("zab.explain.silent", "%s has not heard from %v for too long, and looks for a leader.", who,
		o.Before.Leader), placePhase3)
}

// ofEpoch: an epoch on the disk rises.
func (o *step) ofEpoch() face.Reason {
	who, leads := o.Event.Subject, o.After.Standing == zab.Leading
	accepted := strings.HasPrefix(o.Event.Details, "accepted=")
	switch {
	case o.Input.Kind == "boot" || o.Input.Kind == "restart":
		return because(lab.Say("zab.explain.epoch.disk", "%s finds it on its disk.", who), placePhase1)
	case accepted && leads:
		return because(lab.Say("zab.explain.epoch.proposes", "A quorum is connected to %s. It proposes epoch %d: one "+
			"more than the highest that one of them has accepted.", who, o.After.AcceptedEpoch), placePhase1)
	case accepted:
		return because(lab.Say("zab.explain.epoch.accepts", "%s has accepted no later epoch than %d, so it accepts "+
			"it. From now on no earlier leader gets an answer.", who, o.After.AcceptedEpoch), placePhase1)
	case leads:
		return because(lab.Say("zab.explain.epoch.own", "A quorum has accepted epoch %d. The history of %s is the "+
			"one that all get, so it is in the epoch itself.", o.After.CurrentEpoch, who), placePhase2)
	}
	return because(lab.Say("zab.explain.epoch.equal", "%s has the whole history of %v on its disk. Only now is it in "+
		"epoch %d: with the epoch and without the history it would win elections, and lose what was committed.",
		who, o.After.Leader, o.After.CurrentEpoch), placePhase2)
}

// ofSync: how a leader makes a server equal.
func (o *step) ofSync() face.Reason {
	who, peer, from := o.Event.Subject, o.After.Peer, o.After.Sync.From
	switch o.After.Sync.Kind {
	case zab.SyncTrunc:
		return because(lab.Say("zab.explain.trunc", "The last zxid of %s is %v, which %v does not know: it was never "+
			"committed. %s removes all after %v.", who, peer, o.After.Leader, who, from), "ZooKeeper, syncFollower")
	case zab.SyncSnap:
		return because(lab.Say("zab.explain.snap", "%s has up to %v, and lacks more than %v keeps to send from. It "+
			"gets the whole state, up to %v.", who, peer, o.After.Leader, from), "ZooKeeper, syncFollower")
	}
	return because(lab.Say("zab.explain.diff", "%v knows the last zxid of %s, %v, and sends what comes after it.",
		o.After.Leader, who, peer), "ZooKeeper, syncFollower")
}

// ofHistory: transactions are added or removed.
func (o *step) ofHistory() face.Reason {
	who := o.Event.Subject
	m, heard := parseWords(o.Input)
	switch {
	case o.Input.Kind == "boot" || o.Input.Kind == "restart":
		return because(lab.Say("zab.explain.history.disk", "%s finds its history on its disk.", who), placePhase2)
	case heard && m.kind == "TRUNC":
		return o.ofSync()
	case o.After.Standing == zab.Leading:
		return because(lab.Say("zab.explain.history.proposes", "%s leads: it gives the write the next zxid of its "+
			"epoch, saves it, and proposes it to all.", who), placePhase3)
	case o.After.Phase == o.Before.Phase && o.After.InEpoch:
		return because(lab.Say("zab.explain.history.saves", "%s saves the proposal of %v, in the order of the "+
			"connection, and acknowledges it then.", who, o.After.Leader), placePhase3)
	}
	return because(lab.Say("zab.explain.history.equal", "%s gets what it lacks of the history of %v, and saves it.",
		who, o.After.Leader), placePhase2)
}

// ofDelivered: a committed transaction reaches the state machine.
func (o *step) ofDelivered() face.Reason {
	who := o.Event.Subject
	m, heard := parseWords(o.Input)
	switch {
	case heard && m.kind == "COMMIT":
		return because(lab.Say("zab.explain.deliver.commit", "%s says that a quorum has the transaction. It is the "+
			"next in the history of %s, which delivers it.", m.from, who), placePhase3)
	case heard && m.kind == "INFORM":
		return because(lab.Say("zab.explain.deliver.inform", "%s observes: it gets a transaction when it is "+
			"committed, and delivers it.", who), "ZooKeeper, Observers")
	case heard && m.kind == "UPTODATE":
		return because(lab.Say("zab.explain.deliver.uptodate", "A quorum is in the epoch of %s, so the history that "+
			"%s got is committed: it delivers all of it, and serves.", m.from, who), placePhase2)
	case o.After.Standing == zab.Leading && heard:
		return because(lab.Say("zab.explain.deliver.quorum", "With the acknowledgement of %s a quorum has it on the "+
			"disks, and %s has delivered all before it.", m.from, who), placePhase3)
	}
	return because(lab.Say("zab.explain.deliver.alone", "%s is a quorum by itself.", who), placePhase3)
}
