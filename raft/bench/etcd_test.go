package bench

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	etcd "go.etcd.io/raft/v3"
	"go.etcd.io/raft/v3/raftpb"

	"raftlab/raft/bench/rawnode"
)

// theirs is a cluster of etcd's RawNodes. Server 1 leads.
type theirs struct {
	t           testing.TB
	servers     []theirServer // element 0 is unused
	queue       []*raftpb.Message
	spare       []*raftpb.Message // the second of two buffers
	applyCounts []int
	// snapshots lets the servers take them.
	snapshots bool
}

type theirServer struct {
	node    *etcd.RawNode
	storage *etcd.MemoryStorage
	// applied and snapshot are the last entries that were applied, and that a snapshot includes.
	applied, snapshot uint64
}

func newTheirs(t testing.TB, s setting) *theirs {
	t.Helper()
	c := &theirs{
		t: t, servers: make([]theirServer, s.servers+1), applyCounts: make([]int, s.servers+1), snapshots: s.snapshots,
	}
	for i := range s.servers {
		id := uint64(i + 1)
		storage, err := rawnode.NewStorage(s.servers)
		require.NoError(t, err)
		node, err := etcd.NewRawNode(&etcd.Config{
			ID: id, ElectionTick: 10, HeartbeatTick: 1, Storage: storage,
			MaxSizePerMsg: math.MaxUint64, MaxInflightMsgs: 256, Logger: rawnode.Silent{},
			PreVote: s.careful, CheckQuorum: s.careful,
		})
		require.NoError(t, err)
		c.servers[id] = theirServer{node: node, storage: storage}
	}
	require.NoError(t, c.servers[1].node.Campaign())
	c.ready(1)
	c.deliver()
	require.Equal(t, uint64(1), c.servers[1].node.BasicStatus().Lead)
	return c
}

// ready does what RawNode asks of its user, in the order that its documentation gives.
func (c *theirs) ready(id uint64) {
	s := &c.servers[id]
	for s.node.HasReady() {
		rd := s.node.Ready()
		c.check(rawnode.Save(s.storage, rd.HardState, rd.Entries))
		c.queue = append(c.queue, rd.Messages...)
		for _, entry := range rd.CommittedEntries {
			if len(entry.GetData()) > 0 { // without data it is the leader's first entry
				c.applyCounts[id]++
			}
		}
		if n := len(rd.CommittedEntries); n > 0 {
			s.applied = rd.CommittedEntries[n-1].GetIndex()
		}
		s.node.Advance(rd)
	}
}

// deliver hands over all messages in flight before it asks any node for a Ready. RawNode gathers the effects of
// many messages in one Ready, which makes batches fast.
func (c *theirs) deliver() {
	for len(c.queue) > 0 {
		wave := c.queue
		c.queue, c.spare = c.spare[:0], wave
		for _, m := range wave {
			c.check(c.servers[m.GetTo()].node.Step(m))
		}
		for id := range c.servers[1:] {
			c.ready(uint64(id + 1))
		}
	}
}

func (c *theirs) round(batch int, command []byte) {
	for range batch {
		c.check(c.servers[1].node.Propose(command))
	}
	c.ready(1)
	c.deliver()
	if c.snapshots {
		for id := range c.servers[1:] {
			c.snapshot(uint64(id + 1))
		}
	}
}

// snapshot lets a server take a snapshot of its state machine when it has applied enough, and cuts its log there.
func (c *theirs) snapshot(id uint64) {
	s := &c.servers[id]
	if s.applied < s.snapshot+snapshotEvery {
		return
	}
	_, err := s.storage.CreateSnapshot(s.applied, nil, content(c.applyCounts[id])) // nil leaves the voters
	c.check(err)
	c.check(s.storage.Compact(s.applied))
	s.snapshot = s.applied
}

func (c *theirs) cut() (last []int) {
	for i := range c.servers[1:] {
		first, err := c.servers[i+1].storage.FirstIndex()
		c.check(err)
		last = append(last, int(first)-1)
	}
	return last
}

func (c *theirs) applied() []int { return c.applyCounts[1:] }

// check is cheaper than require: the benchmark would count require's arguments as etcd's memory.
func (c *theirs) check(err error) {
	if err != nil {
		c.t.Fatal(err)
	}
}
