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
		return because(lab.Say("replicas.call",
			"%s hears no primary, and asks all others how far their histories go. %s answers one call an epoch.",
			from, who), "failover")
	case "PositionIs":
		return because(lab.Say("replicas.position",
			"%s needs the answers of all servers but one: then no write is missing that one backup has confirmed. It "+
				"promotes the one whose history goes furthest.",
			who), "Promote")
	case "PromoteYou":
		return because(lab.Say("replicas.promote-you",
			"The history of %s goes furthest: %s makes it the primary.",
			who, from), "Promote")
	case "Read":
		return because(lab.Say("replicas.read",
			"%s answers %s with what it has.",
			who, from), "a read of r replicas")
	case "ReadReply":
		return o.ofReadReply(from)
	case "Write":
		return because(lab.Say("replicas.write",
			"%s merges what %s sends with what it has, saves it, and confirms.",
			who, from), "Merge")
	case "Written":
		return because(lab.Say("replicas.written",
			"%s counts %s. The client has its answer when enough replicas have confirmed.",
			who, from), "a write of w replicas")
	case "KeepHint", "HintKept":
		return o.ofHintMessage(from, words[2])
	case "Digest":
		return because(lab.Say("replicas.digest",
			"%s compares the hashes of %s with its own, and sends its versions of the keys that differ.",
			who, from), "Dynamo, §4.7")
	case "Exchange":
		return because(lab.Say("replicas.exchange",
			"%s merges the versions of %s, key by key.",
			who, from), "Dynamo, §4.7")
	}
	return o.ofTransactionMessage(from, words[2])
}

// ofHintMessage: a write is kept for a replica that is silent.
func (o *step) ofHintMessage(from, kind string) face.Reason {
	switch {
	case kind == "KeepHint":
		return because(lab.Say("replicas.keep-hint",
			"%s keeps the write for a replica that is silent.", o.Input.Subject), "Dynamo, §4.6")
	case o.setup.Sloppy:
		return because(lab.Say("replicas.hint-kept.counts",
			"%s keeps the write for another server. The quorum is sloppy, so that counts: a read of the replicas may "+
				"miss it.", from), "Dynamo, §4.6")
	}
	return because(lab.Say("replicas.hint-kept.waits",
		"%s keeps the write for another server. That does not count: no reader would find it there.",
		from), "Dynamo, §4.6")
}

func (o *step) ofReplicate(from string) face.Reason {
	who := o.Input.Subject
	switch {
	case o.says("Replicated", "refused") && o.before.Epoch == o.after.Epoch:
		return because(lab.Say("replicas.replicate.refused",
			"%s refuses: %s is a primary of an older epoch, or %s lacks entries before these.",
			who, from, who), "fencing; the history of the primary")
	case o.after.Role == replicas.Primary:
		return because(lab.Say("replicas.replicate.rival",
			"%s takes itself for the primary, too, and ignores %s. Nothing says which of them is right.",
			who, from), "one primary an epoch")
	}
	return because(lab.Say("replicas.replicate",
		"%s makes its history that of %s, saves it, and confirms how far it is.",
		who, from), "replication")
}

func (o *step) ofReplicated(from string) face.Reason {
	who := o.Input.Subject
	if o.before.Role != o.after.Role {
		return because(lab.Say("replicas.replicated.deposed",
			"%s is in a newer epoch. %s is no primary any more, and cannot say what becomes of the writes that wait.",
			from, who), "fencing")
	}
	needs := map[replicas.Kind]lab.Saying{
		replicas.Sync:     lab.Say("replicas.needs.all", "all backups must have a write before its client is told"),
		replicas.SemiSync: lab.Say("replicas.needs.one", "one backup must have a write before its client is told"),
		replicas.Async:    lab.Say("replicas.needs.none", "no client waits for it"),
	}[o.setup.Kind]
	return because(lab.Say("replicas.replicated",
		"%s notes how far %s is: %v.",
		who, from, needs), "replication")
}

func (o *step) ofReadReply(from string) face.Reason {
	who := o.Input.Subject
	switch {
	case o.says("Write", ""):
		return because(lab.Say("replicas.read-reply.repair",
			"With the answer of %s, %s has asked enough. What it writes, or what it found and others lack, goes to "+
				"the replicas before the client is told.",
			from, who), "ChooseRead; ABD")
	case o.hasAnswer():
		return because(lab.Say("replicas.read-reply.done",
			"With the answer of %s, %s has asked enough, and answers with what no other answer replaces.",
			from, who), "ChooseRead")
	}
	return because(lab.Say("replicas.read-reply",
		"%s counts the answer of %s.",
		who, from), "a read of r replicas")
}

