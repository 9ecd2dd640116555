package node

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/raft"
)

// unsaved is what a disk has when the first of the Durables that are owed is not fulfilled yet.
type unsaved struct {
	disk raft.Saved
	owed []Durable
}

// noteUnsaved is called before a record is written. One that all must wait for makes those before it durable, too.
func (c *cluster) noteUnsaved(id raft.NodeID, parallel Durable) {
	if parallel == (Durable{}) {
		delete(c.unsaved, id)
		return
	}
	if c.unsaved[id] == nil {
		c.unsaved[id] = &unsaved{disk: c.disks[id]}
	}
	c.unsaved[id].owed = append(c.unsaved[id].owed, parallel)
}

// saveNext lets a server's disk finish the first record that is not durable.
func (c *cluster) saveNext(id raft.NodeID) {
	c.t.Helper()
	u := c.unsaved[id]
	if u == nil {
		return
	}
	next := u.owed[0]
	u.owed = u.owed[1:]
	if len(u.owed) == 0 {
		delete(c.unsaved, id)
	} else {
		u.disk.Log = c.disks[id].Log[:next.Index:next.Index]
	}
	c.step(id, next)
}

// loseUnsaved is a crash: what the disk did not have is gone.
func (c *cluster) loseUnsaved(id raft.NodeID) {
	if u := c.unsaved[id]; u != nil {
		c.disks[id] = u.disk
		delete(c.unsaved, id)
	}
}

func (c *cluster) unsavedEntries(id raft.NodeID) int {
	if u := c.unsaved[id]; u != nil {
		return len(c.disks[id].Log) - len(u.disk.Log)
	}
	return 0
}

// pipelined is a cluster of three whose leader S1 replicates to both others. Its window is two messages of two entries.
func pipelined(t *testing.T) *cluster {
	c := leaderOfThree(t, func(config *Config) {
		config.MaxEntriesPerMessage, config.Pipelining.Window = 2, 2
	})
	require.Equal(t, raft.SetOf(2, 3), c.nodes[1].Replicating)
	return c
}

func (c *cluster) propose(n int) {
	for range n {
		c.proposeAt(1, 1)
	}
}

// sentTo are the places of the AppendEntries in flight to a server: the index before, and how many entries.
func (c *cluster) sentTo(id raft.NodeID) (sent [][2]int) {
	for _, m := range c.flight {
		if body, ok := m.Body.(raft.AppendEntries); ok && m.To == id {
			sent = append(sent, [2]int{int(body.PrevLogIndex), len(body.Entries)})
		}
	}
	return sent
}

// deliverTo hands over the first message to a server.
func (c *cluster) deliverTo(id raft.NodeID) {
	c.t.Helper()
	for i, m := range c.flight {
		if m.To == id {
			c.deliver(i)
			return
		}
	}
	require.Fail(c.t, "no message is on its way", "to %v", id)
}

// TestNextMessageLeavesBeforeTheAnswer is thesis §10.2.2: NextIndex moves on when a message leaves, up to a full
// window.
func TestNextMessageLeavesBeforeTheAnswer(t *testing.T) {
	c := pipelined(t)
	c.propose(5)
	assert.Equal(t, [][2]int{{1, 1}, {2, 1}}, c.sentTo(2), "the third waits: the window is full")
	assert.Equal(t, raft.Index(4), c.nodes[1].NextIndex[2])
	assert.Equal(t, []raft.Index{2, 3}, c.nodes[1].InFlight(2))
	c.deliverTo(2)
	c.deliverTo(1)
	assert.Equal(t, [][2]int{{2, 1}, {3, 2}}, c.sentTo(2), "an answer makes room for one message, with two entries")
	c.settle(1, 2, 3)
	assert.Equal(t, raft.Index(6), c.nodes[1].CommitIndex)
	assert.Empty(t, c.nodes[1].InFlight(2))
}

// TestWithoutPipeliningOneMessageWaits: all is as before.
func TestWithoutPipeliningOneMessageWaits(t *testing.T) {
	c := leaderOfThree(t, nil)
	c.propose(3)
	assert.Equal(t, [][2]int{{1, 1}}, c.sentTo(2))
	assert.Empty(t, c.nodes[1].Replicating)
}

