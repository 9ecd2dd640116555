package rawnode

import (
	"math"

	etcd "go.etcd.io/raft/v3"
	"go.etcd.io/raft/v3/raftpb"
	"google.golang.org/protobuf/proto"

	"raftlab/wasm/whole/codec"
	"raftlab/wasm/whole/persist"
)

// storage is etcd's storage in memory, which is saved as one piece.
type storage struct {
	*etcd.MemoryStorage
	// members are those as of the last applied entry.
	members *raftpb.ConfState
}

// saved is what the persister holds besides the content of the snapshot.
type saved struct {
	Hard, Snapshot []byte // a HardState, and a Snapshot without its content
	Entries        [][]byte
}

// restore makes the storage of what was saved. A MemoryStorage learns the voters from a snapshot; that of index 0 leaves
// the log empty.
func restore(servers int, disk *persist.Persister) *storage {
	s := &storage{MemoryStorage: etcd.NewMemoryStorage()}
	hard := &raftpb.HardState{}
	snapshot := &raftpb.Snapshot{Metadata: &raftpb.SnapshotMetadata{ConfState: &raftpb.ConfState{Voters: voters(servers)}}}
	var was saved
	if state := disk.ReadRaftState(); len(state) > 0 {
		must(codec.Unmarshal(state, &was), "read what was saved")
		must(proto.Unmarshal(was.Hard, hard), "read the hard state")
		must(proto.Unmarshal(was.Snapshot, snapshot), "read the snapshot")
		snapshot.Data = disk.ReadSnapshot()
	}
	must(s.ApplySnapshot(snapshot), "take the snapshot")
	if !etcd.IsEmptyHardState(hard) {
		must(s.SetHardState(hard), "take the hard state")
	}
	for _, b := range was.Entries {
		e := &raftpb.Entry{}
		must(proto.Unmarshal(b, e), "read an entry")
		must(s.Append([]*raftpb.Entry{e}), "append an entry")
	}
	s.members = snapshot.GetMetadata().GetConfState()
	return s
}

func voters(servers int) []uint64 {
	list := make([]uint64, servers)
	for i := range list {
		list[i] = uint64(i + 1)
	}
	return list
}

// base is the last index of the snapshot.
func (s *storage) base() uint64 {
	snapshot, err := s.MemoryStorage.Snapshot()
	must(err, "look at the snapshot")
	return snapshot.GetMetadata().GetIndex()
}

// cut replaces the log up to an index by a snapshot.
func (s *storage) cut(index uint64, content []byte) {
	if index <= s.base() {
		return // a later one came from the leader
	}
	_, err := s.CreateSnapshot(index, s.members, content)
	must(err, "take a snapshot")
	must(s.Compact(index), "cut the log")
}

// save saves everything.
func (s *storage) save(disk *persist.Persister) {
	hard, _, err := s.InitialState()
	must(err, "look at the hard state")
	snapshot, err := s.MemoryStorage.Snapshot()
	must(err, "look at the snapshot")
	bare := &raftpb.Snapshot{Metadata: snapshot.GetMetadata()}
	state := saved{Hard: bytesOf(hard), Snapshot: bytesOf(bare)}
	first, _ := s.FirstIndex() // a MemoryStorage gives no error
	last, _ := s.LastIndex()
	if last >= first {
		entries, err := s.Entries(first, last+1, math.MaxUint64)
		must(err, "look at the log")
		for _, e := range entries {
			state.Entries = append(state.Entries, bytesOf(e))
		}
	}
	b, err := codec.Marshal(state)
	must(err, "save")
	disk.Save(b, snapshot.GetData())
}

func bytesOf(m proto.Message) []byte {
	b, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	must(err, "write a message")
	return b
}
