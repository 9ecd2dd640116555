package raftcluster

import (
	"slices"
	"strings"

	"raftlab/lab"
	"raftlab/lab/face"
	"raftlab/lab/kv"
	"raftlab/raft"
	"raftlab/raft/node"
)

// The reasons for reads that do not go through the log: they wait for the term's first commit, for a round of
// heartbeats, and for the state machine. A lease stands for the round.

const (
	readPlace  = "§8, thesis §6.4"
	leasePlace = "thesis §6.4.1"
)

// askedMode is how a client asked to read: "r3 S1 get x index".
func askedMode(asked face.Line) kv.ReadMode {
	words := strings.Fields(asked.Details)
	command, err := kv.Parse(words[min(2, len(words)):])
	if err != nil {
		return kv.ThroughLog
	}
	return command.Mode
}

// ofAskedRead: the leader begins a read, and a follower asks its leader.
func (o *step) ofAskedRead(mode kv.ReadMode) face.Reason {
	who, b := o.Input.Subject, o.Before
	request, _, _ := strings.Cut(o.Input.Details, " ")
	switch {
	case b.Role == raft.Leader:
		return o.beginsRead(request, "", mode == kv.ByLease)
	case b.Leader == raft.None || b.Leader.String() == who:
		return because(lab.Say("explain.read.nobody", "%s does not lead and knows no leader that it could ask: it "+
			"sends the client of %s away. Nothing was done.", who, request), readPlace)
	}
	return because(lab.Say("explain.read.asks", "%s does not lead, so it does not know how fresh its copy is. It asks "+
		"%v: up to which entry must %s have applied, to answer %s?", who, b.Leader, who, request), readPlace)
}

// beginsRead is the reason for what a leader does with a read that has just come; from is the follower that asks for
// its client, "" for a client of this server.
func (o *step) beginsRead(request, from string, lease bool) face.Reason {
	who := o.Input.Subject
	if read, ok := o.lineOf("read", request); ok {
		return o.ofRead(read)
	}
	switch {
	case lease && o.Before.Reads.Lease:
		return because(lab.Say("explain.read.lease", "%s has a lease, so nobody else can lead now, as long as clocks "+
			"keep to their bound. Without asking anybody %v.", who, o.gives(request, from)), leasePlace)
	case o.Servers == 1:
		return because(lab.Say("explain.read.alone", "%s is alone and needs nobody to confirm that it leads: %v.",
			who, o.gives(request, from)), readPlace)
	}
	return because(lab.Say("explain.read.new-leader", "%s has not committed an entry of term %d yet, so it does not "+
		"know how far leaders before it have committed: %s waits until the first entry of the term is committed.",
		who, o.Before.Term, request), readPlace)
}

// gives is how a leader finishes a read: it answers its own client, or names the index to the follower that asked.
func (o *step) gives(request, from string) lab.Saying {
	if from == "" {
		return lab.Say("explain.read.answers", "it answers %s from what it has applied", request)
	}
	return lab.Say("explain.read.names", "it names to %s the entry %d, up to which %s must have applied for %s",
		from, o.After.CommitIndex, from, request)
}

// ofRead: a leader has begun a read. Line is "r3 index=2 round=1", with "for=S3" and "by=lease" where they apply.
func (o *step) ofRead(line face.Line) face.Reason {
	request, rest, _ := strings.Cut(line.Details, " ")
	m := messageWords{rest: strings.Fields(rest)}
	who, index, round := o.Input.Subject, m.number("index"), m.number("round")
	s := lab.Say("explain.read.begins", "%s notes for %s that it has committed up to entry %d", who, request, index)
	if input, ok := parseMessage(o.Input); o.Input.Kind != "asked" && (!ok || input.kind != "ReadIndex") {
		s = lab.Say("explain.read.begins-now", "%s has committed an entry of its term now, so %s can begin: %s notes "+
			"that it has committed up to entry %d", who, request, who, index)
	}
	switch {
	case round == 0:
		return because(lab.Say("explain.read.begins.lease", "%v. Its lease stands for a round of heartbeats, and %s "+
			"waits only until %s has applied that entry.", s, request, who), leasePlace)
	case o.sendsRound() == round:
		return because(lab.Say("explain.read.begins.round", "%v. Then it sends round %d of heartbeats: if a majority "+
			"answers it, nobody else led when %s began.", s, round, request), readPlace)
	}
	return because(lab.Say("explain.read.begins.next", "%v. A round that was sent before %s came proves nothing for "+
		"it: %s waits for the next one, round %d.", s, request, request, round), readPlace)
}