// TestLostMessageTakesTheLeaderBack: the message behind a lost one is refused, and the leader probes from there (§5.3).
// It sends once, however many refusals come: only the first is news.
func TestLostMessageTakesTheLeaderBack(t *testing.T) {
	c := pipelined(t)
	c.propose(2)
	require.Equal(t, [][2]int{{1, 1}, {2, 1}}, c.sentTo(2))
	c.flight = c.flight[2:] // the first message to each of the two is lost
	c.step(1, Wake{})
	c.heartbeat(1) // through the full window, without entries
	require.Equal(t, [][2]int{{2, 1}, {3, 0}}, c.sentTo(2))
	c.deliverTo(2)
	c.deliverTo(2)
	c.deliverTo(1)
	assert.False(t, c.nodes[1].Replicating.Has(2), "the leader probes")
	assert.Equal(t, [][2]int{{1, 2}}, c.sentTo(2), "both entries leave again")
	c.deliverTo(1)
	assert.Equal(t, [][2]int{{1, 2}}, c.sentTo(2), "the second refusal is of a message before that")
	c.settle(1, 2, 3)
	assert.Equal(t, raft.SetOf(2, 3), c.nodes[1].Replicating)
	assert.Equal(t, raft.Index(3), c.nodes[1].MatchIndex[2])
}

// TestStaleRefusalIsASignOfLife: it says nothing about the log, but a follower sent it (thesis §6.2).
func TestStaleRefusalIsASignOfLife(t *testing.T) {
	c := leaderOfThree(t, func(config *Config) {
		config.Pipelining.Window, config.Elections.CheckQuorum = 2, true
	})
	c.propose(1)
	refusal := receive(2, 1, raft.AppendEntriesReply{Term: 1, ConflictIndex: 2})
	c.step(1, refusal)
	c.step(1, CheckQuorum{})
	require.Zero(t, c.nodes[1].Active)
	next := c.nodes[1].NextIndex[2]
	c.step(1, refusal)
	assert.Equal(t, next, c.nodes[1].NextIndex[2], "it is stale")
	assert.True(t, c.nodes[1].Active.Has(2))
}

// TestFullWindowOfLostMessagesRecovers: nothing more would leave for ever if a heartbeat did not show the loss.
func TestFullWindowOfLostMessagesRecovers(t *testing.T) {
	c := pipelined(t)
	c.propose(9)
	c.flight = nil
	c.propose(1)
	require.Empty(t, c.flight)
	c.heartbeat(1)
	c.settle(1, 2, 3)
	assert.Equal(t, raft.Index(11), c.nodes[1].CommitIndex)
	assert.Equal(t, raft.Index(11), c.nodes[2].Log.LastIndex())
}

// TestMessagesInAnotherOrderAreRepaired: the later message comes first and is refused.
func TestMessagesInAnotherOrderAreRepaired(t *testing.T) {
	c := pipelined(t)
	c.propose(2)
	c.flight[0], c.flight[2] = c.flight[2], c.flight[0]
	c.settle(1, 2)
	assert.Equal(t, raft.Index(3), c.nodes[1].MatchIndex[2])
	assert.Equal(t, raft.Index(3), c.nodes[1].CommitIndex)
}

// TestNewLeaderProbes: it does not know yet what the others have, and the pipelines of its last term are gone.
func TestNewLeaderProbes(t *testing.T) {
	c := pipelined(t)
	c.propose(2)
	c.flight = nil
	c.step(1, receive(3, 1, raft.AppendEntriesReply{Term: 5}))
	assert.Empty(t, c.nodes[1].Replicating)
	c.flight = nil
	c.campaign(1, 1, 2, 3)
	require.Equal(t, raft.Leader, c.nodes[1].Role)
	assert.Equal(t, raft.SetOf(2, 3), c.nodes[1].Replicating)
	assert.Empty(t, c.nodes[1].InFlight(2))
	assert.Equal(t, raft.Index(4), c.nodes[1].MatchIndex[2])
}

