package raft

// The shape of 2018 to 2020, with relative imports: no snapshots in ApplyMsg. Rules are methods on values where they
// can be, and what is sent is built in one place.

import (
	"bytes"
	"math/rand"
	"sync"
	"sync/atomic"
	"time"

	"../labgob"
	"../labrpc"
)

type ApplyMsg struct {
	CommandValid bool
	Command      interface{}
	CommandIndex int
}

type logEntry struct {
	Term    int32
	Command interface{}
}

type position struct{ Term, Index int }

func (p position) less(other position) bool {
	return p.Term < other.Term || p.Term == other.Term && p.Index < other.Index
}

type Raft struct {
	sync.RWMutex
	peers     []*labrpc.ClientEnd
	persister *Persister
	me        int
	dead      int32
	role      int32 // 0 follower, 1 candidate, 2 leader

	CurrentTerm int
	VotedFor    int
	Log         []logEntry

	CommitIndex, LastApplied int
	NextIndex, MatchIndex    []int

	ApplyCh  chan ApplyMsg
	progress chan struct{}
	reset    chan time.Duration
}

func (rf *Raft) GetState() (int, bool) {
	rf.RLock()
	defer rf.RUnlock()
	return rf.CurrentTerm, atomic.LoadInt32(&rf.role) == 2
}

func (rf *Raft) persist() {
	w := new(bytes.Buffer)
	e := labgob.NewEncoder(w)
	if e.Encode(rf.CurrentTerm) != nil || e.Encode(rf.VotedFor) != nil || e.Encode(rf.Log) != nil {
		panic("persist")
	}
	rf.persister.SaveRaftState(w.Bytes())
}

func (rf *Raft) readPersist(data []byte) {
	if len(data) == 0 {
		return
	}
	d := labgob.NewDecoder(bytes.NewBuffer(data))
	rf.VotedFor, rf.Log = 0, nil
	if d.Decode(&rf.CurrentTerm) != nil || d.Decode(&rf.VotedFor) != nil || d.Decode(&rf.Log) != nil {
		panic("readPersist")
	}
}

func (rf *Raft) tail() position {
	last := len(rf.Log) - 1
	return position{int(rf.Log[last].Term), last}
}

// follow makes a follower of a term that is at least the present one.
func (rf *Raft) follow(term int) {
	atomic.StoreInt32(&rf.role, 0)
	if term != rf.CurrentTerm {
		rf.CurrentTerm, rf.VotedFor = term, -1
		rf.persist()
	}
}

func (rf *Raft) postpone() {
	wait := 300*time.Millisecond + time.Duration(rand.Intn(300))*time.Millisecond
	for {
		select {
		case rf.reset <- wait:
			return
		default: // an older one is still there
		}
		select {
		case <-rf.reset:
		default:
		}
	}
}

type RequestVoteArgs struct {
	Term, CandidateId int
	Last              Position
}

// Position is a position as it is sent.
type Position struct{ Term, Index int }

type RequestVoteReply struct {
	Term        int
	VoteGranted bool
}

func (rf *Raft) RequestVote(args RequestVoteArgs, reply *RequestVoteReply) {
	rf.Lock()
	defer rf.Unlock()
	if args.Term > rf.CurrentTerm {
		rf.follow(args.Term)
	}
	reply.Term = rf.CurrentTerm
	if args.Term < rf.CurrentTerm || position(args.Last).less(rf.tail()) {
		return
	}
	if rf.VotedFor == -1 || rf.VotedFor == args.CandidateId {
		rf.VotedFor = args.CandidateId
		rf.persist()
		reply.VoteGranted = true
		rf.postpone()
	}
}

type AppendEntriesArgs struct {
	Term, LeaderId int
	Prev           Position
	Entries        []logEntry
	LeaderCommit   int
}

type AppendEntriesReply struct {
	Term    int
	Success bool
	Agreed  int // at most this far
}

func (rf *Raft) AppendEntries(args AppendEntriesArgs, reply *AppendEntriesReply) {
	rf.Lock()
	defer rf.Unlock()
	if reply.Term = rf.CurrentTerm; args.Term < rf.CurrentTerm {
		return
	}
	rf.follow(args.Term)
	rf.postpone()
	reply.Term = rf.CurrentTerm
	prev := args.Prev.Index
	if prev >= len(rf.Log) {
		reply.Agreed = len(rf.Log) - 1
		return
	}
	if int(rf.Log[prev].Term) != args.Prev.Term {
		reply.Agreed = rf.CommitIndex
		return
	}
	reply.Success = true
	for i := range args.Entries {
		at := prev + 1 + i
		if at < len(rf.Log) && rf.Log[at].Term == args.Entries[i].Term {
			continue
		}
		fresh := make([]logEntry, 0, prev+1+len(args.Entries))
		fresh = append(fresh, rf.Log[:at]...)
		rf.Log = append(fresh, args.Entries[i:]...)
		rf.persist()
		break
	}
	commit := prev + len(args.Entries)
	if args.LeaderCommit < commit {
		commit = args.LeaderCommit
	}
	rf.commitTo(commit)
}

func (rf *Raft) commitTo(index int) {
	if index > rf.CommitIndex {
		rf.CommitIndex = index
		select {
		case rf.progress <- struct{}{}:
		default:
		}
	}
}

