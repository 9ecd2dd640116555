package raft

// A server under one lock: a ticker that sleeps, and a goroutine for each message.

import (
	"bytes"
	"math/rand"
	"sync"
	"sync/atomic"
	"time"

	"6.5840/labgob"
	"6.5840/labrpc"
	"6.5840/raftapi"
	tester "6.5840/tester1"
)

type role int

const (
	follower role = iota
	candidate
	leader
)

const (
	heartbeat    = 100 * time.Millisecond
	electionBase = 400 * time.Millisecond
	electionMore = 400
)

type Entry struct {
	Term    int
	Command interface{}
}

type Raft struct {
	mu        sync.Mutex
	peers     []*labrpc.ClientEnd
	persister *tester.Persister
	me        int
	dead      int32
	applyCond *sync.Cond

	role        role
	currentTerm int
	votedFor    int
	// log[0] stands for what is in the snapshot: its term, at index base.
	log      []Entry
	base     int
	snapshot []byte

	commitIndex int
	lastApplied int
	nextIndex   []int
	matchIndex  []int
	deadline    time.Time
}

func (rf *Raft) GetState() (int, bool) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	return rf.currentTerm, rf.role == leader
}

func (rf *Raft) lastIndex() int       { return rf.base + len(rf.log) - 1 }
func (rf *Raft) lastTerm() int        { return rf.log[len(rf.log)-1].Term }
func (rf *Raft) termAt(index int) int { return rf.log[index-rf.base].Term }

func (rf *Raft) persist() {
	w := new(bytes.Buffer)
	e := labgob.NewEncoder(w)
	e.Encode(rf.currentTerm)
	e.Encode(rf.votedFor)
	e.Encode(rf.base)
	e.Encode(rf.log)
	rf.persister.Save(w.Bytes(), rf.snapshot)
}

func (rf *Raft) readPersist(data []byte) {
	if len(data) == 0 {
		return
	}
	d := labgob.NewDecoder(bytes.NewBuffer(data))
	var term, voted, base int
	var log []Entry
	if d.Decode(&term) != nil || d.Decode(&voted) != nil || d.Decode(&base) != nil || d.Decode(&log) != nil {
		panic("the saved state cannot be read")
	}
	rf.currentTerm, rf.votedFor, rf.base, rf.log = term, voted, base, log
	rf.commitIndex, rf.lastApplied = base, base
}

func (rf *Raft) PersistBytes() int { return rf.persister.RaftStateSize() }

func (rf *Raft) Snapshot(index int, snapshot []byte) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if index <= rf.base || index > rf.lastApplied {
		return
	}
	rest := append([]Entry{{Term: rf.termAt(index)}}, rf.log[index-rf.base+1:]...)
	rf.log, rf.base, rf.snapshot = rest, index, snapshot
	rf.persist()
}

func (rf *Raft) resetDeadline() {
	rf.deadline = time.Now().Add(electionBase + time.Duration(rand.Intn(electionMore))*time.Millisecond)
}

func (rf *Raft) becomeFollower(term int) {
	if term > rf.currentTerm {
		rf.currentTerm, rf.votedFor = term, -1
		rf.persist()
	}
	rf.role = follower
}

type RequestVoteArgs struct {
	Term, CandidateId, LastLogIndex, LastLogTerm int
}

type RequestVoteReply struct {
	Term        int
	VoteGranted bool
}

func (rf *Raft) RequestVote(args *RequestVoteArgs, reply *RequestVoteReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if args.Term > rf.currentTerm {
		rf.becomeFollower(args.Term)
	}
	reply.Term = rf.currentTerm
	if args.Term < rf.currentTerm || rf.votedFor != -1 && rf.votedFor != args.CandidateId {
		return
	}
	if args.LastLogTerm < rf.lastTerm() || args.LastLogTerm == rf.lastTerm() && args.LastLogIndex < rf.lastIndex() {
		return
	}
	rf.votedFor = args.CandidateId
	rf.persist()
	rf.resetDeadline()
	reply.VoteGranted = true
}

type AppendEntriesArgs struct {
	Term, LeaderId, PrevLogIndex, PrevLogTerm, LeaderCommit int
	Entries                                                 []Entry
}

type AppendEntriesReply struct {
	Term    int
	Success bool
	// Next is where the leader should continue after a failure.
	Next int
}

