package replicacluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/lab/replicas"
)

// ofMessage is the server's reaction to a message, and the reason. A delivered line is "m7 S1 Write r3 x=2(S1:1)".
func (o *step) ofMessage() face.Reason {
	who := o.Input.Subject
	words := strings.Fields(o.Input.Details)
	if len(words) < 3 {
		return face.Reason{}
	}
	from := words[1]
	switch words[2] {
	case "Replicate":
		return o.ofReplicate(from)
	case "Replicated":
		return o.ofReplicated(from)
	case "CallPosition":
		return because("explain.call", "failover",
			"%s hears no primary, and asks all others how far their histories go. %s answers one call an epoch.", from, who)
	case "PositionIs":
		return because("explain.position", "Promote",
			"%s needs the answers of all servers but one: then no write is missing that one backup has confirmed. It "+
				"promotes the one whose history goes furthest.", who)
	case "PromoteYou":
		return because("explain.promote-you", "Promote", "The history of %s goes furthest: %s makes it the primary.", who, from)
	case "Read":
		return because("explain.read", "a read of r replicas", "%s answers %s with what it has.", who, from)
	case "ReadReply":
		return o.ofReadReply(from)
	case "Write":
		return because("explain.write", "Merge", "%s merges what %s sends with what it has, saves it, and confirms.", who, from)
	case "Written":
		return because("explain.written", "a write of w replicas",
			"%s counts %s. The client has its answer when enough replicas have confirmed.", who, from)
	case "KeepHint":
		return because("explain.keep-hint", "Dynamo, §4.6", "%s keeps the write for a replica that is silent.", who)
	case "HintKept":
		return because("explain.hint-kept."+word(o.setup.Sloppy, "counts", "waits"), "Dynamo, §4.6",
			"%s keeps the write for another server. %s", from, word(o.setup.Sloppy,
				"The quorum is sloppy, so that counts: a read of the replicas may miss it.",
				"That does not count: no reader would find it there."))
	case "Digest":
		return because("explain.digest", "Dynamo, §4.7",
			"%s compares the hashes of %s with its own, and sends its versions of the keys that differ.", who, from)
	case "Exchange":
		return because("explain.exchange", "Dynamo, §4.7", "%s merges the versions of %s, key by key.", who, from)
	}
	return o.ofTransactionMessage(from, words[2])
}

func (o *step) ofReplicate(from string) face.Reason {
	who := o.Input.Subject
	switch {
	case o.says("Replicated", "refused") && o.before.Epoch == o.after.Epoch:
		return because("explain.replicate.refused", "fencing; the history of the primary",
			"%s refuses: %s is a primary of an older epoch, or %s lacks entries before these.", who, from, who)
	case o.after.Role == replicas.Primary:
		return because("explain.replicate.rival", "one primary an epoch",
			"%s takes itself for the primary, too, and ignores %s. Nothing says which of them is right.", who, from)
	}
	return because("explain.replicate", "replication",
		"%s makes its history that of %s, saves it, and confirms how far it is.", who, from)
}

func (o *step) ofReplicated(from string) face.Reason {
	who := o.Input.Subject
	if o.before.Role != o.after.Role {
		return because("explain.replicated.deposed", "fencing",
			"%s is in a newer epoch. %s is no primary any more, and cannot say what becomes of the writes that wait.", from, who)
	}
	needs := map[replicas.Kind]lab.Saying{
		replicas.Sync:     lab.Say("explain.needs.all", "all backups must have a write before its client is told"),
		replicas.SemiSync: lab.Say("explain.needs.one", "one backup must have a write before its client is told"),
		replicas.Async:    lab.Say("explain.needs.none", "no client waits for it"),
	}[o.setup.Kind]
	return because("explain.replicated", "replication", "%s notes how far %s is: %v.", who, from, needs)
}

func (o *step) ofReadReply(from string) face.Reason {
	who := o.Input.Subject
	switch {
	case o.says("Write", ""):
		return because("explain.read-reply.repair", "ChooseRead; ABD",
			"With the answer of %s, %s has asked enough. What it writes, or what it found and others lack, goes to the "+
				"replicas before the client is told.", from, who)
	case o.hasAnswer():
		return because("explain.read-reply.done", "ChooseRead",
			"With the answer of %s, %s has asked enough, and answers with what no other answer replaces.", from, who)
	}
	return because("explain.read-reply", "a read of r replicas", "%s counts the answer of %s.", who, from)
}

