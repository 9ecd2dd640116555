package zab

import (
	"fmt"
	"slices"

	"raftlab/grader"
	"raftlab/grader/call"
	"raftlab/lab/zab"
)

// epochs is one call of NewEpoch. The paper asks for an epoch that is later than all of them, and leaves open which:
// ZooKeeper takes the next one.
type epochs struct {
	name, why, code string
	accepted        []zab.Epoch
}

// The codes of what a new epoch must be.
const (
	overOwn    = "zab.call.epoch.own"
	overOthers = "zab.call.epoch.others"
)

func epochCases() []Case {
	var cases []Case
	for _, c := range []epochs{
		{"a follower knows a later epoch", "S2 has accepted epoch 7 of another leader, and accepts no earlier one. " +
			"The leader's own epoch says nothing about that.", overOthers, []zab.Epoch{2, 7, 3}},
		{"the leader's own epoch is the latest", "The leader has led epoch 5 before. Its zxids of epoch 5 are used.",
			overOwn, []zab.Epoch{5, 1, 0}},
		{"the first epoch of a cluster", "Nobody has accepted an epoch yet, and 0 is none.", overOwn,
			[]zab.Epoch{0, 0}},
	} {
		cases = append(cases, c.toCase())
	}
	return cases
}

// smallEpochs is every quorum of up to four servers with small epochs.
func smallEpochs() []epochs {
	var calls []epochs
	lists := [][]zab.Epoch{{}}
	for range 4 {
		var longer [][]zab.Epoch
		for _, list := range lists {
			for epoch := range zab.Epoch(5) {
				longer = append(longer, append(slices.Clone(list), epoch))
			}
		}
		lists = longer
		for _, list := range lists {
			calls = append(calls, epochs{accepted: list})
		}
	}
	return calls
}

func (c epochs) size() int {
	size := 5 * len(c.accepted)
	for _, epoch := range c.accepted {
		size += int(epoch)
	}
	return size
}

func (c epochs) toCase() Case {
	return Case{Name: c.name, Place: proposing, Why: c.why, Run: c.run, Call: c.text}
}

func (c epochs) text() (state, request string) {
	return fmt.Sprintf("accepted=%v, the leader's own first", c.accepted), "a new epoch"
}

func (c epochs) run(rules zab.Rules) *grader.CaseFailure {
	got := rules.NewEpoch(slices.Clone(c.accepted))
	highest := slices.Max(c.accepted)
	if got > highest {
		return nil
	}
	failure := call.Stalls(proposing, overOthers,
		"A server of this quorum has accepted epoch %d, and the new epoch is %d: that server does not accept it, so "+
			"the leader is never established.", highest, got)
	if own := c.accepted[0]; got <= own {
		failure = call.Breaks(proposing, overOwn,
			"The leader itself has accepted epoch %d, and the new epoch is %d. If it has led that epoch before, it "+
				"gives the zxids of other transactions once more.", own, got)
	}
	failure.State, failure.Request = c.text()
	failure.Yours, failure.Allowed = fmt.Sprint(got), fmt.Sprintf("%d, or any later epoch", highest+1)
	return ownWords(failure, c.code)
}
