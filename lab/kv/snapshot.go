package kv

import (
	"fmt"

	"raftlab/raft/wire"
)

// snapshotVersion begins the bytes of a snapshot. It is raised when a byte changes its meaning.
const snapshotVersion = 1

// AppendSnapshot appends the whole state machine: the store and, where there are sessions, their table. Without the
// table a restored server would carry out a copy of a command once more (§8, thesis §6.3). Sessions may be nil. Equal
// state machines have equal bytes.
func AppendSnapshot(b []byte, store *Store, sessions *Sessions) []byte {
	pairs := store.Pairs()
	b = wire.AppendUint(append(b, snapshotVersion), uint64(len(pairs)))
	for _, pair := range pairs {
		b = wire.AppendBytes(wire.AppendBytes(b, []byte(pair[0])), []byte(pair[1]))
	}
	if sessions == nil {
		return wire.AppendBool(b, false)
	}
	return AppendSessions(wire.AppendBool(b, true), sessions)
}

// ReadSnapshot reads what AppendSnapshot wrote. Sessions is nil if the snapshot has no table.
func ReadSnapshot(b []byte) (store *Store, sessions *Sessions, err error) {
	r := wire.NewReader(b)
	if v := r.Byte(); r.Err() == nil && v != snapshotVersion {
		r.Fail(fmt.Errorf("version %d, this is %d: %w", v, snapshotVersion, wire.ErrVersion))
	}
	store = NewStore()
	for range r.Count() {
		key := string(r.Bytes())
		store.set(key, string(r.Bytes()))
	}
	if r.Bool() {
		table := ReadSessions(r)
		sessions = &table
	}
	if err := r.End(); err != nil {
		return nil, nil, fmt.Errorf("decode the content of a snapshot: %w", err)
	}
	return store, sessions, nil
}
