package raft

// The shape of 2021: Persister and ApplyMsg in the package, and CondInstallSnapshot. Tickers drive it.

import (
	"bytes"
	"math/rand"
	"sync"
	"sync/atomic"
	"time"

	"6.824/labgob"
	"6.824/labrpc"
)

type ApplyMsg struct {
	CommandValid bool
	Command      interface{}
	CommandIndex int

	SnapshotValid bool
	Snapshot      []byte
	SnapshotTerm  int
	SnapshotIndex int
}

type State string

const (
	Follower  State = "follower"
	Candidate State = "candidate"
	Leader    State = "leader"
)

type LogEntry struct {
	Index   int
	Term    int
	Command interface{}
}

type Raft struct {
	mu        sync.Mutex
	peers     []*labrpc.ClientEnd
	persister *Persister
	me        int
	dead      int32

	state       State
	currentTerm int
	votedFor    int
	log         []LogEntry // the first one is the last of the snapshot

	commitIndex int
	lastApplied int
	nextIndex   []int
	matchIndex  []int

	votes     int
	lastHeard time.Time
	timeout   time.Duration
	applyCh   chan ApplyMsg
	applyCond *sync.Cond
	offered   *ApplyMsg // a snapshot that the service has not answered yet
}

func (rf *Raft) GetState() (int, bool) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	return rf.currentTerm, rf.state == Leader
}

func (rf *Raft) encode() []byte {
	w := new(bytes.Buffer)
	e := labgob.NewEncoder(w)
	e.Encode(rf.currentTerm)
	e.Encode(rf.votedFor)
	e.Encode(rf.log)
	return w.Bytes()
}

func (rf *Raft) persist() { rf.persister.SaveRaftState(rf.encode()) }

func (rf *Raft) readPersist(data []byte) {
	if data == nil || len(data) < 1 {
		return
	}
	d := labgob.NewDecoder(bytes.NewBuffer(data))
	var currentTerm, votedFor int
	var log []LogEntry
	if d.Decode(&currentTerm) != nil || d.Decode(&votedFor) != nil || d.Decode(&log) != nil {
		panic("readPersist")
	}
	rf.currentTerm = currentTerm
	rf.votedFor = votedFor
	rf.log = log
	rf.lastApplied = rf.first().Index
	rf.commitIndex = rf.first().Index
}

func (rf *Raft) first() LogEntry       { return rf.log[0] }
func (rf *Raft) last() LogEntry        { return rf.log[len(rf.log)-1] }
func (rf *Raft) at(index int) LogEntry { return rf.log[index-rf.first().Index] }

func (rf *Raft) from(index int) []LogEntry {
	return append([]LogEntry{}, rf.log[index-rf.first().Index:]...)
}

func (rf *Raft) refresh() {
	rf.lastHeard = time.Now()
	rf.timeout = time.Duration(300+rand.Intn(300)) * time.Millisecond
}

func (rf *Raft) stepDown(term int) {
	rf.state = Follower
	if term > rf.currentTerm {
		rf.currentTerm = term
		rf.votedFor = -1
		rf.persist()
	}
}

type RequestVoteArgs struct {
	Term         int
	CandidateId  int
	LastLogIndex int
	LastLogTerm  int
}

type RequestVoteReply struct {
	Term        int
	VoteGranted bool
}

func (rf *Raft) RequestVote(args *RequestVoteArgs, reply *RequestVoteReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if args.Term > rf.currentTerm {
		rf.stepDown(args.Term)
	}
	reply.Term = rf.currentTerm
	if args.Term < rf.currentTerm || (rf.votedFor != -1 && rf.votedFor != args.CandidateId) {
		return
	}
	last := rf.last()
	if args.LastLogTerm < last.Term || (args.LastLogTerm == last.Term && args.LastLogIndex < last.Index) {
		return
	}
	rf.votedFor = args.CandidateId
	rf.persist()
	rf.refresh()
	reply.VoteGranted = true
	DPrintf("%d votes for %d in term %d", rf.me, args.CandidateId, args.Term)
}