func (rf *Raft) AppendEntries(args *AppendEntriesArgs, reply *AppendEntriesReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	reply.Term = rf.currentTerm
	if args.Term < rf.currentTerm {
		return
	}
	rf.becomeFollower(args.Term)
	rf.resetDeadline()
	reply.Term = rf.currentTerm
	if args.PrevLogIndex > rf.lastIndex() {
		reply.Next = rf.lastIndex() + 1
		return
	}
	if args.PrevLogIndex < rf.base {
		reply.Next = rf.base + 1
		return
	}
	if conflict := rf.termAt(args.PrevLogIndex); conflict != args.PrevLogTerm {
		next := args.PrevLogIndex
		for next > rf.base+1 && rf.termAt(next-1) == conflict {
			next--
		}
		reply.Next = next
		return
	}
	for i, entry := range args.Entries {
		index := args.PrevLogIndex + 1 + i
		if index <= rf.lastIndex() && rf.termAt(index) == entry.Term {
			continue
		}
		rf.log = append(rf.log[:index-rf.base:index-rf.base], args.Entries[i:]...)
		rf.persist()
		break
	}
	if last := args.PrevLogIndex + len(args.Entries); min(args.LeaderCommit, last) > rf.commitIndex {
		rf.commitIndex = min(args.LeaderCommit, last)
		rf.applyCond.Signal()
	}
	reply.Success = true
}

type InstallSnapshotArgs struct {
	Term, LeaderId, LastIncludedIndex, LastIncludedTerm int
	Data                                                []byte
}

type InstallSnapshotReply struct {
	Term int
}

func (rf *Raft) InstallSnapshot(args *InstallSnapshotArgs, reply *InstallSnapshotReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	reply.Term = rf.currentTerm
	if args.Term < rf.currentTerm {
		return
	}
	rf.becomeFollower(args.Term)
	rf.resetDeadline()
	reply.Term = rf.currentTerm
	if args.LastIncludedIndex <= rf.commitIndex {
		return
	}
	if args.LastIncludedIndex < rf.lastIndex() && rf.termAt(args.LastIncludedIndex) == args.LastIncludedTerm {
		rf.log = append([]Entry{}, rf.log[args.LastIncludedIndex-rf.base:]...)
	} else {
		rf.log = []Entry{{Term: args.LastIncludedTerm}}
	}
	rf.base, rf.snapshot = args.LastIncludedIndex, args.Data
	rf.commitIndex = args.LastIncludedIndex
	rf.persist()
	rf.applyCond.Signal()
}