// sendsRound is the round of heartbeats that the step sent, 0 for none.
func (o *step) sendsRound() uint64 {
	m, _ := o.answer("Heartbeat")
	return m.number("round")
}

// lineOf finds a line of the outcome by its kind and first word.
func (o *step) lineOf(kind, first string) (face.Line, bool) {
	i := slices.IndexFunc(o.Outcome, func(line face.Line) bool {
		word, _, _ := strings.Cut(line.Details, " ")
		return line.Kind == kind && word == first
	})
	if i < 0 {
		return face.Line{}, false
	}
	return o.Outcome[i], true
}

// ofHeartbeatSent: a leader makes sure that it still leads.
func (o *step) ofHeartbeatSent(m messageWords) face.Reason {
	round := m.number("round")
	var waiting []lab.Saying
	for _, r := range o.After.Reads.Reads {
		if r.Round > 0 && r.Round <= round && !o.isConfirmed(r) {
			waiting = append(waiting, readName(r.Request))
		}
	}
	if len(waiting) == 0 {
		return because(lab.Say("explain.round.lease", "%s sends round %d of heartbeats. If a majority answers it, %s "+
			"has a lease that counts from this moment.", o.Event.Subject, round, o.Event.Subject), leasePlace)
	}
	return because(lab.Say("explain.round", "%s sends round %d of heartbeats, to make sure that it still leads. It "+
		"serves all reads that came before it: %v.", o.Event.Subject, round, joined(waiting)), readPlace)
}

func readName(id raft.RequestID) lab.Saying { return lab.Say("explain.request.name", "r%d", id) }

func joined(list []lab.Saying) lab.Saying { return lab.Join("explain.request.names", ", ", list) }

// ofHeartbeat: a follower answers a round.
func (o *step) ofHeartbeat(m messageWords) face.Reason {
	who, b, term := o.Input.Subject, o.Before, raft.Term(m.number("term"))
	switch {
	case term < b.Term:
		return because(lab.Say("explain.round.old-term", "%s led term %d, and %s is in term %d: its answer has the "+
			"later term, which ends the leadership of %s.", m.from, term, who, b.Term, m.from), "§5.1, "+readPlace)
	case b.Role == raft.Leader && term == b.Term:
		return because(lab.Say("explain.round.rival", "%s leads term %d itself, so it does not answer.", who, term),
			"§5.2")
	}
	return because(lab.Say("explain.round.answered", "%s is in term %d too and follows %s: it answers round %d, and "+
		"its election timer starts again. It saves nothing.", who, term, m.from, m.number("round")), readPlace)
}

// ofHeartbeatReply: a leader counts who answered a round.
func (o *step) ofHeartbeatReply(m messageWords) face.Reason {
	who, b, term, round := o.Input.Subject, o.Before, raft.Term(m.number("term")), m.number("round")
	switch {
	case term > b.Term:
		return o.newTerm()
	case b.Role != raft.Leader || term < b.Term:
		return because(lab.Say("explain.rounds.old", "The answer of %s is of term %d and decides nothing: %s is a %v "+
			"of term %d.", m.from, term, who, b.Role, b.Term), "§5.1")
	case o.hasLine("lease", "begins"):
		return o.ofLease("begins")
	}
	if done := o.confirmed(); len(done) > 0 {
		return o.ofConfirmed(m, round, done)
	}
	counted, later := o.countedFor(m, round)
	switch {
	case counted.Code != "" && len(later) > 0:
		return because(lab.Say("explain.rounds.counted-not-for", "%v For %v it proves nothing: that round was sent "+
			"before.", counted, joined(later)), readPlace)
	case counted.Code != "":
		return because(counted, readPlace)
	}
	switch {
	case len(later) > 0:
		return because(lab.Say("explain.rounds.too-early", "%s answers round %d, which was sent before %v came. It "+
			"says that %s led then, and not that it leads now: a later round has to say so.",
			m.from, round, joined(later), who), readPlace)
	case o.After.Reads.LeaseUntil > b.Reads.LeaseUntil:
		return because(lab.Say("explain.lease.extended", "With %s a majority has answered round %d: the lease of %s "+
			"reaches further, counted from the moment at which that round was sent.", m.from, round, who), leasePlace)
	}
	return because(lab.Say("explain.rounds.nothing", "%s has answered round %d, and nothing waits for that any more.",
		m.from, round), readPlace)
}

