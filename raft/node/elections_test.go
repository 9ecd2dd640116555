package node

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/raft"
)

// all switches everything on.
func all(c *Config) { c.Elections = Elections{PreVote: true, Stickiness: true, CheckQuorum: true} }

// TestAReturningServerDoesNotDeposeTheLeader is thesis §9.6: a server that was cut off asks before it stands, and
// raises no term while nobody says yes.
func TestAReturningServerDoesNotDeposeTheLeader(t *testing.T) {
	for _, preVote := range []bool{false, true} {
		c := newCluster(t, 3, func(config *Config) { config.Elections.PreVote = preVote })
		c.campaign(1, 1, 2, 3)
		for range 5 { // S3 is alone
			c.now = c.now.Add(testElectionMax)
			c.step(3, Wake{})
			c.flight = nil
		}
		c.heartbeat(1)
		c.settle(1, 2, 3)
		c.heartbeat(1)
		c.settle(1, 2, 3)
		assert.Equal(t, preVote, c.nodes[1].Role == raft.Leader && c.nodes[1].CurrentTerm == 1)
		assert.Equal(t, preVote, c.nodes[3].CurrentTerm == 1)
	}
}

// TestAPreVoteIsRefusedWhileALeaderIsHeard: the log of S3 is as good as any (thesis §9.6).
func TestAPreVoteIsRefusedWhileALeaderIsHeard(t *testing.T) {
	c := newCluster(t, 3, func(config *Config) { config.Elections.PreVote = true })
	c.campaign(1, 1, 2, 3)
	c.step(3, TimeoutNow{})
	c.settle(1, 2, 3)
	assert.Equal(t, raft.PreCandidate, c.nodes[3].Role)
	assert.Equal(t, raft.NodeSet(raft.SetOf(3)), c.nodes[3].PreVotes)

	c.step(2, Forget{}) // the leader is silent for S2, and the same question is granted
	c.step(3, TimeoutNow{})
	c.settle(1, 2, 3)
	assert.Equal(t, raft.Leader, c.nodes[3].Role)
	assert.Equal(t, raft.Term(2), c.nodes[3].CurrentTerm)
}

// TestTheLeaderIsForgottenAfterTheLeastElectionTimeout: by the node's own clock, and not before.
func TestTheLeaderIsForgottenAfterTheLeastElectionTimeout(t *testing.T) {
	config := testConfig(1, 3)
	config.Elections.PreVote = true
	n, err := New(config)
	require.NoError(t, err)
	n.Step(0, Restart{})
	assert.False(t, n.Heard, "a server that starts has heard of nobody")
	out := n.Step(10, receive(2, 1, raft.AppendEntries{Term: 1, LeaderID: 2}))
	require.True(t, n.Heard)
	end := raft.Time(10).Add(testElectionMin)
	assert.Equal(t, end, out.WakeAt)
	n.Step(end-1, Wake{})
	assert.True(t, n.Heard)
	out = n.Step(end, Wake{})
	assert.False(t, n.Heard)
	assert.Equal(t, raft.Follower, n.Role, "to forget is not to stand")
	assert.Greater(t, out.WakeAt, end)
	assert.Equal(t, raft.NodeID(2), n.Leader, "clients are still sent there")
}

// TestAStickyServerLeavesAVoteUnanswered is thesis §4.2.3; its term stays, and an old leader's silence ends it.
func TestAStickyServerLeavesAVoteUnanswered(t *testing.T) {
	c := newCluster(t, 3, func(config *Config) { config.Elections.Stickiness = true })
	c.campaign(1, 1, 2, 3)
	request := raft.RequestVote{Term: 7, CandidateID: 3, LastLogIndex: 1, LastLogTerm: 1}
	for _, id := range []raft.NodeID{1, 2} {
		out := c.step(id, receive(3, id, request))
		assert.Empty(t, out.Messages, "%v", id)
		assert.Equal(t, raft.Term(1), c.nodes[id].CurrentTerm)
	}
	c.step(2, Forget{})
	out := c.step(2, receive(3, 2, request))
	assert.True(t, only[raft.RequestVoteReply](t, out).VoteGranted)
}

// TestALeaderWithoutAQuorumStepsDown is thesis §6.2: in the same term, with an answer for its clients.
func TestALeaderWithoutAQuorumStepsDown(t *testing.T) {
	c := newCluster(t, 3, func(config *Config) { config.Elections.CheckQuorum = true })
	c.campaign(1, 1, 2, 3)
	c.step(1, Propose{Request: 1})
	c.flight = nil // the links are cut
	leader := c.nodes[1]
	for c.now < raft.Time(3*testElectionMin) && leader.Role == raft.Leader {
		c.now = leader.out.WakeAt
		c.step(1, Wake{})
		c.flight = nil
	}
	assert.Equal(t, raft.Follower, leader.Role)
	assert.LessOrEqual(t, c.now, raft.Time(2*testElectionMin))
	assert.Equal(t, raft.Term(1), leader.CurrentTerm)
	assert.Equal(t, raft.NodeID(1), leader.VotedFor)
	assert.Equal(t, []Answer{{Request: 1, Unknown: true}}, c.answers)
}

