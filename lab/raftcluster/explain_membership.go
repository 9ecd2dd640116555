package raftcluster

import (
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/raft"
)

// The reasons for changes of the servers: who counts, when a configuration counts, and who may begin a change.

const (
	changePlace  = "thesis §4.1"
	jointPlace   = "§6, thesis §4.3"
	catchUpPlace = "thesis §4.2.1"
	leavePlace   = "thesis §4.2.2"
)

// ofMembers: a server decides by another configuration.
func (o *step) ofMembers() face.Reason {
	who, now := o.Event.Subject, o.After.Members.Configuration
	switch {
	case o.Input.Kind == "boot" || o.Input.Kind == "restart":
		return because(lab.Say("explain.members.boot", "%s finds a configuration in its log, and decides by the "+
			"last one there, committed or not: %v.", who, now), changePlace)
	case o.After.Members.Index < o.Before.Members.Index:
		return because(lab.Say("explain.members.back", "The entry with the configuration is gone from the log of "+
			"%s, and with it the configuration: %s decides by the one before again, %v.", who, who, now), changePlace)
	case now.IsJoint():
		return because(lab.Say("explain.members.joint", "C_old,new is in the log of %s, so it counts there from now "+
			"on, committed or not: a decision needs a majority of %v and a majority of %v, each counted for "+
			"itself.", who,
			names(now.Voters), names(now.Next)), jointPlace)
	case o.Before.Members.Configuration.IsJoint():
		return because(lab.Say("explain.members.new", "C_new is in the log of %s, so it counts there from now on: a "+
			"majority of %v decides.", who, names(now.Voters)), jointPlace)
	}
	return because(lab.Say("explain.members", "The new configuration is in the log of %s, so it counts there from "+
		"now on, committed or not: a majority of %v decides.", who, names(now.Voters)), changePlace)
}

// ofCatchUp: new servers get the log before they vote.
func (o *step) ofCatchUp() face.Reason {
	who, now := o.Event.Subject, o.After.Members.CatchUp
	if now.Request == 0 {
		before := o.Before.Members.CatchUp
		if o.After.Members.Index > o.Before.Members.Index {
			return because(lab.Say("explain.catch-up.done", "%v took less than an election timeout for the last "+
				"round: so little is missing that commits will not wait for it. %s begins the "+
				"change.", names(before.Servers),
				who), catchUpPlace)
		}
		return because(lab.Say("explain.catch-up.ended", "%s does not wait for %v any more, and the change is not "+
			"made.",
			who, names(before.Servers)), catchUpPlace)
	}
	if len(now.Rounds) == 0 {
		return because(lab.Say("explain.catch-up.begins", "%v would vote, and does not have the log yet: commits "+
			"would have to wait for it. First %s sends it all entries up to %d, and does not count it meanwhile.",
			names(now.Servers), who, now.Target), catchUpPlace)
	}
	return because(lab.Say("explain.catch-up.round", "%v has what %s had when round %d began, but that took an "+
		"election timeout or longer, and new entries came meanwhile: another round, up to entry "+
		"%d.", names(now.Servers), who,
		len(now.Rounds), now.Target), catchUpPlace)
}

// ofAskedChange: an administrator asks for another configuration.
func (o *step) ofAskedChange(change string) face.Reason {
	who := o.Input.Subject
	switch refused := o.refused(); {
	case o.Before.Role != raft.Leader:
		return because(lab.Say("explain.change.redirect", "%s does not lead, so it begins no change: it names the "+
			"leader that it knows.", who), "§5.1, "+changePlace)
	case refused != "":
		return because(lab.Say("explain.change.refused", "%s does not begin the change: "+
			"%s.", who, refused), changePlace)
	case o.After.Members.CatchUp.Request != 0 && o.Before.Members.CatchUp.Request == 0:
		return o.withEvent("catch-up").ofCatchUp()
	case o.After.Members.Index > o.Before.Members.Index:
		return because(lab.Say("explain.change.begins", "%s leads, has committed an entry of its own term, and no "+
			"other change is open: it appends the entry for %q, and decides by it at once.", who, change), changePlace)
	}
	return because(lab.Say("explain.change.waits", "%s has not come to answer %q yet.", who, change), changePlace)
}

