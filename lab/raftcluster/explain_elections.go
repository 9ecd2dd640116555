package raftcluster

import (
	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/raft"
)

// The reasons for what servers do beyond Figure 2: they ask before they stand, leave requests unanswered, act on
// silence, and hand over. The places are of the thesis.

const (
	preVotePlace  = "thesis §9.6"
	stickyPlace   = "§6, thesis §4.2.3"
	quorumPlace   = "thesis §6.2"
	transferPlace = "thesis §3.10"
)

// heardLeader is the leader that a server hears: itself, if it leads.
func (o *step) heardLeader() lab.Saying {
	if o.Before.Role == raft.Leader {
		return lab.Say("explain.heard.leads", "it leads term %d itself, and works", o.Before.Term)
	}
	return lab.Say("explain.heard", "it hears %v, the leader of term %d", o.Before.Leader, o.Before.Term)
}

// leftUnanswered reports whether stickiness is the reason for which a request for a vote got no answer.
func (o *step) leftUnanswered(m messageWords) bool {
	return m.kind == "RequestVote" && len(o.Outcome) == 0 && o.On.Stickiness && o.Before.Heard &&
		raft.Term(m.number("term")) > o.Before.Term
}

func (o *step) ofStickiness(m messageWords) face.Reason {
	return because(lab.Say("explain.vote.unanswered", "%s leaves the RequestVote of %s unanswered, and does not take "+
		"over its term %d: %v.", o.Input.Subject, m.from, m.number("term"), o.heardLeader()), stickyPlace)
}

// voteDespiteLeader: the request of a transfer is answered, whoever is heard.
func (o *step) voteDespiteLeader(m messageWords) face.Reason {
	who, place := o.Input.Subject, votePlace+"2; thesis §3.10, §4.2.3"
	if o.Before.Role == raft.Leader {
		return because(lab.Say("explain.vote.handed", "%s grants its vote in term %d, though it leads term %d: it "+
			"told "+
			"%s itself to stand.", who, m.number("term"), o.Before.Term, m.from), place)
	}
	return because(lab.Say("explain.vote.transfer", "%s grants its vote in term %d, though %v: the request says that "+
		"the leader itself told %s to stand. Its vote was free, and the log of %s is at least as up to date as its "+
		"own.",
		who, m.number("term"), o.heardLeader(), m.from, m.from), place)
}

// ofPreVote: yes or no, and whether the rule agrees.
func (o *step) ofPreVote(m messageWords) face.Reason {
	who, b, term := o.Input.Subject, o.Before, raft.Term(m.number("term"))
	reply, ok := o.answer("PreVoteReply")
	if !ok {
		return because(lab.Say("explain.prevote.waits", "%s has the PreVote of %s, and has not answered it yet.",
			who, m.from), preVotePlace)
	}
	why, place := o.preVoteRefusal(m, term)
	switch granted := reply.has("granted"); {
	case granted && why.Code == "":
		index, last := m.pair("last")
		return because(lab.Say("explain.prevote.granted", "%s would vote for %s in term %d: it hears no leader, and "+
			"the log of %s, which ends with %v, is at least as up to date as its own, which ends with %v. The answer "+
			"is no vote: the term of %s stays %d.", who, m.from, term, m.from, logEnd(index, last),
			logEnd(b.LastIndex, b.LastTerm), who, b.Term), preVotePlace+", §5.4.1")
	case granted:
		return because(lab.Say("explain.prevote.granted-wrongly", "%s says that it would vote for %s, against the "+
			"rule: %v.", who, m.from, why), place)
	case why.Code == "":
		return because(lab.Say("explain.prevote.refused-wrongly", "%s says that it would not vote for %s, though it "+
			"hears no leader and the log of %s is at least as up to date: the rule grants it.",
			who, m.from, m.from), preVotePlace)
	}
	return because(lab.Say("explain.prevote.refused", "%s would not vote for %s in term %d: %v.",
		who, m.from, term, why), place)
}

// preVoteRefusal is the rule's reason for a no, without a code if the rule says yes. A leader comes first: with one,
// the best of logs does not help.
func (o *step) preVoteRefusal(m messageWords, term raft.Term) (why lab.Saying, place string) {
	if o.Before.Heard {
		return o.heardLeader(), preVotePlace
	}
	why, place = o.voteRefusal(m, term)
	if why.Code != "" {
		place = preVotePlace + ", §5.2, §5.4.1"
	}
	return why, place
}