type AppendEntriesArgs struct {
	Term         int
	LeaderId     int
	PrevLogIndex int
	PrevLogTerm  int
	LeaderCommit int
	Entries      []LogEntry
}

type AppendEntriesReply struct {
	Term          int
	Success       bool
	ConflictIndex int
	ConflictTerm  int
}

func (rf *Raft) AppendEntries(args *AppendEntriesArgs, reply *AppendEntriesReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if args.Term < rf.currentTerm {
		reply.Term = rf.currentTerm
		return
	}
	rf.stepDown(args.Term)
	rf.refresh()
	reply.Term = rf.currentTerm
	if args.PrevLogIndex < rf.first().Index {
		reply.ConflictIndex = rf.first().Index + 1
		return
	}
	if args.PrevLogIndex > rf.last().Index {
		reply.ConflictIndex = rf.last().Index + 1
		return
	}
	if term := rf.at(args.PrevLogIndex).Term; term != args.PrevLogTerm {
		reply.ConflictTerm = term
		index := args.PrevLogIndex
		for index > rf.first().Index+1 && rf.at(index-1).Term == term {
			index--
		}
		reply.ConflictIndex = index
		return
	}
	for i, entry := range args.Entries {
		if entry.Index > rf.last().Index || rf.at(entry.Index).Term != entry.Term {
			rf.log = append(rf.log[:entry.Index-rf.first().Index], args.Entries[i:]...)
			rf.persist()
			break
		}
	}
	last := args.PrevLogIndex + len(args.Entries)
	if args.LeaderCommit < last {
		last = args.LeaderCommit
	}
	if last > rf.commitIndex {
		rf.commitIndex = last
		rf.applyCond.Signal()
	}
	reply.Success = true
}

func (rf *Raft) Start(command interface{}) (int, int, bool) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if rf.state != Leader {
		return -1, -1, false
	}
	index := rf.last().Index + 1
	rf.log = append(rf.log, LogEntry{index, rf.currentTerm, command})
	rf.persist()
	go rf.replicate()
	return index, rf.currentTerm, true
}

func (rf *Raft) Kill() {
	atomic.StoreInt32(&rf.dead, 1)
	rf.applyCond.Broadcast()
}

func (rf *Raft) killed() bool {
	return atomic.LoadInt32(&rf.dead) == 1
}

func (rf *Raft) elect() {
	rf.state = Candidate
	rf.currentTerm++
	rf.votedFor = rf.me
	rf.votes = 1
	rf.persist()
	rf.refresh()
	args := &RequestVoteArgs{rf.currentTerm, rf.me, rf.last().Index, rf.last().Term}
	for i := range rf.peers {
		if i != rf.me {
			go rf.askFor(i, args)
		}
	}
}

func (rf *Raft) askFor(server int, args *RequestVoteArgs) {
	reply := &RequestVoteReply{}
	if !rf.peers[server].Call("Raft.RequestVote", args, reply) {
		return
	}
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if reply.Term > rf.currentTerm {
		rf.stepDown(reply.Term)
		return
	}
	if rf.state != Candidate || rf.currentTerm != args.Term || !reply.VoteGranted {
		return
	}
	rf.votes++
	if rf.votes == len(rf.peers)/2+1 {
		rf.state = Leader
		for i := range rf.peers {
			rf.nextIndex[i] = rf.last().Index + 1
			rf.matchIndex[i] = 0
		}
		go rf.replicate()
	}
}

func (rf *Raft) replicate() {
	for i := range rf.peers {
		if i != rf.me {
			go rf.replicateTo(i)
		}
	}
}

