package zabcluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/lab/zab"
)

// ofInput is the server's reaction to an input, and the reason.
func (o *step) ofInput() face.Reason {
	who := o.Input.Subject
	switch o.Input.Kind {
	case "deliver":
		return o.ofMessage()
	case "asked":
		return o.ofAsked()
	case "wake":
		return o.ofWake()
	case "boot", "restart", "control":
		if o.After.Standing == zab.Looking {
			o.Event.Subject = who
			return o.ofLooking()
		}
	}
	return face.Reason{}
}

// ofWake: a server's timer fired.
func (o *step) ofWake() face.Reason {
	who := o.Input.Subject
	if len(o.Outcome) == 0 {
		return because(lab.Say("zab.explain.wake.nothing", "%s looks at its timers, and nothing is due.", who), "")
	}
	o.Event.Subject = who
	switch {
	case o.Before.Standing == zab.Looking && o.After.Standing == zab.Looking:
		return because(lab.Say("zab.explain.wake.votes", "%s still looks, and sends its vote again: it may have been "+
			"lost.", who), placeElection)
	case o.Before.Standing != o.After.Standing:
		return o.ofStanding()
	case o.After.Standing == zab.Leading:
		return because(lab.Say("zab.explain.wake.pings", "%s leads, and pings: followers know by it that it is "+
			"there, and it knows by their answers that a quorum follows it.", who), placePhase3)
	}
	return because(lab.Say("zab.explain.wake.knocks", "%s has no answer from %v yet, and knocks again.", who,
		o.After.Leader), placePhase1)
}

// ofAsked: a client's request.
func (o *step) ofAsked() face.Reason {
	who := o.Input.Subject
	// The details are the request, the server and the command.
	words := strings.Fields(o.Input.Details)
	command := strings.Join(words[min(2, len(words)):], " ")
	reads := strings.HasPrefix(command, "get ")
	switch {
	case reads && strings.HasSuffix(command, " stale"):
		return because(lab.Say("zab.explain.asked.local", "%s answers from what it has delivered, and asks nobody: "+
			"that may be old.", who), "ZooKeeper, Guarantees")
	case reads && o.Before.Standing == zab.Leading:
		return because(lab.Say("zab.explain.asked.leader-read", "%s leads. It answers when a quorum has answered a "+
			"ping that comes after the read: so it still leads then.", who), "ZooKeeper, sync; ZOOKEEPER-1675")
	case reads:
		return because(lab.Say("zab.explain.asked.read", "%s has its leader bring it up to date first. The answer "+
			"follows on the same connection, behind everything that is committed.", who), "ZooKeeper, sync")
	case o.Before.Standing == zab.Leading:
		return because(lab.Say("zab.explain.asked.write", "%s leads: it proposes the write, and answers when a "+
			"quorum has it and it is delivered.", who), placePhase3)
	}
	return because(lab.Say("zab.explain.asked.redirect", "%s does not lead, so it sends the client on to the leader "+
		"that it follows, if there is one.", who), placePhase3)
}

// ofMessage explains a delivery and all its consequences.
func (o *step) ofMessage() face.Reason {
	m, ok := parseWords(o.Input)
	if !ok {
		return face.Reason{}
	}
	if o.Before.Standing != o.After.Standing {
		o.Event.Subject = o.Input.Subject
		return o.ofStanding()
	}
	if m.kind == "NOTIFICATION" {
		return o.ofNotification(m)
	}
	if o.After.Standing == zab.Leading {
		return o.ofLearner(m)
	}
	return o.ofLeader(m)
}

func (o *step) ofNotification(m words) face.Reason {
	who := o.Input.Subject
	switch {
	case o.After.Standing != zab.Looking:
		return because(lab.Say("zab.explain.notification.over", "For %s the election is over. To a server that looks "+
			"it answers with the vote that ended it.", who), placeElection)
	case o.After.Vote != o.Before.Vote:
		o.Event.Subject = who
		return o.ofVote()
	case len(m.fields) > 0 && m.fields[0] != "looking":
		return because(lab.Say("zab.explain.notification.joined", "%s does not look any more. %s keeps its vote: "+
			"with a quorum of such votes, and the leader's own word, it can join.", m.from, who), placeElection)
	}
	return because(lab.Say("zab.explain.notification.kept", "The vote of %s is no better than that of %s. %s keeps "+
		"it, and counts who votes the same.", m.from, who, who), placeElection)
}

// ofLearner: a leader gets a packet.
func (o *step) ofLearner(m words) face.Reason {
	who := o.Input.Subject
	switch m.kind {
	case "FOLLOWERINFO", "OBSERVERINFO":
		return because(lab.Say("zab.explain.connects", "%s connects, and says that it has accepted epoch %s. With a "+
			"quorum %s proposes a later one.", m.from, m.value("accepted"), who), placePhase1)
	case "ACKEPOCH":
		return because(lab.Say("zab.explain.ackepoch", "%s has accepted the epoch, and says what it has: current "+
			"epoch %s, last zxid %s. With a quorum %s makes all "+
			"equal.", m.from, m.value("current"), m.value("zxid"), who), placePhase1)
	case "ACK":
		if m.value("epoch") != "" {
			return because(lab.Say("zab.explain.ack.newleader", "%s has the history of %s, and is in its epoch. With "+
				"a quorum %s serves.", m.from, who, who), placePhase2)
		}
		return because(lab.Say("zab.explain.ack", "%s has all up to %s on its disk. With a quorum %s commits, in "+
			"order.",
			m.from, m.value("zxid"), who), placePhase3)
	case "PING":
		return because(lab.Say("zab.explain.pong", "%s follows %s still.", m.from, who), placePhase3)
	case "SYNC":
		return because(lab.Say("zab.explain.sync", "%s has a reader. %s answers when what is outstanding is "+
			"committed, and a quorum has answered a ping.", m.from, who), "ZooKeeper, sync; ZOOKEEPER-1675")
	}
	return face.Reason{}
}

// ofLeader: a follower or an observer gets a packet of its leader.
func (o *step) ofLeader(m words) face.Reason {
	who := o.Input.Subject
	o.Event.Subject = who
	switch m.kind {
	case "LEADERINFO":
		return because(lab.Say("zab.explain.leaderinfo", "%s proposes epoch %s. %s has accepted no later one, and "+
			"answers with its current epoch and its last zxid.", m.from, m.value("epoch"), who), placePhase1)
	case "DIFF", "TRUNC", "SNAP":
		return o.ofSync()
	case "PROPOSE":
		return o.ofHistory()
	case "NEWLEADER":
		return because(lab.Say("zab.explain.newleader", "The history of %s is whole on the disk of %s. %s enters "+
			"epoch %s, and acknowledges.", m.from, who, who, m.value("epoch")), placePhase2)
	case "UPTODATE", "COMMIT", "INFORM":
		return o.ofDelivered()
	case "PING":
		return because(lab.Say("zab.explain.ping", "%s leads still. %s answers.", m.from, who), placePhase3)
	case "SYNC":
		return because(lab.Say("zab.explain.synced", "All that %s had committed came before this on the connection: "+
			"%s answers its reader.", m.from, who), "ZooKeeper, sync")
	case "RESET":
		return because(lab.Say("zab.explain.reset.old", "The connection is not one that %s uses.", who), "")
	}
	return because(lab.Say("zab.explain.packet.waits", "%s came before its turn, and waits for what is missing.",
		m.kind), "ZooKeeper, TCP")
}
