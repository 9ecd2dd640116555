package raftcluster

import (
	"fmt"

	"raftlab/lab/service"
	"raftlab/raft"
	"raftlab/raft/node"
	"raftlab/raft/wire"
)

// Config is Raft's part of a server's configuration: node.Config, but with the rules by name, so that it can
// travel to another process.
type Config struct {
	ID raft.NodeID
	// Servers is the size of the server's Raft group, First the first server of the group; 0 is S1.
	First   raft.NodeID
	Servers int
	Rules   string
	Seed    uint64

	ElectionTimeoutMin, ElectionTimeoutMax raft.Duration
	HeartbeatInterval                      raft.Duration
	MaxEntriesPerMessage                   int
	// What is switched on beyond Figure 2.
	Elections node.Elections
	Leases    node.Leases
	Sessions  SessionSetup
	Snapshots SnapshotSetup
	// Membership says that the servers change, and which of them are the first configuration.
	Membership node.Membership
	Pipelining node.Pipelining
}

const configVersion = 1

// A configuration, and a view, end with the chapters that are switched on: a tag of one byte and what belongs to it, in
// increasing order of the tags. So without any, the bytes are those of Figure 2 alone.
const (
	electionsTag = 1
	sessionsTag  = 2
	readsTag     = 3
	snapshotsTag = 4
	// membershipTag is that of changes of the servers, pipeliningTag that of leaders that do not wait.
	membershipTag = 5
	pipeliningTag = 6
)

// Encode gives the configuration's bytes.
func (c Config) Encode() []byte {
	b := []byte{configVersion}
	b = wire.AppendUint(b, uint64(c.ID))
	b = wire.AppendUint(b, uint64(c.First))
	b = wire.AppendUint(b, uint64(c.Servers))
	b = wire.AppendBytes(b, []byte(c.Rules))
	b = wire.AppendUint(b, c.Seed)
	b = wire.AppendUint(b, uint64(c.ElectionTimeoutMin))
	b = wire.AppendUint(b, uint64(c.ElectionTimeoutMax))
	b = wire.AppendUint(b, uint64(c.HeartbeatInterval))
	b = wire.AppendUint(b, uint64(c.MaxEntriesPerMessage))
	if c.Elections != (node.Elections{}) {
		b = appendElections(append(b, electionsTag), c.Elections)
	}
	if c.Sessions.On {
		b = c.Sessions.append(append(b, sessionsTag))
	}
	if c.Leases.On {
		b = appendLeases(append(b, readsTag), c.Leases)
	}
	if c.Snapshots.On() {
		b = c.Snapshots.append(append(b, snapshotsTag))
	}
	if c.Membership.On {
		b = appendMembership(append(b, membershipTag), c.Membership)
	}
	if c.Pipelining != (node.Pipelining{}) {
		b = appendPipelining(append(b, pipeliningTag), c.Pipelining)
	}
	return b
}

// readChapters calls read for each tag that follows.
func readChapters(r *wire.Reader, read func(tag byte) (known bool)) {
	last := byte(0)
	for r.Err() == nil && r.Len() > 0 {
		tag := r.Byte()
		if tag <= last || !read(tag) {
			r.Fail(fmt.Errorf("chapter %d: %w", tag, wire.ErrValue))
		}
		last = tag
	}
}

// Whole is the configuration that a host reads. Own says that the server follows somebody's own rules.
func (c Config) Whole(own bool) []byte {
	return service.Config{Protocol: ID, Own: own, Part: c.Encode()}.Encode()
}

// DecodeConfig reads what Encode wrote.
func DecodeConfig(b []byte) (Config, error) {
	r := wire.NewReader(b)
	if v := r.Byte(); r.Err() == nil && v != configVersion {
		r.Fail(fmt.Errorf("version %d, this is %d: %w", v, configVersion, wire.ErrVersion))
	}
	c := Config{
		ID: readNodeID(r), First: readNodeID(r), Servers: int(r.Uint()), Rules: string(r.Bytes()), Seed: r.Uint(),
		ElectionTimeoutMin: raft.Duration(r.Uint()), ElectionTimeoutMax: raft.Duration(r.Uint()),
		HeartbeatInterval: raft.Duration(r.Uint()), MaxEntriesPerMessage: int(r.Uint()),
	}
	readChapters(r, func(tag byte) bool {
		switch tag {
		case electionsTag:
			c.Elections = readElections(r)
		case sessionsTag:
			c.Sessions = readSessionSetup(r)
		case readsTag:
			c.Leases = readLeases(r)
		case snapshotsTag:
			c.Snapshots = readSnapshotSetup(r)
		case membershipTag:
			c.Membership = readMembership(r)
		case pipeliningTag:
			c.Pipelining = readPipelining(r)
		default:
			return false
		}
		return true
	})
	if c.Servers < 1 || c.Servers > int(raft.MaxNodeID) || int(c.First)+c.Servers-1 > int(raft.MaxNodeID) {
		r.Fail(fmt.Errorf("%d servers: %w", c.Servers, wire.ErrValue))
	}
	if err := r.End(); err != nil {
		return Config{}, fmt.Errorf("decode server configuration: %w", err)
	}
	return c, nil
}

// readNodeID takes a server's number. A number that is too large is refused here: truncated to a NodeID it would
// name another server.
func readNodeID(r *wire.Reader) raft.NodeID {
	v := r.Uint()
	if v > uint64(raft.MaxNodeID) {
		r.Fail(fmt.Errorf("server %d of at most %d: %w", v, raft.MaxNodeID, wire.ErrValue))
		return raft.None
	}
	return raft.NodeID(v)
}

// node is the node.Config with the given rules.
func (c Config) node(rules raft.Rules) node.Config {
	servers := make([]raft.NodeID, c.Servers)
	for i := range servers {
		servers[i] = max(c.First, 1) + raft.NodeID(i)
	}
	return node.Config{
		ID: c.ID, Servers: servers, Rules: rules, Seed: c.Seed,
		ElectionTimeoutMin: c.ElectionTimeoutMin, ElectionTimeoutMax: c.ElectionTimeoutMax,
		HeartbeatInterval: c.HeartbeatInterval, MaxEntriesPerMessage: c.MaxEntriesPerMessage,
		Elections: c.Elections, Leases: c.Leases, Membership: c.Membership, Pipelining: c.Pipelining,
		Snapshots: node.Snapshots{ChunkBytes: c.Snapshots.ChunkBytes},
	}
}
