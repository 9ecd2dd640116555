package reads

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab"
	"raftlab/raft"
)

// leaseCall is a leader and the servers that answered a round. Only examples have a name and why.
type leaseCall struct {
	name, why string
	leader    leader
	acks      raft.NodeSet
	timeout   raft.Duration
	drift     int
}

func (c leaseCall) size() int { return 50 + c.leader.size() + c.acks.Len() + c.drift/10 }

func (c leaseCall) toCase() call.Case {
	return call.Case{Name: c.name, Place: leases, Why: c.why, Run: c.run, Call: c.text}
}

func (c leaseCall) text() (state, request string) {
	return c.leader.String(), fmt.Sprintf("ExtendLease, answered by %s, least election timeout %s, drift %d of 1000",
		setText(c.acks), milliseconds(c.timeout), c.drift)
}

func milliseconds(d raft.Duration) string {
	if d%raft.Millisecond == 0 {
		return fmt.Sprintf("%d ms", d/raft.Millisecond)
	}
	return fmt.Sprintf("%d.%03d ms", d/raft.Millisecond, d%raft.Millisecond/raft.Microsecond)
}

// longest is the longest lease that is right, 0 for none.
func (c leaseCall) longest() raft.Duration {
	if m := (&model{leader: c.leader}); c.leader.target != raft.None || !m.quorum(c.acks) {
		return 0
	}
	return c.timeout * raft.Duration(1000-c.drift) / 1000
}

// run calls the rule and judges how long the lease is.
func (c leaseCall) run(rules raft.Rules) *grader.CaseFailure {
	before, after := c.leader.state(), c.leader.state()
	length := rules.ExtendLease(after, c.acks, c.timeout, c.drift)
	failure := call.Gravest(c.length(length), kept(leases, before, after))
	if len(after.Reads) != len(before.Reads) {
		failure = call.Gravest(failure, call.Stalls(leases, "reads.call.lease.reads",
			"A lease is about no read, and Reads has changed."))
	}
	if failure == nil {
		return nil
	}
	failure.State, failure.Request = c.text()
	failure.Yours, failure.Allowed = milliseconds(length), "no lease"
	if longest := c.longest(); longest > 0 {
		failure.Allowed = "more than 0, and at most " + milliseconds(longest)
	}
	return failure
}

// length judges the lease. One that is too long lets two servers answer reads.
func (c leaseCall) length(got raft.Duration) *grader.CaseFailure {
	longest := c.longest()
	if got <= longest && (got > 0 || longest == 0) {
		return nil
	}
	failure := call.Breaks(leases, "", "")
	if failure.Why = c.tooLong(got); got <= 0 {
		failure.Liveness = true
		failure.Why = lab.Say("reads.call.lease.none",
			"%s have answered, which is a majority: they vote for nobody else for %s by their clocks. S1 has a lease.",
			setText(c.acks), milliseconds(c.timeout))
	}
	if c.name != "" {
		failure.Place, failure.Why = "", lab.Saying{}
	}
	return failure
}

// tooLong says why a lease is too long.
func (c leaseCall) tooLong(got raft.Duration) lab.Saying {
	m := model{leader: c.leader}
	switch {
	case c.leader.target != raft.None:
		return lab.Say("reads.call.lease.hands-over",
			"S1 hands over to %v, and tells it to stand. The voters answer %v although they hear S1, so a leader may "+
				"be elected at any moment.", c.leader.target, c.leader.target)
	case !m.quorum(c.acks) && c.acks&c.leader.learners != 0:
		return lab.Say("reads.call.lease.learners",
			"Of those that answered, %s does not vote. Only voters that keep silent keep others from being elected, "+
				"and the rest of them is no majority.", setText(c.acks&c.leader.learners))
	case !m.quorum(c.acks):
		return lab.Say("reads.call.lease.few",
			"%s have answered, %d of %d, which is no majority. The others may elect another leader at any moment.",
			setText(c.acks), c.acks.Len(), c.leader.servers)
	case got <= c.timeout:
		return lab.Say("reads.call.lease.drift",
			"The lease lasts %s by S1's clock. That clock may count only %d ms while another counts 1000 ms. When the "+
				"voters have been silent for %s by theirs, S1's may show %s only: the lease ends too late.",
			milliseconds(got), 1000-c.drift, milliseconds(c.timeout), milliseconds(c.longest()))
	}
	return lab.Say("reads.call.lease.long",
		"The lease lasts %s, and the voters keep silent for %s after they heard from S1. Another leader may be "+
			"elected before the lease ends.", milliseconds(got), milliseconds(c.timeout))
}

// smallLeases is every leader of one to five servers, with every set of servers that answered.
func smallLeases() []one {
	var calls []one
	for servers := 1; servers <= 5; servers++ {
		for rest := range 1 << (servers - 1) {
			l := steady(servers)
			c := leaseCall{leader: l, acks: raft.SetOf(1) | raft.NodeSet(rest)<<2, timeout: 150 * raft.Millisecond}
			for _, c.drift = range []int{0, 50, 100, 500} {
				calls = append(calls, c)
			}
			c.drift = 100
			for id := raft.NodeID(2); int(id) <= servers; id++ {
				c.leader = l
				c.leader.target = id
				calls = append(calls, c)
				c.leader.target, c.leader.learners = raft.None, raft.SetOf(id)
				if servers > 2 {
					calls = append(calls, c)
				}
				if c.leader.learners.Add(raft.NodeID(servers)); servers > 3 {
					calls = append(calls, c)
				}
			}
		}
	}
	return calls
}
