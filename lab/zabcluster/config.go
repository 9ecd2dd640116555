package zabcluster

import (
	"fmt"

	"raftlab/lab/kv"
	"raftlab/lab/service"
	"raftlab/lab/zab"
	"raftlab/lab/zab/node"
	"raftlab/raft/wire"
)

// Setup is the settings that all servers start with.
type Setup struct {
	// Observers are the last so many servers: they learn, and do not count.
	Observers int
	// Window is how many transactions a leader can send from.
	Window int
	// MaxCounter is the highest counter of a zxid.
	MaxCounter uint32
	// Tick, InitLimit, SyncLimit and FinalizeWait are node.Config's.
	Tick, InitLimit, SyncLimit, FinalizeWait zab.Duration
	// SnapshotPart is how many bytes of a snapshot one message may have.
	SnapshotPart int
	// Manual is a world without times.
	Manual bool
}

// DefaultSetup has ZooKeeper's window of 500 transactions. Its times are those of ZooKeeper in proportion, for the
// lab's network: pings every 50 ms, and a fifth of ZooKeeper's 200 ms of waiting for a better vote.
func DefaultSetup() Setup {
	return Setup{
		Window: 500, MaxCounter: 1<<32 - 1, SnapshotPart: 256,
		Tick: 50 * zab.Millisecond, InitLimit: 600 * zab.Millisecond, SyncLimit: 300 * zab.Millisecond,
		FinalizeWait: 40 * zab.Millisecond,
	}
}

// Config is ZAB's part of a server's configuration.
type Config struct {
	ID      zab.NodeID
	Servers int
	Rules   string
	Setup   Setup
}

const configVersion = 1

// Encode gives the configuration's bytes.
func (c Config) Encode() []byte {
	b := wire.AppendUint([]byte{configVersion}, uint64(c.ID))
	b = wire.AppendBytes(wire.AppendUint(b, uint64(c.Servers)), []byte(c.Rules))
	s := c.Setup
	b = wire.AppendUint(wire.AppendUint(b, uint64(s.Observers)), uint64(s.Window))
	b = wire.AppendUint(wire.AppendUint(b, uint64(s.MaxCounter)), uint64(s.Tick))
	b = wire.AppendUint(wire.AppendUint(b, uint64(s.InitLimit)), uint64(s.SyncLimit))
	b = wire.AppendUint(wire.AppendUint(b, uint64(s.FinalizeWait)), uint64(s.SnapshotPart))
	return wire.AppendBool(b, s.Manual)
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
	c := Config{ID: zab.ReadNodeID(r), Servers: int(r.Uint()), Rules: string(r.Bytes())}
	c.Setup = Setup{
		Observers: int(r.Uint()), Window: int(r.Uint()), MaxCounter: uint32(r.Uint()),
		Tick: zab.Duration(r.Uint()), InitLimit: zab.Duration(r.Uint()), SyncLimit: zab.Duration(r.Uint()),
		FinalizeWait: zab.Duration(r.Uint()), SnapshotPart: int(r.Uint()), Manual: r.Bool(),
	}
	if c.Servers < 1 || c.Servers > int(zab.MaxNodeID) || c.Setup.Observers < 0 || c.Setup.Observers >= c.Servers {
		r.Fail(fmt.Errorf("%d servers with %d observers: %w", c.Servers, c.Setup.Observers, wire.ErrValue))
	}
	if err := r.End(); err != nil {
		return Config{}, fmt.Errorf("decode server configuration: %w", err)
	}
	return c, nil
}

// sets are the voters and the observers of that many servers.
func (s Setup) sets(servers int) (voters, observers zab.NodeSet) {
	for id := 1; id <= servers; id++ {
		if id > servers-s.Observers {
			observers.Add(zab.NodeID(id))
		} else {
			voters.Add(zab.NodeID(id))
		}
	}
	return voters, observers
}

// node is the node.Config with the given rules.
func (c Config) node(rules zab.Rules) node.Config {
	voters, observers := c.Setup.sets(c.Servers)
	s := c.Setup
	return node.Config{
		ID: c.ID, Voters: voters, Observers: observers, Rules: rules, Window: s.Window, MaxCounter: s.MaxCounter,
		Tick: s.Tick, InitLimit: s.InitLimit, SyncLimit: s.SyncLimit, FinalizeWait: s.FinalizeWait,
		SnapshotPart: s.SnapshotPart, Manual: s.Manual, Content: content,
	}
}

// content is a store's content after more transactions. Unreadable bytes count as an empty store: a wrong rule may
// have made them, and the checks compare stores.
func content(base []byte, txns []zab.Txn) []byte {
	store := storeOf(base)
	for _, t := range txns {
		applyTxn(store, t)
	}
	return kv.AppendSnapshot(nil, store, nil)
}

func storeOf(data []byte) *kv.Store {
	if store, _, err := kv.ReadSnapshot(data); err == nil {
		return store
	}
	return kv.NewStore()
}

func applyTxn(store *kv.Store, t zab.Txn) kv.Result {
	command, err := kv.Decode(t.Data)
	if err != nil {
		return kv.Result{}
	}
	return store.Apply(command)
}