func (o *step) ofTransactionMessage(from, kind string) face.Reason {
	who := o.Input.Subject
	switch kind {
	case "Prepare":
		return because("explain.prepare", "vote", "%s asks for a vote, and %s gives the one that it has saved.", from, who)
	case "Voted":
		return because("explain.voted", "Decide",
			"%s counts the vote of %s. All must say yes, and a single no is enough to abort.", who, from)
	case "PreCommit":
		return because("explain.pre-commit", "Skeen, 1981", "%s says that all have voted yes. %s confirms.", from, who)
	case "PreCommitOK":
		return because("explain.pre-commit-ok", "Skeen, 1981",
			"%s counts %s: it commits when all who are up know that all have voted yes.", who, from)
	case "Decide":
		return because("explain.decide", "Decide", "%s says how the transaction ended, and %s obeys.", from, who)
	case "DecideOK":
		return because("explain.decide-ok", "Decide", "%s need not tell %s again.", who, from)
	case "AskPhase":
		return because("explain.ask-phase", "Terminate",
			"%s does not hear the coordinator, and asks how far %s is. Whoever has not voted aborts first.", from, who)
	case "PhaseIs":
		return because("explain.phase-is", "Terminate", "%s learns how far %s is.", who, from)
	}
	return face.Reason{}
}

// says reports whether the server sent a message of a kind, with a word in it, in this step.
func (o *step) says(kind, with string) bool {
	for _, line := range o.Outcome {
		words := strings.Fields(line.Details)
		if line.Kind == "send" && len(words) > 2 && words[2] == kind && strings.Contains(line.Details, with) {
			return true
		}
	}
	return false
}

// hasAnswer reports whether an operation ended in this step.
func (o *step) hasAnswer() bool {
	over := func(s replicas.State) (n int) {
		for _, op := range s.Operations {
			if op.Over {
				n++
			}
		}
		return n
	}
	return over(o.after) > over(o.before)
}

// ofTick: the server asks again, or gives up waiting.
func (o *step) ofTick() face.Reason {
	who := o.Input.Subject
	switch {
	case o.says("CallPosition", ""):
		return because("explain.silence", "failover",
			"%s has not heard a primary for long, and asks the others how far they are.", who)
	case o.says("AskPhase", ""):
		return because("explain.uncertain", "Terminate",
			"%s has voted yes, and has not heard for long: it asks everybody how far they are.", who)
	case o.says("Digest", ""):
		return because("explain.exchange.begin", "Dynamo, §4.7",
			"%s compares its keys with another replica's, each in its turn.", who)
	case len(o.before.Operations) > len(o.after.Operations):
		return because("explain.gives-up", "a client learns nothing",
			"%s ends an operation. Without enough answers its client learns nothing, and what was written stays where "+
				"it is: it may still count.", who)
	case o.after.Role == replicas.Primary:
		return because("explain.heartbeat", "replication",
			"%s sends each backup what it is not known to have. An empty message says that the primary is there.", who)
	}
	return because("explain.tick", "asking again", "%s sends again what has no answer.", who)
}

func (o *step) ofAsked() face.Reason {
	who := o.Input.Subject
	switch {
	case o.after.Role == replicas.Primary:
		return because("explain.asked."+o.setup.Kind.String(), "replication", "%s is the primary: %s", who,
			map[replicas.Kind]string{
				replicas.Sync:     "it answers when all backups have the write.",
				replicas.SemiSync: "it answers when one backup has the write.",
				replicas.Async:    "it answers at once, and sends the write on.",
			}[o.setup.Kind])
	case o.after.Role == replicas.Backup || o.after.Role == replicas.Participant:
		return because("explain.asked.other", "replication",
			"%s takes no writes. It sends the client on, or answers from what it has.", who)
	case o.after.Role == replicas.Master:
		return because("explain.asked.master", "two masters",
			"%s answers from what it has, and sends the write to the other masters afterwards.", who)
	case o.after.Role == replicas.Coordinator:
		return because("explain.asked.coordinator", "prepare",
			"%s begins a transaction for a write: all participants carry it out, or none.", who)
	}
	return because("explain.asked.quorum", "n, w and r",
		"%s asks the replicas first: also before a write, which must be newer than what a read would find.", who)
}

func (o *step) ofControl() face.Reason {
	if o.Input.Details == controlRefuse {
		return because("explain.refuses", "a command", "%s will vote no on the next transaction.", o.Input.Subject)
	}
	return because("explain.promoted", "Promote",
		"Somebody outside makes %s the primary. Who that is, and that there are not two of them, no protocol here says: "+
			"that is what consensus is for.", o.Input.Subject)
}
