package raft

// A server whose leader has a goroutine for each peer, woken by a condition variable. It takes no snapshots.

import (
	"bytes"
	"math/rand/v2"
	"sync"
	"time"

	"6.5840/labgob"
	"6.5840/labrpc"
	"6.5840/raftapi"
	"6.5840/tester1"
)

// Term and Index are numbers that must not be mixed up.
type (
	Term  int
	Index int
)

type LogEntry struct {
	Term    Term
	Command any
}

type Raft struct {
	mu        sync.Mutex
	wake      *sync.Cond // something for a peer to get, or the end
	apply     *sync.Cond
	peers     []*labrpc.ClientEnd
	persister *tester.Persister
	me        int
	dead      bool
	isLeader  bool

	currentTerm Term
	votedFor    *int
	logs        []LogEntry // logs[0] is an entry of term 0 that everybody has

	commitIndex, lastApplied Index
	nextIndex, matchIndex    []Index
	due                      []bool // a heartbeat is due
	heard                    time.Time
	patience                 time.Duration
}

func (rf *Raft) GetState() (int, bool) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	return int(rf.currentTerm), rf.isLeader
}

func (rf *Raft) persist() {
	b := &bytes.Buffer{}
	e := labgob.NewEncoder(b)
	vote := -1
	if rf.votedFor != nil {
		vote = *rf.votedFor
	}
	for _, v := range []any{rf.currentTerm, vote, rf.logs} {
		if err := e.Encode(v); err != nil {
			panic(err)
		}
	}
	rf.persister.Save(b.Bytes(), nil)
}

func (rf *Raft) restore() {
	state := rf.persister.ReadRaftState()
	if len(state) == 0 {
		return
	}
	d := labgob.NewDecoder(bytes.NewReader(state))
	var vote int
	var logs []LogEntry
	for _, v := range []any{&rf.currentTerm, &vote, &logs} {
		if err := d.Decode(v); err != nil {
			panic(err)
		}
	}
	rf.logs = logs
	if vote >= 0 {
		rf.votedFor = &vote
	}
}

func (rf *Raft) Snapshot(index int, snapshot []byte) {}

func (rf *Raft) PersistBytes() int { return rf.persister.RaftStateSize() }

func (rf *Raft) last() Index { return Index(len(rf.logs) - 1) }

func (rf *Raft) listen() {
	rf.heard = time.Now()
	rf.patience = time.Duration(250+rand.IntN(350)) * time.Millisecond
}

// obey is what a server does at the sight of a term.
func (rf *Raft) obey(term Term) {
	if term <= rf.currentTerm {
		return
	}
	rf.currentTerm, rf.votedFor, rf.isLeader = term, nil, false
	rf.persist()
}

type RequestVoteArgs struct {
	Term         Term
	Candidate    int
	LastLogIndex Index
	LastLogTerm  Term
}

type RequestVoteReply struct {
	Term  Term
	Grant bool
}

func (rf *Raft) RequestVote(args *RequestVoteArgs, reply *RequestVoteReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	rf.obey(args.Term)
	reply.Term = rf.currentTerm
	switch mine := rf.logs[rf.last()].Term; {
	case args.Term < rf.currentTerm:
	case rf.votedFor != nil && *rf.votedFor != args.Candidate:
	case args.LastLogTerm < mine:
	case args.LastLogTerm == mine && args.LastLogIndex < rf.last():
	default:
		candidate := args.Candidate
		rf.votedFor = &candidate
		rf.persist()
		rf.listen()
		reply.Grant = true
	}
}

type AppendEntriesArgs struct {
	Term         Term
	PrevLogIndex Index
	PrevLogTerm  Term
	Entries      []LogEntry
	LeaderCommit Index
}

// AppendEntriesReply has the term of a conflict, the first index with it, and the length of the log.
type AppendEntriesReply struct {
	Term    Term
	Success bool
	XTerm   Term
	XIndex  Index
	XLen    Index
}

