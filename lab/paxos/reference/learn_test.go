package reference_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/lab/paxos"
	"raftlab/lab/paxos/reference"
)

// §2.3: a learner must find out that a proposal, and not only a value, has been accepted by a majority of acceptors.
func TestLearnerCountsBallotsAndNotValues(t *testing.T) {
	l := paxos.Learner{Acceptors: 5}
	for id, at := range map[paxos.NodeID]paxos.Ballot{2: ballot(2, 2), 4: ballot(4, 4), 5: ballot(4, 4)} {
		_, ok := reference.HandleAccepted(&l, id, paxos.Accepted{Ballot: at, Value: "Y", Granted: true})
		assert.False(t, ok, "Y is on three acceptors, in two ballots")
	}
	for id := paxos.NodeID(1); id <= 3; id++ {
		accepted := paxos.Accepted{Ballot: ballot(5, 1), Value: "X", Granted: true}
		chosen, ok := reference.HandleAccepted(&l, id, accepted)
		assert.Equal(t, id == 3, ok)
		if ok {
			assert.Equal(t, paxos.Value("X"), chosen)
		}
	}
	// What it knows does not change any more.
	for id := paxos.NodeID(1); id <= 5; id++ {
		chosen, ok := reference.HandleAccepted(&l, id, paxos.Accepted{Ballot: ballot(6, 1), Value: "Y", Granted: true})
		assert.True(t, ok)
		assert.Equal(t, paxos.Value("X"), chosen)
	}
}

// §2.1: a message that comes twice counts once, and a refusal is no acceptance.
func TestLearnerCountsAcceptorsOnce(t *testing.T) {
	l := paxos.Learner{Acceptors: 3}
	for range 3 {
		_, ok := reference.HandleAccepted(&l, 1, paxos.Accepted{Ballot: ballot(1, 1), Value: "X", Granted: true})
		assert.False(t, ok)
	}
	_, ok := reference.HandleAccepted(&l, 2, paxos.Accepted{Ballot: ballot(1, 1), Value: "X"})
	assert.False(t, ok)
	assert.Equal(t, []paxos.Tally{{Ballot: ballot(1, 1), Value: "X", From: paxos.SetOf(1)}}, l.Heard)
}

// §2.2: half of an even number is no majority.
func TestHalfIsNoMajority(t *testing.T) {
	for acceptors, want := range map[int]int{1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 4} {
		assert.Equal(t, want, paxos.Majority(acceptors))
	}
}

// §2.4: a wait is within its bounds, and its range grows with each refusal.
func TestBackOffGrows(t *testing.T) {
	const least, most = 20 * paxos.Millisecond, 320 * paxos.Millisecond
	var widest []uint64
	for attempts := 1; attempts <= 8; attempts++ {
		last := func(n uint64) uint64 { widest = append(widest, n); return n - 1 }
		wait := reference.BackOff(attempts, least, most, last)
		assert.GreaterOrEqual(t, wait, least)
		assert.LessOrEqual(t, wait, most)
	}
	assert.IsNonDecreasing(t, widest)
	assert.Less(t, widest[0], widest[7])
}

// §2.5: what an acceptor promises and accepts, and which ballot a proposer uses, is recorded before the message leaves.
func TestEveryChangeIsSaved(t *testing.T) {
	last := paxos.Save{Promised: ballot(1, 1), Used: ballot(1, 2)}
	_, needed := reference.WhatToSave(last, last)
	assert.False(t, needed, "nothing has changed")
	for name, now := range map[string]paxos.Save{
		"promise":    {Promised: ballot(2, 1), Used: last.Used},
		"ballot":     {Promised: last.Promised, Used: ballot(2, 2)},
		"acceptance": {Promised: last.Promised, Used: last.Used, Accepted: []paxos.SlotAccepted{{Slot: 1}}},
	} {
		record, needed := reference.WhatToSave(last, now)
		assert.True(t, needed, name)
		assert.Equal(t, now, record, name)
	}
}

// §3: the new leader executes phase 2 for the slots that were reported, and for the gaps before them, which get a
// special command that does nothing. The example is the paper's: 1-134, 138 and 139 are known, 135 and 140 were
// reported.
func TestNewLeaderFillsGaps(t *testing.T) {
	assert.Equal(t, []paxos.Slot{135, 136, 137, 138, 139, 140},
		reference.SlotsToPropose(135, []paxos.Slot{135, 138, 139, 140}))
	assert.Empty(t, reference.SlotsToPropose(135, nil))
}

// §3: commands are executed in order, up to the first that is not known.
func TestCommandsAreCarriedOutInOrder(t *testing.T) {
	assert.Equal(t, []paxos.Slot{3, 4}, reference.ToApply(2, []paxos.Slot{3, 4, 6, 7}))
	assert.Empty(t, reference.ToApply(2, []paxos.Slot{4, 5}))
	assert.Empty(t, reference.ToApply(2, nil))
}