func (rf *Raft) Start(command interface{}) (index int, term int, isLeader bool) {
	rf.Lock()
	defer rf.Unlock()
	term, isLeader = rf.CurrentTerm, atomic.LoadInt32(&rf.role) == 2
	if isLeader {
		rf.Log = append(rf.Log, logEntry{int32(term), command})
		index = len(rf.Log) - 1
		rf.persist()
		rf.spread()
	}
	return
}

func (rf *Raft) Kill() { atomic.StoreInt32(&rf.dead, 1) }

func (rf *Raft) killed() bool { return atomic.LoadInt32(&rf.dead) != 0 }

func (rf *Raft) campaign() {
	rf.Lock()
	defer rf.Unlock()
	if atomic.LoadInt32(&rf.role) == 2 {
		return
	}
	atomic.StoreInt32(&rf.role, 1)
	rf.CurrentTerm++
	rf.VotedFor = rf.me
	rf.persist()
	args := RequestVoteArgs{rf.CurrentTerm, rf.me, Position(rf.tail())}
	votes := int32(1)
	for i := range rf.peers {
		if i == rf.me {
			continue
		}
		go func(i int) {
			reply := RequestVoteReply{}
			if !rf.peers[i].Call("Raft.RequestVote", args, &reply) {
				return
			}
			rf.Lock()
			defer rf.Unlock()
			if reply.Term > rf.CurrentTerm {
				rf.follow(reply.Term)
			} else if reply.VoteGranted && args.Term == rf.CurrentTerm && atomic.LoadInt32(&rf.role) == 1 {
				if atomic.AddInt32(&votes, 1) > int32(len(rf.peers)/2) {
					rf.lead()
				}
			}
		}(i)
	}
}

func (rf *Raft) lead() {
	atomic.StoreInt32(&rf.role, 2)
	for i := range rf.peers {
		rf.NextIndex[i], rf.MatchIndex[i] = len(rf.Log), 0
	}
	go rf.beat(rf.CurrentTerm)
}

func (rf *Raft) beat(term int) {
	for !rf.killed() {
		rf.Lock()
		if rf.CurrentTerm != term || atomic.LoadInt32(&rf.role) != 2 {
			rf.Unlock()
			return
		}
		rf.spread()
		rf.Unlock()
		time.Sleep(100 * time.Millisecond)
	}
}

func (rf *Raft) spread() {
	for i := range rf.peers {
		if i != rf.me {
			go rf.update(i, rf.argsFor(i))
		}
	}
}

func (rf *Raft) argsFor(i int) AppendEntriesArgs {
	prev := rf.NextIndex[i] - 1
	entries := make([]logEntry, len(rf.Log)-prev-1)
	copy(entries, rf.Log[prev+1:])
	return AppendEntriesArgs{
		rf.CurrentTerm, rf.me, Position{int(rf.Log[prev].Term), prev}, entries, rf.CommitIndex,
	}
}

func (rf *Raft) update(i int, args AppendEntriesArgs) {
	reply := AppendEntriesReply{}
	if !rf.peers[i].Call("Raft.AppendEntries", args, &reply) {
		return
	}
	rf.Lock()
	defer rf.Unlock()
	if reply.Term > rf.CurrentTerm {
		rf.follow(reply.Term)
		return
	}
	if args.Term != rf.CurrentTerm || atomic.LoadInt32(&rf.role) != 2 {
		return
	}
	if !reply.Success {
		if next := reply.Agreed + 1; next > rf.MatchIndex[i] && next < rf.NextIndex[i] {
			rf.NextIndex[i] = next
			go rf.update(i, rf.argsFor(i))
		}
		return
	}
	match := args.Prev.Index + len(args.Entries)
	if match <= rf.MatchIndex[i] {
		return
	}
	rf.MatchIndex[i], rf.NextIndex[i] = match, match+1
	for n := match; n > rf.CommitIndex; n-- {
		have := 1
		for peer, index := range rf.MatchIndex {
			if peer != rf.me && index >= n {
				have++
			}
		}
		if int(rf.Log[n].Term) == rf.CurrentTerm && have > len(rf.peers)/2 {
			rf.commitTo(n)
			break
		}
	}
}

func (rf *Raft) applyAll() {
	for range rf.progress {
		for {
			rf.RLock()
			if rf.LastApplied >= rf.CommitIndex {
				rf.RUnlock()
				break
			}
			rf.LastApplied++
			msg := ApplyMsg{true, rf.Log[rf.LastApplied].Command, rf.LastApplied}
			rf.RUnlock()
			rf.ApplyCh <- msg
		}
	}
}

func (rf *Raft) watch() {
	wait := <-rf.reset
	for !rf.killed() {
		select {
		case wait = <-rf.reset:
		case <-time.After(wait):
			rf.campaign()
			rf.postpone()
		}
	}
}

func Make(peers []*labrpc.ClientEnd, me int, persister *Persister, applyCh chan ApplyMsg) *Raft {
	rf := &Raft{
		peers: peers, persister: persister, me: me, VotedFor: -1, Log: []logEntry{{}}, ApplyCh: applyCh,
		NextIndex: make([]int, len(peers)), MatchIndex: make([]int, len(peers)),
		progress: make(chan struct{}, 1), reset: make(chan time.Duration, 1),
	}
	rf.readPersist(persister.ReadRaftState())
	rf.postpone()
	go rf.watch()
	go rf.applyAll()
	return rf
}