// countedFor is the first read for which an answer to a round counts, without a code for none, and the reads that came
// after that round was sent.
func (o *step) countedFor(m messageWords, round uint64) (counted lab.Saying, later []lab.Saying) {
	for _, r := range o.Before.Reads.Reads {
		switch {
		case r.Round == 0 || o.isConfirmed(r):
		case r.Round > round:
			later = append(later, readName(r.Request))
		case counted.Code == "":
			counted = lab.Say("explain.rounds.counted", "%s has answered round %d: for %v that is %d of %d with %s "+
				"itself, and a majority is %d.", m.from, round, readName(r.Request), o.acksAfter(r).Len(),
				o.Servers, o.Input.Subject, o.Servers/2+1)
		}
	}
	return counted, later
}

func (o *step) isConfirmed(r raft.Read) bool { return r.Round == 0 || r.Acks.Len() > o.Servers/2 }

// acksAfter are the servers that answered for a read after the step.
func (o *step) acksAfter(r raft.Read) raft.NodeSet {
	i := slices.IndexFunc(o.After.Reads.Reads, func(now raft.Read) bool { return sameRead(now, r) })
	if i < 0 {
		return r.Acks
	}
	return o.After.Reads.Reads[i].Acks
}

// confirmed are the reads that the step confirmed: it took them out, or only the state machine holds them up.
func (o *step) confirmed() []raft.Read {
	var list []raft.Read
	for _, r := range o.Before.Reads.Reads {
		i := slices.IndexFunc(o.After.Reads.Reads, func(now raft.Read) bool { return sameRead(now, r) })
		if !o.isConfirmed(r) && (i < 0 || o.isConfirmed(o.After.Reads.Reads[i])) {
			list = append(list, r)
		}
	}
	return list
}

func (o *step) ofConfirmed(m messageWords, round uint64, done []raft.Read) face.Reason {
	who := o.Input.Subject
	var named, own, waits []lab.Saying
	for _, r := range done {
		switch {
		case r.From != raft.None:
			named = append(named, lab.Say("explain.rounds.named", "entry %d to %v for %v", r.Index, r.From,
				readName(r.Request)))
		case o.After.Applied < r.Index:
			waits = append(waits, readName(r.Request))
		default:
			own = append(own, readName(r.Request))
		}
	}
	s := lab.Say("explain.rounds.confirmed", "With %s a majority, %d of %d, has answered round %d, which was sent "+
		"after the read came: %s still led then.", m.from, o.Servers/2+1, o.Servers, round, who)
	if len(own) > 0 {
		s = lab.Say("explain.rounds.answers", "%v It answers %v from what it has applied.", s, joined(own))
	}
	if len(named) > 0 {
		s = lab.Say("explain.rounds.names", "%v It names %v.", s, joined(named))
	}
	if len(waits) > 0 {
		s = lab.Say("explain.rounds.waits", "%v %v waits until %s has applied its entry.", s, joined(waits), who)
	}
	return because(s, readPlace)
}

// ofReadIndex: a follower asks for its client.
func (o *step) ofReadIndex(m messageWords) face.Reason {
	request := requestOf(m)
	if reply, ok := o.answer("ReadIndexReply"); ok && reply.value("index") == "" && reply.has(request) {
		return because(lab.Say("explain.read.no-leader", "%s does not lead, so it cannot name an entry: %s learns "+
			"that it has to give up %s.", o.Input.Subject, m.from, request), readPlace)
	}
	return o.beginsRead(request, m.from, m.has("lease"))
}

