package raftcluster

import (
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/lab/kv"
	"raftlab/raft"
	"raftlab/raft/node"
)

// Standing is the state of a server at a moment, as far as it decides the server's next action.
type Standing struct {
	Role        raft.Role
	Term        raft.Term
	VotedFor    raft.NodeID
	CommitIndex raft.Index
	LastIndex   raft.Index
	LastTerm    raft.Term
	// Votes is how many servers voted for it, in its last candidacy.
	Votes int
	// What it knows beyond Figure 2: the leader and whether it counts as heard, the servers that would vote for it,
	// those that answered this leader in the present interval, and the target of a transfer.
	Leader     raft.NodeID
	Heard      bool
	PreVotes   int
	Active     raft.NodeSet
	Transferee raft.NodeID
	// Applied is how far its state machine has come, and Reads what waits for it, or for a round.
	Applied raft.Index
	Reads   ReadState
	// Members is the configuration by which it decides, where servers change. CommitTerm is the term of the entry at
	// CommitIndex.
	Members    MemberState
	CommitTerm raft.Term
	ID         raft.NodeID
	// Snapshots is where its log begins, and the snapshots that it has, sends or gets.
	Snapshots SnapshotState
	// Flow is what it does not wait for.
	Flow FlowState
}

// Standing is the server's present state.
func (m *Mirror) Standing() Standing {
	s := Standing{Role: m.Role, Term: m.CurrentTerm, VotedFor: m.VotedFor, CommitIndex: m.CommitIndex,
		LastIndex: raft.Index(len(m.Log)), Votes: m.VotesGranted.Len(), Leader: m.Leader,
		Heard: m.Elections.Heard, PreVotes: m.Elections.PreVotes.Len(), Active: m.Elections.Active,
		Transferee: m.Elections.Transferee, Applied: m.LastApplied, Reads: m.Reads, Snapshots: m.Snapshots,
		Flow: m.Flow}
	if s.Members = m.Members; m.Members.On && m.CommitIndex <= raft.Index(len(m.Log)) {
		s.CommitTerm = m.termAt(m.CommitIndex)
	}
	if len(m.Log) > 0 {
		s.LastTerm = m.Log[len(m.Log)-1].Term
	}
	return s
}

func because(s lab.Saying, place string) face.Reason {
	return face.Because(s, place)
}

// step is a face.Step with Raft's standings.
type step struct {
	face.Step
	Before, After Standing
	// Servers is the number of servers in the event's Raft group.
	Servers int
	// On is what is switched on beyond Figure 2.
	On node.Elections
}

// Explain says why an event happened: the servers' action, and whether a rule of Figure 2 demands it. Servers may
// follow wrong rules.
func (f raftFace) Explain(of face.Step) face.Reason {
	o := &step{Step: of, Servers: of.Servers / f.of.setup.Groups, On: f.of.setup.Elections}
	o.Before, o.After = standing(of.Before), standing(of.After)
	o.countMembers()
	return o.reason()
}

// standing is the server's Standing that the face kept: the zero Standing if there is no server.
func standing(kept any) Standing {
	switch kept := kept.(type) {
	case pictured:
		return kept.Standing
	case Standing:
		return kept
	}
	return Standing{}
}

func (o *step) reason() face.Reason {
	for _, of := range []func() face.Reason{o.ofSnapshotLine, o.ofFlowLine, o.ofMemberLine} {
		if reason := of(); reason.Sentence != "" {
			return reason
		}
	}
	switch o.Event.Kind {
	case "save":
		return because(lab.Say("explain.save", "%s writes to its disk what it must not forget in a crash: term, vote "+
			"and log are on stable storage before it answers.", o.Event.Subject), "Figure 2, State")
	case "apply":
		return o.ofApplied(because(lab.Say("explain.apply", "The entry is committed, and %s has applied all entries "+
			"before it: it gives it to its state machine.", o.Event.Subject), "Figure 2, All Servers, rule 1; §5.3"))
	case "session":
		return o.ofSession()
	case "term":
		if o.Input.Kind == "deliver" {
			return o.newTerm()
		}
	case "log":
		if o.After.Role == raft.Leader && o.Input.Kind != "asked" {
			return because(lab.Say("explain.noop", "%s has just been elected, and begins its term with an entry that "+
				"does nothing: with it, entries of earlier terms can be committed.", o.Event.Subject), "§5.4.2, §8")
		}
	case "commit":
		if reason, ok := o.stepsOut(); ok {
			return reason
		}
		if o.After.Role == raft.Leader {
			return o.leaderCommits()
		}
		if m, ok := parseMessage(o.Input); ok {
			return because(lab.Say("explain.commit.follower", "%s knows entries as committed up to %d, and the log of "+
				"%s is known to agree with the leader's up to %d: its commitIndex rises to the lower of the two.",
				m.from, m.number("commit"), o.Event.Subject, o.agreed(m)), "Figure 2, AppendEntries RPC, rule 5; §5.3")
		}
	case "send":
		return o.ofSend()
	case "forget":
		return o.ofForget()
	case "transfer":
		return o.ofTransfer()
	case "read":
		return o.ofRead(o.Event)
	case "lease":
		return o.ofLease(o.Event.Details)
	}
	if reason := ofWorld(o.Event); reason.Sentence != "" {
		return reason
	}
	return o.givesUp(o.ofInput())
}

