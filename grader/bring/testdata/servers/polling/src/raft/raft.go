package raft

// A server in which every goroutine looks again after a short sleep: no channel and no condition wakes it.

import (
	"bytes"
	"math/rand"
	"sync"
	"sync/atomic"
	"time"

	"6.5840/labgob"
	"6.5840/labrpc"
)

type ApplyMsg struct {
	CommandValid bool
	Command      any
	CommandIndex int

	SnapshotValid bool
	Snapshot      []byte
	SnapshotTerm  int
	SnapshotIndex int
}

type Log struct {
	Term    int
	Command any
}

type Raft struct {
	mu        sync.Mutex
	peers     []*labrpc.ClientEnd
	persister *Persister
	me        int
	dead      atomic.Bool

	currentTerm       int
	votedFor          int
	logs              []Log
	lastIncludedIndex int
	lastIncludedTerm  int
	snapshot          []byte

	isLeader    bool
	votes       map[int]bool
	commitIndex int
	lastApplied int
	nextIndex   []int
	matchIndex  []int
	sentAt      []time.Time
	lastTime    time.Time
	pending     bool // a snapshot has to be applied
}

const nap = 10 * time.Millisecond

func (rf *Raft) GetState() (int, bool) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	return rf.currentTerm, rf.isLeader
}

func (rf *Raft) size() int { return rf.lastIncludedIndex + len(rf.logs) }

func (rf *Raft) termOf(i int) int {
	if i == rf.lastIncludedIndex {
		return rf.lastIncludedTerm
	}
	return rf.logs[i-rf.lastIncludedIndex-1].Term
}

func (rf *Raft) persist() {
	w := new(bytes.Buffer)
	e := labgob.NewEncoder(w)
	e.Encode(rf.currentTerm)
	e.Encode(rf.votedFor)
	e.Encode(rf.logs)
	e.Encode(rf.lastIncludedIndex)
	e.Encode(rf.lastIncludedTerm)
	rf.persister.Save(w.Bytes(), rf.snapshot)
}

func (rf *Raft) readPersist(data, snapshot []byte) {
	if len(data) < 1 {
		return
	}
	d := labgob.NewDecoder(bytes.NewBuffer(data))
	var term, vote, index, indexTerm int
	var logs []Log
	for _, v := range []any{&term, &vote, &logs, &index, &indexTerm} {
		if err := d.Decode(v); err != nil {
			panic(err)
		}
	}
	rf.currentTerm, rf.votedFor, rf.logs = term, vote, logs
	rf.lastIncludedIndex, rf.lastIncludedTerm, rf.snapshot = index, indexTerm, snapshot
	rf.commitIndex, rf.lastApplied = index, index
}

func (rf *Raft) Snapshot(index int, snapshot []byte) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if index <= rf.lastIncludedIndex || index > rf.commitIndex {
		return
	}
	rf.lastIncludedTerm = rf.termOf(index)
	rf.logs = append([]Log{}, rf.logs[index-rf.lastIncludedIndex:]...)
	rf.lastIncludedIndex = index
	rf.snapshot = snapshot
	rf.persist()
}

func (rf *Raft) stepDown(term int) {
	rf.currentTerm = term
	rf.votedFor = -1
	rf.isLeader = false
	rf.votes = nil
	rf.persist()
}

type VoteArgs struct{ Term, Candidate, LastIndex, LastTerm int }
type VoteReply struct {
	Term int
	Yes  bool
}

func (rf *Raft) HandleVote(args *VoteArgs, reply *VoteReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if args.Term > rf.currentTerm {
		rf.stepDown(args.Term)
	}
	reply.Term = rf.currentTerm
	if args.Term < rf.currentTerm {
		debug(dDrop, "S%d refuses the old term %d", rf.me, args.Term)
		return
	}
	if rf.votedFor >= 0 && rf.votedFor != args.Candidate {
		return
	}
	myTerm := rf.termOf(rf.size())
	if args.LastTerm > myTerm || args.LastTerm == myTerm && args.LastIndex >= rf.size() {
		rf.votedFor = args.Candidate
		rf.persist()
		rf.lastTime = time.Now()
		reply.Yes = true
		debug(dVote, "S%d votes for S%d at T%d", rf.me, args.Candidate, args.Term)
	}
}

type AppendArgs struct {
	Term, Leader, PrevIndex, PrevTerm, Commit int
	Logs                                      []Log
}

