package persist

import (
	"bytes"
	"sync"
)

// Persister holds what a server saves.
type Persister struct {
	mu              sync.Mutex
	state, snapshot []byte
	saved           func(state, snapshot []byte)
}

// MakePersister is an empty persister that nobody watches.
func MakePersister() *Persister { return &Persister{} }

// Watched is a persister with what was saved before. Saved is called at every save, with bytes that do not change.
func Watched(state, snapshot []byte, saved func(state, snapshot []byte)) *Persister {
	return &Persister{state: state, snapshot: snapshot, saved: saved}
}

// Save saves state and snapshot together.
func (p *Persister) Save(state, snapshot []byte) { p.save(state, snapshot, true) }

// SaveStateAndSnapshot is Save under the name that the course used until 2022.
func (p *Persister) SaveStateAndSnapshot(state, snapshot []byte) { p.save(state, snapshot, true) }

// SaveRaftState saves the state and keeps the snapshot.
func (p *Persister) SaveRaftState(state []byte) { p.save(state, nil, false) }

// SaveSnapshot saves the snapshot and keeps the state, as the oldest programs do.
func (p *Persister) SaveSnapshot(snapshot []byte) { p.save(p.ReadRaftState(), snapshot, true) }

func (p *Persister) save(state, snapshot []byte, both bool) {
	p.mu.Lock()
	p.state = bytes.Clone(state)
	if both {
		p.snapshot = bytes.Clone(snapshot)
	}
	state, snapshot = p.state, p.snapshot
	p.mu.Unlock()
	if p.saved != nil {
		p.saved(state, snapshot)
	}
}

// ReadRaftState is the saved state. The caller may change the bytes.
func (p *Persister) ReadRaftState() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return bytes.Clone(p.state)
}

// ReadSnapshot is the saved snapshot. The caller may change the bytes.
func (p *Persister) ReadSnapshot() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return bytes.Clone(p.snapshot)
}

// RaftStateSize is the size of the saved state.
func (p *Persister) RaftStateSize() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.state)
}

// SnapshotSize is the size of the saved snapshot.
func (p *Persister) SnapshotSize() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.snapshot)
}

// Copy is a persister with the same content that nobody watches.
func (p *Persister) Copy() *Persister {
	p.mu.Lock()
	defer p.mu.Unlock()
	return &Persister{state: p.state, snapshot: p.snapshot}
}
