package raft

// The oldest shape: no module, gob itself, and ApplyMsg with Index. One goroutine is the server's role: it waits on
// channels that the handlers write to.

import (
	"bytes"
	"encoding/gob"
	"labrpc"
	"math/rand"
	"sort"
	"sync"
	"time"
)

type ApplyMsg struct {
	Index       int
	Command     interface{}
	UseSnapshot bool
	Snapshot    []byte
}

const (
	STATE_FOLLOWER = iota
	STATE_CANDIDATE
	STATE_LEADER
)

type LogEntry struct {
	LogIndex int
	LogTerm  int
	LogComd  interface{}
}

type Raft struct {
	mu        sync.Mutex
	peers     []*labrpc.ClientEnd
	persister *Persister
	me        int

	state       int
	voteCount   int
	chanCommit  chan bool
	chanHeard   chan bool
	chanGrant   chan bool
	chanLeader  chan bool
	chanStopped chan bool

	currentTerm int
	votedFor    int
	log         []LogEntry
	commitIndex int
	lastApplied int
	nextIndex   []int
	matchIndex  []int
}

func (rf *Raft) GetState() (int, bool) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	return rf.currentTerm, rf.state == STATE_LEADER
}

func (rf *Raft) getLastIndex() int { return rf.log[len(rf.log)-1].LogIndex }
func (rf *Raft) getLastTerm() int  { return rf.log[len(rf.log)-1].LogTerm }

func (rf *Raft) persist() {
	w := new(bytes.Buffer)
	e := gob.NewEncoder(w)
	e.Encode(rf.currentTerm)
	e.Encode(rf.votedFor)
	e.Encode(rf.log)
	rf.persister.SaveRaftState(w.Bytes())
}

func (rf *Raft) readPersist(data []byte) {
	if len(data) == 0 {
		return
	}
	d := gob.NewDecoder(bytes.NewBuffer(data))
	var term, vote int
	var log []LogEntry
	if d.Decode(&term) != nil || d.Decode(&vote) != nil || d.Decode(&log) != nil {
		panic("cannot read the saved state")
	}
	rf.currentTerm, rf.votedFor, rf.log = term, vote, log
}

// note wakes the role, if it has not been woken already.
func note(c chan bool) {
	select {
	case c <- true:
	default:
	}
}

func (rf *Raft) newTerm(term int) {
	rf.currentTerm = term
	rf.state = STATE_FOLLOWER
	rf.votedFor = -1
	rf.persist()
}

type RequestVoteArgs struct {
	Term         int
	CandidateId  int
	LastLogTerm  int
	LastLogIndex int
}

type RequestVoteReply struct {
	Term        int
	VoteGranted bool
}

func (rf *Raft) RequestVote(args RequestVoteArgs, reply *RequestVoteReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if args.Term > rf.currentTerm {
		rf.newTerm(args.Term)
	}
	reply.Term = rf.currentTerm
	if args.Term < rf.currentTerm {
		return
	}
	uptodate := args.LastLogTerm > rf.getLastTerm()
	if args.LastLogTerm == rf.getLastTerm() && args.LastLogIndex >= rf.getLastIndex() {
		uptodate = true
	}
	if (rf.votedFor == -1 || rf.votedFor == args.CandidateId) && uptodate {
		rf.votedFor = args.CandidateId
		rf.persist()
		reply.VoteGranted = true
		note(rf.chanGrant)
	}
}

type AppendEntriesArgs struct {
	Term         int
	LeaderId     int
	PrevLogTerm  int
	PrevLogIndex int
	Entries      []LogEntry
	LeaderCommit int
}

type AppendEntriesReply struct {
	Term      int
	Success   bool
	NextIndex int
}

func (rf *Raft) AppendEntries(args AppendEntriesArgs, reply *AppendEntriesReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	reply.Term = rf.currentTerm
	if args.Term < rf.currentTerm {
		return
	}
	if args.Term > rf.currentTerm {
		rf.newTerm(args.Term)
	}
	rf.state = STATE_FOLLOWER
	reply.Term = rf.currentTerm
	note(rf.chanHeard)
	if args.PrevLogIndex > rf.getLastIndex() {
		reply.NextIndex = rf.getLastIndex() + 1
		return
	}
	if term := rf.log[args.PrevLogIndex].LogTerm; term != args.PrevLogTerm {
		i := args.PrevLogIndex
		for i > 1 && rf.log[i-1].LogTerm == term {
			i--
		}
		reply.NextIndex = i
		return
	}
	changed := false
	for i, entry := range args.Entries {
		if entry.LogIndex <= rf.getLastIndex() && rf.log[entry.LogIndex].LogTerm != entry.LogTerm {
			rf.log = rf.log[:entry.LogIndex]
		}
		if entry.LogIndex > rf.getLastIndex() {
			rf.log = append(rf.log, args.Entries[i:]...)
			changed = true
			break
		}
	}
	if changed {
		rf.persist()
	}
	reply.Success = true
	last := args.PrevLogIndex + len(args.Entries)
	if args.LeaderCommit < last {
		last = args.LeaderCommit
	}
	if last > rf.commitIndex {
		rf.commitIndex = last
		note(rf.chanCommit)
	}
}

func (rf *Raft) Start(command interface{}) (int, int, bool) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if rf.state != STATE_LEADER {
		return -1, rf.currentTerm, false
	}
	index := rf.getLastIndex() + 1
	rf.log = append(rf.log, LogEntry{index, rf.currentTerm, command})
	rf.persist()
	return index, rf.currentTerm, true
}

