package membership

import (
	"fmt"
	"strings"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab"
	"raftlab/raft"
)

// label is what an example says: only examples have a name and why.
type label struct{ name, why string }

// failed is the failure of a call: an example has its own sentence, and a small call the given one.
func (l label) failed(failure *grader.CaseFailure) *grader.CaseFailure {
	if l.name != "" {
		failure.Place, failure.Why = "", lab.Saying{}
	}
	return failure
}

// setText names servers in a report: S1 S2, or nobody.
func setText(set raft.NodeSet) string {
	var list []string
	for id := range set.All() {
		list = append(list, id.String())
	}
	if len(list) == 0 {
		return "nobody"
	}
	return strings.Join(list, " ")
}

// quorumCall is a configuration, and servers that agree.
type quorumCall struct {
	label
	c   raft.Configuration
	who raft.NodeSet
}

func (q quorumCall) size() int { return sizeOf(q.c) + q.who.Len() }

func sizeOf(c raft.Configuration) int { return 3*c.Members().Len() + c.Voters.Len() + 2*c.Next.Len() }

func (q quorumCall) toCase() call.Case {
	return call.Case{Name: q.name, Place: decides, Why: q.why, Run: q.run, Call: q.text}
}

func (q quorumCall) text() (state, request string) {
	return "configuration " + q.c.String(), "HasQuorum, with " + setText(q.who)
}

func (q quorumCall) run(rules raft.Rules) *grader.CaseFailure {
	want, got := q.c.HasQuorum(q.who), rules.HasQuorum(q.c, q.who)
	if got == want {
		return nil
	}
	failure := q.wrong(got)
	failure.State, failure.Request = q.text()
	failure.Yours, failure.Allowed = fmt.Sprint(got), fmt.Sprint(want)
	return q.failed(failure)
}

// wrong says what is wrong with the answer. Too many quorums let two groups decide, too few let nobody.
func (q quorumCall) wrong(got bool) *grader.CaseFailure {
	old, next := (q.who & q.c.Voters).Len(), (q.who & q.c.Next).Len()
	switch {
	case !got && q.c.IsJoint():
		return call.Stalls(decides, "membership.call.quorum.joint-stuck",
			"%d of the %d old voters and %d of the %d new ones agree: both are majorities, so they decide.",
			old, q.c.Voters.Len(), next, q.c.Next.Len())
	case !got:
		return call.Stalls(decides, "membership.call.quorum.stuck",
			"%d of %d voters agree, which is a majority. Nothing would ever be decided if that is not enough.",
			old, q.c.Voters.Len())
	case q.c.IsJoint() && 2*old > q.c.Voters.Len():
		return call.Breaks(decides, "membership.call.quorum.old-only",
			"Of the new half only %d of %d agree. Others of that half, who may know nothing of the old one, could "+
				"decide "+
				"something else.", next, q.c.Next.Len())
	case q.c.IsJoint() && 2*next > q.c.Next.Len():
		return call.Breaks(decides, "membership.call.quorum.new-only",
			"Of the old half only %d of %d agree. The others of that half may decide something else, as if nothing "+
				"had "+
				"changed.", old, q.c.Voters.Len())
	case q.who&^(q.c.Voters|q.c.Next) != 0:
		return call.Breaks(decides, "membership.call.quorum.others",
			"%s do not vote in this configuration. Of those that do, only %d of %d agree: the others may decide "+
				"something "+
				"else.", setText(q.who&^(q.c.Voters|q.c.Next)), old, q.c.Voters.Len())
	}
	return call.Breaks(decides, "membership.call.quorum.few",
		"Only %d of %d voters agree. The others are as many, or more, and may decide something else.", old,
		q.c.Voters.Len())
}

// indexCall is a configuration, and what each server has.
type indexCall struct {
	label
	c     raft.Configuration
	match []raft.Index
}

func (i indexCall) size() int {
	sum := sizeOf(i.c) + 20
	for _, m := range i.match {
		sum += int(m)
	}
	return sum
}

func (i indexCall) toCase() call.Case {
	return call.Case{Name: i.name, Place: commits, Why: i.why, Run: i.run, Call: i.text}
}

func (i indexCall) text() (state, request string) {
	var has []string
	for id := 1; id < len(i.match); id++ {
		has = append(has, fmt.Sprintf("%v:%d", raft.NodeID(id), i.match[id]))
	}
	return "configuration " + i.c.String(), "QuorumIndex, match " + strings.Join(has, " ")
}

func (i indexCall) run(rules raft.Rules) *grader.CaseFailure {
	given := append([]raft.Index(nil), i.match...)
	want, got := i.c.QuorumIndex(i.match), rules.QuorumIndex(i.c, given)
	if got == want {
		return nil
	}
	failure := call.Stalls(commits, "membership.call.index.low",
		"Entry %d is on enough servers to be committed, and the answer is %d: it would be committed too late, or "+
			"never.",
		want, got)
	if got > want {
		failure = call.Breaks(commits, "membership.call.index.high",
			"Entry %d is on %s only, and those are not enough. Others can elect a leader that does not have it.", got,
			setText(i.holders(got)))
	}
	failure.State, failure.Request = i.text()
	failure.Yours, failure.Allowed = fmt.Sprint(got), fmt.Sprint(want)
	return i.failed(failure)
}

// holders are the voters that have an entry.
func (i indexCall) holders(index raft.Index) raft.NodeSet {
	var set raft.NodeSet
	for id, has := range i.match {
		if has >= index && i.c.IsVoter(raft.NodeID(id)) {
			set.Add(raft.NodeID(id))
		}
	}
	return set
}