func (rf *Raft) AppendEntries(args *AppendEntriesArgs, reply *AppendEntriesReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	rf.obey(args.Term)
	reply.Term = rf.currentTerm
	if args.Term < rf.currentTerm {
		return
	}
	rf.isLeader = false
	rf.listen()
	reply.XLen = Index(len(rf.logs))
	if args.PrevLogIndex > rf.last() {
		reply.XTerm = -1
		return
	}
	if term := rf.logs[args.PrevLogIndex].Term; term != args.PrevLogTerm {
		reply.XTerm = term
		for reply.XIndex = args.PrevLogIndex; rf.logs[reply.XIndex-1].Term == term; {
			reply.XIndex--
		}
		return
	}
	reply.Success = true
	at := args.PrevLogIndex + 1
	for i, entry := range args.Entries {
		if at <= rf.last() && rf.logs[at].Term != entry.Term {
			rf.logs = rf.logs[:at:at]
		}
		if at > rf.last() {
			rf.logs = append(rf.logs, args.Entries[i:]...)
			rf.persist()
			break
		}
		at++
	}
	commit := min(args.LeaderCommit, args.PrevLogIndex+Index(len(args.Entries)))
	if commit > rf.commitIndex {
		rf.commitIndex = commit
		rf.apply.Broadcast()
	}
}

func (rf *Raft) Start(command any) (int, int, bool) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if !rf.isLeader {
		return 0, int(rf.currentTerm), false
	}
	rf.logs = append(rf.logs, LogEntry{rf.currentTerm, command})
	rf.persist()
	rf.wake.Broadcast()
	return int(rf.last()), int(rf.currentTerm), true
}

func (rf *Raft) Kill() {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	rf.dead = true
	rf.wake.Broadcast()
	rf.apply.Broadcast()
}

// stand is an election: all answers come through one channel.
func (rf *Raft) stand() {
	rf.currentTerm++
	me := rf.me
	rf.votedFor, rf.isLeader = &me, false
	rf.persist()
	rf.listen()
	args := RequestVoteArgs{rf.currentTerm, rf.me, rf.last(), rf.logs[rf.last()].Term}
	answers := make(chan RequestVoteReply, len(rf.peers))
	for i, peer := range rf.peers {
		if i == rf.me {
			continue
		}
		go func() {
			var reply RequestVoteReply
			if !peer.Call("Raft.RequestVote", &args, &reply) {
				reply = RequestVoteReply{}
			}
			answers <- reply
		}()
	}
	go rf.count(args.Term, answers)
}

func (rf *Raft) count(term Term, answers chan RequestVoteReply) {
	granted := 1
	for range len(rf.peers) - 1 {
		reply := <-answers
		rf.mu.Lock()
		rf.obey(reply.Term)
		stale := rf.currentTerm != term || rf.isLeader
		if reply.Grant {
			granted++
		}
		if !stale && 2*granted > len(rf.peers) {
			rf.isLeader = true
			for i := range rf.peers {
				rf.nextIndex[i], rf.matchIndex[i], rf.due[i] = rf.last()+1, 0, true
			}
			rf.wake.Broadcast()
		}
		rf.mu.Unlock()
		if stale {
			return
		}
	}
}

// stream keeps a peer up to date as long as the server lives.
func (rf *Raft) stream(peer int) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	for !rf.dead {
		if !rf.isLeader || !rf.due[peer] && rf.nextIndex[peer] > rf.last() {
			rf.wake.Wait()
			continue
		}
		rf.due[peer] = false
		prev := rf.nextIndex[peer] - 1
		args := AppendEntriesArgs{rf.currentTerm, prev, rf.logs[prev].Term, nil, rf.commitIndex}
		args.Entries = append(args.Entries, rf.logs[prev+1:]...)
		rf.nextIndex[peer] = rf.last() + 1 // in the hope that it arrives
		go rf.call(peer, args)
	}
}