// ofPreVoteReply: a pre-vote is counted, or decides nothing.
func (o *step) ofPreVoteReply(m messageWords) face.Reason {
	who, b, term := o.Input.Subject, o.Before, raft.Term(m.number("term"))
	majority := o.Servers/2 + 1
	switch {
	case m.has("refused") && term > b.Term:
		return o.newTerm()
	case o.hasLine("role", "candidate"):
		return because(lab.Say("explain.prevotes.stand", "With the yes of %s, a majority, %d of %d, would vote for "+
			"%s: it stands for election, begins term %d, and asks for the votes themselves.",
			m.from, majority, o.Servers, who, o.After.Term), preVotePlace+"; Figure 2, Candidates")
	case b.Role != raft.PreCandidate:
		return because(lab.Say("explain.prevotes.over", "The answer of %s decides nothing: %s is a %v of term %d, and "+
			"does not ask any more.", m.from, who, b.Role, b.Term), preVotePlace)
	case m.has("refused"):
		return because(lab.Say("explain.prevotes.refused", "%s would not vote for %s, which goes on waiting for a "+
			"majority, %d of %d. Its term stays %d.", m.from, who, majority, o.Servers, b.Term), preVotePlace)
	case term != b.Term+1:
		return because(lab.Say("explain.prevotes.other", "The yes of %s is for term %d, and belongs to another "+
			"attempt: "+
			"%s asks for term %d now.", m.from, term, who, b.Term+1), preVotePlace)
	}
	return because(lab.Say("explain.prevotes.counted", "%s counts the yes of %s: it has %d now, and needs %d of %d.",
		who, m.from, o.After.PreVotes, majority, o.Servers), preVotePlace)
}

// ofSilence: a server acts because nothing came, by its own clock or by a command; no sentence for an election timer
// of Figure 2.
func (o *step) ofSilence() face.Reason {
	b, a := o.Before, o.After
	led := b.Role == raft.Leader
	_, asks := o.answer("PreVote")
	_, beats := o.answer("AppendEntries")
	switch {
	case asks:
		return because(lab.Say("explain.prevote", "%s %v. Before it stands it asks the others whether they would vote "+
			"for it in term %d. Its own term stays %d meanwhile.", o.Input.Subject, o.whyNow(), b.Term+1, b.Term),
			preVotePlace)
	case o.hasLine("transfer", "") || o.isControl(ControlAbort) || o.isControl(controlTransfer):
		return o.ofTransfer()
	case o.hasLine("forget", "") || o.isControl(ControlForget):
		return o.ofForget()
	case led && a.Role != raft.Leader && o.On.CheckQuorum:
		return o.ofCheckQuorum()
	case o.isControl(ControlInterval) || led && o.On.CheckQuorum && b.Active != 0 && a.Active == 0 && !beats:
		return o.ofCheckQuorum()
	}
	return face.Reason{}
}

// isControl reports whether the input is a command with that beginning.
func (o *step) isControl(payload string) bool {
	return o.Input.Kind == "control" && len(o.Input.Details) >= len(payload) &&
		o.Input.Details[:len(payload)] == payload
}

// ofForget: a server stops to count on its leader.
func (o *step) ofForget() face.Reason {
	who, leader := o.Input.Subject, o.Before.Leader
	const place = "thesis §4.2.3, §9.6"
	switch {
	case o.Before.Role == raft.Leader:
		return because(lab.Say("explain.forget.leads", "%s leads: it has no other leader to forget.", who), place)
	case !o.Before.Heard:
		return because(lab.Say("explain.forget.nothing", "%s hears no leader, so there is nothing to forget.",
			who), place)
	case o.Input.Kind == "control":
		return because(lab.Say("explain.forget.hand", "By a command, %v counts as silent: %s no longer knows that it "+
			"works, and may say yes to another server.", leader, who), place)
	}
	return because(lab.Say("explain.forget", "%s has not heard %v for the least election timeout: it no longer knows "+
		"that it works, and may say yes to another server.", who, leader), place)
}

