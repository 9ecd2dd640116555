package raft

// The shape of 2023, driven by time.AfterFunc: one timer for elections, and one for each peer that the leader feeds.

import (
	"bytes"
	"fmt"
	"math/rand"
	"sync"
	"time"

	"6.5840/labgob"
	"6.5840/labrpc"
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

type Raft struct {
	mu        sync.Mutex
	peers     []*labrpc.ClientEnd
	persister *Persister
	me        int
	killed    bool

	leading  bool
	term     int
	votedFor int
	log      Log
	snapshot []byte

	commitIndex int
	lastApplied int
	nextIndex   map[int]int
	matchIndex  map[int]int

	election *time.Timer
	feed     map[int]*time.Timer
	queue    []ApplyMsg
	more     *sync.Cond
}

const (
	pulse    = 90 * time.Millisecond
	shortest = 350 * time.Millisecond
)

func (rf *Raft) GetState() (int, bool) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	return rf.term, rf.leading
}

func (rf *Raft) persist() {
	buffer := new(bytes.Buffer)
	encoder := labgob.NewEncoder(buffer)
	err := encoder.Encode(rf.term)
	if err == nil {
		err = encoder.Encode(rf.votedFor)
	}
	if err == nil {
		err = encoder.Encode(rf.log)
	}
	if err != nil {
		panic(fmt.Sprint("persist: ", err))
	}
	rf.persister.Save(buffer.Bytes(), rf.snapshot)
}

func (rf *Raft) readPersist(data []byte) {
	if len(data) == 0 {
		return
	}
	decoder := labgob.NewDecoder(bytes.NewReader(data))
	var log Log
	if decoder.Decode(&rf.term) != nil || decoder.Decode(&rf.votedFor) != nil || decoder.Decode(&log) != nil {
		panic("the saved state is damaged")
	}
	rf.log = log
	rf.commitIndex, rf.lastApplied = log.Start, log.Start
}

func (rf *Raft) Snapshot(index int, snapshot []byte) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if index > rf.log.Start && index <= rf.lastApplied {
		rf.log.compact(index, rf.log.term(index))
		rf.snapshot = snapshot
		rf.persist()
	}
}

// rearm begins a new wait for the leader.
func (rf *Raft) rearm() {
	wait := shortest + time.Duration(rand.Int63())%shortest
	if rf.election == nil {
		rf.election = time.AfterFunc(wait, rf.timeout)
	} else {
		rf.election.Reset(wait)
	}
}

func (rf *Raft) see(term int) {
	if term > rf.term {
		rf.term, rf.votedFor = term, -1
		if rf.leading {
			rf.leading = false
			rf.rearm()
		}
		rf.persist()
	}
}

type RequestVoteArgs struct {
	Term, CandidateId         int
	LastLogIndex, LastLogTerm int
}

type RequestVoteReply struct {
	Term        int
	VoteGranted bool
}

func (rf *Raft) RequestVote(args *RequestVoteArgs, reply *RequestVoteReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	rf.see(args.Term)
	reply.Term = rf.term
	upToDate := args.LastLogTerm > rf.log.lastTerm() ||
		args.LastLogTerm == rf.log.lastTerm() && args.LastLogIndex >= rf.log.last()
	free := rf.votedFor == -1 || rf.votedFor == args.CandidateId
	if args.Term == rf.term && free && upToDate {
		rf.votedFor = args.CandidateId
		rf.persist()
		rf.rearm()
		reply.VoteGranted = true
	}
}

type AppendEntriesArgs struct {
	Term, LeaderId            int
	PrevLogIndex, PrevLogTerm int
	LeaderCommit              int
	Entries                   []Entry
}

type AppendEntriesReply struct {
	Term      int
	Success   bool
	NextIndex int
}