// withEvent is the step, seen from another line about the same server.
func (o *step) withEvent(kind string) *step {
	of := *o
	of.Event = face.Line{Subject: o.Input.Subject, Kind: kind}
	return &of
}

// refused is the reason that an answer of the step gives, "" for none. An answer's line comes later, when it arrives,
// so it follows from the state: see mayChange.
func (o *step) refused() string {
	before, after := o.Before.Members, o.After.Members
	if after.Index != before.Index || after.CatchUp.Request != before.CatchUp.Request {
		return ""
	}
	change, ok := askedChange(o.Input)
	if !ok {
		return ""
	}
	s := o.Before.state()
	refusal := membershipReference.MayChange(&s, change)
	if refusal == raft.Allowed || refusal == raft.NotCaughtUp {
		if o.Before.Members.CatchUp.Request == 0 {
			return ""
		}
		refusal = raft.ChangeOpen
	}
	return refusal.String()
}

// state is a standing as the guard sees it.
func (s Standing) state() raft.State {
	state := raft.State{
		CurrentTerm: s.Term, Role: s.Role, CommitIndex: s.CommitIndex, Configuration: s.Members.Configuration,
		ConfigurationIndex: s.Members.Index,
	}
	if s.CommitTerm > 0 {
		state.Log = raft.LogAfter(s.CommitIndex, s.CommitTerm)
	}
	return state
}

// askedChange is the change of a line "r3 S1 add S4".
func askedChange(asked face.Line) (raft.Change, bool) {
	words := strings.Fields(asked.Details)
	if len(words) < 3 {
		return raft.Change{}, false
	}
	return changeOfWords(words[2:])
}

// leavesOut: a server that its configuration leaves out, or a learner, does not stand.
func (o *step) leavesOut() face.Reason {
	who, now := o.Input.Subject, o.Before.Members.Configuration
	if now.Learners.Has(o.Before.ID) {
		return because(lab.Say("explain.timer.learner", "The timer of %s fires, and it does not stand: %s is a "+
			"learner. It gets entries and does not count.", who, who), catchUpPlace)
	}
	return because(lab.Say("explain.timer.outside", "The timer of %s fires, and it does not stand: it decides by "+
		"%v, which is committed and leaves %s out.", who, now, who), leavePlace)
}

// staysOut reports whether a timer fired on a server that may not stand.
func (o *step) staysOut() bool {
	m := o.Before.Members
	return m.On && o.Before.Role == raft.Follower && o.After.Role == raft.Follower && o.Before.Term == o.After.Term &&
		!m.Configuration.IsVoter(o.Before.ID)
}

// jointCommit: a leader commits by both majorities.
func (o *step) jointCommit() face.Reason {
	now := o.Before.Members.Configuration
	return because(lab.Say("explain.commit.joint", "%s leads, and knows that a majority of %v and a majority of %v "+
		"have entry %d, which is of its own term %d: it is committed, and all entries before it.", o.Event.Subject,
		names(now.Voters), names(now.Next), o.After.CommitIndex, o.After.Term), jointPlace+", §5.4.2")
}

// stepsOut: a leader steps down, because the committed configuration leaves it out.
func (o *step) stepsOut() (face.Reason, bool) {
	b, a := o.Before, o.After
	now := a.Members.Configuration
	if !a.Members.On || b.Role != raft.Leader || a.Role == raft.Leader || a.Term != b.Term || now.IsVoter(a.ID) ||
		a.CommitIndex < a.Members.Index {
		return face.Reason{}, false
	}
	return because(lab.Say("explain.steps-out", "Entry %d is committed, and with it a configuration without %s: %v. "+
		"It was needed to commit that. Now it steps down, and the others elect a leader.", a.Members.Index,
		o.Input.Subject, now), leavePlace), true
}

// countMembers lets the sentences count those that vote, where servers change.
func (o *step) countMembers() {
	if m := o.After.Members; m.On {
		o.Servers = m.Configuration.Voters.Len()
	}
}