// requestOf is the request in the words of a message.
func requestOf(m messageWords) string {
	i := slices.IndexFunc(m.rest, func(word string) bool { return strings.HasPrefix(word, "r") })
	if i < 0 {
		return ""
	}
	return m.rest[i]
}

// ofReadIndexReply: the follower has the leader's word.
func (o *step) ofReadIndexReply(m messageWords) face.Reason {
	who, request, index := o.Input.Subject, requestOf(m), m.number("index")
	waited := slices.ContainsFunc(o.Before.Reads.Asked, func(a node.Asked) bool {
		return readName(a.Request).Text == request
	})
	switch {
	case !waited:
		return because(lab.Say("explain.index.nothing", "%s does not wait for %s any more.", who, request), readPlace)
	case m.value("index") == "":
		return because(lab.Say("explain.index.refused", "%s does not lead, or no longer: %s gives up %s. Nothing was "+
			"done for it, so the client may ask again.", m.from, who, request), readPlace)
	case uint64(o.After.Applied) >= index:
		return because(lab.Say("explain.index.answers", "%s has made sure that it leads, and names entry %d. %s has "+
			"applied that already: it answers %s from its own copy.", m.from, index, who, request), readPlace)
	}
	return because(lab.Say("explain.index.waits", "%s has made sure that it leads, and names entry %d. %s has applied "+
		"up to entry %d: %s waits until it has come that far.", m.from, index, who, o.After.Applied, request),
		readPlace)
}

// ofApplied: reads may have waited for the state machine.
func (o *step) ofApplied(reason face.Reason) face.Reason {
	var done []lab.Saying
	for _, a := range o.Before.Reads.Asked {
		if a.Known && o.Before.Applied < a.Index && o.After.Applied >= a.Index {
			done = append(done, readName(a.Request))
		}
	}
	for _, r := range o.Before.Reads.Reads {
		if r.From == raft.None && o.isConfirmed(r) && o.Before.Applied < r.Index && o.After.Applied >= r.Index {
			done = append(done, readName(r.Request))
		}
	}
	if len(done) == 0 {
		return reason
	}
	return because(lab.Say("explain.apply.reads", "%v It now has what %v waited for, and answers from its copy.",
		saidOf(reason), joined(done)), reason.Place+"; "+readPlace)
}

// givesUp: a leader that was replaced fails its reads.
func (o *step) givesUp(reason face.Reason) face.Reason {
	if o.Before.Role != raft.Leader || o.After.Role == raft.Leader || reason.Sentence == "" {
		return reason
	}
	var list []lab.Saying
	for _, r := range o.Before.Reads.Reads {
		list = append(list, readName(r.Request))
	}
	if len(list) == 0 {
		return reason
	}
	return because(lab.Say("explain.read.gives-up",
		"%v It gives up %v: it changed nothing, so the client may ask again.", saidOf(reason), joined(list)),
		reason.Place+"; "+readPlace)
}

// saidOf is a reason's sentence, as a part of another.
func saidOf(reason face.Reason) lab.Saying {
	return lab.Saying{Code: reason.Code, Args: reason.Args, Text: reason.Sentence}
}

// ofLease: a lease begins, or ends.
func (o *step) ofLease(what string) face.Reason {
	who := o.Event.Subject
	switch {
	case what == "begins":
		return because(lab.Say("explain.lease.begins", "A majority has answered a round of heartbeats. Those servers "+
			"vote for nobody within the least election timeout after they heard %s, so nobody else can lead until "+
			"then. %s counts its lease from the moment at which the round was sent, and shorter than the timeout, "+
			"since clocks may differ.", who, who), leasePlace)
	case o.After.Role != raft.Leader:
		return because(lab.Say("explain.lease.deposed", "%s no longer leads, so its lease ends.", who), leasePlace)
	case o.After.Transferee != raft.None:
		return because(lab.Say("explain.lease.transfer", "%s hands over, and %v may be elected at once: the lease "+
			"ends now.", who, o.After.Transferee), leasePlace+"; thesis §3.10")
	}
	return because(lab.Say("explain.lease.ends", "By its own clock the lease of %s is over: no majority has answered "+
		"a later round. From now on a read needs a round again.", who), leasePlace)
}
