package raftcluster

import (
	"fmt"
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/raft"
)

// The reasons for a server's reaction to a message: which condition of Figure 2 held.

// sameStanding compares all fields by their text in Go, in which a reflect.DeepEqual would not be any different. But
// that is a dozen kilobytes of the page's engine.
func sameStanding(a, b Standing) bool { return fmt.Sprintf("%#v", a) == fmt.Sprintf("%#v", b) }

// ofMessage explains a delivery and all its consequences.
func (o *step) ofMessage() face.Reason {
	m, ok := parseMessage(o.Input)
	if !ok {
		return face.Reason{}
	}
	if o.leftUnanswered(m) {
		return o.ofStickiness(m)
	}
	// A ReadIndex may leave no sign yet: it waits for the first commit of the term.
	quiet := strings.HasSuffix(m.kind, "Reply") || m.kind == "TimeoutNow" || m.kind == "ReadIndex"
	if len(o.Outcome) == 0 && !quiet && sameStanding(o.Before, o.After) {
		return because(lab.Say("explain.message.waits", "%s has %v of %s, and has not come to answer it: it is "+
			"paused, saving, or has crashed.", o.Input.Subject, m.name(), m.from), "")
	}
	switch m.kind {
	case "RequestVote", "TransferVote":
		return o.ofRequestVote(m)
	case "RequestVoteReply":
		return o.ofRequestVoteReply(m)
	case "AppendEntries":
		return o.ofAppendEntries(m)
	case "AppendEntriesReply":
		return o.ofAppendEntriesReply(m)
	case "PreVote":
		return o.ofPreVote(m)
	case "PreVoteReply":
		return o.ofPreVoteReply(m)
	case "TimeoutNow":
		return o.ofTimeoutNow(m)
	case "Heartbeat":
		return o.ofHeartbeat(m)
	case "HeartbeatReply":
		return o.ofHeartbeatReply(m)
	case "ReadIndex":
		return o.ofReadIndex(m)
	case "ReadIndexReply":
		return o.ofReadIndexReply(m)
	}
	return face.Reason{}
}

// answer is the words of the server's answer, if it sent one.
func (o *step) answer(kind string) (messageWords, bool) {
	for _, line := range o.Outcome {
		if m, ok := parseMessage(line); ok && line.Kind == "send" && m.kind == kind {
			return m, true
		}
	}
	return messageWords{}, false
}

const votePlace = "Figure 2, RequestVote RPC, rule "

// ofRequestVote: granted or refused, and whether the rule agrees.
func (o *step) ofRequestVote(m messageWords) face.Reason {
	who, b, term := o.Input.Subject, o.Before, raft.Term(m.number("term"))
	reply, ok := o.answer("RequestVoteReply")
	if !ok {
		return because(lab.Say("explain.vote.waits", "%s has %v of %s, and has not answered it yet.",
			who, m.name(), m.from), votePlace+"1; §5.2")
	}
	why, place := o.voteRefusal(m, term)
	switch granted := reply.has("granted"); {
	case granted && why.Code == "":
		index, last := m.pair("last")
		free := lab.Say("explain.vote.free", "its vote in term %d was free", term)
		if term == b.Term && b.VotedFor != raft.None {
			free = lab.Say("explain.vote.same", "it had voted for %s in term %d already", m.from, term)
		}
		if m.kind == "TransferVote" && b.Heard {
			return o.voteDespiteLeader(m)
		}
		return because(lab.Say("explain.vote.granted", "%s grants its vote: %v, and the log of %s, which ends with "+
			"%v, is at least as up to date as its own, which ends with %v.",
			who, free, m.from, logEnd(index, last), logEnd(b.LastIndex, b.LastTerm)), votePlace+"2; §5.2, §5.4.1")
	case granted:
		return because(lab.Say("explain.vote.granted-wrongly", "%s grants its vote against the rule: %v.",
			who, why), place)
	case why.Code == "":
		return because(lab.Say("explain.vote.refused-wrongly", "%s refuses its vote, though in term %d it was free "+
			"for %s, whose log is at least as up to date: the rule grants it.",
			who, term, m.from), votePlace+"2; §5.2, §5.4.1")
	}
	return because(lab.Say("explain.vote.refused", "%s refuses its vote: %v.", who, why), place)
}

// voteRefusal is the rule's reason to refuse a vote, without a code if the rule grants it.
func (o *step) voteRefusal(m messageWords, term raft.Term) (why lab.Saying, place string) {
	b := o.Before
	index, last := m.pair("last")
	switch {
	case term < b.Term:
		return lab.Say("explain.vote.old-term", "%s asks for term %d, and %s is in term %d",
			m.from, term, o.Input.Subject, b.Term), votePlace + "1; §5.1"
	case term == b.Term && b.VotedFor != raft.None && b.VotedFor.String() != m.from:
		return lab.Say("explain.vote.taken", "in term %d its vote is for %v", term, b.VotedFor), votePlace + "2; §5.2"
	case last < b.LastTerm || last == b.LastTerm && index < b.LastIndex:
		return lab.Say("explain.vote.old-log",
			"the log of %s ends with %v, and its own with %v, which is more up to date",
			m.from, logEnd(index, last), logEnd(b.LastIndex, b.LastTerm)), votePlace + "2; §5.4.1"
	}
	return lab.Saying{}, ""
}

func logEnd(index raft.Index, term raft.Term) lab.Saying {
	if index == 0 {
		return lab.Say("explain.log.empty", "nothing")
	}
	return lab.Say("explain.log.end", "entry %d of term %d", index, term)
}

