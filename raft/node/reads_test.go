package node

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/raft"
)

// take steps a server and gives the reads that its state machine may answer.
func (c *cluster) take(id raft.NodeID, in Input) []raft.RequestID {
	c.t.Helper()
	c.step(id, in)
	return append([]raft.RequestID{}, c.nodes[id].out.Reads...)
}

// leaderOfThree has committed an entry of its term, on all three.
func leaderOfThree(t *testing.T, change func(*Config)) *cluster {
	c := newCluster(t, 3, change)
	for id := range raft.SetOf(1, 2, 3).All() {
		c.step(id, Forget{}) // where leases are on, a server that starts waits for a while
	}
	c.campaign(1, 1, 2, 3)
	c.heartbeat(1)
	c.settle(1, 2, 3)
	require.Equal(t, raft.Index(1), c.nodes[3].CommitIndex)
	return c
}

// TestAReadTakesOneRoundAndNoEntry is thesis §6.4.
func TestAReadTakesOneRoundAndNoEntry(t *testing.T) {
	c := leaderOfThree(t, nil)
	assert.Empty(t, c.take(1, Read{Request: 1}))
	require.Len(t, c.flight, 2)
	c.deliver(0)
	require.IsType(t, raft.HeartbeatReply{}, c.flight[1].Body)
	m := c.flight[1]
	assert.Equal(t, []raft.RequestID{1}, c.take(1, Receive{m}), "one of two others is a majority")
	assert.Equal(t, raft.Index(1), c.nodes[1].Log.LastIndex())
}

// TestReadsThatComeMeanwhileShareARound: ten reads, and two rounds.
func TestReadsThatComeMeanwhileShareARound(t *testing.T) {
	c := leaderOfThree(t, nil)
	for request := range raft.RequestID(10) {
		c.take(1, Read{Request: request + 1})
	}
	assert.Len(t, c.flight, 2, "the first has sent its round, and the others wait for its end")
	c.settle(1, 2, 3)
	assert.Equal(t, []raft.RequestID{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, c.reads)
	assert.Equal(t, uint64(2), c.nodes[1].Round)
}

// TestALeaderInTheMinorityAnswersNoRead, and its client learns where to ask.
func TestALeaderInTheMinorityAnswersNoRead(t *testing.T) {
	c := leaderOfThree(t, nil)
	c.take(1, Read{Request: 1})
	c.flight = nil
	c.campaign(2, 2, 3)
	for range 3 {
		assert.Empty(t, c.take(1, Wake{}))
		c.flight = nil
		c.now = c.now.Add(testHeartbeat)
	}
	c.heartbeat(2)
	c.settle(1, 2, 3)
	assert.Equal(t, []Answer{{Request: 1, Leader: 2}}, c.answers)
}

// TestANewLeaderReadsWhenItsTermHasCommitted: its predecessor may have told a client of entries that it does not know
// to be committed (thesis §6.4).
func TestANewLeaderReadsWhenItsTermHasCommitted(t *testing.T) {
	c := leaderOfThree(t, nil)
	c.step(2, TimeoutNow{})
	for len(c.flight) > 0 && c.nodes[2].Role != raft.Leader {
		c.deliver(0)
	}
	c.flight = nil // its first entry is lost
	assert.Empty(t, c.take(2, Read{Request: 1}))
	assert.Empty(t, c.flight, "no round helps")
	c.heartbeat(2)
	c.settle(1, 2, 3)
	assert.Equal(t, []raft.RequestID{1}, c.reads)
	assert.Equal(t, raft.Index(2), c.nodes[2].CommitIndex)
}

// TestAFollowerAsksAndWaits: S3 answers from its own state machine, once that has come as far as the leader said.
func TestAFollowerAsksAndWaits(t *testing.T) {
	c := leaderOfThree(t, nil)
	c.proposeAt(1, 5)
	c.settle(1, 2) // committed, and S3 does not know
	require.Equal(t, raft.Index(2), c.nodes[1].CommitIndex)
	c.take(3, Read{Request: 1})
	c.settle(1, 2, 3)
	assert.Empty(t, c.reads, "it knows the index now, and has not applied it")
	c.heartbeat(1)
	c.settle(1, 2, 3)
	assert.Equal(t, []raft.RequestID{1}, c.reads)
}

// TestAFollowerGivesUpWithItsLeader: another leads, and the client is sent there.
func TestAFollowerGivesUpWithItsLeader(t *testing.T) {
	c := leaderOfThree(t, nil)
	c.take(3, Read{Request: 1})
	c.flight = nil
	c.campaign(2, 2, 3)
	assert.Contains(t, c.answers, Answer{Request: 1})
}

// TestALeaseEndsByTheClock: it counts from the moment at which the round was sent, less the drift (thesis §6.4.1).
func TestALeaseEndsByTheClock(t *testing.T) {
	c := leaderOfThree(t, func(config *Config) {
		config.Elections.Stickiness = true
		config.Leases = Leases{On: true, DriftPermille: 100}
	})
	c.heartbeat(1)
	sent := c.now
	c.now = c.now.Add(5)
	c.settle(1, 2, 3)
	leader := c.nodes[1]
	assert.True(t, leader.Lease)
	assert.Equal(t, sent.Add(testElectionMin*9/10), leader.reading.lease)
	assert.Equal(t, []raft.RequestID{1}, c.take(1, Read{Request: 1, Lease: true}), "at once")

	c.flight = nil
	for leader.Lease {
		c.now = leader.out.WakeAt
		c.step(1, Wake{})
		c.flight = nil
	}
	assert.Equal(t, sent.Add(testElectionMin*9/10), c.now)
	assert.Empty(t, c.take(1, Read{Request: 2, Lease: true}))
}

// TestAVoterThatStartsKeepsThePromiseOfItsLifeBefore: otherwise a leader could be elected inside of another's lease.
func TestAVoterThatStartsKeepsThePromiseOfItsLifeBefore(t *testing.T) {
	for _, leases := range []bool{false, true} {
		c := leaderOfThree(t, func(config *Config) {
			config.Elections.Stickiness = true
			config.Leases.On = leases
		})
		c.restart(2)
		vote := receive(3, 2, raft.RequestVote{Term: 2, CandidateID: 3, LastLogIndex: 1, LastLogTerm: 1})
		out := c.step(2, vote)
		assert.Equal(t, leases, len(out.Messages) == 0)
		c.now = c.now.Add(testElectionMin)
		c.step(2, Wake{})
		out = c.step(2, vote)
		assert.NotEmpty(t, out.Messages)
	}
}

// TestALeaseNeedsNoPause: answers to a round that come after the next was sent count all the same, from that round on.
func TestALeaseNeedsNoPause(t *testing.T) {
	c := leaderOfThree(t, func(config *Config) {
		config.Elections.Stickiness = true
		config.Leases.On = true
	})
	c.settle(1, 2, 3)
	c.heartbeat(1)
	first, old := c.now, c.flight
	c.flight = nil
	c.heartbeat(1)
	c.flight = old
	c.settle(1, 2, 3)
	assert.Equal(t, first.Add(testElectionMin), c.nodes[1].reading.lease)
}
