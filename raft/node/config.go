package node

import (
	"errors"
	"fmt"

	"raftlab/raft"
)

// Config says who a node is and how it waits. All of it stays fixed while the node lives.
type Config struct {
	// ID is this server. Servers is the whole cluster, this server included, in increasing order.
	ID      raft.NodeID
	Servers []raft.NodeID
	// Rules must all be set. Start from reference.Rules.
	Rules raft.Rules
	// Seed is the seed of the node's election timeouts.
	Seed uint64
	// The election timeout is drawn from this range, both ends included. It must be well above
	// the time of a broadcast, and HeartbeatInterval well below it (§5.6).
	ElectionTimeoutMin, ElectionTimeoutMax raft.Duration
	HeartbeatInterval                      raft.Duration
	// MaxEntriesPerMessage limits the entries of one AppendEntries.
	MaxEntriesPerMessage int
	// Unboxed gives out AppendEntries and their answers as Appends and Replies, not as Messages. Then a step that
	// replicates takes no memory, but for the log.
	Unboxed bool
	// Elections are switched off by default: then all is as Figure 2 has it.
	Elections  Elections
	Leases     Leases
	Snapshots  Snapshots
	Membership Membership
	Pipelining Pipelining
}

// The mistakes that a Config can have.
var (
	ErrServers  = errors.New("servers must be 1 to 63, in increasing order, each once, with this one among them")
	ErrTimeouts = errors.New("0 < heartbeat interval < least election timeout <= greatest election timeout must hold")
	ErrLimit    = errors.New("a message must be allowed at least one entry")
	ErrWindow   = errors.New("a window must not be below 0")
	ErrChunk    = errors.New("a chunk of a snapshot must have at least one byte")
)

// Validate reports what is wrong with c, or nil. It does not look for missing rules: a call of one says more.
func (c Config) Validate() error {
	found := false
	last := raft.None
	for _, id := range c.Servers {
		if id <= last || id > raft.MaxNodeID {
			return fmt.Errorf("raft: servers %v: %w", c.Servers, ErrServers)
		}
		found = found || id == c.ID
		last = id
	}
	if !found {
		return fmt.Errorf("raft: servers %v, this is %v: %w", c.Servers, c.ID, ErrServers)
	}
	if c.HeartbeatInterval <= 0 || c.HeartbeatInterval >= c.ElectionTimeoutMin ||
		c.ElectionTimeoutMin > c.ElectionTimeoutMax {
		return fmt.Errorf("raft: heartbeat %d us, election %d to %d us: %w", c.HeartbeatInterval, c.ElectionTimeoutMin,
			c.ElectionTimeoutMax, ErrTimeouts)
	}
	if c.MaxEntriesPerMessage < 1 {
		return fmt.Errorf("raft: limit %d: %w", c.MaxEntriesPerMessage, ErrLimit)
	}
	if c.Snapshots.ChunkBytes < 0 {
		return fmt.Errorf("raft: chunks of %d bytes: %w", c.Snapshots.ChunkBytes, ErrChunk)
	}
	if c.Pipelining.Window < 0 {
		return fmt.Errorf("raft: window %d: %w", c.Pipelining.Window, ErrWindow)
	}
	return c.Membership.validate(c.Servers)
}