// ofFlowLine is the reason of a line of leaders that do not wait.
func (o *step) ofFlowLine() face.Reason {
	switch o.Event.Kind {
	case "saved":
		return o.ofSaved()
	case "progress":
		return o.ofProgress()
	case "save":
		if o.After.Flow.Parallel && o.After.Role == raft.Leader {
			return o.ofSaveBeside()
		}
	}
	return face.Reason{}
}

// ofMemberLine is the reason of a line of changes of the servers.
func (o *step) ofMemberLine() face.Reason {
	switch o.Event.Kind {
	case "members":
		return o.ofMembers()
	case "catch-up":
		return o.ofCatchUp()
	}
	return face.Reason{}
}

// ofInput is the server's reaction to an input, and the reason.
func (o *step) ofInput() face.Reason {
	who := o.Input.Subject
	switch o.Input.Kind {
	case "deliver":
		return o.ofMessage()
	case "wake", "control":
		if o.Input.Kind == "control" && o.Input.Details == ControlSnapshot {
			return o.ofSnapshotControl()
		}
		if reason := o.ofSilence(); reason.Sentence != "" {
			return reason
		}
		return o.ofTimer()
	case "asked":
		if change, ok := askedChange(o.Input); ok {
			return o.ofAskedChange(change.String())
		}
		mode := askedMode(o.Input)
		if mode == kv.ByIndex || mode == kv.ByLease {
			return o.ofAskedRead(mode)
		}
		if mode == kv.Stale {
			return because(lab.Say("explain.asked.stale", "%s answers with what it has applied, without the log and "+
				"without asking anybody: if others have chosen a new leader, that may be old.", who), "§8")
		}
		if o.Before.Role == raft.Leader && o.Before.Transferee != raft.None {
			return o.askedDuringTransfer()
		}
		if o.Before.Role == raft.Leader {
			return because(lab.Say("explain.asked.leader", "%s leads: it appends the command to its log, sends it to "+
				"the others, and answers when a majority has it and it is applied.", who), "Figure 2, Leaders; §5.3")
		}
		return because(lab.Say("explain.asked.redirect", "%s does not lead, so it sends the client on to the leader "+
			"that it knows.", who), "§5.1, §8")
	case "boot", "restart":
		return because(lab.Say("explain.boot", "%s starts as a follower with the term, the vote and the log that its "+
			"disk holds.", who), "Figure 2, State; §5.2")
	}
	return face.Reason{}
}

// ofSend: the server answers an input, or sends its consequences to others.
func (o *step) ofSend() face.Reason {
	reason := o.ofInput()
	said := lab.Saying{Code: reason.Code, Args: reason.Args, Text: reason.Sentence}
	m, ok := parseMessage(o.Event)
	switch {
	case ok && m.kind == "TimeoutNow":
		return o.ofHandingOver(m)
	case ok && m.kind == "InstallSnapshot":
		return o.ofChunkSent(m)
	case ok && m.kind == "Heartbeat":
		return o.ofHeartbeatSent(m)
	case !ok || m.kind != "AppendEntries" || reason.Sentence == "":
	case o.hasLine("role", "leader"):
		return because(lab.Say("explain.send.leads", "%v It tells %s so.", said, m.from), reason.Place)
	case o.Input.Kind == "deliver":
		return because(lab.Say("explain.send.lacks", "%v What %s lacks by its nextIndex is sent at once.",
			said, m.from), reason.Place)
	}
	return reason
}

// agreed is the last index up to which an AppendEntries shows that the follower's log equals the leader's: the
// last new entry.
func (o *step) agreed(m messageWords) uint64 {
	reply, _ := o.answer("AppendEntriesReply")
	return max(reply.number("match"), uint64(o.After.CommitIndex))
}