func (rf *Raft) call(peer int, args AppendEntriesArgs) {
	var reply AppendEntriesReply
	ok := rf.peers[peer].Call("Raft.AppendEntries", &args, &reply)
	rf.mu.Lock()
	defer rf.mu.Unlock()
	rf.obey(reply.Term)
	switch {
	case rf.currentTerm != args.Term || !rf.isLeader:
	case !ok:
		rf.nextIndex[peer] = max(rf.matchIndex[peer]+1, min(rf.nextIndex[peer], args.PrevLogIndex+1))
	case reply.Success:
		if match := args.PrevLogIndex + Index(len(args.Entries)); match > rf.matchIndex[peer] {
			rf.matchIndex[peer] = match
			rf.nextIndex[peer] = max(rf.nextIndex[peer], match+1)
			rf.advance(match)
		}
	case args.PrevLogIndex > rf.matchIndex[peer]:
		rf.nextIndex[peer] = max(rf.matchIndex[peer]+1, min(rf.back(reply), args.PrevLogIndex))
		rf.wake.Broadcast()
	}
}

// back is where the logs may agree, after a refusal.
func (rf *Raft) back(reply AppendEntriesReply) Index {
	if reply.XTerm < 0 {
		return reply.XLen
	}
	for i := rf.last(); i > 0; i-- {
		if rf.logs[i].Term == reply.XTerm {
			return i + 1
		}
	}
	return reply.XIndex
}

func (rf *Raft) advance(to Index) {
	if to <= rf.commitIndex || rf.logs[to].Term != rf.currentTerm {
		return
	}
	n := 1
	for i, match := range rf.matchIndex {
		if i != rf.me && match >= to {
			n++
		}
	}
	if 2*n > len(rf.peers) {
		rf.commitIndex = to
		rf.apply.Broadcast()
	}
}

func (rf *Raft) applier(ch chan<- raftapi.ApplyMsg) {
	for {
		rf.mu.Lock()
		for rf.lastApplied == rf.commitIndex && !rf.dead {
			rf.apply.Wait()
		}
		from, entries := rf.lastApplied, append([]LogEntry{}, rf.logs[rf.lastApplied+1:rf.commitIndex+1]...)
		dead := rf.dead
		rf.mu.Unlock()
		if dead {
			return
		}
		for i, entry := range entries {
			ch <- raftapi.ApplyMsg{CommandValid: true, Command: entry.Command, CommandIndex: int(from) + 1 + i}
		}
		rf.mu.Lock()
		rf.lastApplied = max(rf.lastApplied, from+Index(len(entries)))
		rf.mu.Unlock()
	}
}

// clock asks for heartbeats, and for elections.
func (rf *Raft) clock() {
	for tick := 0; ; tick++ {
		time.Sleep(15 * time.Millisecond)
		rf.mu.Lock()
		switch {
		case rf.dead:
			rf.mu.Unlock()
			return
		case rf.isLeader && tick%6 == 0:
			for i := range rf.due {
				rf.due[i] = true
			}
			rf.wake.Broadcast()
		case !rf.isLeader && time.Since(rf.heard) > rf.patience:
			rf.stand()
		}
		rf.mu.Unlock()
	}
}

func Make(peers []*labrpc.ClientEnd, me int, persister *tester.Persister, applyCh chan raftapi.ApplyMsg) raftapi.Raft {
	rf := &Raft{
		peers: peers, persister: persister, me: me, logs: make([]LogEntry, 1), due: make([]bool, len(peers)),
		nextIndex: make([]Index, len(peers)), matchIndex: make([]Index, len(peers)),
	}
	rf.wake, rf.apply = sync.NewCond(&rf.mu), sync.NewCond(&rf.mu)
	rf.restore()
	rf.listen()
	for i := range peers {
		if i != me {
			go rf.stream(i)
		}
	}
	go rf.applier(applyCh)
	go rf.clock()
	return rf
}
