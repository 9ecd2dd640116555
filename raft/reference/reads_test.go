package reference

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/raft"
	"raftlab/raft/rafttest"
)

// readingLeader leads term 3 of five servers, with these terms in its log.
func readingLeader(commit raft.Index, terms ...raft.Term) *raft.State {
	s := raft.NewState(1, rafttest.Servers(5))
	s.CurrentTerm, s.VotedFor, s.Log = 3, 1, rafttest.Log(terms...)
	s.BecomeLeader()
	s.CommitIndex, s.LastApplied = commit, commit
	return &s
}

func TestBeginReadWaitsForAnEntryOfItsTerm(t *testing.T) {
	s := readingLeader(1, 1, 2, 3)
	assert.False(t, BeginRead(s, raft.Read{Request: 1}), "entry 2 may be committed, and a client may know it")
	s.CommitIndex = 3
	assert.True(t, BeginRead(s, raft.Read{Request: 1}))
	assert.Equal(t, []raft.Read{{Request: 1, Index: 3, Round: 1, Acks: raft.SetOf(1)}}, s.Reads)
	s.BecomeFollower(4, raft.None)
	assert.False(t, BeginRead(s, raft.Read{Request: 2}))
}

func TestConfirmReadsCountsTheNextRoundOnly(t *testing.T) {
	s := readingLeader(1, 3)
	s.Round = 7
	BeginRead(s, raft.Read{Request: 1})
	ConfirmReads(s, 2, 7)
	ConfirmReads(s, 3, 7)
	assert.Empty(t, ReadyReads(s), "round 7 was sent before the read began")
	ConfirmReads(s, 2, 8)
	ConfirmReads(s, 2, 8)
	assert.Empty(t, ReadyReads(s), "one server, twice")
	ConfirmReads(s, 4, 9)
	assert.Len(t, ReadyReads(s), 1, "a later round says more")
	assert.Empty(t, s.Reads)
}

func TestReadyReadsWaitsForTheStateMachine(t *testing.T) {
	s := readingLeader(2, 3, 3)
	BeginRead(s, raft.Read{Request: 1})
	BeginRead(s, raft.Read{Request: 2, From: 4})
	for _, id := range []raft.NodeID{2, 3} {
		ConfirmReads(s, id, 1)
	}
	s.LastApplied = 1
	ready := ReadyReads(s)
	assert.Len(t, ready, 1, "a follower looks at its own state machine")
	assert.Equal(t, raft.RequestID(2), ready[0].Request)
	s.LastApplied = 2
	assert.Len(t, ReadyReads(s), 1)
}

func TestALeaseStandsForARound(t *testing.T) {
	s := readingLeader(1, 3)
	BeginRead(s, raft.Read{Request: 1, Lease: true})
	assert.Empty(t, ReadyReads(s), "there is no lease")
	s.Reads, s.Lease = nil, true
	BeginRead(s, raft.Read{Request: 2, Lease: true})
	BeginRead(s, raft.Read{Request: 3})
	ready := ReadyReads(s)
	assert.Len(t, ready, 1)
	assert.Equal(t, raft.RequestID(2), ready[0].Request)
	s.CommitIndex = 0
	assert.False(t, BeginRead(s, raft.Read{Request: 4, Lease: true}), "a lease does not know what is committed")
}

func TestExtendLease(t *testing.T) {
	s := readingLeader(1, 3)
	assert.Equal(t, raft.Duration(0), ExtendLease(s, raft.SetOf(1, 2), 1000, 100), "two of five")
	assert.Equal(t, raft.Duration(900), ExtendLease(s, raft.SetOf(1, 2, 5), 1000, 100))
	s.Configuration.Learners = raft.SetOf(9)
	assert.Equal(t, raft.Duration(0), ExtendLease(s, raft.SetOf(1, 2, 9), 1000, 100), "a learner promises nothing")
	s.Transferee = 2
	assert.Equal(t, raft.Duration(0), ExtendLease(s, raft.SetOf(1, 2, 5), 1000, 100), "its target is elected sooner")
}
