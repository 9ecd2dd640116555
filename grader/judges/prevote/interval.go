package prevote

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab"
	"raftlab/raft"
)

// intervalCall is a leader at the end of an interval of check-quorum. Only examples have a name and why.
type intervalCall struct {
	name, why string
	leader    call.Server
	active    raft.NodeSet
	target    raft.NodeID
}

func (c intervalCall) size() int { return c.leader.Size() + c.active.Len() + int(c.target) }

func (c intervalCall) toCase() call.Case {
	return call.Case{Name: c.name, Place: quorum, Why: c.why, Run: c.run, Call: c.text}
}

func (c intervalCall) text() (state, request string) {
	state = fmt.Sprintf("S1 of %d, %v, answered by %s", c.leader.Servers, c.leader, setText(c.active))
	if c.target != raft.None {
		state += fmt.Sprintf(", hands over to %v", c.target)
	}
	return state, "CheckQuorum"
}

func (c intervalCall) state() *raft.State {
	s := c.leader.State()
	s.Heard, s.Active, s.Transferee = true, c.active, c.target
	return s
}

// reaches reports whether the leader and those that answered it are a majority.
func (c intervalCall) reaches() bool { return 2*(c.active.Len()+1) > c.leader.Servers }

// run calls the rule and judges each part of the outcome.
func (c intervalCall) run(rules raft.Rules) *grader.CaseFailure {
	before, after := c.state(), c.state()
	rules.CheckQuorum(after)
	failure := call.Gravest(c.standing(before, after), c.role(after), c.next(before, after),
		keptRest(quorum, before, after))
	if failure == nil {
		return nil
	}
	failure.State, failure.Request = c.text()
	failure.Yours = standingText(after.Role, after.CurrentTerm, after.VotedFor) +
		fmt.Sprintf(" leader=%v, answered by %s", after.Leader, setText(after.Active))
	failure.Allowed = standingText(raft.Leader, before.CurrentTerm, 1) + " leader=S1, answered by nobody"
	if !c.reaches() {
		failure.Allowed = standingText(raft.Follower, before.CurrentTerm, 1) + " leader=none"
	}
	return failure
}

// standing: term and vote stay, whatever becomes of the leader.
func (c intervalCall) standing(before, after *raft.State) *grader.CaseFailure {
	switch got, was := after.CurrentTerm, before.CurrentTerm; {
	case got < was:
		return call.Breaks(quorum, "prevote.call.interval.term.back",
			"currentTerm went back from %d to %d. S1 would vote again in terms that it has left.", was, got)
	case got > was:
		return call.Stalls(quorum, "prevote.call.interval.term",
			"S1 goes from term %d to term %d. It steps down in the same term: a term that rises deposes whoever leads "+
				"by then.", was, got)
	case after.VotedFor != before.VotedFor:
		return call.Breaks(quorum, "prevote.call.interval.vote",
			"S1 voted for itself in term %d, and votedFor is %v now. S1 was elected in this term. With its vote free, "+
				"it helps to elect a second leader of it.", was, after.VotedFor)
	}
	return nil
}

// role: a leader stays if a majority has answered it, and only then.
func (c intervalCall) role(after *raft.State) *grader.CaseFailure {
	leads := after.Role == raft.Leader
	if leads == c.reaches() && (leads || after.Role == raft.Follower) {
		return nil
	}
	failure := call.Stalls(quorum, "prevote.call.interval.stays",
		"S1 and those that answered it are %d of %d, which is no majority. It can commit nothing, and clients wait "+
			"for it for as long as it leads.", c.active.Len()+1, c.leader.Servers)
	switch {
	case !leads && after.Role != raft.Follower:
		failure.Why = lab.Say("prevote.call.interval.role", "S1 was the leader and is a %v now. It has no majority, "+
			"so it becomes a follower, and waits like the others.", after.Role)
		return failure
	case !leads:
		failure.Why = lab.Say("prevote.call.interval.steps-down",
			"S1 steps down, and with those that answered it, it is %d of %d. That is a majority: it can work.",
			c.active.Len()+1, c.leader.Servers)
	}
	if c.name != "" {
		failure.Place, failure.Why = "", lab.Saying{}
	}
	return failure
}

// next: each interval counts by itself, and clients are not sent to a leader that has stepped down.
func (c intervalCall) next(before, after *raft.State) *grader.CaseFailure {
	stays := after.Role == raft.Leader
	switch {
	case stays && after.Active&^raft.SetOf(1) != 0:
		return call.Stalls(quorum, "prevote.call.interval.again",
			"The next interval begins, and %s still counts as active. Whoever answered once would count for ever, and "+
				"S1 would lead on when nobody answers any more.", setText(after.Active))
	case stays && after.Leader != 1:
		return call.Stalls(quorum, "prevote.call.interval.unnamed", "S1 leads on, and Leader is %v. Clients are sent "+
			"to the server that Leader names.", after.Leader)
	case stays && (after.Transferee != before.Transferee || after.Heard != before.Heard):
		return call.Stalls(quorum, "prevote.call.interval.touches",
			"S1 leads on, and nothing else changes: Transferee was %v and is %v, Heard was %v and is %v.",
			before.Transferee, after.Transferee, before.Heard, after.Heard)
	case !stays && after.Leader != raft.None:
		return call.Stalls(quorum, "prevote.call.interval.names",
			"S1 has stepped down, and Leader is %v. S1 would send clients to a server that does not lead.",
			after.Leader)
	}
	return nil
}

// smallIntervals is every leader of one to five servers, with every set of followers that answered it.
func smallIntervals() []one {
	var calls []one
	for servers := 1; servers <= 5; servers++ {
		for rest := range 1 << (servers - 1) {
			for length := range 3 {
				c := intervalCall{
					leader: call.Server{
						Servers: servers, Role: raft.Leader, Term: 2, VotedFor: 1, Leader: 1,
						Log: []raft.Term{1, 2}[:length], CommitIndex: raft.Index(length / 2),
						Copies: raft.Index(length / 2),
					},
					active: raft.NodeSet(rest) << 2,
				}
				calls = append(calls, c)
				if servers > 1 {
					c.target = 2
					calls = append(calls, c)
				}
			}
		}
	}
	return calls
}
