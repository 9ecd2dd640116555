package rawnode

import (
	"fmt"

	etcd "go.etcd.io/raft/v3"
	"go.etcd.io/raft/v3/raftpb"
)

// NewStorage is an empty disk of a cluster with the voters 1 to servers. A MemoryStorage learns the voters from a
// snapshot; that of index 0 leaves the log empty, so that it begins at index 1.
func NewStorage(servers int) (*etcd.MemoryStorage, error) {
	voters := make([]uint64, servers)
	for i := range voters {
		voters[i] = uint64(i + 1)
	}
	state := &raftpb.ConfState{Voters: voters}
	storage := etcd.NewMemoryStorage()
	snapshot := &raftpb.Snapshot{Metadata: &raftpb.SnapshotMetadata{ConfState: state}}
	if err := storage.ApplySnapshot(snapshot); err != nil {
		return nil, fmt.Errorf("make a storage of %d voters: %w", servers, err)
	}
	return storage, nil
}

// Save writes a hard state, unless it is empty, and entries, as a Ready asks for.
func Save(storage *etcd.MemoryStorage, hard *raftpb.HardState, entries []*raftpb.Entry) error {
	if !etcd.IsEmptyHardState(hard) {
		if err := storage.SetHardState(hard); err != nil {
			return err
		}
	}
	return storage.Append(entries)
}
