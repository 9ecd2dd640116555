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
	if reason := o.ofLine(); reason.Sentence != "" {
		return reason
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
		return because("explain.boot", "what is on the disk",
			"%s starts with what its disk holds. What it had begun for clients is gone.", o.Input.Subject)
	}
	return face.Reason{}
}

// step is a face.Step with this protocol's states.
type step struct {
	face.Step
	before, after replicas.State
	setup         Setup
}

func because(code, place, format string, args ...any) face.Reason {
	s := lab.Say(code, format, args...)
	return face.Reason{Sentence: s.Text, Code: s.Code, Args: s.Args, Place: place}
}

// ofLine is the reason of a line about a server's state.
func (o *step) ofLine() face.Reason {
	who := o.Event.Subject
	first, rest, _ := strings.Cut(o.Event.Details, " ")
	switch o.Event.Kind {
	case "save":
		return because("explain.save", "durable before an answer",
			"%s writes to its disk what it must not forget in a crash, and only then lets messages and answers leave.", who)
	case "primary":
		return because("explain.primary", "Promote",
			"%s takes the place of the primary, with the history that it has. What the old primary had beyond that is "+
				"not part of it.", who)
	case "backup":
		return because("explain.backup", "fencing",
			"%s has heard of a newer epoch, so another server was promoted: it takes no writes any more.", who)
	case "fenced":
		return because("explain.fenced", "fencing",
			"%s has answered a call for a new primary. It obeys none of an older epoch, so that how far it is does not "+
				"change any more.", who)
	case "fallback":
		return because("explain.fallback."+first, "semi-synchronous replication",
			"%s %s", who, word(first == "asynchronous",
				"has waited long enough: it answers clients without any backup, until one has caught up.",
				"has a backup again that has all of its history: it waits for one from now on."))
	case "history":
		if strings.Contains(rest, "removed=") {
			return because("explain.history.removed", "the history of the primary",
				"%s has entries that its primary does not have. It cuts them off: there is one history, and it is the "+
					"primary's. If a client was told of them, they are lost.", who)
		}
	case "hint":
		return because("explain.hint", "Dynamo, §4.6",
			"The replica that should have this write is silent, so %s keeps it, and hands it over later. No reader sees "+
				"it here, unless the quorum is sloppy.", who)
	case "handed-off":
		return because("explain.handed-off", "Dynamo, §4.6",
			"The replica has confirmed the write: %s need not keep it any more.", who)
	case "blocked":
		return because("explain.blocked", "Gray, 1978",
			"%s has voted yes, and nobody who answers knows the decision. The coordinator may have committed or "+
				"aborted, so %s may do neither: it waits, and keeps its key locked.", who, who)
	case "refuses":
		return because("explain.refuses", "a command", "%s will vote no on the next transaction.", who)
	case "version":
		return o.ofVersion(first, rest)
	case "transaction":
		return o.ofTransaction(rest)
	}
	return face.Reason{}
}

// ofVersion: a server's versions of a key have changed.
func (o *step) ofVersion(key, now string) face.Reason {
	who := o.Event.Subject
	switch {
	case now == "forgotten":
		return because("explain.forgotten", "MayForget",
			"%s drops the tombstone of %s. That is safe when every replica has it, and no older version can come back.",
			who, key)
	case strings.Contains(now, "|"):
		return because("explain.siblings", "Merge; Dynamo, §4.4",
			"Neither version of %s includes the other: whoever wrote one did not know of the other. %s keeps both, until "+
				"a write that has seen both replaces them.", key, who)
	case o.Input.Kind == "asked" || o.before.Count != o.after.Count:
		return because("explain.version.new", "version vector",
			"%s numbers the write: its own count, and the writes that it replaces.", who)
	case o.setup.Keep == replicas.ByClock:
		return because("explain.version.clock", "the last writer wins",
			"%s keeps the version whose writer's clock showed more. If that writer did not know of the other write, the "+
				"other write is lost.", who)
	case o.setup.Keep == replicas.ByOrder:
		return because("explain.version.order", "Later",
			"The version comes later in the one order of all versions, so %s keeps it in place of what it had.", who)
	}
	return because("explain.version.replaces", "Merge; Dynamo, §4.4",
		"The version includes all writes that %s had of %s, so it replaces them.", who, key)
}

func (o *step) ofTransaction(rest string) face.Reason {
	who := o.Event.Subject
	phase, _, _ := strings.Cut(rest, " ")
	leads := o.after.Role == replicas.Coordinator
	switch phase {
	case "waiting":
		return because("explain.waiting", "prepare", "%s begins a transaction, and asks all participants to vote.", who)
	case "ready":
		return because("explain.ready", "vote",
			"%s votes yes. It has promised to commit if all do, and may no longer decide alone.", who)
	case "pre-committed":
		return because("explain.pre-committed", "Skeen, 1981",
			"%s knows that all have voted yes. Nothing is committed yet: first all are to know it.", who)
	case "committed":
		return because("explain.committed", "Decide", "%s commits: %s", who,
			word(leads, "all participants have voted yes.", "it was told so, or somebody who answered had."))
	case "aborted":
		return because("explain.aborted", "Decide", "%s aborts: %s", who,
			word(leads, "one participant said no, or did not answer in time.", "somebody said no, or never voted."))
	}
	return face.Reason{}
}
