package node

import (
	"fmt"

	"raftlab/raft"
	"raftlab/raft/rafttest"
	"raftlab/raft/reference"

	"github.com/stretchr/testify/require"
)

// tester is what *testing.T and *rapid.T have in common.
type tester interface {
	require.TestingT
	Helper()
}

const (
	testElectionMin = 150 * raft.Millisecond
	testElectionMax = 300 * raft.Millisecond
	testHeartbeat   = 50 * raft.Millisecond
)

func testConfig(id raft.NodeID, size int) Config {
	return Config{
		ID:                   id,
		Servers:              rafttest.Servers(size),
		Rules:                reference.Rules(),
		Seed:                 1,
		ElectionTimeoutMin:   testElectionMin,
		ElectionTimeoutMax:   testElectionMax,
		HeartbeatInterval:    testHeartbeat,
		MaxEntriesPerMessage: 64,
	}
}

// startNode is server 1 of a cluster, restarted from its saved state.
func startNode(t tester, size int, term raft.Term, terms ...raft.Term) *Node {
	t.Helper()
	n, err := New(testConfig(1, size))
	require.NoError(t, err)
	n.Step(0, Restart{raft.Saved{CurrentTerm: term, Log: rafttest.Entries(terms...)}})
	require.NoError(t, n.Check())
	return n
}

// startLeader is server 1 of a cluster, leader of term, with the given log followed by its own no-op. The
// Output is that of the step that elected it.
func startLeader(t tester, size int, term raft.Term, terms ...raft.Term) (*Node, Output) {
	t.Helper()
	n := startNode(t, size, term-1, terms...)
	out := n.Step(0, TimeoutNow{})
	for _, id := range n.Servers[1:] {
		if n.Role == raft.Leader {
			break
		}
		out = n.Step(0, receive(id, 1, raft.RequestVoteReply{Term: term, VoteGranted: true}))
	}
	require.Equal(t, raft.Leader, n.Role)
	require.NoError(t, n.Check())
	return n, out
}

func receive(from, to raft.NodeID, body raft.Body) Receive {
	return Receive{raft.Message{From: from, To: to, Body: body}}
}

// only is the body of the only message of out, which must be a B.
func only[B raft.Body](t tester, out Output) B {
	t.Helper()
	require.Len(t, out.Messages, 1)
	body, ok := out.Messages[0].Body.(B)
	require.True(t, ok, "the message is a %T", out.Messages[0].Body)
	return body
}

// cluster is a few nodes, their disks and the messages between them. A message stays in flight until the test
// delivers or loses it. After each step, cluster compares the disk with the state, calls Check, and tests the
// properties of Figure 3.
type cluster struct {
	t       tester
	now     raft.Time
	nodes   []*Node // by NodeID; element 0 is unused
	disks   []raft.Saved
	flight  []raft.Message
	answers []Answer
	applied []Applied // of all servers, in the order of the steps
	reads   []raft.RequestID
	history history
	// unsaved is what the disks do not have yet, by server, where leaders do not wait for them.
	unsaved map[raft.NodeID]*unsaved
	// mayBreak keeps a violation of Figure 3 in broken instead of failing, for tests of wrong rules.
	mayBreak bool
	broken   error
}

// newCluster starts servers 1 to size. change may adapt each configuration.
func newCluster(t tester, size int, change func(*Config)) *cluster {
	t.Helper()
	c := &cluster{t: t, nodes: make([]*Node, size+1), disks: make([]raft.Saved, size+1), history: newHistory(),
		unsaved: map[raft.NodeID]*unsaved{}}
	for _, id := range rafttest.Servers(size) {
		config := testConfig(id, size)
		if change != nil {
			change(&config)
		}
		n, err := New(config)
		require.NoError(t, err)
		c.nodes[id] = n
	}
	for _, id := range rafttest.Servers(size) {
		c.step(id, Restart{})
	}
	return c
}

func (c *cluster) step(id raft.NodeID, in Input) Output {
	c.t.Helper()
	n := c.nodes[id]
	before := c.history.look(n)
	out := n.Step(c.now, in)
	if out.Save != nil {
		c.noteUnsaved(id, out.Parallel)
		require.NoError(c.t, c.disks[id].Apply(*out.Save))
	}
	// If a message of this Output reported something that is not on disk, a crash now would make the server
	// break its word.
	disk := c.disks[id]
	require.Equal(c.t, n.CurrentTerm, disk.CurrentTerm)
	require.Equal(c.t, n.VotedFor, disk.VotedFor)
	require.True(c.t, raft.EqualEntries(n.Log.From(1), disk.Log), "log %v, on disk %v", n.Log.From(1), disk.Log)
	require.NoError(c.t, n.Check())

	c.flight = append(c.flight, out.Messages...)
	c.answers = append(c.answers, out.Answers...)
	c.applied = append(c.applied, out.Apply...)
	c.reads = append(c.reads, out.Reads...)
	if err := c.history.record(c.nodes[1:], n, before, out.Apply); err != nil && c.broken == nil {
		require.True(c.t, c.mayBreak, "%v", err)
		c.broken = err
	}
	return out
}

// deliver hands over the message at place i in flight.
func (c *cluster) deliver(i int) {
	c.t.Helper()
	m := c.flight[i]
	c.flight = append(c.flight[:i:i], c.flight[i+1:]...)
	c.step(m.To, Receive{m})
}

// settle delivers everything between the given servers, in order, until nothing is in flight.
// Messages from or to any other server are lost.
func (c *cluster) settle(ids ...raft.NodeID) {
	c.t.Helper()
	connected := raft.SetOf(ids...)
	for len(c.flight) > 0 {
		if m := c.flight[0]; connected.Has(m.From) && connected.Has(m.To) {
			c.deliver(0)
			continue
		}
		c.flight = c.flight[1:]
	}
}

// campaign lets a server's election timer fire, and settles among the given servers.
func (c *cluster) campaign(id raft.NodeID, among ...raft.NodeID) {
	c.t.Helper()
	c.step(id, TimeoutNow{})
	c.settle(among...)
}

// heartbeat wakes a leader when its next heartbeats are due.
func (c *cluster) heartbeat(id raft.NodeID) Output {
	c.t.Helper()
	c.now = max(c.now, c.nodes[id].heartbeatDue)
	return c.step(id, Wake{})
}

// restart crashes a server and starts it from its disk. The messages that it sent stay in flight.
func (c *cluster) restart(id raft.NodeID) {
	c.t.Helper()
	n, err := New(c.nodes[id].config)
	require.NoError(c.t, err)
	c.nodes[id] = n
	c.loseUnsaved(id)
	c.step(id, Restart{c.disks[id]})
}

// preload puts the same log on the disks of some servers, as of the given term.
func (c *cluster) preload(term raft.Term, entries []raft.Entry, ids ...raft.NodeID) {
	c.t.Helper()
	for _, id := range ids {
		c.disks[id] = raft.Saved{CurrentTerm: term, Log: entries}
		c.restart(id)
	}
}

func (c *cluster) proposeAt(id raft.NodeID, request raft.RequestID) {
	c.t.Helper()
	c.step(id, Propose{Request: request, Command: fmt.Appendf(nil, "request %d", request)})
}
