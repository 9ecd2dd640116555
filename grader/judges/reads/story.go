package reads

import (
	"fmt"
	"slices"

	"raftlab/grader/call"
	"raftlab/raft"
)

// leader is S1, which leads term 3, before its first read.
type leader struct {
	servers  int
	learners raft.NodeSet
	log      []raft.Term
	commit   raft.Index
	applied  raft.Index
	round    uint64
	lease    bool
	target   raft.NodeID
}

const term = raft.Term(3)

// steady is a leader of so many servers that has committed and applied all that it has.
func steady(servers int) leader {
	return leader{servers: servers, log: []raft.Term{1, 3, 3}, commit: 2, applied: 2, round: 4}
}

func (l leader) state() *raft.State {
	s := call.Server{
		Servers: l.servers, Role: raft.Leader, Term: term, VotedFor: 1, Log: l.log, CommitIndex: l.commit,
		Unapplied: l.commit - l.applied,
	}.State()
	for id := range l.learners.All() {
		s.Configuration.Voters.Remove(id)
		s.Configuration.Learners.Add(id)
	}
	s.Heard, s.Round, s.Lease, s.Transferee = true, l.round, l.lease, l.target
	return s
}

func (l leader) String() string {
	text := fmt.Sprintf("S1 of %d, leader currentTerm=%d log=%v commitIndex=%d lastApplied=%d round=%d", l.servers,
		term,
		l.log, l.commit, l.applied, l.round)
	if l.learners != 0 {
		text += fmt.Sprintf(" without a vote: %s", setText(l.learners))
	}
	if l.lease {
		text += " lease"
	}
	if l.target != raft.None {
		text += fmt.Sprintf(" hands over to %v", l.target)
	}
	return text
}

func (l leader) size() int {
	return l.servers + len(l.log) + int(l.commit) + l.learners.Len() + int(l.target)
}

// step is one event of the leader. After each, the caller asks ReadyReads.
type step struct {
	kind  stepKind
	read  raft.Read
	from  raft.NodeID
	round uint64
}

type stepKind int

const (
	stepBegin   stepKind = iota // BeginRead
	stepAnswer                  // ConfirmReads
	stepRound                   // the caller sends a round, and confirms it for S1 itself
	stepCommits                 // one entry more is committed
	stepApplies                 // all that is committed is applied
	stepLease                   // the lease begins, or ends
)

func begins(request raft.RequestID) step {
	return step{kind: stepBegin, read: raft.Read{Request: request}}
}

func leased(request raft.RequestID) step {
	return step{kind: stepBegin, read: raft.Read{Request: request, Lease: true}}
}

func begunFor(request raft.RequestID, from raft.NodeID) step {
	return step{kind: stepBegin, read: raft.Read{Request: request, From: from}}
}

func answer(from raft.NodeID, round uint64) step {
	return step{kind: stepAnswer, from: from, round: round}
}
func sends() step      { return step{kind: stepRound} }
func commits() step    { return step{kind: stepCommits} }
func applies() step    { return step{kind: stepApplies} }
func turnsLease() step { return step{kind: stepLease} }

// String is the step in a story.
func (s step) String() string {
	switch s.kind {
	case stepBegin:
		text := fmt.Sprintf("BeginRead r%d", s.read.Request)
		if s.read.From != raft.None {
			text += fmt.Sprintf(" for %v", s.read.From)
		}
		if s.read.Lease {
			text += ", a lease is enough"
		}
		return text
	case stepAnswer:
		return fmt.Sprintf("ConfirmReads from %v, round %d", s.from, s.round)
	case stepRound:
		return "the next round is sent"
	case stepCommits:
		return "one more is committed"
	case stepApplies:
		return "all that is committed is applied"
	}
	return "the lease begins or ends"
}

// place is the task of the rule that a step calls.
func (s step) place() string {
	switch s.kind {
	case stepBegin:
		return notes
	case stepAnswer, stepRound:
		return confirms
	}
	return answers
}

