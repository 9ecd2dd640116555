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
	network network
	now     raft.Time
	// applyCounts is the number of proposals that each server has applied.
	applyCounts []int
	// everywhere asks for a heartbeat after each round: see "What differs".
	everywhere bool
	// snapshots lets the servers take them.
	snapshots bool
}

type ourServer struct {
	node *node.Node
	// saved and disk are the counterpart of MemoryStorage, which keeps pointers to entries, too. The disk holds the
	// entries behind saved.Base.
	saved raft.Saved
	disk  []*raft.Entry
}

// network holds the messages in flight, by kind, and the order in which they were sent.
type network struct {
	order    []sent
	requests []node.Append
	replies  []node.Reply
	others   []raft.Message
}

// sent is some messages of one kind, sent one after the other.
type sent struct {
	kind  kind
	count int
}

type kind byte

const (
	other kind = iota
	request
	reply
)

func newOurs(t testing.TB, s setting) *ours {
	t.Helper()
	ids := make([]raft.NodeID, s.servers)
	for i := range ids {
		ids[i] = raft.NodeID(i + 1)
	}
	c := &ours{
		servers: make([]ourServer, s.servers+1), applyCounts: make([]int, s.servers+1),
		everywhere: s.everywhere, snapshots: s.snapshots,
	}
	chunk := 0
	if s.snapshots {
		chunk = 1 << 16
	}
	for _, id := range ids {
		server, err := node.New(node.Config{
			ID: id, Servers: ids, Rules: reference.Rules(), Seed: 1, Unboxed: true,
			ElectionTimeoutMin: 150 * raft.Millisecond, ElectionTimeoutMax: 300 * raft.Millisecond,
			HeartbeatInterval: 50 * raft.Millisecond, MaxEntriesPerMessage: 64,
			Elections: node.Elections{PreVote: s.careful, CheckQuorum: s.careful},
			Snapshots: node.Snapshots{ChunkBytes: chunk},
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
	out := s.node.Handle(c.now, in)
	if out.Save != nil {
		s.save(out.Save)
	}
	if out.Cut != nil {
		s.cut(out)
	}
	for i := range out.Apply {
		if out.Apply[i].Entry.Kind == raft.Command {
			c.applyCounts[id]++
		}
	}
	c.network.send(out)
	return out.WakeAt
}

func (s *ourServer) save(record *raft.Save) {
	s.saved.CurrentTerm, s.saved.VotedFor = record.CurrentTerm, record.VotedFor
	if record.From == 0 {
		return
	}
	s.disk = s.disk[:record.From-1-s.saved.Base]
	if needed := len(s.disk) + len(record.Entries); needed > cap(s.disk) { // it grows as the node's log does
		s.disk = append(make([]*raft.Entry, 0, max(needed, 2*len(s.disk))), s.disk...)
	}
	for i := range record.Entries {
		s.disk = append(s.disk, &record.Entries[i])
	}
}

// cut saves a snapshot, and a log that begins behind it.
func (s *ourServer) cut(out *node.Output) {
	if out.Snapshot != nil {
		s.saved.Snapshot = *out.Snapshot
	}
	s.saved.Base, s.saved.BaseTerm, s.disk = out.Cut.Base, out.Cut.BaseTerm, nil
	s.save(&out.Cut.Save)
}

// snapshot lets a server take a snapshot of its state machine when it has applied enough.
func (c *ours) snapshot(id raft.NodeID) {
	if s := &c.servers[id]; s.node.LastApplied >= s.node.Snapshot.LastIndex+snapshotEvery {
		c.step(id, node.TakeSnapshot{Data: content(c.applyCounts[id])})
	}
}

// send takes over the messages of an output, which the node's next step overwrites.
func (w *network) send(out *node.Output) {
	if n := len(out.Messages); n > 0 {
		w.order, w.others = append(w.order, sent{other, n}), append(w.others, out.Messages...)
	}
	if n := len(out.Appends); n > 0 {
		w.order, w.requests = append(w.order, sent{request, n}), append(w.requests, out.Appends...)
	}
	if n := len(out.Replies); n > 0 {
		w.order, w.replies = append(w.order, sent{reply, n}), append(w.replies, out.Replies...)
	}
}

func (c *ours) deliver() {
	w := &c.network
	var next [3]int // of each kind
	for i := 0; i < len(w.order); i++ {
		of := w.order[i]
		for at := next[of.kind]; at < next[of.kind]+of.count; at++ {
			switch of.kind {
			case request:
				c.step(w.requests[at].To, &w.requests[at])
			case reply:
				c.step(w.replies[at].To, &w.replies[at])
			default:
				c.step(w.others[at].To, node.Receive{Message: w.others[at]})
			}
		}
		next[of.kind] += of.count
	}
	w.order, w.others, w.requests, w.replies = w.order[:0], w.others[:0], w.requests[:0], w.replies[:0]
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
	if c.snapshots {
		for id := range c.servers[1:] {
			c.snapshot(raft.NodeID(id + 1))
		}
	}
}

func (c *ours) applied() []int { return c.applyCounts[1:] }

func (c *ours) cut() (last []int) {
	for i := range c.servers[1:] {
		last = append(last, int(c.servers[i+1].saved.Base))
	}
	return last
}