// aheadOfDisk is a leader of three that does not wait for its disk. Its no-op is on all disks.
func aheadOfDisk(t *testing.T) *cluster {
	c := newCluster(t, 3, func(config *Config) { config.Pipelining.ParallelDisk = true })
	c.step(1, TimeoutNow{})
	c.settle(1, 2, 3)
	c.saveNext(1)
	require.Equal(t, raft.Index(1), c.nodes[1].CommitIndex)
	return c
}

// TestLeaderCountsItselfWhenItsDiskIsDone is thesis §10.2.1: with one other of three, its own copy is needed.
func TestLeaderCountsItselfWhenItsDiskIsDone(t *testing.T) {
	c := aheadOfDisk(t)
	c.propose(1)
	assert.Equal(t, Durable{Term: 1, Index: 2}, c.nodes[1].out.Parallel, "the messages need not wait")
	assert.Equal(t, raft.Index(1), c.nodes[1].MatchIndex[1])
	c.settle(1, 2)
	assert.Equal(t, raft.Index(1), c.nodes[1].CommitIndex, "S2 alone has it on its disk")
	c.saveNext(1)
	assert.Equal(t, raft.Index(2), c.nodes[1].CommitIndex)
}

// TestOthersCommitBeforeTheLeadersDisk: two others of three are a majority without the leader (thesis §10.2.1).
func TestOthersCommitBeforeTheLeadersDisk(t *testing.T) {
	c := aheadOfDisk(t)
	c.propose(1)
	c.settle(1, 2, 3)
	assert.Equal(t, raft.Index(2), c.nodes[1].CommitIndex)
	assert.Equal(t, raft.Index(1), c.nodes[1].DurableIndex())
	c.restart(1)
	assert.Equal(t, raft.Index(1), c.nodes[1].Log.LastIndex(), "its own copy is gone")
	c.campaign(3, 1, 2, 3)
	assert.Equal(t, raft.Index(3), c.nodes[1].Log.LastIndex(), "and comes back from the others")
}

// TestDurableOfAnEarlierTermCountsNothing: its entries may have been replaced.
func TestDurableOfAnEarlierTermCountsNothing(t *testing.T) {
	c := aheadOfDisk(t)
	c.propose(2)
	c.step(1, Durable{Term: 9, Index: 3})
	assert.Equal(t, raft.Index(1), c.nodes[1].MatchIndex[1])
	c.step(1, receive(3, 1, raft.AppendEntriesReply{Term: 5}))
	assert.Zero(t, c.nodes[1].out.Parallel, "a new term is saved before anything leaves")
	assert.Equal(t, raft.Index(3), c.nodes[1].DurableIndex(), "and so is all that was written before")
	c.step(1, Durable{Term: 1, Index: 2})
	assert.Equal(t, raft.Index(3), c.nodes[1].DurableIndex())
}

// TestServerThatIsAloneWaitsForItsDisk: its own copy is the majority.
func TestServerThatIsAloneWaitsForItsDisk(t *testing.T) {
	c := newCluster(t, 1, func(config *Config) { config.Pipelining.ParallelDisk = true })
	c.step(1, TimeoutNow{})
	assert.Equal(t, raft.Index(1), c.nodes[1].CommitIndex, "the new term is saved with the entry")
	c.propose(1)
	assert.Equal(t, raft.Index(1), c.nodes[1].CommitIndex)
	c.saveNext(1)
	assert.Equal(t, raft.Index(2), c.nodes[1].CommitIndex)
}

func TestWindowBelowZeroIsRefused(t *testing.T) {
	config := testConfig(1, 3)
	config.Pipelining.Window = -1
	require.ErrorIs(t, config.Validate(), ErrWindow)
}

// TestCloneKeepsItsOwnPipelines: what is answered to the one is not answered to the other.
func TestCloneKeepsItsOwnPipelines(t *testing.T) {
	c := pipelined(t)
	c.propose(2)
	clone := c.nodes[1].Clone()
	state := clone.AppendState(nil)
	require.Equal(t, state, c.nodes[1].AppendState(nil))
	c.settle(1, 2, 3)
	assert.Equal(t, state, clone.AppendState(nil))
	assert.Equal(t, []raft.Index{2, 3}, clone.InFlight(2))
}
