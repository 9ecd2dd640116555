package raft

// A server whose goroutines live as long as a context: one for the server, and one for each role in a term. It takes no
// snapshots.

import (
	"bytes"
	"context"
	"errors"
	"math/rand"
	"sync"
	"time"

	"6.5840/labgob"
	"6.5840/labrpc"
	"6.5840/raftapi"
	tester "6.5840/tester1"
)

type LogEntry struct {
	Term    int
	Command any
}

type Raft struct {
	mu        sync.Mutex
	peers     []*labrpc.ClientEnd
	persister *tester.Persister
	me        int

	life context.Context
	kill context.CancelFunc
	// endRole ends what was begun for the present role.
	endRole context.CancelFunc
	role    string

	CurrentTerm int
	VotedFor    int
	Log         []LogEntry
	CommitIndex int
	nextIndex   []int
	matchIndex  []int
	commits     chan int
}

var errDamaged = errors.New("the saved state is damaged")

func (rf *Raft) GetState() (int, bool) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	return rf.CurrentTerm, rf.role == "leader"
}

func (rf *Raft) persist() {
	w := &bytes.Buffer{}
	e := labgob.NewEncoder(w)
	if err := errors.Join(e.Encode(rf.CurrentTerm), e.Encode(rf.VotedFor), e.Encode(rf.Log)); err != nil {
		panic(err)
	}
	rf.persister.Save(w.Bytes(), nil)
}

func (rf *Raft) readPersist(data []byte) error {
	if len(data) == 0 {
		return nil
	}
	d := labgob.NewDecoder(bytes.NewReader(data))
	var vote int
	var log []LogEntry
	if err := errors.Join(d.Decode(&rf.CurrentTerm), d.Decode(&vote), d.Decode(&log)); err != nil {
		return errors.Join(errDamaged, err)
	}
	rf.VotedFor, rf.Log = vote, log
	return nil
}

func (rf *Raft) Snapshot(index int, snapshot []byte) {}

func (rf *Raft) PersistBytes() int { return rf.persister.RaftStateSize() }

func (rf *Raft) Kill() { rf.kill() }

// become ends the old role and begins another one.
func (rf *Raft) become(role string, begin func(context.Context)) {
	rf.endRole()
	var ctx context.Context
	ctx, rf.endRole = context.WithCancel(rf.life)
	rf.role = role
	go begin(ctx)
}

// follow also begins to wait again for whoever leads or stands.
func (rf *Raft) follow(term int) {
	if term > rf.CurrentTerm {
		rf.CurrentTerm, rf.VotedFor = term, -1
		rf.persist()
	}
	rf.become("follower", rf.wait)
}

func (rf *Raft) wait(ctx context.Context) {
	timer := time.NewTimer(time.Duration(300+rand.Intn(300)) * time.Millisecond)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
		rf.mu.Lock()
		defer rf.mu.Unlock()
		if ctx.Err() == nil {
			rf.stand()
		}
	}
}

func (rf *Raft) stand() {
	rf.CurrentTerm++
	rf.VotedFor = rf.me
	rf.persist()
	rf.become("candidate", func(ctx context.Context) {
		go rf.canvass(ctx)
		rf.wait(ctx)
	})
}

func (rf *Raft) canvass(ctx context.Context) {
	rf.mu.Lock()
	if ctx.Err() != nil {
		rf.mu.Unlock()
		return
	}
	last := len(rf.Log) - 1
	args := &RequestVoteArgs{rf.CurrentTerm, rf.me, last, rf.Log[last].Term}
	rf.mu.Unlock()
	granted := make(chan bool)
	for i, peer := range rf.peers {
		if i == rf.me {
			continue
		}
		go func() {
			reply := &RequestVoteReply{}
			ok := peer.Call("Raft.RequestVote", args, reply)
			if ok {
				rf.notice(reply.Term)
			}
			select {
			case granted <- ok && reply.VoteGranted:
			case <-ctx.Done():
			}
		}()
	}
	for have := 1; have <= len(rf.peers)/2; {
		select {
		case <-ctx.Done():
			return
		case yes := <-granted:
			if yes {
				have++
			}
		}
	}
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if ctx.Err() == nil {
		for i := range rf.peers {
			rf.nextIndex[i], rf.matchIndex[i] = len(rf.Log), 0
		}
		rf.become("leader", rf.lead)
	}
}

// notice obeys a higher term.
func (rf *Raft) notice(term int) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if term > rf.CurrentTerm {
		rf.follow(term)
	}
}

