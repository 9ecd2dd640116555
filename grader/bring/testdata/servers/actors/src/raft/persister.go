package raft

// What survives a crash, as the course of that year has it in the package itself.

import "sync"

type Persister struct {
	mu       sync.Mutex
	state    []byte
	snapshot []byte
}

func MakePersister() *Persister { return &Persister{} }

func copied(b []byte) []byte { return append([]byte{}, b...) }

func (ps *Persister) SaveRaftState(state []byte) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	ps.state = copied(state)
}

func (ps *Persister) SaveStateAndSnapshot(state []byte, snapshot []byte) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	ps.state, ps.snapshot = copied(state), copied(snapshot)
}

func (ps *Persister) ReadRaftState() []byte { return copied(ps.state) }

func (ps *Persister) ReadSnapshot() []byte { return copied(ps.snapshot) }

func (ps *Persister) RaftStateSize() int { return len(ps.state) }
