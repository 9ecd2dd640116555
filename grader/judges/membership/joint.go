package membership

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/raft"
	"raftlab/raft/wire"
)

// entryCall is an allowed change, and its entry.
type entryCall struct{ guardCall }

func (e entryCall) toCase() call.Case {
	return call.Case{Name: e.name, Place: begins, Why: e.why, Run: e.run, Call: e.text}
}

func (e entryCall) text() (state, request string) {
	return e.leader.String(), "ConfigurationEntry, " + e.to.String()
}

func (e entryCall) run(rules raft.Rules) *grader.CaseFailure {
	want := configurationEntry(term, e.after())
	before, after := e.leader.state(), e.leader.state()
	got := rules.ConfigurationEntry(after, e.to)
	failure := call.Gravest(e.judge(got), kept(begins, before, after))
	if failure == nil {
		return nil
	}
	failure.State, failure.Request = e.text()
	failure.Yours, failure.Allowed = entryText(got), entryText(want)
	return e.failed(failure)
}

// configurationOf is what an entry says, though it may have a fault.
func configurationOf(e raft.Entry) (c raft.Configuration, ok bool) {
	r := wire.NewReader(e.Command)
	c = raft.ReadConfiguration(r)
	return c, e.Kind == raft.ConfigurationChange && r.End() == nil
}

func entryText(e raft.Entry) string {
	c, ok := configurationOf(e)
	switch {
	case e.Kind == raft.Command && e.Term == 0 && len(e.Command) == 0:
		return "no entry"
	case !ok:
		return fmt.Sprintf("an entry of term %d that is no configuration", e.Term)
	}
	return fmt.Sprintf("members %v, of term %d", c, e.Term)
}

func (e entryCall) judge(got raft.Entry) *grader.CaseFailure {
	c, ok := configurationOf(got)
	want := e.after()
	switch {
	case !ok:
		return call.Breaks(begins, "membership.call.entry.none",
			"This is no entry of a configuration: its kind is raft.ConfigurationChange, and its command is c.Encode().")
	case got.Term != term:
		return call.Breaks(begins, "membership.call.entry.term",
			"The entry is of term %d, and S1 leads term %d: a leader appends entries of its own term.", got.Term, term)
	case c == want:
		return nil
	case want.IsJoint() && !c.IsJoint():
		return call.Breaks(begins, "membership.call.entry.at-once",
			"This goes to %v in one step, and a majority before it and one after it need not have a server in "+
				"common. First "+
				"comes C_old,new, in which both halves decide.", c)
	case c.Learners&(c.Voters|c.Next) != 0 || c.Voters == want.Voters && c.Next == want.Next:
		return call.Stalls(begins, "membership.call.entry.learners",
			"The learners would be %s, and they are %s: who votes is no learner, and the others stay what they are.",
			setText(c.Learners), setText(want.Learners))
	}
	return call.Breaks(begins, "membership.call.entry.other", "The configuration would be %v, and the change is to "+
		"%v.", c,
		want)
}

// commitCall is a leader whose commit index has risen.
type commitCall struct {
	label
	leader leader
}

func (c commitCall) size() int { return c.leader.size() }

func (c commitCall) toCase() call.Case {
	return call.Case{Name: c.name, Place: ends, Why: c.why, Run: c.run, Call: c.text}
}

func (c commitCall) text() (state, request string) { return c.leader.String(), "AfterCommit" }

// want is the entry to append, and whether the leader leaves.
func (c commitCall) want() (next raft.Entry, stepDown bool) {
	now := c.leader.c
	switch {
	case c.leader.at > c.leader.commit:
		return raft.Entry{}, false
	case now.IsJoint():
		return configurationEntry(term, raft.Configuration{Voters: now.Next, Learners: now.Learners}), false
	}
	return raft.Entry{}, !now.Voters.Has(1)
}

func (c commitCall) run(rules raft.Rules) *grader.CaseFailure {
	next, stepDown := c.want()
	before, after := c.leader.state(), c.leader.state()
	got, down := rules.AfterCommit(after)
	failure := call.Gravest(c.judge(next, got), c.leaving(stepDown, down), kept(ends, before, after))
	if failure == nil {
		return nil
	}
	failure.State, failure.Request = c.text()
	failure.Yours = entryText(got) + ", step down " + fmt.Sprint(down)
	failure.Allowed = entryText(next) + ", step down " + fmt.Sprint(stepDown)
	return c.failed(failure)
}