// happens applies the step to the server: it calls the learner's rule, or does what the caller does.
func (s step) happens(state *raft.State, rules raft.Rules) (began bool) {
	switch s.kind {
	case stepBegin:
		return rules.BeginRead(state, s.read)
	case stepAnswer:
		rules.ConfirmReads(state, s.from, s.round)
	case stepRound:
		state.Round++
		rules.ConfirmReads(state, 1, state.Round)
	case stepCommits:
		state.CommitIndex++
	case stepApplies:
		state.LastApplied = state.CommitIndex
	case stepLease:
		state.Lease = !state.Lease
	}
	return false
}

// pending is a read in the model: what was true when it began, and what has confirmed it since.
type pending struct {
	raft.Read
	floor raft.Index
	// since is the last round that was sent before it began.
	since uint64
	// leased: there was a lease at some moment since it began. leaseAtOnce: there was one when it began.
	leased, leaseAtOnce bool
	// rounds are who answered each round since then, the first at 0.
	rounds []raft.NodeSet
	// before are those that answered earlier rounds since it began.
	before   raft.NodeSet
	answered bool
}

// model is what S1 and its reads are after some steps.
type model struct {
	leader
	reads []pending
}

// clone is a model that steps may change without changing this one.
func (m model) clone() model {
	m.reads = slices.Clone(m.reads)
	for i := range m.reads {
		m.reads[i].rounds = slices.Clone(m.reads[i].rounds)
	}
	return m
}

func (m *model) mayBegin() bool { return m.commit > 0 && m.log[m.commit-1] == term }

// mustBegin: nothing is in the way of the read.
func (m *model) mustBegin() bool {
	return m.mayBegin() && m.target == raft.None && m.applied == m.commit
}

// apply applies the step to the model, but for a read that begins.
func (m *model) apply(s step) {
	switch s.kind {
	case stepAnswer:
		m.confirm(s.from, s.round)
	case stepRound:
		m.round++
		m.confirm(1, m.round)
	case stepCommits:
		m.commit++
	case stepApplies:
		m.applied = m.commit
	case stepLease:
		m.lease = !m.lease
		for i := range m.reads {
			m.reads[i].leased = m.reads[i].leased || m.lease
		}
	}
}

// begin notes a read that the rule has begun.
func (m *model) begin(read raft.Read) {
	m.reads = append(m.reads, pending{
		Read: read, floor: m.commit, since: m.round, leased: m.lease, leaseAtOnce: m.lease,
	})
}

func (m *model) confirm(from raft.NodeID, round uint64) {
	for i := range m.reads {
		r := &m.reads[i]
		if round <= r.since {
			r.before.Add(from)
			continue
		}
		for uint64(len(r.rounds)) < round-r.since {
			r.rounds = append(r.rounds, 0)
		}
		r.rounds[round-r.since-1].Add(from)
	}
}

// quorum reports whether a set is a majority of the voters.
func (m *model) quorum(set raft.NodeSet) bool {
	c := raft.Configuration{Voters: (raft.NodeSet(1)<<(m.servers+1) - 2) &^ m.learners}
	return c.HasQuorum(set)
}

// acks are those that answered a round that was sent after the read began, and S1.
func (r *pending) acks() raft.NodeSet {
	set := raft.SetOf(1)
	for _, round := range r.rounds {
		set |= round
	}
	return set
}

// confirmed reports whether the read may be answered, as far as S1's leadership goes.
func (m *model) confirmed(r *pending) bool { return m.quorum(r.acks()) || r.Lease && r.leased }

// due reports whether the read must be answered now. A rule may want a majority for one round, and may let the first
// round pass; it may want the lease at both ends, and an index that was noted just now.
func (m *model) due(r *pending) bool {
	if r.From == raft.None && m.applied < m.commit {
		return false
	}
	if r.Lease && r.leaseAtOnce && m.lease {
		return true
	}
	for i, round := range r.rounds {
		if i > 0 && m.quorum(round|raft.SetOf(1)) {
			return true
		}
	}
	return false
}