func (rf *Raft) replicateTo(server int) {
	rf.mu.Lock()
	if rf.state != Leader {
		rf.mu.Unlock()
		return
	}
	prev := rf.nextIndex[server] - 1
	if prev < rf.first().Index {
		args := &InstallSnapshotArgs{
			rf.currentTerm, rf.me, rf.first().Index, rf.first().Term, rf.persister.ReadSnapshot(),
		}
		rf.mu.Unlock()
		rf.install(server, args)
		return
	}
	args := &AppendEntriesArgs{
		Term: rf.currentTerm, LeaderId: rf.me, PrevLogIndex: prev, PrevLogTerm: rf.at(prev).Term,
		LeaderCommit: rf.commitIndex, Entries: rf.from(prev + 1),
	}
	rf.mu.Unlock()
	reply := &AppendEntriesReply{}
	if !rf.peers[server].Call("Raft.AppendEntries", args, reply) {
		return
	}
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if reply.Term > rf.currentTerm {
		rf.stepDown(reply.Term)
		return
	}
	if rf.state != Leader || rf.currentTerm != args.Term {
		return
	}
	if reply.Success {
		match := args.PrevLogIndex + len(args.Entries)
		if match > rf.matchIndex[server] {
			rf.matchIndex[server] = match
			rf.nextIndex[server] = match + 1
			rf.advance()
		}
		return
	}
	if rf.nextIndex[server] == args.PrevLogIndex+1 {
		rf.nextIndex[server] = rf.retreat(args, reply)
		if rf.nextIndex[server] <= rf.matchIndex[server] {
			rf.nextIndex[server] = rf.matchIndex[server] + 1
		}
	}
}

// retreat is where to continue after a refusal.
func (rf *Raft) retreat(args *AppendEntriesArgs, reply *AppendEntriesReply) int {
	if reply.ConflictTerm > 0 {
		for i := args.PrevLogIndex; i > rf.first().Index; i-- {
			if rf.at(i).Term == reply.ConflictTerm {
				return i
			}
		}
	}
	if reply.ConflictIndex < 1 {
		return 1
	}
	return reply.ConflictIndex
}

func (rf *Raft) advance() {
	for n := rf.last().Index; n > rf.commitIndex && n > rf.first().Index; n-- {
		if rf.at(n).Term != rf.currentTerm {
			return
		}
		count := 1
		for i := range rf.peers {
			if i != rf.me && rf.matchIndex[i] >= n {
				count++
			}
		}
		if count > len(rf.peers)/2 {
			rf.commitIndex = n
			rf.applyCond.Signal()
			return
		}
	}
}

func (rf *Raft) heartbeats() {
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for range ticker.C {
		if rf.killed() {
			return
		}
		rf.replicate()
	}
}

func (rf *Raft) elections() {
	ticker := time.NewTicker(30 * time.Millisecond)
	defer ticker.Stop()
	for range ticker.C {
		if rf.killed() {
			return
		}
		rf.mu.Lock()
		if rf.state != Leader && time.Since(rf.lastHeard) > rf.timeout {
			rf.elect()
		}
		rf.mu.Unlock()
	}
}

// applier is the only one that sends. After a snapshot it waits until the service has decided.
func (rf *Raft) applier() {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	for !rf.killed() {
		var msg ApplyMsg
		if rf.offered != nil {
			msg = *rf.offered
		} else if rf.lastApplied < rf.commitIndex {
			rf.lastApplied++
			msg = ApplyMsg{CommandValid: true, Command: rf.at(rf.lastApplied).Command, CommandIndex: rf.lastApplied}
		} else {
			rf.applyCond.Wait()
			continue
		}
		rf.mu.Unlock()
		rf.applyCh <- msg
		rf.mu.Lock()
		for msg.SnapshotValid && rf.offered != nil && !rf.killed() {
			rf.applyCond.Wait()
		}
	}
}

func Make(peers []*labrpc.ClientEnd, me int, persister *Persister, applyCh chan ApplyMsg) *Raft {
	rf := &Raft{}
	rf.peers = peers
	rf.persister = persister
	rf.me = me
	rf.state = Follower
	rf.votedFor = -1
	rf.log = make([]LogEntry, 1)
	rf.nextIndex = make([]int, len(peers))
	rf.matchIndex = make([]int, len(peers))
	rf.applyCh = applyCh
	rf.applyCond = sync.NewCond(&rf.mu)
	rf.refresh()
	rf.readPersist(persister.ReadRaftState())
	go rf.heartbeats()
	go rf.elections()
	go rf.applier()
	return rf
}