// TestALeaderWithAQuorumStays: S3 is dead, and each interval is counted by itself.
func TestALeaderWithAQuorumStays(t *testing.T) {
	c := newCluster(t, 3, all)
	c.campaign(1, 1, 2, 3)
	for range 40 {
		c.now = c.nodes[1].out.WakeAt
		c.step(1, Wake{})
		c.settle(1, 2)
		require.Equal(t, raft.Leader, c.nodes[1].Role, "at %d", c.now)
	}
}

// TestATransferBringsItsTargetUpToDateFirst is thesis §3.10: entries, then the order to stand, then a vote that is
// given although the leader is heard.
func TestATransferBringsItsTargetUpToDateFirst(t *testing.T) {
	c := newCluster(t, 3, all)
	c.campaign(1, 1, 2, 3)
	c.proposeAt(1, 1)
	c.settle(1, 3) // S2 lacks the entry
	c.flight = nil
	require.Less(t, c.nodes[1].MatchIndex[2], c.nodes[1].Log.LastIndex())
	c.nodes[1].Awaiting = 0

	out := c.step(1, Transfer{To: 2})
	require.Len(t, only[raft.AppendEntries](t, out).Entries, 1)
	out = c.step(1, Propose{Request: 9})
	assert.Equal(t, []Answer{{Request: 9}}, out.Answers, "a new command would keep S2 behind")
	c.settle(1, 2, 3)
	assert.Equal(t, raft.Leader, c.nodes[2].Role)
	assert.Equal(t, raft.Term(2), c.nodes[2].CurrentTerm)
	assert.Equal(t, raft.Follower, c.nodes[1].Role)
}

// TestATransferEndsAfterATimeout: its target is dead, and the leader takes commands again (thesis §3.10).
func TestATransferEndsAfterATimeout(t *testing.T) {
	c := newCluster(t, 3, all)
	c.campaign(1, 1, 2, 3)
	c.step(1, Transfer{To: 2})
	c.flight = nil
	assert.Equal(t, raft.NodeID(2), c.nodes[1].Transferee)
	begin := c.now
	for c.nodes[1].Transferee != raft.None {
		c.now = c.nodes[1].out.WakeAt
		c.step(1, Wake{})
		c.settle(1, 3)
	}
	assert.Equal(t, begin.Add(testElectionMin), c.now)
	out := c.step(1, Propose{Request: 1})
	assert.Empty(t, out.Answers)
	assert.Equal(t, raft.Leader, c.nodes[1].Role)
}

// TestAnOrderToStandOfAnEarlierTermIsTooLate: another leader was elected meanwhile.
func TestAnOrderToStandOfAnEarlierTermIsTooLate(t *testing.T) {
	n := startNode(t, 3, 4)
	out := n.Step(0, receive(2, 1, raft.TimeoutNow{Term: 3, LeaderID: 2}))
	assert.Empty(t, out.Messages)
	assert.Equal(t, raft.Follower, n.Role)
	out = n.Step(0, receive(2, 1, raft.TimeoutNow{Term: 4, LeaderID: 2}))
	assert.Len(t, out.Messages, 2)
	assert.IsType(t, raft.TransferVote{}, out.Messages[0].Body)
}

// TestRequestsFromOutsideAreAnsweredAndNotCounted is thesis §4.1: a server that does not know of the newest
// configuration has to answer those that do.
func TestRequestsFromOutsideAreAnsweredAndNotCounted(t *testing.T) {
	n := startNode(t, 3, 1)
	out := n.Step(0, receive(9, 1, raft.AppendEntries{Term: 2, LeaderID: 9}))
	assert.True(t, only[raft.AppendEntriesReply](t, out).Success)
	out = n.Step(0, receive(9, 1, raft.RequestVote{Term: 3, CandidateID: 9}))
	assert.True(t, only[raft.RequestVoteReply](t, out).VoteGranted)

	n.Step(0, TimeoutNow{})
	n.Step(0, receive(9, 1, raft.RequestVoteReply{Term: n.CurrentTerm, VoteGranted: true}))
	assert.Equal(t, raft.Candidate, n.Role, "a stranger's vote elects nobody")
	n.Step(0, receive(2, 1, raft.RequestVoteReply{Term: n.CurrentTerm, VoteGranted: true}))
	require.Equal(t, raft.Leader, n.Role)
	n.Step(0, receive(9, 1, raft.AppendEntriesReply{Term: n.CurrentTerm, Success: true, MatchIndex: 1}))
	assert.Zero(t, n.CommitIndex, "and its copy commits nothing")
}

// TestManualTheNodeWaitsForTheCaller: no clock of its own, so that a search may take the events in any order.
func TestManualTheNodeWaitsForTheCaller(t *testing.T) {
	c := newCluster(t, 3, func(config *Config) { all(config); config.Elections.Manual = true })
	c.campaign(1, 1, 2, 3)
	heartbeat := c.nodes[1].heartbeatDue
	assert.Equal(t, heartbeat, c.nodes[1].out.WakeAt)
	c.now = c.now.Add(10 * testElectionMax)
	c.step(1, Wake{})
	assert.Equal(t, raft.Leader, c.nodes[1].Role)
	c.step(1, CheckQuorum{}) // it had answers since its election
	c.step(1, CheckQuorum{})
	assert.Equal(t, raft.Follower, c.nodes[1].Role)
}
