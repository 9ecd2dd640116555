package raft

// A server in several files, with a package of its own for the log. It sends on without waiting for answers, and saves
// at the end of a handler if something changed.

import (
	"bytes"
	"iter"
	"math/rand/v2"
	"sync"
	"time"

	"6.5840/labgob"
	"6.5840/labrpc"
	"6.5840/raftapi"
	"6.5840/raftlog"
	tester "6.5840/tester1"
)

const (
	follower = iota
	candidate
	leader

	none = -1
)

const heartbeatInterval = 110 * time.Millisecond

func electionTimeout() time.Duration { return time.Duration(350+rand.IntN(350)) * time.Millisecond }

type Raft struct {
	mu        sync.Mutex
	applied   *sync.Cond
	peers     []*labrpc.ClientEnd
	persister *tester.Persister
	me        int
	stopped   bool
	stop      chan struct{}

	role        int
	currentTerm int
	votedFor    int
	log         raftlog.Log
	snapshot    []byte
	dirty       bool

	commitIndex, lastApplied int
	nextIndex, matchIndex    []int
	electionTimer            *time.Timer
}

// others goes through the other servers.
func (rf *Raft) others(yield func(int) bool) {
	for server := range rf.peers {
		if server != rf.me && !yield(server) {
			return
		}
	}
}

var _ iter.Seq[int] = (*Raft)(nil).others

func (rf *Raft) toFollower(term int) {
	rf.role, rf.currentTerm, rf.votedFor, rf.dirty = follower, term, none, true
}

func (rf *Raft) saveIfDirty() {
	if !rf.dirty {
		return
	}
	rf.dirty = false
	var w bytes.Buffer
	e := labgob.NewEncoder(&w)
	e.Encode(rf.currentTerm)
	e.Encode(rf.votedFor)
	e.Encode(rf.log)
	rf.persister.Save(w.Bytes(), rf.snapshot)
}

func (rf *Raft) restore() {
	rf.snapshot = rf.persister.ReadSnapshot()
	state := rf.persister.ReadRaftState()
	if len(state) == 0 {
		return
	}
	d := labgob.NewDecoder(bytes.NewReader(state))
	var term, vote int
	var log raftlog.Log
	if d.Decode(&term) != nil || d.Decode(&vote) != nil || d.Decode(&log) != nil {
		panic("restore: the state is damaged")
	}
	rf.currentTerm, rf.votedFor, rf.log = term, vote, log
	rf.commitIndex, rf.lastApplied = log.First, log.First
}

func (rf *Raft) GetState() (int, bool) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	return rf.currentTerm, rf.role == leader
}

func (rf *Raft) PersistBytes() int { return rf.persister.RaftStateSize() }

func (rf *Raft) Start(command any) (int, int, bool) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if rf.role != leader || rf.stopped {
		return none, rf.currentTerm, false
	}
	rf.log.Append(raftlog.Entry{Term: rf.currentTerm, Command: command})
	rf.dirty = true
	rf.saveIfDirty()
	rf.replicateAll()
	return rf.log.Last(), rf.currentTerm, true
}

func (rf *Raft) Snapshot(index int, snapshot []byte) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if index <= rf.log.First || index > rf.lastApplied {
		return
	}
	term, _ := rf.log.Term(index)
	rf.log.Forget(index, term)
	rf.snapshot, rf.dirty = snapshot, true
	rf.saveIfDirty()
}

func (rf *Raft) Kill() {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	rf.stopped = true
	rf.electionTimer.Stop()
	rf.applied.Broadcast()
	close(rf.stop)
}

func (rf *Raft) run() {
	heartbeat := time.NewTicker(heartbeatInterval)
	defer heartbeat.Stop()
	for {
		select {
		case <-rf.stop:
			return
		case <-rf.electionTimer.C:
			rf.campaign()
		case <-heartbeat.C:
			rf.mu.Lock()
			if rf.role == leader {
				rf.replicateAll()
			}
			rf.mu.Unlock()
		}
	}
}

func Make(peers []*labrpc.ClientEnd, me int, persister *tester.Persister, applyCh chan raftapi.ApplyMsg) raftapi.Raft {
	rf := &Raft{
		peers: peers, persister: persister, me: me, votedFor: none, stop: make(chan struct{}),
		nextIndex: make([]int, len(peers)), matchIndex: make([]int, len(peers)),
		electionTimer: time.NewTimer(electionTimeout()),
	}
	rf.applied = sync.NewCond(&rf.mu)
	rf.restore()
	go rf.run()
	go rf.apply(applyCh)
	return rf
}