func (rf *Raft) AppendEntries(args *AppendEntriesArgs, reply *AppendEntriesReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	rf.see(args.Term)
	reply.Term = rf.term
	if args.Term < rf.term {
		return
	}
	rf.rearm()
	prev, entries := args.PrevLogIndex, args.Entries
	if prev < rf.log.Start { // a part is in the snapshot
		skip := rf.log.Start - prev
		if skip > len(entries) {
			reply.NextIndex = rf.log.Start + 1
			return
		}
		prev, entries = rf.log.Start, entries[skip:]
	} else if prev > rf.log.last() || rf.log.term(prev) != args.PrevLogTerm {
		reply.NextIndex = rf.before(prev)
		return
	}
	for len(entries) > 0 && prev < rf.log.last() && rf.log.term(prev+1) == entries[0].Term {
		prev, entries = prev+1, entries[1:]
	}
	if len(entries) > 0 {
		rf.log.cut(prev)
		rf.log.append(entries...)
		rf.persist()
		prev += len(entries)
	}
	reply.Success = true
	if args.LeaderCommit < prev {
		prev = args.LeaderCommit
	}
	rf.commit(prev)
}

// before is where a leader should continue that was refused at prev: a term further back.
func (rf *Raft) before(prev int) int {
	if prev > rf.log.last() {
		return rf.log.last() + 1
	}
	index := prev
	for index > rf.log.Start+1 && index > rf.commitIndex+1 && rf.log.term(index-1) == rf.log.term(prev) {
		index--
	}
	return index
}

type InstallSnapshotArgs struct {
	Term, LeaderId                      int
	LastIncludedIndex, LastIncludedTerm int
	Data                                []byte
}

type InstallSnapshotReply struct{ Term int }

func (rf *Raft) InstallSnapshot(args *InstallSnapshotArgs, reply *InstallSnapshotReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	rf.see(args.Term)
	reply.Term = rf.term
	if args.Term < rf.term {
		return
	}
	rf.rearm()
	if args.LastIncludedIndex <= rf.commitIndex {
		return
	}
	rf.log.compact(args.LastIncludedIndex, args.LastIncludedTerm)
	rf.snapshot = args.Data
	rf.persist()
	rf.commitIndex, rf.lastApplied = args.LastIncludedIndex, args.LastIncludedIndex
	rf.queue = append(rf.queue, ApplyMsg{
		SnapshotValid: true, Snapshot: args.Data,
		SnapshotTerm: args.LastIncludedTerm, SnapshotIndex: args.LastIncludedIndex,
	})
	rf.more.Signal()
}

func (rf *Raft) Start(command interface{}) (int, int, bool) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if !rf.leading || rf.killed {
		return 0, rf.term, false
	}
	rf.log.append(Entry{rf.term, command})
	rf.persist()
	for peer := range rf.peers {
		if timer := rf.feed[peer]; timer != nil {
			timer.Reset(time.Millisecond) // a few commands go together
		}
	}
	return rf.log.last(), rf.term, true
}

func (rf *Raft) Kill() {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	rf.killed = true
	rf.election.Stop()
	for _, timer := range rf.feed {
		timer.Stop()
	}
	rf.more.Broadcast()
}

// timeout is an election.
func (rf *Raft) timeout() {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if rf.killed || rf.leading {
		return
	}
	rf.term++
	rf.votedFor = rf.me
	rf.persist()
	rf.rearm()
	votes := 1
	for peer := range rf.peers {
		if peer != rf.me {
			args := &RequestVoteArgs{rf.term, rf.me, rf.log.last(), rf.log.lastTerm()}
			go rf.canvass(peer, args, &votes)
		}
	}
}

func (rf *Raft) canvass(peer int, args *RequestVoteArgs, votes *int) {
	reply := new(RequestVoteReply)
	ok := rf.peers[peer].Call("Raft.RequestVote", args, reply)
	rf.mu.Lock()
	defer rf.mu.Unlock()
	rf.see(reply.Term)
	if !ok || rf.killed || rf.term != args.Term || !reply.VoteGranted {
		return
	}
	if *votes++; *votes == len(rf.peers)/2+1 {
		rf.leading = true
		rf.election.Stop()
		for peer := range rf.peers {
			rf.nextIndex[peer], rf.matchIndex[peer] = rf.log.last()+1, 0
			if peer != rf.me {
				rf.keepFed(peer)
			}
		}
	}
}

