package reads

import (
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab"
	"raftlab/raft"
)

// story is a leader and what happens to it. Only examples have a name and what goes with it.
type story struct {
	name, place, why string
	// about is the code of the failure that the example is about, and has a sentence of its own for.
	about  string
	leader leader
	steps  []step
}

func (c *story) size() int {
	size := 100*len(c.steps) + c.leader.size()
	for _, s := range c.steps {
		size += int(s.kind) + int(s.from) + int(s.read.From)
	}
	return size
}

func (c *story) toCase() call.Case {
	text := func() (state, request string) { return c.text(len(c.steps) - 1) }
	return call.Case{Name: c.name, Place: c.place, Why: c.why, Run: c.run, Several: true, Call: text}
}

// text is the story before a step, and that step, as reports show them.
func (c *story) text(last int) (state, request string) {
	state = c.leader.String()
	for _, s := range c.steps[:last] {
		state += " · " + s.String()
	}
	return state, c.steps[last].String()
}

// run plays the story and judges each step. The gravest failure counts, and of equals the first.
func (c *story) run(rules raft.Rules) *grader.CaseFailure {
	state, m := c.leader.state(), model{leader: c.leader}
	var gravest *grader.CaseFailure
	for i, s := range c.steps {
		e := &event{model: &m, step: s}
		failure := e.play(rules, state)
		if failure == nil {
			continue
		}
		if c.name != "" && failure.Why.Code == c.about {
			failure.Place, failure.Why = "", lab.Saying{}
		}
		failure.State, failure.Request = c.text(i)
		failure.Yours, failure.Allowed = e.yours(state), e.allowed()
		if gravest = call.Gravest(gravest, failure); !gravest.Liveness {
			return gravest
		}
	}
	return gravest
}

// event is one step, and what the learner's rules made of it.
type event struct {
	model *model
	step  step
	began bool
	ready []raft.Read
	// must and may are the requests that had to come out, and that could, before they did.
	must, may []string
}

// play applies the step to the server and to the model, asks for the reads that are ready, and judges both.
func (e *event) play(rules raft.Rules, state *raft.State) *grader.CaseFailure {
	before := copied(state)
	e.model.apply(e.step)
	e.began = e.step.happens(state, rules)
	expected := copied(before)
	expected.Round, expected.Lease = e.model.round, e.model.lease
	expected.CommitIndex, expected.LastApplied = e.model.commit, e.model.applied
	parts := []*grader.CaseFailure{e.begins(state, before), kept(e.step.place(), expected, state)}
	if len(state.Reads) > 0 {
		asked := copied(state)
		e.ready = rules.ReadyReads(state)
		parts = append(parts, kept(answers, asked, state))
	}
	e.expect()
	for _, read := range e.ready {
		parts = append(parts, e.comesOut(read))
	}
	for i := range e.model.reads {
		parts = append(parts, e.stays(&e.model.reads[i], state))
	}
	return call.Gravest(parts...)
}

// begins judges whether a read begins.
func (e *event) begins(state, before *raft.State) *grader.CaseFailure {
	m := e.model
	switch {
	case e.step.kind != stepBegin:
		return nil
	case e.began && !m.mayBegin():
		m.begin(e.step.read)
		return call.Breaks(notes, "reads.call.begin.early",
			"S1 leads term %d, and its last committed entry, %d, is of another term. Earlier leaders may have "+
				"committed more than S1 knows, and told clients of it. Only an entry of its own term tells S1 how far "+
				"that goes.",
			term, m.commit)
	case e.began:
		m.begin(e.step.read)
		return nil
	case m.mustBegin():
		return call.Stalls(notes, "reads.call.begin.refuses",
			"S1 has committed entry %d of its own term %d, so it knows all that is committed. The read can begin.",
			m.commit, term)
	case len(state.Reads) > len(before.Reads):
		return call.Stalls(notes, "reads.call.begin.twice",
			"r%d does not begin, and is in Reads all the same. The caller tries again, and it will be there twice.",
			e.step.read.Request)
	}
	return nil
}

