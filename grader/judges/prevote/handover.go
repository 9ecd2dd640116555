package prevote

import (
	"fmt"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab"
	"raftlab/raft"
)

// handoverCall is a leader that is to hand over. Only examples have a name and why.
type handoverCall struct {
	name, why string
	leader    call.Server
	target    raft.NodeID
	// has is how far the target's log is known to go, others how far the other followers' logs are.
	has, others raft.Index
}

func (c handoverCall) size() int { return c.leader.Size() + int(c.target) + int(c.has) + int(c.others) }

func (c handoverCall) toCase() call.Case {
	return call.Case{Name: c.name, Place: transfer, Why: c.why, Run: c.run, Call: c.text}
}

func (c handoverCall) text() (state, request string) {
	return fmt.Sprintf("S1 of %d, %v matchIndex=%d of %v, %d of the others", c.leader.Servers, c.leader, c.has,
		c.target,
		c.others), fmt.Sprintf("TransferTo, to %v", c.target)
}

func (c handoverCall) state() *raft.State {
	s := c.leader.State()
	s.Heard, s.Transferee = true, c.target
	for _, id := range s.Servers[1:] {
		s.MatchIndex[id], s.NextIndex[id] = c.others, c.others+1
	}
	s.MatchIndex[c.target], s.NextIndex[c.target] = c.has, c.has+1
	return s
}

// whole reports whether the target has the leader's whole log.
func (c handoverCall) whole() bool { return int(c.has) == len(c.leader.Log) }

// run calls the rule and judges each part of the outcome.
func (c handoverCall) run(rules raft.Rules) *grader.CaseFailure {
	before, after := c.state(), c.state()
	send := rules.TransferTo(after)
	failure := call.Gravest(c.sends(send), kept(transfer, before, after))
	if failure == nil {
		return nil
	}
	failure.State, failure.Request = c.text()
	failure.Yours = fmt.Sprintf("send=%v", send)
	failure.Allowed = fmt.Sprintf("send=%v, and nothing changes", c.whole())
	return failure
}

// sends judges whether the target is told to stand.
func (c handoverCall) sends(send bool) *grader.CaseFailure {
	if send == c.whole() {
		return nil
	}
	failure := call.Stalls(transfer, "prevote.call.transfer.early",
		"%v has entries up to %d, and S1's log ends at %d. Whoever has the later entries refuses %v its vote, and the "+
			"cluster has no leader meanwhile.", c.target, c.has, len(c.leader.Log), c.target)
	if c.whole() {
		failure.Why = lab.Say("prevote.call.transfer.never",
			"%v has the whole log, up to entry %d, and S1 does not tell it to stand. S1 takes no commands until it "+
				"does.",
			c.target, c.has)
	}
	if c.name != "" {
		failure.Place, failure.Why = "", lab.Saying{}
	}
	return failure
}

// smallHandovers is every leader of two, three or five servers with at most three entries, every target, and all that
// the followers may have.
func smallHandovers() []one {
	var calls []one
	for _, servers := range []int{2, 3, 5} {
		for length := range 4 {
			for commit := range length + 1 {
				leader := call.Server{
					Servers: servers, Role: raft.Leader, Term: 3, VotedFor: 1, Leader: 1,
					Log: []raft.Term{1, 3, 3}[:length], CommitIndex: raft.Index(commit),
				}
				for target := raft.NodeID(2); int(target) <= servers; target++ {
					for has := range length + 1 {
						for others := range length + 1 {
							calls = append(calls, handoverCall{
								leader: leader, target: target, has: raft.Index(has), others: raft.Index(others),
							})
						}
					}
				}
			}
		}
	}
	return calls
}
