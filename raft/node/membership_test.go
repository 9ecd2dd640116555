package node

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/raft"
)

// withVoters switches changes on, with these servers as the first configuration.
func withVoters(voters ...raft.NodeID) func(*Config) {
	return func(c *Config) { c.Membership = Membership{On: true, Voters: raft.SetOf(voters...)} }
}

// changeAt asks a server for a change.
func (c *cluster) changeAt(id raft.NodeID, request raft.RequestID, change raft.Change) {
	c.t.Helper()
	c.step(id, ChangeConfiguration{Request: request, Change: change})
}

// lastAnswer is the last answer of any server.
func (c *cluster) lastAnswer() Answer {
	c.t.Helper()
	require.NotEmpty(c.t, c.answers)
	return c.answers[len(c.answers)-1]
}

func addVoter(id raft.NodeID) raft.Change { return raft.Change{Kind: raft.AddVoter, Server: id} }
func remove(id raft.NodeID) raft.Change   { return raft.Change{Kind: raft.RemoveServer, Server: id} }
func jointly(ids ...raft.NodeID) raft.Change {
	return raft.Change{Kind: raft.ChangeJointly, Voters: raft.SetOf(ids...)}
}

// TestAServerIsAddedOnceItHasTheLog is thesis §4.1 and §4.2.1: first the log, then the entry, then it counts.
func TestAServerIsAddedOnceItHasTheLog(t *testing.T) {
	c := newCluster(t, 4, withVoters(1, 2, 3))
	c.campaign(1, 1, 2, 3)
	c.proposeAt(1, 1)
	c.settle(1, 2, 3)
	assert.Zero(t, c.nodes[4].Log.LastIndex(), "a leader sends nothing to servers outside of the configuration")

	c.changeAt(1, 9, addVoter(4))
	require.NotNil(t, c.nodes[1].CatchUp())
	assert.Equal(t, raft.ConfigurationOf(1, 2, 3), c.nodes[1].Configuration, "S4 has not caught up yet")
	c.settle(1, 2, 3, 4)
	assert.Nil(t, c.nodes[1].CatchUp())
	assert.Equal(t, Answer{Request: 9, Done: true, Index: 3}, c.lastAnswer())
	for id := raft.NodeID(1); id <= 4; id++ {
		assert.Equal(t, raft.ConfigurationOf(1, 2, 3, 4), c.nodes[id].Configuration, "%v", id)
	}
	// A majority is three now.
	c.proposeAt(1, 2)
	c.settle(1, 2)
	assert.EqualValues(t, 3, c.nodes[1].CommitIndex)
	c.heartbeat(1)
	c.settle(1, 2, 4)
	assert.EqualValues(t, 4, c.nodes[1].CommitIndex)
}

// TestAConfigurationCountsFromTheLog is thesis §4.1: a leader uses it from the moment at which it appends it, and so it
// commits it by the new majority.
func TestAConfigurationCountsFromTheLog(t *testing.T) {
	c := newCluster(t, 4, func(config *Config) {
		withVoters(1, 2, 3)(config)
		config.Membership.NoCatchUp = true
	})
	c.campaign(1, 1, 2, 3)
	c.changeAt(1, 9, addVoter(4))
	assert.Equal(t, raft.ConfigurationOf(1, 2, 3, 4), c.nodes[1].Configuration)
	c.settle(1, 2)
	assert.EqualValues(t, 1, c.nodes[1].CommitIndex, "two of four are no majority")
	c.heartbeat(1)
	c.settle(1, 2, 4)
	assert.EqualValues(t, 2, c.nodes[1].CommitIndex)
}

// TestACutLogBringsBackTheConfigurationBefore is thesis §4.1: "If the entry is removed, the server falls back".
func TestACutLogBringsBackTheConfigurationBefore(t *testing.T) {
	c := newCluster(t, 4, withVoters(1, 2, 3))
	c.campaign(1, 1, 2, 3)
	c.changeAt(1, 9, remove(3)) // reaches nobody
	assert.Equal(t, raft.ConfigurationOf(1, 2), c.nodes[1].Configuration)
	c.settle()
	c.campaign(2, 2, 3)
	require.Equal(t, raft.Leader, c.nodes[2].Role)
	c.heartbeat(2)
	c.settle(1, 2, 3)
	assert.Equal(t, raft.ConfigurationOf(1, 2, 3), c.nodes[1].Configuration)
	assert.Zero(t, c.nodes[1].ConfigurationIndex)
	assert.Equal(t, Answer{Request: 9, Leader: 2, Unknown: true}, c.lastAnswer())
}

func TestARestartTakesTheLastConfigurationInTheLog(t *testing.T) {
	c := newCluster(t, 3, withVoters(1, 2, 3))
	c.campaign(1, 1, 2, 3)
	c.changeAt(1, 9, remove(3)) // in the log of S1, and not committed
	c.restart(1)
	assert.Equal(t, raft.ConfigurationOf(1, 2), c.nodes[1].Configuration)
	assert.EqualValues(t, 2, c.nodes[1].ConfigurationIndex)
}