func (rf *Raft) Start(command interface{}) (int, int, bool) {
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

func (rf *Raft) Kill()        { atomic.StoreInt32(&rf.dead, 1) }
func (rf *Raft) killed() bool { return atomic.LoadInt32(&rf.dead) == 1 }

func (rf *Raft) campaign() {
	rf.role = candidate
	rf.currentTerm++
	rf.votedFor = rf.me
	rf.persist()
	rf.resetDeadline()
	args := RequestVoteArgs{rf.currentTerm, rf.me, rf.lastIndex(), rf.lastTerm()}
	votes := 1
	for peer := range rf.peers {
		if peer == rf.me {
			continue
		}
		go func() {
			var reply RequestVoteReply
			if !rf.peers[peer].Call("Raft.RequestVote", &args, &reply) {
				return
			}
			rf.mu.Lock()
			defer rf.mu.Unlock()
			if reply.Term > rf.currentTerm {
				rf.becomeFollower(reply.Term)
			}
			if !reply.VoteGranted || rf.role != candidate || rf.currentTerm != args.Term {
				return
			}
			if votes++; votes > len(rf.peers)/2 {
				rf.lead()
			}
		}()
	}
}

func (rf *Raft) lead() {
	rf.role = leader
	for peer := range rf.peers {
		rf.nextIndex[peer] = rf.lastIndex() + 1
		rf.matchIndex[peer] = 0
	}
	rf.broadcast()
}

func (rf *Raft) broadcast() {
	for peer := range rf.peers {
		if peer != rf.me {
			rf.send(peer)
		}
	}
}

func (rf *Raft) send(peer int) {
	prev := rf.nextIndex[peer] - 1
	if prev < rf.base {
		args := InstallSnapshotArgs{rf.currentTerm, rf.me, rf.base, rf.log[0].Term, rf.snapshot}
		go rf.sendSnapshot(peer, args)
		return
	}
	args := AppendEntriesArgs{
		Term: rf.currentTerm, LeaderId: rf.me, PrevLogIndex: prev, PrevLogTerm: rf.termAt(prev),
		LeaderCommit: rf.commitIndex, Entries: append([]Entry{}, rf.log[prev+1-rf.base:]...),
	}
	go rf.sendEntries(peer, args)
}

func (rf *Raft) sendSnapshot(peer int, args InstallSnapshotArgs) {
	var reply InstallSnapshotReply
	if !rf.peers[peer].Call("Raft.InstallSnapshot", &args, &reply) {
		return
	}
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if reply.Term > rf.currentTerm {
		rf.becomeFollower(reply.Term)
		return
	}
	if rf.role != leader || rf.currentTerm != args.Term {
		return
	}
	rf.matchIndex[peer] = max(rf.matchIndex[peer], args.LastIncludedIndex)
	rf.nextIndex[peer] = max(rf.nextIndex[peer], args.LastIncludedIndex+1)
}

func (rf *Raft) sendEntries(peer int, args AppendEntriesArgs) {
	var reply AppendEntriesReply
	if !rf.peers[peer].Call("Raft.AppendEntries", &args, &reply) {
		return
	}
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if reply.Term > rf.currentTerm {
		rf.becomeFollower(reply.Term)
		return
	}
	if rf.role != leader || rf.currentTerm != args.Term {
		return
	}
	if reply.Success {
		match := args.PrevLogIndex + len(args.Entries)
		rf.matchIndex[peer] = max(rf.matchIndex[peer], match)
		rf.nextIndex[peer] = max(rf.nextIndex[peer], match+1)
		rf.advance()
		return
	}
	if args.PrevLogIndex == rf.nextIndex[peer]-1 && reply.Next > rf.matchIndex[peer] {
		rf.nextIndex[peer] = max(1, reply.Next)
		rf.send(peer)
	}
}

func (rf *Raft) advance() {
	for index := rf.lastIndex(); index > rf.commitIndex && rf.termAt(index) == rf.currentTerm; index-- {
		count := 1
		for peer := range rf.peers {
			if peer != rf.me && rf.matchIndex[peer] >= index {
				count++
			}
		}
		if count > len(rf.peers)/2 {
			rf.commitIndex = index
			rf.applyCond.Signal()
			return
		}
	}
}

func (rf *Raft) applier(applyCh chan raftapi.ApplyMsg) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	for !rf.killed() {
		if rf.lastApplied >= rf.commitIndex {
			rf.applyCond.Wait()
			continue
		}
		var msg raftapi.ApplyMsg
		if rf.lastApplied < rf.base {
			rf.lastApplied = rf.base
			msg = raftapi.ApplyMsg{
				SnapshotValid: true, Snapshot: rf.snapshot, SnapshotTerm: rf.log[0].Term, SnapshotIndex: rf.base,
			}
		} else {
			rf.lastApplied++
			msg = raftapi.ApplyMsg{
				CommandValid: true, Command: rf.log[rf.lastApplied-rf.base].Command, CommandIndex: rf.lastApplied,
			}
		}
		rf.mu.Unlock()
		applyCh <- msg
		rf.mu.Lock()
	}
}

func (rf *Raft) ticker() {
	next := time.Now()
	for !rf.killed() {
		rf.mu.Lock()
		now := time.Now()
		if rf.role == leader && !now.Before(next) {
			rf.broadcast()
			next = now.Add(heartbeat)
		} else if rf.role != leader && now.After(rf.deadline) {
			rf.campaign()
		}
		rf.mu.Unlock()
		time.Sleep(20 * time.Millisecond)
	}
}

func Make(peers []*labrpc.ClientEnd, me int, persister *tester.Persister, applyCh chan raftapi.ApplyMsg) raftapi.Raft {
	rf := &Raft{
		peers: peers, persister: persister, me: me, votedFor: -1, log: make([]Entry, 1),
		nextIndex: make([]int, len(peers)), matchIndex: make([]int, len(peers)),
	}
	rf.applyCond = sync.NewCond(&rf.mu)
	rf.snapshot = persister.ReadSnapshot()
	rf.readPersist(persister.ReadRaftState())
	rf.resetDeadline()
	go rf.ticker()
	go rf.applier(applyCh)
	return rf
}
