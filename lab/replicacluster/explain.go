package replicacluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/lab/replicas"
)

// Explain says why an event happened: what the server does, and which of its rules demands it. Servers may follow
// wrong rules.
func (f shown) Explain(s face.Step) face.Reason {
	before, _ := s.Before.(replicas.State)
	after, _ := s.After.(replicas.State)
	o := &step{Step: s, before: before, after: after, setup: f.of.setup}
	for _, of := range []func() face.Reason{o.ofLine, o.ofWorld} {
		if reason := of(); reason.Sentence != "" {
			return reason
		}
	}
	switch o.Input.Kind {
	case "deliver":
		return o.ofMessage()
	case "wake":
		return o.ofTick()
	case "asked":
		return o.ofAsked()
	case "control":
		return o.ofControl()
	case "boot", "restart":
		return because(lab.Say("replicas.boot",
			"%s starts with what its disk holds. What it had begun for clients is gone.",
			o.Input.Subject), "what is on the disk")
	}
	return face.Reason{}
}

// step is a face.Step with this protocol's states.
type step struct {
	face.Step
	before, after replicas.State
	setup         Setup
}

func because(s lab.Saying, place string) face.Reason {
	return face.Because(s, place)
}

// ofLine is the reason of a line about a server's state.
func (o *step) ofLine() face.Reason {
	who := o.Event.Subject
	first, rest, _ := strings.Cut(o.Event.Details, " ")
	if reason := o.ofRole(); reason.Sentence != "" {
		return reason
	}
	switch o.Event.Kind {
	case "save":
		return because(lab.Say("replicas.save",
			"%s writes to its disk what it must not forget in a crash, and only then lets messages and answers leave.",
			who), "durable before an answer")
	case "history":
		if strings.Contains(rest, "removed=") {
			return because(lab.Say("replicas.history.removed",
				"%s has entries that its primary does not have. It cuts them off: there is one history, and it is "+
					"the primary's. If a client has heard that they are done, they are lost.",
				who), "the history of the primary")
		}
	case "hint":
		return because(lab.Say("replicas.hint",
			"The replica that should have this write is silent, so %s keeps it, and hands it over later. No reader "+
				"sees it here, unless the quorum is sloppy.",
			who), "Dynamo, §4.6")
	case "handed-off":
		return because(lab.Say("replicas.handed-off",
			"The replica has confirmed the write: %s need not keep it any more.",
			who), "Dynamo, §4.6")
	case "blocked":
		return because(lab.Say("replicas.blocked",
			"%s has voted yes, and nobody who answers knows the decision. The coordinator may have committed or "+
				"aborted, so %s may do neither: it waits, and keeps its key locked.",
			who, who), "Gray, 1978")
	case "refuses":
		return because(lab.Say("replicas.refuses",
			"%s will vote no on the next transaction.",
			who), "a command")
	case "version":
		return o.ofVersion(first, rest)
	case "transaction":
		return o.ofTransaction(rest)
	}
	return face.Reason{}
}

// ofRole: a server is a primary or a backup now, or waits otherwise.
func (o *step) ofRole() face.Reason {
	switch o.Event.Kind {
	case "primary":
		return because(lab.Say("replicas.primary",
			"%s takes the place of the primary, with the history that it has. What the old primary had beyond that "+
				"is not part of it.",
			o.Event.Subject), "Promote")
	case "backup":
		return because(lab.Say("replicas.backup",
			"%s has heard of a newer epoch, so another server was promoted: it takes no writes any more.",
			o.Event.Subject), "fencing")
	case "fenced":
		return because(lab.Say("replicas.fenced",
			"%s has answered a call for a new primary. It obeys none of an older epoch, so that how far it is does "+
				"not change any more.",
			o.Event.Subject), "fencing")
	case "fallback":
		if o.after.Fallen {
			return because(lab.Say("replicas.fallback.asynchronous",
				"%s has waited long enough: it answers clients without any backup, until one has caught up.",
				o.Event.Subject), "semi-synchronous replication")
		}
		return because(lab.Say("replicas.fallback.semi-synchronous",
			"%s has a backup again that has all of its history: it waits for one from now on.",
			o.Event.Subject), "semi-synchronous replication")
	}
	return face.Reason{}
}

// ofVersion: a server's versions of a key have changed.
func (o *step) ofVersion(key, now string) face.Reason {
	who := o.Event.Subject
	switch {
	case now == "forgotten":
		return because(lab.Say("replicas.forgotten",
			"%s drops the tombstone of %s. That is safe when every replica has it, and no older version can come back.",
			who, key), "MayForget")
	case strings.Contains(now, "|"):
		return because(lab.Say("replicas.siblings",
			"Neither version of %s includes the other: whoever wrote one did not know of the other. %s keeps both, "+
				"until a write that has seen both replaces them.",
			key, who), "Merge; Dynamo, §4.4")
	case o.Input.Kind == "asked" || o.before.Count != o.after.Count:
		return because(lab.Say("replicas.version.new",
			"%s numbers the write: its own count, and the writes that it replaces.",
			who), "version vector")
	case o.setup.Keep == replicas.ByClock:
		return because(lab.Say("replicas.version.clock",
			"%s keeps the version whose writer's clock showed more. If that writer did not know of the other write, "+
				"the other write is lost.",
			who), "the last writer wins")
	case o.setup.Keep == replicas.ByOrder:
		return because(lab.Say("replicas.version.order",
			"The version comes later in the one order of all versions, so %s keeps it in place of what it had.",
			who), "Later")
	}
	return because(lab.Say("replicas.version.replaces",
		"The version includes all writes that %s had of %s, so it replaces them.",
		who, key), "Merge; Dynamo, §4.4")
}

func (o *step) ofTransaction(rest string) face.Reason {
	who := o.Event.Subject
	phase, _, _ := strings.Cut(rest, " ")
	leads := o.after.Role == replicas.Coordinator
	switch phase {
	case "waiting":
		return because(lab.Say("replicas.waiting",
			"%s begins a transaction, and asks all participants to vote.",
			who), "prepare")
	case "ready":
		return because(lab.Say("replicas.ready",
			"%s votes yes. It has promised to commit if all do, and may no longer decide alone.",
			who), "vote")
	case "pre-committed":
		return because(lab.Say("replicas.pre-committed",
			"%s knows that all have voted yes. Nothing is committed yet: first all are to know it.",
			who), "Skeen, 1981")
	case "committed":
		if leads {
			return because(lab.Say("replicas.committed.all", "%s commits: all participants have voted yes.",
				who), "Decide")
		}
		return because(lab.Say("replicas.committed.heard",
			"%s commits: it was told so, or somebody who answered had.", who), "Decide")
	case "aborted":
		if leads {
			return because(lab.Say("replicas.aborted.one",
				"%s aborts: one participant said no, or did not answer in time.", who), "Decide")
		}
		return because(lab.Say("replicas.aborted.heard",
			"%s aborts: somebody said no, or never voted.", who), "Decide")
	}
	return face.Reason{}
}
