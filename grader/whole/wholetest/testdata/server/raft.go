package main

import (
	"bytes"
	"math/rand"
	"sync"
	"sync/atomic"
	"time"

	"raftlab/wasm/whole/codec"
	"raftlab/wasm/whole/persist"
	"raftlab/wasm/whole/rpc"
)

// ApplyMsg is what is applied.
type ApplyMsg struct {
	CommandValid  bool
	Command       any
	CommandIndex  int
	SnapshotValid bool
	Snapshot      []byte
	SnapshotTerm  int
	SnapshotIndex int
}

// Entry is one entry of the log.
type Entry struct {
	Term    int
	Command any
}

const (
	follower = iota
	candidate
	leader
)

// Raft is one server. log[0] stands for the entry at lastIncludedIndex.
type Raft struct {
	mu        sync.Mutex
	peers     []*rpc.ClientEnd
	persister *persist.Persister
	me        int
	dead      int32
	applyCh   chan ApplyMsg
	applyCond *sync.Cond

	currentTerm       int
	votedFor          int
	log               []Entry
	lastIncludedIndex int
	snapshot          []byte
	pending           bool // the snapshot is to be applied

	commitIndex, lastApplied int
	nextIndex, matchIndex    []int
	role                     int
	deadline                 time.Time
}

// Make makes a server.
func Make(peers []*rpc.ClientEnd, me int, persister *persist.Persister, applyCh chan ApplyMsg) *Raft {
	rf := &Raft{peers: peers, me: me, persister: persister, applyCh: applyCh, votedFor: -1, log: []Entry{{}}}
	rf.applyCond = sync.NewCond(&rf.mu)
	rf.readPersist(persister.ReadRaftState(), persister.ReadSnapshot())
	rf.resetTimer()
	go rf.ticker()
	go rf.applier()
	return rf
}

// GetState is the term, and whether this server leads.
func (rf *Raft) GetState() (int, bool) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	return rf.currentTerm, rf.role == leader
}

func (rf *Raft) persist() {
	var b bytes.Buffer
	e := codec.NewEncoder(&b)
	_ = e.Encode(rf.currentTerm)
	_ = e.Encode(rf.votedFor)
	_ = e.Encode(rf.log)
	_ = e.Encode(rf.lastIncludedIndex)
	rf.persister.Save(b.Bytes(), rf.snapshot)
}

func (rf *Raft) readPersist(state, snapshot []byte) {
	if len(state) == 0 {
		return
	}
	d := codec.NewDecoder(bytes.NewReader(state))
	for _, to := range []any{&rf.currentTerm, &rf.votedFor, &rf.log, &rf.lastIncludedIndex} {
		if err := d.Decode(to); err != nil {
			panic(err)
		}
	}
	rf.snapshot = snapshot
	rf.commitIndex, rf.lastApplied = rf.lastIncludedIndex, rf.lastIncludedIndex
}

func (rf *Raft) lastIndex() int       { return rf.lastIncludedIndex + len(rf.log) - 1 }
func (rf *Raft) termAt(index int) int { return rf.log[index-rf.lastIncludedIndex].Term }
func (rf *Raft) from(index int) []Entry {
	return append([]Entry{}, rf.log[index-rf.lastIncludedIndex:]...)
}

func (rf *Raft) resetTimer() {
	rf.deadline = time.Now().Add(time.Duration(300+rand.Intn(300)) * time.Millisecond)
}

// Start begins agreement on a command.
func (rf *Raft) Start(command any) (int, int, bool) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if rf.role != leader {
		return -1, rf.currentTerm, false
	}
	rf.log = append(rf.log, Entry{rf.currentTerm, command})
	rf.persist()
	rf.broadcast()
	return rf.lastIndex(), rf.currentTerm, true
}

// Snapshot takes a snapshot from the service.
func (rf *Raft) Snapshot(index int, snapshot []byte) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if index <= rf.lastIncludedIndex || index > rf.lastApplied {
		return
	}
	rf.log = rf.from(index)
	rf.log[0].Command = nil
	rf.lastIncludedIndex, rf.snapshot = index, snapshot
	rf.persist()
}

// Kill ends the goroutines.
func (rf *Raft) Kill()        { atomic.StoreInt32(&rf.dead, 1) }
func (rf *Raft) killed() bool { return atomic.LoadInt32(&rf.dead) == 1 }

func (rf *Raft) ticker() {
	for !rf.killed() {
		rf.mu.Lock()
		switch {
		case rf.role == leader:
			rf.broadcast()
		case time.Now().After(rf.deadline):
			rf.campaign()
		}
		wait := 20 * time.Millisecond
		if rf.role == leader {
			wait = 80 * time.Millisecond
		}
		rf.mu.Unlock()
		time.Sleep(wait)
	}
}

func (rf *Raft) applier() {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	for !rf.killed() {
		var m ApplyMsg
		switch {
		case rf.pending:
			rf.pending = false
			m = ApplyMsg{SnapshotValid: true, Snapshot: rf.snapshot, SnapshotIndex: rf.lastIncludedIndex,
				SnapshotTerm: rf.log[0].Term}
			rf.lastApplied = rf.lastIncludedIndex
		case rf.lastApplied < rf.commitIndex:
			rf.lastApplied++
			m = ApplyMsg{CommandValid: true, Command: rf.log[rf.lastApplied-rf.lastIncludedIndex].Command,
				CommandIndex: rf.lastApplied}
		default:
			rf.applyCond.Wait()
			continue
		}
		rf.mu.Unlock()
		rf.applyCh <- m
		rf.mu.Lock()
	}
}

func (rf *Raft) stepDown(term int) {
	if term > rf.currentTerm {
		rf.currentTerm, rf.votedFor = term, -1
		rf.persist()
	}
	rf.role = follower
}