func (c commitCall) judge(want, got raft.Entry) *grader.CaseFailure {
	now, is := configurationOf(got)
	wanted, wants := want.Configuration()
	switch {
	case got.Kind != raft.ConfigurationChange && !wants:
		return nil
	case !wants && c.leader.at > c.leader.commit:
		return call.Breaks(ends, "membership.call.commit.early",
			"Entry %d is not committed yet, so servers of the old half may not know of the change and could decide "+
				"alone. "+
				"C_new comes only after C_old,new is committed.", c.leader.at)
	case !wants:
		return call.Stalls(ends, "membership.call.commit.more",
			"The change is finished, and another entry is appended: the leader would do so after each commit.")
	case !is:
		return call.Stalls(ends, "membership.call.commit.stuck",
			"C_old,new is committed, and nothing follows: the joint phase would last for ever, and each decision "+
				"would need "+
				"both majorities.")
	case got.Term != term:
		return call.Breaks(ends, "membership.call.commit.term",
			"The entry is of term %d, and S1 leads term %d: a leader appends entries of its own term.", got.Term, term)
	case now != wanted:
		return call.Breaks(ends, "membership.call.commit.other", "C_new is %v, and not %v.", wanted, now)
	}
	return nil
}

func (c commitCall) leaving(want, got bool) *grader.CaseFailure {
	switch {
	case got == want:
		return nil
	case got && c.leader.at > c.leader.commit:
		return call.Stalls(ends, "membership.call.commit.leaves-early",
			"Entry %d, without S1, is not committed yet, and S1 may be the only one that can commit it. It leads on "+
				"until "+
				"then.", c.leader.at)
	case got:
		return call.Stalls(ends, "membership.call.commit.leaves",
			"S1 has no reason to step down: by %v it votes, or the change is not finished.", c.leader.c)
	}
	return call.Stalls(ends, "membership.call.commit.stays",
		"The configuration without S1 is committed: %v. S1 is not needed any more, and steps down.", c.leader.c)
}

// standCall is a follower S1 whose timer fires.
type standCall struct {
	label
	leader leader
}

func (s standCall) size() int { return s.leader.size() }

func (s standCall) toCase() call.Case {
	return call.Case{Name: s.name, Place: stands, Why: s.why, Run: s.run, Call: s.text}
}

func (s standCall) text() (state, request string) {
	return fmt.Sprintf("S1 follows in term %d · commitIndex=%d · configuration %v at %d", term, s.leader.commit,
		s.leader.c, s.leader.at), "MayCampaign"
}

func (s standCall) state() *raft.State {
	state := s.leader.state()
	state.BecomeFollower(term, raft.None)
	return state
}

func (s standCall) run(rules raft.Rules) *grader.CaseFailure {
	c := s.leader.c
	open := s.leader.at > s.leader.commit
	want := c.IsVoter(1) || !c.Learners.Has(1) && open
	before, after := s.state(), s.state()
	got := rules.MayCampaign(after)
	failure := kept(stands, before, after)
	switch {
	case got == want:
	case got && c.Learners.Has(1):
		failure = call.Stalls(stands, "membership.call.stands.learner",
			"S1 is a learner. Nobody counts on it, and as a candidate it would only depose leaders.")
	case got:
		failure = call.Stalls(stands, "membership.call.stands.outside",
			"%v is committed, and S1 is not in it. The others can elect a leader without S1, which would only disturb "+
				"them.", c)
	case c.IsVoter(1):
		failure = call.Stalls(stands, "membership.call.stands.voter",
			"S1 votes by %v. If the voters do not stand, nobody is ever elected.", c)
	default:
		failure = call.Stalls(stands, "membership.call.stands.needed",
			"Entry %d leaves S1 out, and is not known to be committed. Perhaps only S1 has it, with a log that is "+
				"longer "+
				"than all others: then only S1 can be elected.", s.leader.at)
	}
	if failure == nil {
		return nil
	}
	failure.State, failure.Request = s.text()
	failure.Yours, failure.Allowed = fmt.Sprint(got), fmt.Sprint(want)
	return s.failed(failure)
}
