package membership

import (
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
)

// leader is S1, leader of term 3, with a log of entries of these terms.
type leader struct {
	c      raft.Configuration
	at     raft.Index
	log    []raft.Term
	commit raft.Index
	caught raft.NodeSet
}

// steady is a leader that has committed in its term, whose configuration is that of the base.
func steady(c raft.Configuration) leader { return leader{c: c, log: []raft.Term{1, 3, 3}, commit: 3} }

const term raft.Term = 3

// servers is how many servers there are.
const servers = 5

func (l leader) size() int {
	return sizeOf(l.c) + 3*len(l.log) + int(l.at) + int(l.commit) + l.caught.Len()
}

// state makes a new State each time.
func (l leader) state() *raft.State {
	s := call.Server{Servers: servers, Role: raft.Leader, Term: term, VotedFor: 1, Log: l.log,
		CommitIndex: l.commit}.State()
	if l.at > 0 {
		entries := append([]raft.Entry(nil), s.Log.From(1)...)
		entries[l.at-1] = configurationEntry(entries[l.at-1].Term, l.c)
		s.Log = raft.LogOf(entries...)
	}
	s.Configuration, s.ConfigurationIndex, s.CaughtUp = l.c, l.at, l.caught
	return s
}

func (l leader) String() string {
	text := fmt.Sprintf("S1 leads term %d · log=%v commitIndex=%d · configuration %v at %d", term, l.log, l.commit, l.c,
		l.at)
	if l.caught != 0 {
		text += " · caught up: " + setText(l.caught)
	}
	return text
}

// guardCall is a leader, and a change that somebody asks for.
type guardCall struct {
	label
	leader leader
	to     raft.Change
}

func (g guardCall) size() int { return g.leader.size() + int(g.to.Kind) + g.to.Voters.Len() }

func (g guardCall) toCase() call.Case {
	return call.Case{Name: g.name, Place: guarded, Why: g.why, Run: g.run, Call: g.text}
}

func (g guardCall) text() (state, request string) {
	return g.leader.String(), "MayChange, " + g.to.String()
}

// after is the first configuration of the change.
func (g guardCall) after() raft.Configuration {
	c := g.leader.c
	switch g.to.Kind {
	case raft.AddLearner:
		c.Learners.Add(g.to.Server)
	case raft.AddVoter:
		c.Voters.Add(g.to.Server)
	case raft.RemoveServer:
		c.Voters.Remove(g.to.Server)
		c.Learners.Remove(g.to.Server)
	case raft.ChangeJointly:
		c.Next = g.to.Voters
	case raft.ChangeAtOnce:
		c.Voters = g.to.Voters
	}
	c.Learners &^= c.Voters | c.Next
	return c
}

// refusals are all that are true. Those that endanger Raft if the change is made come first.
func (g guardCall) refusals() []raft.Refusal {
	now, after := g.leader.c, g.after()
	fresh := (after.Voters | after.Next) &^ (now.Voters | now.Next)
	joint := g.to.Kind == raft.ChangeJointly
	var list []raft.Refusal
	for _, r := range []struct {
		refusal raft.Refusal
		is      bool
	}{
		{raft.LastVoter, after.Voters == 0 || joint && g.to.Voters == 0},
		{raft.TooMany, g.to.Kind == raft.ChangeAtOnce && (now.Voters^after.Voters).Len() > 1},
		{raft.TermNotCommitted, g.leader.termAt(g.leader.commit) != term},
		{raft.ChangeOpen, g.leader.at > g.leader.commit || now.IsJoint()},
		{raft.NotCaughtUp, fresh&^g.leader.caught != 0},
		{raft.NotThere, g.to.Kind == raft.RemoveServer && !now.Members().Has(g.to.Server)},
		{raft.AlreadyThere, after == now || joint && g.to.Voters == now.Voters},
	} {
		if r.is {
			list = append(list, r.refusal)
		}
	}
	return list
}

func (l leader) termAt(i raft.Index) raft.Term {
	if i == 0 {
		return 0
	}
	return l.log[i-1]
}

func (g guardCall) run(rules raft.Rules) *grader.CaseFailure {
	want := g.refusals()
	before, after := g.leader.state(), g.leader.state()
	got := rules.MayChange(after, g.to)
	failure := call.Gravest(g.judge(want, got), kept(guarded, before, after))
	if failure == nil {
		return nil
	}
	failure.State, failure.Request = g.text()
	failure.Yours, failure.Allowed = got.String(), allowedText(want)
	return g.failed(failure)
}

func allowedText(want []raft.Refusal) string {
	if len(want) == 0 {
		return raft.Allowed.String()
	}
	text := want[0].String()
	for _, r := range want[1:] {
		text += "; or: " + r.String()
	}
	return text
}

func (g guardCall) judge(want []raft.Refusal, got raft.Refusal) *grader.CaseFailure {
	switch {
	case len(want) == 0 && got == raft.Allowed || slices.Contains(want, got):
		return nil
	case len(want) == 0:
		return call.Stalls(guarded, "membership.call.guard.refuses",
			"Nothing is in the way of this change, and it is refused: %v.", got)
	case got != raft.Allowed:
		return call.Stalls(guarded, "membership.call.guard.reason",
			"The change is refused, but not for this reason (%v). Whoever asked would wait for the wrong thing.", got)
	}
	switch want[0] {
	case raft.LastVoter:
		return call.Breaks(guarded, "membership.call.guard.nobody",
			"Nobody would vote any more: no leader could ever be elected, and nothing committed.")
	case raft.TooMany:
		return call.Breaks(guarded, "membership.call.guard.many",
			"More than one voter would come or go in one step. Then a majority before the change and one after it "+
				"need not "+
				"have a server in common, and both can decide.")
	case raft.TermNotCommitted:
		return call.Breaks(guarded, "membership.call.guard.term",
			"No entry of term %d is committed yet. An earlier leader may have begun a change that S1 does not know "+
				"of. Two "+
				"changes from one configuration can give majorities without a common server.", term)
	case raft.ChangeOpen:
		return call.Breaks(guarded, "membership.call.guard.open",
			"The change of entry %d is not finished. From the configuration before it to the one after this change, "+
				"majorities need not have a server in common.", g.leader.at)
	case raft.NotCaughtUp:
		return call.Stalls(guarded, "membership.call.guard.behind",
			"A server would vote that lacks the log. Until it has caught up, commits may have to wait for it.")
	case raft.NotThere:
		return call.Stalls(guarded, "membership.call.guard.stranger",
			"%v is not in the configuration, so there is nothing to remove.", g.to.Server)
	}
	return call.Stalls(guarded, "membership.call.guard.same",
		"Nothing would change. The entry would only keep other changes waiting.")
}

// kept judges that a rule that only answers changed nothing.
func kept(place string, before, after *raft.State) *grader.CaseFailure {
	change := call.ChangedBesides(before, after)
	switch {
	case change.Text == "" && after.CommitIndex != before.CommitIndex:
		change = call.Committed(after)
	case change.Text == "" && after.CaughtUp != before.CaughtUp:
		change = call.Change{What: "what it knows of the change", Text: "caught up: " + setText(after.CaughtUp)}
	}
	if change.Text == "" {
		return nil
	}
	failure := call.Breaks(place, "membership.call.changes",
		"The rule only answers, and it changed %s: %s. The caller does what follows.", change.What, change.Text)
	failure.Liveness = change.Harmless
	return failure
}