// keepFed sends to a peer now, and again after each pulse.
func (rf *Raft) keepFed(peer int) {
	if timer := rf.feed[peer]; timer != nil {
		timer.Stop()
	}
	term := rf.term
	rf.feed[peer] = time.AfterFunc(0, func() { rf.feedOnce(peer, term) })
}

func (rf *Raft) feedOnce(peer, term int) {
	rf.mu.Lock()
	if rf.killed || !rf.leading || rf.term != term {
		rf.mu.Unlock()
		return
	}
	rf.feed[peer].Reset(pulse)
	prev := rf.nextIndex[peer] - 1
	if prev < rf.log.Start {
		args := &InstallSnapshotArgs{rf.term, rf.me, rf.log.Start, rf.log.StartTerm, rf.snapshot}
		rf.mu.Unlock()
		reply := new(InstallSnapshotReply)
		ok := rf.peers[peer].Call("Raft.InstallSnapshot", args, reply)
		rf.fed(peer, term, ok, reply.Term, args.LastIncludedIndex, 0)
		return
	}
	args := &AppendEntriesArgs{rf.term, rf.me, prev, rf.log.term(prev), rf.commitIndex, rf.log.after(prev)}
	rf.mu.Unlock()
	reply := new(AppendEntriesReply)
	ok := rf.peers[peer].Call("Raft.AppendEntries", args, reply)
	if ok && !reply.Success {
		rf.fed(peer, term, ok, reply.Term, 0, reply.NextIndex)
		return
	}
	rf.fed(peer, term, ok, reply.Term, prev+len(args.Entries), 0)
}

// fed is what a leader does with an answer: a match, or a place to go back to.
func (rf *Raft) fed(peer, sent int, ok bool, term, match, back int) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	rf.see(term)
	if !ok || !rf.leading || rf.term != sent {
		return
	}
	if back > rf.matchIndex[peer] && back < rf.nextIndex[peer] {
		rf.nextIndex[peer] = back
		rf.feed[peer].Reset(0)
	}
	if match <= rf.matchIndex[peer] {
		return
	}
	rf.matchIndex[peer] = match
	if rf.nextIndex[peer] <= match {
		rf.nextIndex[peer] = match + 1
	}
	have := 1
	for other, index := range rf.matchIndex {
		if other != rf.me && index >= match {
			have++
		}
	}
	if have > len(rf.peers)/2 && match > rf.log.Start && rf.log.term(match) == rf.term {
		rf.commit(match)
	}
}

func (rf *Raft) commit(index int) {
	if index <= rf.commitIndex {
		return
	}
	rf.commitIndex = index
	for rf.lastApplied < index {
		rf.lastApplied++
		rf.queue = append(rf.queue, ApplyMsg{
			CommandValid: true, Command: rf.log.entry(rf.lastApplied).Command, CommandIndex: rf.lastApplied,
		})
	}
	rf.more.Signal()
}

func (rf *Raft) deliver(applyCh chan ApplyMsg) {
	for {
		rf.mu.Lock()
		for len(rf.queue) == 0 && !rf.killed {
			rf.more.Wait()
		}
		queue := rf.queue
		rf.queue = nil
		rf.mu.Unlock()
		if len(queue) == 0 {
			return
		}
		for _, msg := range queue {
			applyCh <- msg
		}
	}
}

func Make(peers []*labrpc.ClientEnd, me int, persister *Persister, applyCh chan ApplyMsg) *Raft {
	rf := &Raft{
		peers: peers, persister: persister, me: me, votedFor: -1, snapshot: persister.ReadSnapshot(),
		nextIndex: map[int]int{}, matchIndex: map[int]int{}, feed: map[int]*time.Timer{},
	}
	rf.more = sync.NewCond(&rf.mu)
	rf.readPersist(persister.ReadRaftState())
	rf.mu.Lock()
	rf.rearm()
	rf.mu.Unlock()
	go rf.deliver(applyCh)
	return rf
}