// expect notes what may come out, and what must.
func (e *event) expect() {
	for i := range e.model.reads {
		r := &e.model.reads[i]
		switch name := fmt.Sprintf("r%d", r.Request); {
		case r.answered:
		case e.model.due(r):
			e.must = append(e.must, name)
		case e.model.confirmed(r) && (r.From != raft.None || e.model.applied >= r.floor):
			e.may = append(e.may, name)
		}
	}
}

// comesOut judges a read that comes out.
func (e *event) comesOut(read raft.Read) *grader.CaseFailure {
	i := slices.IndexFunc(e.model.reads, func(r pending) bool { return r.Request == read.Request })
	if i < 0 {
		return call.Breaks(answers, "reads.call.ready.unknown",
			"r%d comes out, and has not begun. Nothing says that its answer is not an old one.", read.Request)
	}
	r := &e.model.reads[i]
	defer func() { r.answered = true }()
	switch {
	case r.answered:
		return call.Stalls(answers, "reads.call.ready.again", "r%d comes out for the second time. A read is taken out "+
			"of Reads when it is ready.", read.Request)
	case !e.model.confirmed(r):
		return e.unconfirmed(r)
	case read.From != r.From:
		return call.Stalls(answers, "reads.call.ready.from", "r%d was asked for by %s, and comes out for %s. The "+
			"caller answers the wrong one.", read.Request, reader(r.From), reader(read.From))
	case r.From == raft.None && e.model.applied < r.floor:
		return call.Breaks(answers, "reads.call.ready.unapplied",
			"r%d is answered when S1 has applied entry %d, and entry %d was committed before it was asked. The answer "+
				"lacks that entry.", read.Request, e.model.applied, r.floor)
	case r.From != raft.None && read.Index < r.floor:
		return call.Breaks(answers, "reads.call.ready.index",
			"%v is told to apply up to %d for r%d, and entry %d was committed before it was asked. %v would answer "+
				"with an old value.", r.From, read.Index, read.Request, r.floor, r.From)
	case r.From != raft.None && read.Index > e.model.commit:
		return call.Stalls(answers, "reads.call.ready.beyond",
			"%v is told to apply up to %d for r%d, and only %d are committed. It may wait for ever.", r.From,
			read.Index,
			read.Request, e.model.commit)
	}
	return nil
}

func reader(id raft.NodeID) string {
	if id == raft.None {
		return "a client of S1"
	}
	return id.String()
}

// unconfirmed says why a read that came out had to wait.
func (e *event) unconfirmed(r *pending) *grader.CaseFailure {
	acks, m := r.acks(), e.model
	switch {
	case r.leased && !r.Lease:
		return call.Breaks(answers, "reads.call.ready.trusts",
			"r%d is answered under the lease, and its reader did not ask for that. A lease is as good as the clocks; "+
				"a reader that wants to trust no clock waits for a round.", r.Request)
	case acks.Len() == 1 && m.quorum(acks|r.before):
		return call.Breaks(confirms, "reads.call.ready.old",
			"r%d comes out, confirmed by %s. They answered a round that was sent before r%d began: S1 led then. "+
				"Another may lead by now, and may have committed more.", r.Request, setText(r.before), r.Request)
	case acks.Len() == 1 && r.Lease:
		return call.Breaks(notes, "reads.call.ready.no-lease",
			"r%d is content with a lease, and S1 has none. It has to wait for a round.", r.Request)
	case acks.Len() == 1:
		return call.Breaks(answers, "reads.call.ready.alone",
			"r%d comes out, and nobody has said since it began that S1 still leads. Another may lead by now, and may "+
				"have committed more.", r.Request)
	case acks&m.learners != 0:
		return call.Breaks(answers, "reads.call.ready.learners",
			"r%d is confirmed by %s, and of these %s does not vote. It does not keep anybody else from being elected.",
			r.Request, setText(acks), setText(acks&m.learners))
	}
	return call.Breaks(answers, "reads.call.ready.few",
		"r%d is confirmed by %s, which is %d of %d and no majority. The others may have elected another leader.",
		r.Request, setText(acks), acks.Len(), m.servers)
}