// ofTimer: the server's timer fired, by itself or by a command.
func (o *step) ofTimer() face.Reason {
	who := o.Input.Subject
	switch {
	case o.hasLine("role", "candidate") || o.After.Role == raft.Candidate && o.After.Term > o.Before.Term:
		return because(lab.Say("explain.candidate", "%s %v: it begins term %d as a candidate, votes for itself, and "+
			"asks the others for their votes.", who, o.whyNow(), o.After.Term), "Figure 2, Candidates; §5.2")
	case o.hasLine("role", "leader"):
		return because(lab.Say("explain.leader.alone", "%s is alone, and its own vote is a majority: it leads at once.",
			who), "Figure 2, Candidates; §5.2")
	case o.Before.Role == raft.Leader && o.Input.Kind == "wake":
		return because(lab.Say("explain.heartbeat", "%s leads, and tells the others so before an election timeout "+
			"runs out: a heartbeat to those that have all entries, and the missing entries to the rest.", who),
			"Figure 2, Leaders; §5.2")
	case o.staysOut():
		return o.leavesOut()
	case len(o.Outcome) == 0:
		return because(lab.Say("explain.timer.waits", "%s has not come to act on its timer yet.", who), "")
	}
	return because(lab.Say("explain.timer.nothing", "%s looks at its timer, and nothing is due.", who), "")
}

// whyNow is the reason for which a server stands, or asks whether it may.
func (o *step) whyNow() lab.Saying {
	if o.Input.Kind == "control" {
		return lab.Say("explain.candidate.fired", "has its election timer fired by hand")
	}
	return lab.Say("explain.candidate.timeout", "heard from no leader before its election timeout ran out")
}

// newTerm: a message contained a later term.
func (o *step) newTerm() face.Reason {
	s := lab.Say("explain.term", "%s comes to term %d.", o.Event.Subject, o.After.Term)
	if m, ok := parseMessage(o.Input); ok {
		s = lab.Say("explain.term.shown", "%s was in term %d, and %v of %s shows it term %d: it takes over the later "+
			"term, and has no vote in it yet.", o.Event.Subject, o.Before.Term, m.name(), m.from, o.After.Term)
	}
	return because(s, "Figure 2, All Servers, rule 2; §5.1")
}

// leaderCommits: entries of the leader's own term are on a majority.
func (o *step) leaderCommits() face.Reason {
	if o.Before.Members.Configuration.IsJoint() {
		return o.jointCommit()
	}
	return because(lab.Say("explain.commit.leader", "%s leads, and knows that a majority, %d of %d, has entry %d, "+
		"which is of its own term %d: it is committed, and all entries before it.",
		o.Event.Subject, o.Servers/2+1, o.Servers, o.After.CommitIndex, o.After.Term),
		"Figure 2, Leaders; §5.3, §5.4.2")
}

// hasLine reports whether the outcome has a line of that kind with that first word.
func (o *step) hasLine(kind, first string) bool {
	for _, line := range o.Outcome {
		if word, _, _ := strings.Cut(line.Details, " "); line.Kind == kind && (first == "" || word == first) {
			return true
		}
	}
	return false
}

// world has where the paper speaks of what no server does.
var world = face.World{
	Disk: "§5.5, Figure 2, State", Record: "Figure 2, State", Client: "§8", Checks: "Figure 3",
}

// ofWorld explains events that happen to servers, not by them.
func ofWorld(w face.Line) face.Reason {
	switch w.Kind {
	case "drop":
		m, _ := parseMessage(w)
		return because(lab.Say("explain.drop", "This %s of %s does not reach %s: %v. Whoever waits for an answer "+
			"sends again.", m.kind, m.from, w.Subject, face.Lost(w)), "§5.5")
	case "duplicate":
		return because(lab.Say("explain.duplicate", "The network delivers this message twice, as the dials let it; "+
			"Raft's messages may be repeated without harm."), "§5.5")
	case "refuse":
		return ofRefusal(w)
	}
	return world.Reason(w)
}

// messageWords are the words of a line about a message: m5 S2 RequestVote term=1 last=0/0.
type messageWords struct {
	from, kind string
	rest       []string
}

func parseMessage(w face.Line) (messageWords, bool) {
	fields := strings.Fields(w.Details)
	if len(fields) < 3 {
		return messageWords{}, false
	}
	return messageWords{from: fields[1], kind: fields[2], rest: fields[3:]}, true
}

// name is the message's kind with its article.
func (m messageWords) name() lab.Saying {
	if m.kind == "" {
		return lab.Say("explain.message", "a message")
	}
	return lab.Say("explain.message.kind", "the %s", m.kind)
}

func (m messageWords) has(word string) bool {
	for _, one := range m.rest {
		if one == word {
			return true
		}
	}
	return false
}

func (m messageWords) value(name string) string {
	for _, one := range m.rest {
		if value, ok := strings.CutPrefix(one, name+"="); ok {
			return value
		}
	}
	return ""
}

func (m messageWords) number(name string) uint64 {
	n, _ := strconv.ParseUint(m.value(name), 10, 64)
	return n
}

// pair is a value of the form INDEX/TERM.
func (m messageWords) pair(name string) (raft.Index, raft.Term) {
	index, term, _ := strings.Cut(m.value(name), "/")
	i, _ := strconv.ParseUint(index, 10, 64)
	t, _ := strconv.ParseUint(term, 10, 64)
	return raft.Index(i), raft.Term(t)
}