// ofRequestVoteReply: a vote is counted, or no longer counts.
func (o *step) ofRequestVoteReply(m messageWords) face.Reason {
	const place = "Figure 2, Candidates; §5.2"
	who, b, term := o.Input.Subject, o.Before, raft.Term(m.number("term"))
	majority := o.Servers/2 + 1
	joint := b.Members.Configuration
	switch {
	case term > b.Term:
		return o.newTerm()
	case o.hasLine("role", "leader") && joint.IsJoint():
		return because(lab.Say("explain.leader.joint", "With the vote of %s, %s has the votes of a majority of %v "+
			"and of a "+
			"majority of %v, and leads term "+
			"%d.", m.from, who, names(joint.Voters), names(joint.Next), b.Term), jointPlace)
	case o.hasLine("role", "leader"):
		return because(lab.Say("explain.leader.elected",
			"With the vote of %s, %s has the votes of a majority, %d of %d, and leads term %d.",
			m.from, who, majority, o.Servers, b.Term), place)
	case b.Role != raft.Candidate:
		return because(lab.Say("explain.votes.no-candidate",
			"The answer of %s decides nothing: %s is a %v of term %d, and no candidate.",
			m.from, who, b.Role, b.Term), place)
	case term < b.Term:
		return because(lab.Say("explain.votes.old-term", "The answer of %s is of term %d, and %s is a candidate of "+
			"term %d: it counts votes of its own term only.", m.from, term, who, b.Term), "§5.1, §5.2")
	case m.has("refused"):
		return because(lab.Say("explain.votes.refused",
			"%s refused its vote, and %s goes on waiting for a majority, %d of %d.",
			m.from, who, majority, o.Servers), place)
	}
	return because(lab.Say("explain.votes.counted", "%s counts the vote of %s: it has %d now, and needs %d of %d.",
		who, m.from, o.After.Votes, majority, o.Servers), place)
}

const appendPlace = "Figure 2, AppendEntries RPC, "

// ofAppendEntries: accepted or refused, and its new entries.
func (o *step) ofAppendEntries(m messageWords) face.Reason {
	who, b, term := o.Input.Subject, o.Before, raft.Term(m.number("term"))
	index, before := m.pair("prev")
	reply, ok := o.answer("AppendEntriesReply")
	switch {
	case !ok:
		return because(lab.Say("explain.append.waits", "%s has the AppendEntries of %s, and has not answered it yet.",
			who, m.from), appendPlace+"rule 1; §5.3")
	case reply.has("refused") && term < b.Term:
		return because(lab.Say("explain.append.old-term", "%s refuses: %s led term %d, and %s is in term %d.",
			who, m.from, term, who, b.Term), appendPlace+"rule 1; §5.1")
	case reply.has("refused"):
		return because(lab.Say("explain.append.refused", "%s refuses: its log, which ends with %v, has no entry %d of "+
			"term %d, so it cannot know that what comes before agrees with the log of %s.",
			who, logEnd(b.LastIndex, b.LastTerm), index, before, m.from), appendPlace+"rule 2; §5.3")
	}
	s := lab.Say("explain.append.accepted", "%s accepts %s as the leader of term %d", who, m.from, term)
	if index > 0 {
		s = lab.Say("explain.append.agrees", "%v, and its log agrees with the leader's up to %v",
			s, logEnd(index, before))
	}
	place := "rule 2; §5.3"
	switch {
	case o.hasLine("log", ""):
		s = lab.Say("explain.append.takes", "%v: it takes over the entries behind that", s)
		place = "rules 2 to 4; §5.3"
	case m.value("entries") != "":
		s = lab.Say("explain.append.has", "%v: it has the entries behind that already", s)
		place = "rules 2 to 4; §5.3"
	default:
		s = lab.Say("explain.append.heartbeat", "%v: a heartbeat, and its election timer starts anew", s)
	}
	if o.After.CommitIndex > b.CommitIndex {
		s = lab.Say("explain.append.commits",
			"%v; the leader knows entries as committed up to %d, so it may apply its own up to %d",
			s, m.number("commit"), o.After.CommitIndex)
		place = "rules 2 to 5; §5.3"
	}
	return because(lab.Say("explain.append", "%v.", s), appendPlace+place)
}

// ofAppendEntriesReply: the leader learns up to which entry a follower's log equals its own.
func (o *step) ofAppendEntriesReply(m messageWords) face.Reason {
	const place = "Figure 2, Leaders; §5.3"
	who, b, term := o.Input.Subject, o.Before, raft.Term(m.number("term"))
	switch {
	case term > b.Term:
		return o.newTerm()
	case b.Role != raft.Leader || term < b.Term:
		return because(lab.Say("explain.replies.old",
			"The answer of %s is of term %d and decides nothing: %s is a %v of term %d.",
			m.from, term, who, b.Role, b.Term), "§5.1")
	case m.has("refused"):
		return because(lab.Say("explain.replies.refused", "%s could not append: %s goes back in the log of %s, and "+
			"tries again from an earlier entry.", m.from, who, m.from), place)
	case o.After.CommitIndex > b.CommitIndex:
		if reason, ok := o.stepsOut(); ok {
			return reason
		}
		return o.leaderCommits()
	}
	return because(lab.Say("explain.replies.match", "%s learns that %s has all its entries up to %d.",
		who, m.from, m.number("match")), place)
}