// stays judges a read that has not come out, or that has and is still there.
func (e *event) stays(r *pending, state *raft.State) *grader.CaseFailure {
	noted := slices.IndexFunc(state.Reads, func(read raft.Read) bool { return read.Request == r.Request })
	switch {
	case r.answered && noted >= 0:
		return call.Stalls(answers, "reads.call.ready.kept",
			"r%d came out, and is still in Reads. It would be answered again at each step.", r.Request)
	case r.answered:
		return nil
	case noted < 0:
		return call.Stalls(e.step.place(), "reads.call.lost",
			"r%d has begun, it was not answered, and it is not in Reads any more. Its client waits for ever.",
			r.Request)
	case e.model.due(r):
		return e.overdue(r, state.Reads[noted].Index)
	case e.needsRound(r) && state.Reads[noted].Round == 0:
		return call.Stalls(notes, "reads.call.begin.no-round",
			"r%d waits for no round, and S1 has no lease. The caller sends no heartbeats for it.", r.Request)
	}
	return nil
}

// needsRound reports whether the step has begun that read, and somebody has to be asked.
func (e *event) needsRound(r *pending) bool {
	return e.step.kind == stepBegin && e.step.read.Request == r.Request && !r.leased && e.model.servers > 1
}

// overdue says why a read has to come out.
func (e *event) overdue(r *pending, index raft.Index) *grader.CaseFailure {
	switch {
	case r.From == raft.None && index > e.model.commit:
		return call.Stalls(notes, "reads.call.ready.ahead",
			"r%d waits until entry %d is applied, and entries up to %d are committed. What is not committed may never "+
				"be, and no client was told of it.", r.Request, index, e.model.commit)
	case r.Lease && r.leaseAtOnce && e.model.lease:
		return call.Stalls(notes, "reads.call.ready.leased",
			"r%d is content with a lease, and S1 has one. It waits all the same.", r.Request)
	case r.From != raft.None && e.model.applied < e.model.commit:
		return call.Stalls(answers, "reads.call.ready.waits",
			"r%d is %v's, and confirmed. It waits for what S1 has applied, and %v looks at its own state machine.",
			r.Request, r.From, r.From)
	}
	return call.Stalls(confirms, "reads.call.ready.late",
		"r%d began after round %d, and since then S1 and %s have answered: a majority. All is applied, and it still "+
			"waits.",
		r.Request, r.since, setText(r.acks()&^raft.SetOf(1)))
}

// yours is what came out, and what is left.
func (e *event) yours(state *raft.State) string {
	text := ""
	if e.step.kind == stepBegin {
		text = fmt.Sprintf("began=%v, ", e.began)
	}
	text += "ready:"
	for _, r := range e.ready {
		text += fmt.Sprintf(" r%d", r.Request)
		if r.From != raft.None {
			text += fmt.Sprintf(" for %v up to %d", r.From, r.Index)
		}
	}
	if len(e.ready) == 0 {
		text += " none"
	}
	text += ", left:"
	for _, r := range state.Reads {
		text += fmt.Sprintf(" r%d(index %d, round %d, acks %s)", r.Request, r.Index, r.Round, setText(r.Acks))
	}
	if len(state.Reads) == 0 {
		text += " none"
	}
	return text
}

func (e *event) allowed() string {
	text := ""
	if e.step.kind == stepBegin {
		text = fmt.Sprintf("began=%v, ", e.model.mayBegin())
		if e.model.mayBegin() && !e.model.mustBegin() {
			text = "began or not, "
		}
	}
	if e.step.kind == stepBegin && !e.model.mayBegin() {
		return text + "ready: none of it"
	}
	must, may := join(e.must), join(e.may)
	if len(e.may) == 0 {
		return text + "ready: " + must
	}
	return text + "ready: " + must + "; may be, too: " + may
}

func join(names []string) string {
	text := ""
	for _, name := range names {
		text += " " + name
	}
	if text == "" {
		return "none"
	}
	return text[1:]
}