func (rf *Raft) lead(ctx context.Context) {
	ticker := time.NewTicker(80 * time.Millisecond)
	defer ticker.Stop()
	for {
		rf.mu.Lock()
		if ctx.Err() == nil {
			rf.replicate(ctx)
		}
		rf.mu.Unlock()
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func (rf *Raft) replicate(ctx context.Context) {
	for i := range rf.peers {
		if i == rf.me {
			continue
		}
		prev := rf.nextIndex[i] - 1
		args := &AppendEntriesArgs{
			rf.CurrentTerm, prev, rf.Log[prev].Term, rf.CommitIndex, append([]LogEntry{}, rf.Log[prev+1:]...),
		}
		go rf.append(ctx, i, args)
	}
}

func (rf *Raft) append(ctx context.Context, i int, args *AppendEntriesArgs) {
	reply := &AppendEntriesReply{}
	if !rf.peers[i].Call("Raft.AppendEntries", args, reply) {
		return
	}
	rf.notice(reply.Term)
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if ctx.Err() != nil { // the leadership that asked is over
		return
	}
	if !reply.Success {
		rf.nextIndex[i] = max(rf.matchIndex[i]+1, min(rf.nextIndex[i], reply.Try))
		return
	}
	rf.matchIndex[i] = max(rf.matchIndex[i], args.PrevLogIndex+len(args.Entries))
	rf.nextIndex[i] = rf.matchIndex[i] + 1
	for n := len(rf.Log) - 1; n > rf.CommitIndex && rf.Log[n].Term == rf.CurrentTerm; n-- {
		count := 1
		for j, match := range rf.matchIndex {
			if j != rf.me && match >= n {
				count++
			}
		}
		if count > len(rf.peers)/2 {
			rf.commit(n)
			break
		}
	}
}

func (rf *Raft) commit(n int) {
	rf.CommitIndex = n
	select {
	case rf.commits <- n:
	default: // the applier reads the newest anyway
	}
}

type RequestVoteArgs struct {
	Term, CandidateId, LastLogIndex, LastLogTerm int
}

type RequestVoteReply struct {
	Term        int
	VoteGranted bool
}

func (rf *Raft) RequestVote(args *RequestVoteArgs, reply *RequestVoteReply) {
	rf.notice(args.Term)
	rf.mu.Lock()
	defer rf.mu.Unlock()
	reply.Term = rf.CurrentTerm
	last := len(rf.Log) - 1
	if args.Term < rf.CurrentTerm || args.LastLogTerm < rf.Log[last].Term ||
		args.LastLogTerm == rf.Log[last].Term && args.LastLogIndex < last {
		return
	}
	if rf.VotedFor == -1 || rf.VotedFor == args.CandidateId {
		rf.VotedFor = args.CandidateId
		rf.persist()
		rf.follow(args.Term)
		reply.VoteGranted = true
	}
}

type AppendEntriesArgs struct {
	Term, PrevLogIndex, PrevLogTerm, LeaderCommit int
	Entries                                       []LogEntry
}

type AppendEntriesReply struct {
	Term, Try int
	Success   bool
}

func (rf *Raft) AppendEntries(args *AppendEntriesArgs, reply *AppendEntriesReply) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	reply.Term = rf.CurrentTerm
	if args.Term < rf.CurrentTerm {
		return
	}
	rf.follow(args.Term)
	reply.Term = rf.CurrentTerm
	if args.PrevLogIndex >= len(rf.Log) {
		reply.Try = len(rf.Log)
		return
	}
	if term := rf.Log[args.PrevLogIndex].Term; term != args.PrevLogTerm {
		for reply.Try = args.PrevLogIndex; reply.Try > 1 && rf.Log[reply.Try-1].Term == term; {
			reply.Try--
		}
		return
	}
	reply.Success = true
	keep := args.PrevLogIndex + 1
	for len(args.Entries) > 0 && keep < len(rf.Log) && rf.Log[keep].Term == args.Entries[0].Term {
		keep, args.Entries = keep+1, args.Entries[1:]
	}
	if len(args.Entries) > 0 {
		rf.Log = append(rf.Log[:keep:keep], args.Entries...)
		keep = len(rf.Log)
		rf.persist()
	}
	if commit := min(args.LeaderCommit, keep-1); commit > rf.CommitIndex {
		rf.commit(commit)
	}
}

func (rf *Raft) Start(command any) (int, int, bool) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if rf.role != "leader" || rf.life.Err() != nil {
		return 0, rf.CurrentTerm, false
	}
	rf.Log = append(rf.Log, LogEntry{rf.CurrentTerm, command})
	rf.persist()
	return len(rf.Log) - 1, rf.CurrentTerm, true
}

func (rf *Raft) apply(applyCh chan raftapi.ApplyMsg) {
	for applied := 0; ; {
		select {
		case <-rf.life.Done():
			return
		case <-rf.commits:
		}
		rf.mu.Lock()
		entries := append([]LogEntry{}, rf.Log[applied+1:rf.CommitIndex+1]...)
		rf.mu.Unlock()
		for _, entry := range entries {
			applied++
			applyCh <- raftapi.ApplyMsg{CommandValid: true, Command: entry.Command, CommandIndex: applied}
		}
	}
}

func Make(peers []*labrpc.ClientEnd, me int, persister *tester.Persister, applyCh chan raftapi.ApplyMsg) raftapi.Raft {
	rf := &Raft{
		peers: peers, persister: persister, me: me, VotedFor: -1, Log: make([]LogEntry, 1), endRole: func() {},
		nextIndex: make([]int, len(peers)), matchIndex: make([]int, len(peers)), commits: make(chan int, 1),
	}
	rf.life, rf.kill = context.WithCancel(context.Background())
	if err := rf.readPersist(persister.ReadRaftState()); err != nil {
		panic(err)
	}
	rf.mu.Lock()
	defer rf.mu.Unlock()
	rf.follow(rf.CurrentTerm)
	go rf.apply(applyCh)
	return rf
}