func (rf *Raft) Kill() { close(rf.chanStopped) }

func (rf *Raft) sendRequestVote(server int, args RequestVoteArgs) {
	var reply RequestVoteReply
	if !rf.peers[server].Call("Raft.RequestVote", args, &reply) {
		return
	}
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if reply.Term > rf.currentTerm {
		rf.newTerm(reply.Term)
		return
	}
	if rf.state != STATE_CANDIDATE || args.Term != rf.currentTerm || !reply.VoteGranted {
		return
	}
	rf.voteCount++
	if rf.voteCount*2 > len(rf.peers) {
		rf.state = STATE_LEADER
		rf.nextIndex = make([]int, len(rf.peers))
		rf.matchIndex = make([]int, len(rf.peers))
		for i := range rf.peers {
			rf.nextIndex[i] = rf.getLastIndex() + 1
		}
		note(rf.chanLeader)
	}
}

func (rf *Raft) broadcastRequestVote() {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	rf.state = STATE_CANDIDATE
	rf.currentTerm++
	rf.votedFor = rf.me
	rf.voteCount = 1
	rf.persist()
	args := RequestVoteArgs{rf.currentTerm, rf.me, rf.getLastTerm(), rf.getLastIndex()}
	for i := range rf.peers {
		if i != rf.me {
			go rf.sendRequestVote(i, args)
		}
	}
}

func (rf *Raft) sendAppendEntries(server int, args AppendEntriesArgs) {
	var reply AppendEntriesReply
	if !rf.peers[server].Call("Raft.AppendEntries", args, &reply) {
		return
	}
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if reply.Term > rf.currentTerm {
		rf.newTerm(reply.Term)
		return
	}
	if rf.state != STATE_LEADER || args.Term != rf.currentTerm {
		return
	}
	if !reply.Success {
		if reply.NextIndex > rf.matchIndex[server] && reply.NextIndex < rf.nextIndex[server] {
			rf.nextIndex[server] = reply.NextIndex
		}
		return
	}
	match := args.PrevLogIndex + len(args.Entries)
	if match > rf.matchIndex[server] {
		rf.matchIndex[server] = match
		rf.nextIndex[server] = match + 1
	}
	rf.matchIndex[rf.me] = rf.getLastIndex()
	sorted := append([]int{}, rf.matchIndex...)
	sort.Ints(sorted)
	n := sorted[(len(sorted)-1)/2]
	if n > rf.commitIndex && rf.log[n].LogTerm == rf.currentTerm {
		rf.commitIndex = n
		note(rf.chanCommit)
	}
}

func (rf *Raft) broadcastAppendEntries() {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if rf.state != STATE_LEADER {
		return
	}
	for i := range rf.peers {
		if i == rf.me {
			continue
		}
		prev := rf.nextIndex[i] - 1
		args := AppendEntriesArgs{rf.currentTerm, rf.me, rf.log[prev].LogTerm, prev, nil, rf.commitIndex}
		args.Entries = append(args.Entries, rf.log[prev+1:]...)
		go rf.sendAppendEntries(i, args)
	}
}

func (rf *Raft) run() {
	for {
		rf.mu.Lock()
		state := rf.state
		rf.mu.Unlock()
		patience := time.Duration(rand.Int63()%300+300) * time.Millisecond
		switch state {
		case STATE_FOLLOWER:
			select {
			case <-rf.chanStopped:
				return
			case <-rf.chanHeard:
			case <-rf.chanGrant:
			case <-time.After(patience):
				rf.mu.Lock()
				rf.state = STATE_CANDIDATE
				rf.mu.Unlock()
			}
		case STATE_CANDIDATE:
			rf.broadcastRequestVote()
			select {
			case <-rf.chanStopped:
				return
			case <-rf.chanHeard:
			case <-rf.chanLeader:
			case <-time.After(patience):
			}
		case STATE_LEADER:
			rf.broadcastAppendEntries()
			select {
			case <-rf.chanStopped:
				return
			case <-time.After(60 * time.Millisecond):
			}
		}
	}
}

func (rf *Raft) apply(applyCh chan ApplyMsg) {
	for {
		select {
		case <-rf.chanStopped:
			return
		case <-rf.chanCommit:
		}
		rf.mu.Lock()
		entries := append([]LogEntry{}, rf.log[rf.lastApplied+1:rf.commitIndex+1]...)
		rf.lastApplied = rf.commitIndex
		rf.mu.Unlock()
		for _, entry := range entries {
			applyCh <- ApplyMsg{Index: entry.LogIndex, Command: entry.LogComd}
		}
	}
}

func Make(peers []*labrpc.ClientEnd, me int, persister *Persister, applyCh chan ApplyMsg) *Raft {
	rf := &Raft{}
	rf.peers = peers
	rf.persister = persister
	rf.me = me
	rf.votedFor = -1
	rf.log = []LogEntry{{}}
	rf.chanCommit = make(chan bool, 1)
	rf.chanHeard = make(chan bool, 1)
	rf.chanGrant = make(chan bool, 1)
	rf.chanLeader = make(chan bool, 1)
	rf.chanStopped = make(chan bool)
	rf.readPersist(persister.ReadRaftState())
	go rf.run()
	go rf.apply(applyCh)
	return rf
}