// ofCheckQuorum: a leader has counted who answered it.
func (o *step) ofCheckQuorum() face.Reason {
	who, b := o.Input.Subject, o.Before
	majority, count := o.Servers/2+1, b.Active.Len()+1
	switch {
	case b.Role != raft.Leader:
		return because(lab.Say("explain.interval.nothing", "%s does not lead, so it counts no answers.", who),
			quorumPlace)
	case !o.On.CheckQuorum:
		return because(lab.Say("explain.interval.off", "%s counts no answers: check-quorum is off.", who), quorumPlace)
	case o.After.Role != raft.Leader:
		return because(lab.Say("explain.interval.steps-down", "Since its last check %s was answered by %v: with "+
			"itself "+
			"that is %d of %d, and %d are a majority. It can commit nothing, so it steps down. Its term stays %d.",
			who, names(b.Active), count, o.Servers, majority, b.Term), quorumPlace)
	}
	return because(lab.Say("explain.interval.leads-on", "Since its last check %s was answered by %v: with itself "+
		"that is "+
		"%d of %d, a majority. It leads on, and counts anew.", who, names(b.Active), count, o.Servers), quorumPlace)
}

// names are the servers of a set.
func names(set raft.NodeSet) lab.Saying {
	if set == 0 {
		return lab.Say("explain.names.none", "nobody")
	}
	var list []lab.Saying
	for id := range set.All() {
		list = append(list, lab.Plain(id.String()))
	}
	return lab.Join("explain.names", ", ", list)
}

// ofTransfer: a transfer begins, or ends without a new leader.
func (o *step) ofTransfer() face.Reason {
	who, b, to := o.Input.Subject, o.Before, o.After.Transferee
	_, told := o.answer("TimeoutNow")
	switch {
	case b.Role != raft.Leader:
		return because(lab.Say("explain.transfer.nothing", "%s does not lead, so it has nothing to hand over.", who),
			transferPlace)
	case to != raft.None && told:
		return because(lab.Say("explain.transfer.at-once", "%s hands over to %v. %v has the whole log, so %s tells it "+
			"to stand at once. Until there is a new leader, %s takes no command.", who, to, to, who, who),
			transferPlace)
	case to != raft.None:
		return because(lab.Say("explain.transfer", "%s hands over to %v. It sends %v what its log lacks first. Until "+
			"there is a new leader, %s takes no command: it would keep %v behind.", who, to, to, who, to),
			transferPlace)
	case b.Transferee == raft.None:
		return because(lab.Say("explain.transfer.none", "%s does not hand over to anybody, so there is nothing to end.",
			who), transferPlace)
	case o.Input.Kind == "control":
		return because(lab.Say("explain.transfer.aborted", "By a command, %s gives up handing over to %v, and takes "+
			"commands again.", who, b.Transferee), transferPlace)
	}
	return because(lab.Say("explain.transfer.ended", "About an election timeout has passed, and %v has begun no "+
		"term: %s "+
		"gives up handing over, leads on, and takes commands again.", b.Transferee, who), transferPlace)
}

// ofHandingOver: the leader sends TimeoutNow. A send line names the receiver.
func (o *step) ofHandingOver(m messageWords) face.Reason {
	return because(lab.Say("explain.transfer.now", "%s has the whole log of %s, so it can win: %s tells it to stand "+
		"now.", m.from, o.Event.Subject, o.Event.Subject), transferPlace)
}

// ofTimeoutNow: the target of a transfer stands, or the word comes too late.
func (o *step) ofTimeoutNow(m messageWords) face.Reason {
	who, b, term := o.Input.Subject, o.Before, raft.Term(m.number("term"))
	switch {
	case term < b.Term:
		return because(lab.Say("explain.timeout-now.late", "The TimeoutNow of %s is of term %d, and %s is in term "+
			"%d: it "+
			"comes too late, and changes nothing.", m.from, term, who, b.Term), transferPlace+", §5.1")
	case b.Role == raft.Leader:
		return because(lab.Say("explain.timeout-now.leads", "%s leads already, so it need not stand.", who),
			transferPlace)
	case len(o.Outcome) == 0:
		return because(lab.Say("explain.timeout-now.waits", "%s has the TimeoutNow of %s, and has not acted on it yet.",
			who, m.from), transferPlace)
	}
	return because(lab.Say("explain.timeout-now", "%s leads and tells %s to stand: %s waits for no timer and asks "+
		"nobody "+
		"first. It begins term %d, votes for itself, and its requests say that the leader asked for them.",
		m.from, who, who, o.After.Term), transferPlace+", §4.2.3")
}

// askedDuringTransfer: the leader takes no command while it hands over.
func (o *step) askedDuringTransfer() face.Reason {
	to := o.Before.Transferee
	return because(lab.Say("explain.asked.transfer", "%s hands over to %v and takes no command until that is over: a "+
		"new "+
		"entry would keep %v behind. The command is not carried out, and the client may ask again.",
		o.Input.Subject, to, to), transferPlace)
}