// TestALearnerReceivesAndDoesNotCount is thesis §4.2.1.
func TestALearnerReceivesAndDoesNotCount(t *testing.T) {
	c := newCluster(t, 4, withVoters(1, 2, 3))
	c.campaign(1, 1, 2, 3)
	c.changeAt(1, 9, raft.Change{Kind: raft.AddLearner, Server: 4})
	c.settle(1, 2, 3, 4)
	assert.True(t, c.lastAnswer().Done)
	c.proposeAt(1, 1)
	c.settle(1, 4)
	assert.Equal(t, c.nodes[1].Log.LastIndex(), c.nodes[4].Log.LastIndex())
	assert.EqualValues(t, 2, c.nodes[1].CommitIndex, "S1 and the learner are no majority of three")

	before := c.nodes[4].CurrentTerm
	c.step(4, TimeoutNow{})
	assert.Equal(t, before, c.nodes[4].CurrentTerm, "a learner does not stand")
	c.step(1, Transfer{To: 4})
	assert.Equal(t, raft.None, c.nodes[1].Transferee, "nobody hands over to a learner")

	c.heartbeat(1)
	c.settle(1, 2, 3, 4)
	c.changeAt(1, 10, addVoter(4))
	c.settle(1, 2, 3, 4)
	assert.Equal(t, raft.ConfigurationOf(1, 2, 3, 4), c.nodes[2].Configuration)
}

// TestALeaderThatIsRemovedLeadsWithoutCounting is thesis §4.2.2.
func TestALeaderThatIsRemovedLeadsWithoutCounting(t *testing.T) {
	c := newCluster(t, 3, withVoters(1, 2, 3))
	c.campaign(1, 1, 2, 3)
	c.changeAt(1, 9, remove(1))
	c.settle(1, 2)
	assert.Equal(t, raft.Leader, c.nodes[1].Role, "it leads until the entry is committed")
	assert.EqualValues(t, 1, c.nodes[1].CommitIndex, "S1 and S2 have entry 2, but only S2 counts")
	c.heartbeat(1)
	c.settle(1, 2, 3)
	assert.EqualValues(t, 2, c.nodes[1].CommitIndex)
	assert.Equal(t, raft.Follower, c.nodes[1].Role)
	assert.Equal(t, Answer{Request: 9, Done: true, Index: 2}, c.lastAnswer())
	term := c.nodes[1].CurrentTerm
	c.step(1, TimeoutNow{})
	assert.Equal(t, term, c.nodes[1].CurrentTerm, "S1 is not needed any more")
}

// TestARemovedServerStandsWhileItIsNeeded is thesis §4.2.2: of S1 and S2 only S1 has the entry that leaves it out, so
// only S1 can be elected.
func TestARemovedServerStandsWhileItIsNeeded(t *testing.T) {
	c := newCluster(t, 2, withVoters(1, 2))
	c.campaign(1, 1, 2)
	c.changeAt(1, 9, remove(1))
	c.settle()
	c.restart(1)
	c.campaign(2, 1, 2)
	require.NotEqual(t, raft.Leader, c.nodes[2].Role, "the log of S1 is longer")
	c.campaign(1, 1, 2)
	assert.Equal(t, raft.Follower, c.nodes[1].Role)
	assert.GreaterOrEqual(t, c.nodes[1].CommitIndex, raft.Index(2), "S1 led, committed its removal, and stepped down")
}

// TestAJointPhaseNeedsBothMajorities is §6.
func TestAJointPhaseNeedsBothMajorities(t *testing.T) {
	c := newCluster(t, 5, withVoters(1, 2, 3))
	c.campaign(1, 1, 2, 3)
	c.changeAt(1, 9, jointly(1, 4, 5))
	c.settle(1, 4, 5) // they catch up, and get the entry
	joint := raft.Configuration{Voters: raft.SetOf(1, 2, 3), Next: raft.SetOf(1, 4, 5)}
	assert.Equal(t, joint, c.nodes[1].Configuration)
	assert.EqualValues(t, 1, c.nodes[1].CommitIndex, "all of the new half, and one of the old")
	c.heartbeat(1)
	c.settle(1, 2)
	assert.Equal(t, raft.ConfigurationOf(1, 4, 5), c.nodes[1].Configuration, "C_new follows C_old,new")
	c.settle(1, 4, 5)
	c.heartbeat(1)
	c.settle(1, 4, 5)
	assert.Equal(t, Answer{Request: 9, Done: true, Index: 3}, c.lastAnswer())
}

