package node

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/zab"
	"raftlab/lab/zab/reference"
)

func config(id zab.NodeID) Config {
	return Config{
		ID: id, Voters: zab.SetOf(1, 2, 3), Rules: reference.Rules(), Window: 10, MaxCounter: 3, SnapshotPart: 100,
		Tick: 50_000, InitLimit: 600_000, SyncLimit: 300_000, FinalizeWait: 40_000, Manual: true,
		Content: func([]byte, []zab.Txn) []byte { return nil },
	}
}

func TestAnInvalidConfigIsRefused(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"no voters": func(c *Config) { c.Voters = 0 },
		"unknown":   func(c *Config) { c.ID = 9 },
		"both":      func(c *Config) { c.Observers = zab.SetOf(1) },
		"window":    func(c *Config) { c.Window = 0 },
		"limits":    func(c *Config) { c.SyncLimit = 1 },
	} {
		c := config(1)
		change(&c)
		_, err := New(c)
		assert.ErrorIs(t, err, ErrConfig, name)
	}
}

// cluster is three servers whose messages arrive at once, in order.
type cluster struct {
	nodes [3]*Node
	queue []zab.Message
	saves [3][]zab.Save
	last  [3]Output
}

func start(t *testing.T) *cluster {
	c := &cluster{}
	for i := range c.nodes {
		n, err := New(config(zab.NodeID(i + 1)))
		require.NoError(t, err)
		c.nodes[i] = n
	}
	for i := range c.nodes {
		c.step(i, Restart{})
	}
	c.settle()
	for i := range c.nodes {
		c.step(i, Wake{})
	}
	c.settle()
	return c
}

func (c *cluster) step(i int, in Input) {
	out := c.nodes[i].Step(1, in)
	c.saves[i] = append(c.saves[i], out.Saves...)
	c.queue = append(c.queue, out.Messages...)
	c.last[i] = out
}

func (c *cluster) settle() {
	for len(c.queue) > 0 {
		m := c.queue[0]
		c.queue = c.queue[1:]
		c.step(int(m.To)-1, Receive{Message: m})
	}
}

func TestThreeServersElectAndBroadcast(t *testing.T) {
	c := start(t)
	leader := c.nodes[2]
	require.True(t, leader.Serves() && leader.Leads.Established, "S3 has the highest number")
	c.step(2, Propose{Request: 7, Data: []byte("a")})
	c.settle()
	for _, n := range c.nodes {
		assert.Equal(t, "1:1", n.DeliveredTo.String())
	}
	// Epochs and transactions are on the disks in the order of the paper.
	var disk zab.Disk
	for _, s := range c.saves[0] {
		disk.Apply(s)
		assert.LessOrEqual(t, disk.CurrentEpoch, disk.AcceptedEpoch)
	}
	assert.EqualValues(t, 1, disk.CurrentEpoch)
	assert.Equal(t, "1:1", disk.History.Last().String())
}

func TestTheCounterEndsAnEpoch(t *testing.T) {
	c := start(t)
	for i := range 3 {
		c.step(2, Propose{Request: zab.RequestID(i + 1)})
		c.settle()
	}
	c.step(2, Propose{Request: 9})
	assert.Equal(t, []Answer{{Request: 9}}, c.last[2].Answers, "the next zxid needs another epoch")
	assert.Equal(t, zab.Looking, c.nodes[2].Election.Standing)
}

// TestAServerThatLooksSavesWhatItsRuleHasNot: its next vote counts on the whole history.
func TestAServerThatLooksSavesWhatItsRuleHasNot(t *testing.T) {
	c := start(t)
	txn := zab.Txn{Zxid: zab.MakeZxid(1, 1), Data: []byte("a")}
	self := &c.nodes[0].Self
	self.History.Append(txn)
	self.Unsaved = []zab.Txn{txn}
	c.step(0, GiveUp{})
	assert.Equal(t, []zab.Save{{Append: []zab.Txn{txn}}}, c.last[0].Saves)
	assert.Empty(t, self.Unsaved)
	assert.Equal(t, txn.Zxid, c.nodes[0].Election.Vote.Zxid)
}

func TestAReadWaitsForAQuorum(t *testing.T) {
	c := start(t)
	c.step(0, Read{Request: 5})
	c.queue = nil // S1's question is lost
	assert.Empty(t, c.last[0].Reads)
	c.step(2, Read{Request: 6})
	assert.Empty(t, c.last[2].Reads, "nobody has answered a ping yet")
	for len(c.queue) > 0 && len(c.last[2].Reads) == 0 {
		m := c.queue[0]
		c.queue = c.queue[1:]
		c.step(int(m.To)-1, Receive{Message: m})
	}
	assert.Equal(t, []zab.RequestID{6}, c.last[2].Reads)
}

func TestPacketsWaitForTheirTurn(t *testing.T) {
	var c Connection
	packet := func(n uint64) zab.Message { return zab.Message{Kind: zab.KindPing, Sequence: n, Number: n} }
	assert.Empty(t, c.take(10, packet(2)))
	assert.Empty(t, c.take(20, packet(3)))
	assert.Empty(t, c.take(20, packet(3)), "a copy")
	assert.False(t, c.silent(100, 100))
	assert.True(t, c.silent(200, 100), "packet 1 has been missing for too long")
	ready := c.take(210, packet(1))
	require.Len(t, ready, 3)
	assert.EqualValues(t, 3, ready[2].Number)
	assert.False(t, c.silent(300, 100))
	assert.Empty(t, c.take(310, packet(2)), "it was taken before")
}

func TestACloneGoesItsOwnWay(t *testing.T) {
	c := start(t)
	for _, n := range c.nodes {
		before := n.AppendState(nil)
		clone := n.Clone()
		assert.Equal(t, before, clone.AppendState(nil))
		clone.Step(2, Propose{Request: 3, Data: []byte("x")})
		clone.Step(3, GiveUp{})
		assert.Equal(t, before, n.AppendState(nil))
		assert.NotEqual(t, before, clone.AppendState(nil))
	}
}
