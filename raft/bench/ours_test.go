package bench

import (
	"testing"

	"github.com/stretchr/testify/require"

	"raftlab/raft"
	"raftlab/raft/node"
	"raftlab/raft/reference"
)

// ours is a cluster of our core. Server 1 leads.
type ours struct {
	servers []ourServer // element 0 is unused
	queue   []raft.Message
	now     raft.Time
	// applyCounts is the number of proposals that each server has applied.
	applyCounts []int
	// everywhere asks for a heartbeat after each round: see "What differs".
	everywhere bool
}

type ourServer struct {
	node *node.Node
	// disk is the counterpart of MemoryStorage.
	disk raft.Saved
}

func newOurs(t testing.TB, size int, everywhere bool) *ours {
	t.Helper()
	ids := make([]raft.NodeID, size)
	for i := range ids {
		ids[i] = raft.NodeID(i + 1)
	}
	c := &ours{servers: make([]ourServer, size+1), applyCounts: make([]int, size+1), everywhere: everywhere}
	for _, id := range ids {
		server, err := node.New(node.Config{
			ID: id, Servers: ids, Rules: reference.Rules(), Seed: 1,
			ElectionTimeoutMin: 150 * raft.Millisecond, ElectionTimeoutMax: 300 * raft.Millisecond,
			HeartbeatInterval: 50 * raft.Millisecond, MaxEntriesPerMessage: 64,
		})
		require.NoError(t, err)
		c.servers[id].node = server
		c.step(id, node.Restart{})
	}
	c.step(1, node.TimeoutNow{})
	c.deliver()
	require.Equal(t, raft.Leader, c.servers[1].node.Role)
	return c
}

func (c *ours) step(id raft.NodeID, in node.Input) raft.Time {
	s := &c.servers[id]
	out := s.node.Step(c.now, in)
	if out.Save != nil {
		s.disk.CurrentTerm, s.disk.VotedFor = out.Save.CurrentTerm, out.Save.VotedFor
		if out.Save.From > 0 {
			s.disk.Log = append(s.disk.Log[:out.Save.From-1], out.Save.Entries...)
		}
	}
	for _, a := range out.Apply {
		if a.Entry.Kind == raft.Command {
			c.applyCounts[id]++
		}
	}
	c.queue = append(c.queue, out.Messages...)
	return out.WakeAt
}

func (c *ours) deliver() {
	for i := 0; i < len(c.queue); i++ {
		m := c.queue[i]
		c.step(m.To, node.Receive{Message: m})
	}
	c.queue = c.queue[:0]
}

func (c *ours) round(batch int, command []byte) {
	var wakeAt raft.Time
	for i := range batch {
		wakeAt = c.step(1, node.Propose{Request: raft.RequestID(i + 1), Command: command})
	}
	c.deliver()
	if c.everywhere {
		c.now = wakeAt
		c.step(1, node.Wake{})
		c.deliver()
	}
}

func (c *ours) applied() []int { return c.applyCounts[1:] }
