package raftcluster

import (
	"fmt"

	"raftlab/lab/face"
	"raftlab/raft"
)

// The reasons for a server's reaction to a message: which condition of Figure 2 held.

// ofMessage explains a delivery and all its consequences.
func (o *step) ofMessage() face.Reason {
	m, ok := parseMessage(o.Input)
	if !ok {
		return face.Reason{}
	}
	if len(o.Outcome) == 0 && o.Before == o.After && m.kind != "RequestVoteReply" && m.kind != "AppendEntriesReply" {
		return because(fmt.Sprintf("%s has %s of %s, and has not come to answer it: it is paused, saving, or has "+
			"crashed.", o.Input.Subject, m.name(), m.from), "")
	}
	switch m.kind {
	case "RequestVote":
		return o.ofRequestVote(m)
	case "RequestVoteReply":
		return o.ofRequestVoteReply(m)
	case "AppendEntries":
		return o.ofAppendEntries(m)
	case "AppendEntriesReply":
		return o.ofAppendEntriesReply(m)
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
		return because(fmt.Sprintf("%s has the RequestVote of %s, and has not answered it yet.",
			who, m.from), votePlace+"1; §5.2")
	}
	why, place := o.voteRefusal(m, term)
	switch granted := reply.has("granted"); {
	case granted && why == "":
		index, last := m.pair("last")
		free := fmt.Sprintf("its vote in term %d was free", term)
		if term == b.Term && b.VotedFor != raft.None {
			free = fmt.Sprintf("it had voted for %s in term %d already", m.from, term)
		}
		return because(fmt.Sprintf("%s grants its vote: %s, and the log of %s, which ends with %s, is at least as "+
			"up to date as its own, which ends with %s.",
			who, free, m.from, logEnd(index, last), logEnd(b.LastIndex, b.LastTerm)), votePlace+"2; §5.2, §5.4.1")
	case granted:
		return because(fmt.Sprintf("%s grants its vote against the rule: %s.", who, why), place)
	case why == "":
		return because(fmt.Sprintf("%s refuses its vote, though in term %d it was free for %s, whose log is at "+
			"least as up to date: the rule grants it.",
			who, term, m.from), votePlace+"2; §5.2, §5.4.1")
	}
	return because(fmt.Sprintf("%s refuses its vote: %s.", who, why), place)
}

// voteRefusal is the rule's reason to refuse a vote, "" if the rule grants it.
func (o *step) voteRefusal(m messageWords, term raft.Term) (why, place string) {
	b := o.Before
	index, last := m.pair("last")
	switch {
	case term < b.Term:
		return fmt.Sprintf("%s asks for term %d, and %s is in term %d",
			m.from, term, o.Input.Subject, b.Term), votePlace + "1; §5.1"
	case term == b.Term && b.VotedFor != raft.None && b.VotedFor.String() != m.from:
		return fmt.Sprintf("in term %d its vote is for %v", term, b.VotedFor), votePlace + "2; §5.2"
	case last < b.LastTerm || last == b.LastTerm && index < b.LastIndex:
		return fmt.Sprintf("the log of %s ends with %s, and its own with %s, which is more up to date",
			m.from, logEnd(index, last), logEnd(b.LastIndex, b.LastTerm)), votePlace + "2; §5.4.1"
	}
	return "", ""
}

func logEnd(index raft.Index, term raft.Term) string {
	if index == 0 {
		return "nothing"
	}
	return fmt.Sprintf("entry %d of term %d", index, term)
}

// ofRequestVoteReply: a vote is counted, or no longer counts.
func (o *step) ofRequestVoteReply(m messageWords) face.Reason {
	const place = "Figure 2, Candidates; §5.2"
	who, b, term := o.Input.Subject, o.Before, raft.Term(m.number("term"))
	majority := o.Servers/2 + 1
	switch {
	case term > b.Term:
		return o.newTerm()
	case o.hasLine("role", "leader"):
		return because(fmt.Sprintf("With the vote of %s, %s has the votes of a majority, %d of %d, and leads term %d.",
			m.from, who, majority, o.Servers, b.Term), place)
	case b.Role != raft.Candidate:
		return because(fmt.Sprintf("The answer of %s decides nothing: %s is a %v of term %d, and no candidate.",
			m.from, who, b.Role, b.Term), place)
	case term < b.Term:
		return because(fmt.Sprintf("The answer of %s is of term %d, and %s is a candidate of term %d: it counts "+
			"votes of its own term only.", m.from, term, who, b.Term), "§5.1, §5.2")
	case m.has("refused"):
		return because(fmt.Sprintf("%s refused its vote, and %s goes on waiting for a majority, %d of %d.",
			m.from, who, majority, o.Servers), place)
	}
	return because(fmt.Sprintf("%s counts the vote of %s: it has %d now, and needs %d of %d.",
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
		return because(fmt.Sprintf("%s has the AppendEntries of %s, and has not answered it yet.",
			who, m.from), appendPlace+"rule 1; §5.3")
	case reply.has("refused") && term < b.Term:
		return because(fmt.Sprintf("%s refuses: %s led term %d, and %s is in term %d.",
			who, m.from, term, who, b.Term), appendPlace+"rule 1; §5.1")
	case reply.has("refused"):
		return because(fmt.Sprintf("%s refuses: its log, which ends with %s, has no entry %d of term %d, so it "+
			"cannot know that what comes before agrees with the log of %s.",
			who, logEnd(b.LastIndex, b.LastTerm), index, before, m.from), appendPlace+"rule 2; §5.3")
	}
	sentence := fmt.Sprintf("%s accepts %s as the leader of term %d", who, m.from, term)
	if index > 0 {
		sentence += fmt.Sprintf(", and its log agrees with the leader's up to %s", logEnd(index, before))
	}
	place := "rule 2; §5.3"
	switch {
	case o.hasLine("log", ""):
		sentence += ": it takes over the entries behind that"
		place = "rules 2 to 4; §5.3"
	case m.value("entries") != "":
		sentence += ": it has the entries behind that already"
		place = "rules 2 to 4; §5.3"
	default:
		sentence += ": a heartbeat, and its election timer starts anew"
	}
	if o.After.CommitIndex > b.CommitIndex {
		sentence += fmt.Sprintf(
			"; the leader knows entries as committed up to %d, so it may apply its own up to %d",
			m.number("commit"), o.After.CommitIndex,
		)
		place = "rules 2 to 5; §5.3"
	}
	return because(sentence+".", appendPlace+place)
}

// ofAppendEntriesReply: the leader learns up to which entry a follower's log equals its own.
func (o *step) ofAppendEntriesReply(m messageWords) face.Reason {
	const place = "Figure 2, Leaders; §5.3"
	who, b, term := o.Input.Subject, o.Before, raft.Term(m.number("term"))
	switch {
	case term > b.Term:
		return o.newTerm()
	case b.Role != raft.Leader || term < b.Term:
		return because(fmt.Sprintf("The answer of %s is of term %d and decides nothing: %s is a %v of term %d.",
			m.from, term, who, b.Role, b.Term), "§5.1")
	case m.has("refused"):
		return because(fmt.Sprintf("%s could not append: %s goes back in the log of %s, and tries again from an "+
			"earlier entry.", m.from, who, m.from), place)
	case o.After.CommitIndex > b.CommitIndex:
		return o.leaderCommits()
	}
	return because(fmt.Sprintf("%s learns that %s has all its entries up to %d.",
		who, m.from, m.number("match")), place)
}