type AppendReply struct {
	Term int
	Yes  bool
	Len  int
}

func (rf *Raft) HandleAppend(args *AppendArgs, reply *AppendReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if args.Term > rf.currentTerm {
		rf.stepDown(args.Term)
	}
	reply.Term = rf.currentTerm
	if args.Term < rf.currentTerm {
		return
	}
	rf.votes = nil
	rf.lastTime = time.Now()
	reply.Len = rf.size()
	if args.PrevIndex > rf.size() {
		return
	}
	if args.PrevIndex < rf.lastIncludedIndex {
		reply.Len = rf.lastIncludedIndex
		return
	}
	if rf.termOf(args.PrevIndex) != args.PrevTerm {
		reply.Len = max(rf.commitIndex, args.PrevIndex-8, rf.lastIncludedIndex)
		return
	}
	for i, l := range args.Logs {
		index := args.PrevIndex + i + 1
		if index > rf.size() || rf.termOf(index) != l.Term {
			rf.logs = append(rf.logs[:index-rf.lastIncludedIndex-1], args.Logs[i:]...)
			rf.persist()
			break
		}
	}
	debug(dLog, "S%d has %d entries", rf.me, rf.size())
	rf.commitIndex = max(rf.commitIndex, min(args.Commit, args.PrevIndex+len(args.Logs)))
	reply.Yes = true
}

type SnapshotArgs struct {
	Term, Leader, Index, IndexTerm int
	Data                           []byte
}

func (rf *Raft) HandleSnapshot(args *SnapshotArgs, reply *VoteReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if args.Term > rf.currentTerm {
		rf.stepDown(args.Term)
	}
	reply.Term = rf.currentTerm
	if args.Term < rf.currentTerm {
		return
	}
	rf.votes = nil
	rf.lastTime = time.Now()
	reply.Yes = true
	if args.Index <= rf.commitIndex {
		return
	}
	if args.Index < rf.size() && rf.termOf(args.Index) == args.IndexTerm {
		rf.logs = append([]Log{}, rf.logs[args.Index-rf.lastIncludedIndex:]...)
	} else {
		rf.logs = nil
	}
	rf.lastIncludedIndex, rf.lastIncludedTerm, rf.snapshot = args.Index, args.IndexTerm, args.Data
	rf.commitIndex = args.Index
	rf.pending = true
	rf.persist()
}

func (rf *Raft) Start(command any) (int, int, bool) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if !rf.isLeader {
		return -1, -1, false
	}
	rf.logs = append(rf.logs, Log{rf.currentTerm, command})
	rf.persist()
	return rf.size(), rf.currentTerm, true
}

func (rf *Raft) Kill() { rf.dead.Store(true) }

func (rf *Raft) requestVote(peer int, args *VoteArgs) {
	reply := &VoteReply{}
	if !rf.peers[peer].Call("Raft.HandleVote", args, reply) {
		return
	}
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if reply.Term > rf.currentTerm {
		rf.stepDown(reply.Term)
		return
	}
	if rf.votes == nil || rf.isLeader || args.Term != rf.currentTerm || !reply.Yes {
		return
	}
	rf.votes[peer] = true
	if len(rf.votes)*2 > len(rf.peers) {
		rf.isLeader = true
		for i := range rf.peers {
			rf.nextIndex[i] = rf.size() + 1
			rf.matchIndex[i] = 0
			rf.sentAt[i] = time.Time{}
		}
	}
}

// electionLoop sleeps a random time, and stands if it heard nothing in between.
func (rf *Raft) electionLoop() {
	for !rf.dead.Load() {
		wait := time.Duration(300+rand.Intn(300)) * time.Millisecond
		begun := time.Now()
		time.Sleep(wait)
		rf.mu.Lock()
		if !rf.isLeader && rf.lastTime.Before(begun) {
			rf.currentTerm++
			rf.votedFor = rf.me
			rf.votes = map[int]bool{rf.me: true}
			rf.persist()
			args := &VoteArgs{rf.currentTerm, rf.me, rf.size(), rf.termOf(rf.size())}
			for peer := range rf.peers {
				if peer != rf.me {
					go rf.requestVote(peer, args)
				}
			}
		}
		rf.mu.Unlock()
	}
}