// TestALaterLeaderEndsTheJointPhase: whoever leads when C_old,new is committed appends C_new (§6).
func TestALaterLeaderEndsTheJointPhase(t *testing.T) {
	c := newCluster(t, 5, withVoters(1, 2, 3))
	c.campaign(1, 1, 2, 3)
	c.changeAt(1, 9, jointly(1, 4, 5))
	c.settle(1, 4, 5)
	c.heartbeat(1)
	for len(c.flight) > 0 && c.nodes[2].Log.LastIndex() < 2 { // S2 gets the entry, and its answer is lost
		if m := c.flight[0]; m.From == 1 && m.To == 2 {
			c.deliver(0)
			continue
		}
		c.flight = c.flight[1:]
	}
	c.settle()
	c.campaign(4, 2, 3, 4, 5)
	assert.Equal(t, raft.ConfigurationOf(1, 4, 5), c.nodes[4].Configuration)
	c.heartbeat(4)
	c.settle(2, 3, 4, 5)
	assert.Equal(t, c.nodes[4].Log.LastIndex(), c.nodes[4].CommitIndex)
}

// TestRefusalsOfALeader are those that the Node gives by itself; the reference's tests have the guard's.
func TestRefusalsOfALeader(t *testing.T) {
	c := newCluster(t, 4, withVoters(1, 2, 3))
	c.changeAt(2, 1, addVoter(4))
	assert.Equal(t, Answer{Request: 1}, c.lastAnswer(), "S2 does not lead, and knows no leader")
	c.step(1, TimeoutNow{})
	for c.nodes[1].Role != raft.Leader {
		c.deliver(0)
	}
	c.changeAt(1, 2, addVoter(4))
	assert.Equal(t, raft.TermNotCommitted, c.lastAnswer().Refused)
	c.settle(1, 2, 3)
	c.changeAt(1, 3, addVoter(9))
	assert.Equal(t, raft.NoSuchServer, c.lastAnswer().Refused)
	c.changeAt(1, 4, addVoter(4))
	c.changeAt(1, 5, remove(2))
	assert.Equal(t, Answer{Request: 5, Refused: raft.ChangeOpen}, c.lastAnswer(), "S4 is catching up")
	for range 9 { // S4 is down
		c.heartbeat(1)
		c.settle(1, 2, 3)
	}
	assert.Equal(t, Answer{Request: 4, Refused: raft.Unreachable}, c.lastAnswer())
	c.changeAt(1, 6, remove(2))
	c.settle()
	c.changeAt(1, 7, remove(3))
	assert.Equal(t, Answer{Request: 7, Refused: raft.ChangeOpen}, c.lastAnswer())
}

// TestAServerThatIsTooSlowIsGivenUp is thesis §4.2.1: ten rounds, each longer than an election timeout.
func TestAServerThatIsTooSlowIsGivenUp(t *testing.T) {
	c := newCluster(t, 4, withVoters(1, 2, 3))
	c.campaign(1, 1, 2, 3)
	c.changeAt(1, 9, addVoter(4))
	for round := 1; c.nodes[1].CatchUp() != nil; round++ {
		require.LessOrEqual(t, round, 10)
		c.proposeAt(1, raft.RequestID(100+round))
		c.now = c.now.Add(testElectionMin)
		c.settle(1, 2, 3, 4)
	}
	assert.Equal(t, raft.TooSlow, c.answers[len(c.answers)-1].Refused)
}

// TestARandomChangeKeepsFigure3: any order of messages, elections, crashes and changes keeps the five properties.
func TestARandomChangeKeepsFigure3(t *testing.T) {
	done := 0
	rapid.Check(t, func(t *rapid.T) {
		c := newCluster(t, 5, withVoters(1, 2, 3))
		c.campaign(1, 1, 2, 3)
		id := func() raft.NodeID { return raft.NodeID(rapid.IntRange(1, 5).Draw(t, "server")) }
		for i := range rapid.IntRange(10, 120).Draw(t, "steps") {
			switch action := rapid.IntRange(0, 19).Draw(t, "action"); {
			case action == 0:
				c.step(id(), TimeoutNow{})
			case action == 1:
				c.restart(id())
			case action <= 3:
				change := raft.Change{Kind: raft.ChangeKind(rapid.IntRange(1, 4).Draw(t, "kind"))}
				if change.Kind == raft.ChangeJointly {
					change.Voters = raft.NodeSet(rapid.Uint64Range(1, 31).Draw(t, "voters") << 1)
				} else {
					change.Server = id()
				}
				c.changeAt(id(), raft.RequestID(1000+i), change)
			case action == 4:
				c.proposeAt(id(), raft.RequestID(i+1))
			case action == 5:
				if n := id(); c.nodes[n].Role == raft.Leader {
					c.heartbeat(n)
				}
			case len(c.flight) == 0:
			case action == 6:
				c.flight = c.flight[1:]
			default:
				c.deliver(rapid.IntRange(0, len(c.flight)-1).Draw(t, "message"))
			}
		}
		for _, a := range c.answers {
			if a.Done {
				done++
			}
		}
	})
	assert.Positive(t, done, "changes that were made")
}