func (o *step) ofTransactionMessage(from, kind string) face.Reason {
	who := o.Input.Subject
	switch kind {
	case "Prepare":
		return because(lab.Say("replicas.prepare",
			"%s asks for a vote, and %s gives the one that it has saved.",
			from, who), "vote")
	case "Voted":
		return because(lab.Say("replicas.voted",
			"%s counts the vote of %s. All must say yes, and a single no is enough to abort.",
			who, from), "Decide")
	case "PreCommit":
		return because(lab.Say("replicas.pre-commit",
			"%s says that all have voted yes. %s confirms.",
			from, who), "Skeen, 1981")
	case "PreCommitOK":
		return because(lab.Say("replicas.pre-commit-ok",
			"%s counts %s: it commits when all who are up know that all have voted yes.",
			who, from), "Skeen, 1981")
	case "Decide":
		return because(lab.Say("replicas.decide",
			"%s says how the transaction ended, and %s obeys.",
			from, who), "Decide")
	case "DecideOK":
		return because(lab.Say("replicas.decide-ok",
			"%s need not tell %s again.",
			who, from), "Decide")
	case "AskPhase":
		return because(lab.Say("replicas.ask-phase",
			"%s does not hear the coordinator, and asks how far %s is. Whoever has not voted aborts first.",
			from, who), "Terminate")
	case "PhaseIs":
		return because(lab.Say("replicas.phase-is",
			"%s learns how far %s is.",
			who, from), "Terminate")
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
		return because(lab.Say("replicas.silence",
			"%s has not heard a primary for long, and asks the others how far they are.",
			who), "failover")
	case o.says("AskPhase", ""):
		return because(lab.Say("replicas.uncertain",
			"%s has voted yes, and has not heard for long: it asks everybody how far they are.",
			who), "Terminate")
	case o.says("Digest", ""):
		return because(lab.Say("replicas.exchange.begin",
			"%s compares its keys with another replica's, each in its turn.",
			who), "Dynamo, §4.7")
	case len(o.before.Operations) > len(o.after.Operations):
		return because(lab.Say("replicas.gives-up",
			"%s ends an operation. Without enough answers its client learns nothing, and what was written stays "+
				"where it is: it may still count.",
			who), "a client learns nothing")
	case o.after.Role == replicas.Primary:
		return because(lab.Say("replicas.heartbeat",
			"%s sends each backup what it is not known to have. An empty message says that the primary is there.",
			who), "replication")
	}
	return because(lab.Say("replicas.tick",
		"%s sends again what has no answer.",
		who), "asking again")
}

func (o *step) ofAsked() face.Reason {
	who := o.Input.Subject
	switch {
	case o.after.Role == replicas.Primary:
		return because(lab.Say("replicas.asked.primary", "%s is the primary: %v", who, map[replicas.Kind]lab.Saying{
			replicas.Sync:     lab.Say("replicas.asked.sync", "it answers when all backups have the write."),
			replicas.SemiSync: lab.Say("replicas.asked.semi-sync", "it answers when one backup has the write."),
			replicas.Async:    lab.Say("replicas.asked.async", "it answers at once, and sends the write on."),
		}[o.setup.Kind]), "replication")
	case o.after.Role == replicas.Backup || o.after.Role == replicas.Participant:
		return because(lab.Say("replicas.asked.other",
			"%s takes no writes. It sends the client on, or answers from what it has.",
			who), "replication")
	case o.after.Role == replicas.Master:
		return because(lab.Say("replicas.asked.master",
			"%s answers from what it has, and sends the write to the other masters afterwards.",
			who), "two masters")
	case o.after.Role == replicas.Coordinator:
		return because(lab.Say("replicas.asked.coordinator",
			"%s begins a transaction for a write: all participants carry it out, or none.",
			who), "prepare")
	}
	return because(lab.Say("replicas.asked.quorum",
		"%s asks the replicas first: also before a write, which must be newer than what a read would find.",
		who), "n, w and r")
}

func (o *step) ofControl() face.Reason {
	if o.Input.Details == controlRefuse {
		return because(lab.Say("replicas.asked-to-refuse",
			"%s will vote no on the next transaction.",
			o.Input.Subject), "a command")
	}
	return because(lab.Say("replicas.promoted",
		"Somebody outside makes %s the primary. Who that is, and that there are not two of them, no protocol here "+
			"says: that is what consensus is for.",
		o.Input.Subject), "Promote")
}