// replicationLoop looks for each peer whether it lacks something, or has not been written to for long.
func (rf *Raft) replicationLoop() {
	for !rf.dead.Load() {
		time.Sleep(nap)
		rf.mu.Lock()
		for peer := range rf.peers {
			if !rf.isLeader || peer == rf.me {
				continue
			}
			since := time.Since(rf.sentAt[peer])
			if since > 100*time.Millisecond || since > 3*nap && rf.matchIndex[peer] < rf.size() {
				rf.sentAt[peer] = time.Now()
				rf.replicate(peer)
			}
		}
		rf.mu.Unlock()
	}
}

func (rf *Raft) replicate(peer int) {
	prev := rf.nextIndex[peer] - 1
	if prev < rf.lastIncludedIndex {
		args := &SnapshotArgs{rf.currentTerm, rf.me, rf.lastIncludedIndex, rf.lastIncludedTerm, rf.snapshot}
		go func() {
			reply := &VoteReply{}
			if rf.peers[peer].Call("Raft.HandleSnapshot", args, reply) {
				rf.answered(peer, args.Term, reply.Term, reply.Yes, args.Index, 0)
			}
		}()
		return
	}
	args := &AppendArgs{
		rf.currentTerm, rf.me, prev, rf.termOf(prev), rf.commitIndex,
		append([]Log{}, rf.logs[prev-rf.lastIncludedIndex:]...),
	}
	go func() {
		reply := &AppendReply{}
		if rf.peers[peer].Call("Raft.HandleAppend", args, reply) {
			rf.answered(peer, args.Term, reply.Term, reply.Yes, prev+len(args.Logs), min(reply.Len, prev-1))
		}
	}()
}

func (rf *Raft) answered(peer, term, newTerm int, yes bool, match, back int) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if newTerm > rf.currentTerm {
		rf.stepDown(newTerm)
		return
	}
	if !rf.isLeader || rf.currentTerm != term {
		return
	}
	if !yes {
		rf.nextIndex[peer] = max(rf.matchIndex[peer], back) + 1
		return
	}
	rf.matchIndex[peer] = max(rf.matchIndex[peer], match)
	rf.nextIndex[peer] = rf.matchIndex[peer] + 1
}

// commitLoop looks whether a majority has something.
func (rf *Raft) commitLoop() {
	for !rf.dead.Load() {
		time.Sleep(nap)
		rf.mu.Lock()
		for n := rf.size(); rf.isLeader && n > rf.commitIndex && rf.termOf(n) == rf.currentTerm; n-- {
			count := 1
			for i := range rf.peers {
				if i != rf.me && rf.matchIndex[i] >= n {
					count++
				}
			}
			if count*2 > len(rf.peers) {
				rf.commitIndex = n
			}
		}
		rf.mu.Unlock()
	}
}

func (rf *Raft) applyLoop(applyCh chan ApplyMsg) {
	for !rf.dead.Load() {
		time.Sleep(nap)
		var msgs []ApplyMsg
		rf.mu.Lock()
		if rf.pending {
			rf.pending = false
			rf.lastApplied = rf.lastIncludedIndex
			msgs = append(msgs, ApplyMsg{
				SnapshotValid: true, Snapshot: rf.snapshot,
				SnapshotTerm: rf.lastIncludedTerm, SnapshotIndex: rf.lastIncludedIndex,
			})
		}
		for rf.lastApplied < rf.commitIndex {
			rf.lastApplied++
			command := rf.logs[rf.lastApplied-rf.lastIncludedIndex-1].Command
			msgs = append(msgs, ApplyMsg{CommandValid: true, Command: command, CommandIndex: rf.lastApplied})
		}
		rf.mu.Unlock()
		for _, msg := range msgs {
			applyCh <- msg
		}
	}
}

func Make(peers []*labrpc.ClientEnd, me int, persister *Persister, applyCh chan ApplyMsg) *Raft {
	rf := &Raft{peers: peers, persister: persister, me: me, votedFor: -1}
	rf.nextIndex = make([]int, len(peers))
	rf.matchIndex = make([]int, len(peers))
	rf.sentAt = make([]time.Time, len(peers))
	rf.lastTime = time.Now()
	rf.readPersist(persister.ReadRaftState(), persister.ReadSnapshot())
	go rf.electionLoop()
	go rf.replicationLoop()
	go rf.commitLoop()
	go rf.applyLoop(applyCh)
	return rf
}
