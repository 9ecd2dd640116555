package raft

// A server without a lock: one goroutine owns everything, and runs what the others ask for. Timers are time.Timer.

import (
	"bytes"
	"math/rand"
	"time"

	"6.5840/labgob"
	"6.5840/labrpc"
	"6.5840/raftapi"
	tester "6.5840/tester1"
)

const (
	follower = iota
	candidate
	leader
)

const beat = 80 * time.Millisecond

type Entry struct {
	Term    int
	Command any
}

// Disk is what is saved, all in one value.
type Disk struct {
	Term, Voted, Base, BaseTerm int
	Log                         []Entry
}

type Raft struct {
	peers     []*labrpc.ClientEnd
	persister *tester.Persister
	me        int
	events    chan func()
	done      chan struct{}
	applies   chan []raftapi.ApplyMsg

	Disk
	snapshot    []byte
	role        int
	votes       map[int]bool
	commitIndex int
	lastApplied int
	nextIndex   []int
	matchIndex  []int
	election    *time.Timer
	heartbeat   *time.Timer
}

// do runs f in the loop, and waits for it.
func (rf *Raft) do(f func()) {
	ran := make(chan struct{})
	select {
	case rf.events <- func() { f(); close(ran) }:
		<-ran
	case <-rf.done:
	}
}

func (rf *Raft) loop() {
	for {
		select {
		case <-rf.done:
			return
		case f := <-rf.events:
			f()
		case <-rf.election.C:
			if rf.role != leader {
				rf.campaign()
			}
		case <-rf.heartbeat.C:
			if rf.role == leader {
				rf.broadcast()
			}
			rf.heartbeat.Reset(beat)
		}
	}
}

func (rf *Raft) rest() {
	rf.election.Reset(300*time.Millisecond + time.Duration(rand.Int63n(int64(300*time.Millisecond))))
}

func (rf *Raft) last() int { return rf.Base + len(rf.Log) }

func (rf *Raft) termAt(index int) int {
	if index == rf.Base {
		return rf.BaseTerm
	}
	return rf.Log[index-rf.Base-1].Term
}

func (rf *Raft) save() {
	var b bytes.Buffer
	if err := labgob.NewEncoder(&b).Encode(rf.Disk); err != nil {
		panic(err)
	}
	rf.persister.Save(b.Bytes(), rf.snapshot)
}

func (rf *Raft) GetState() (term int, leads bool) {
	rf.do(func() { term, leads = rf.Term, rf.role == leader })
	return term, leads
}

func (rf *Raft) Start(command any) (index, term int, leads bool) {
	rf.do(func() {
		if term, leads = rf.Term, rf.role == leader; !leads {
			return
		}
		rf.Log = append(rf.Log, Entry{rf.Term, command})
		rf.save()
		index = rf.last()
		rf.broadcast()
	})
	return index, term, leads
}

func (rf *Raft) Snapshot(index int, snapshot []byte) {
	rf.do(func() {
		if index > rf.Base && index <= rf.lastApplied {
			rf.BaseTerm = rf.termAt(index)
			rf.Log = append([]Entry(nil), rf.Log[index-rf.Base:]...)
			rf.Base, rf.snapshot = index, snapshot
			rf.save()
		}
	})
}

func (rf *Raft) PersistBytes() int { return rf.persister.RaftStateSize() }

func (rf *Raft) Kill() { close(rf.done) }

// adopt takes over a newer term.
func (rf *Raft) adopt(term int) {
	if term > rf.Term {
		rf.Term, rf.Voted, rf.role = term, -1, follower
		rf.save()
		rf.rest()
	}
}

type VoteArgs struct{ Term, From, Last, LastTerm int }

type VoteReply struct {
	Term    int
	Granted bool
}

func (rf *Raft) Vote(args *VoteArgs, reply *VoteReply) {
	rf.do(func() {
		rf.adopt(args.Term)
		reply.Term = rf.Term
		fresh := args.LastTerm > rf.termAt(rf.last()) || args.LastTerm == rf.termAt(rf.last()) && args.Last >= rf.last()
		if args.Term == rf.Term && (rf.Voted == -1 || rf.Voted == args.From) && fresh {
			rf.Voted = args.From
			rf.save()
			rf.rest()
			reply.Granted = true
		}
	})
}

func (rf *Raft) campaign() {
	rf.Term++
	rf.role, rf.Voted = candidate, rf.me
	rf.votes = map[int]bool{rf.me: true}
	rf.save()
	rf.rest()
	args := VoteArgs{rf.Term, rf.me, rf.last(), rf.termAt(rf.last())}
	for i, peer := range rf.peers {
		if i != rf.me {
			go func() {
				reply := VoteReply{}
				if peer.Call("Raft.Vote", &args, &reply) {
					rf.do(func() { rf.voted(i, args, reply) })
				}
			}()
		}
	}
}

func (rf *Raft) voted(from int, args VoteArgs, reply VoteReply) {
	rf.adopt(reply.Term)
	if rf.role != candidate || args.Term != rf.Term || !reply.Granted {
		return
	}
	rf.votes[from] = true
	if len(rf.votes) > len(rf.peers)/2 {
		rf.role = leader
		for i := range rf.peers {
			rf.nextIndex[i], rf.matchIndex[i] = rf.last()+1, 0
		}
		rf.broadcast()
	}
}

type AppendArgs struct {
	Term, From, Prev, PrevTerm, Commit int
	Entries                            []Entry
}

type AppendReply struct {
	Term, Hint int
	OK         bool
}

func (rf *Raft) Append(args *AppendArgs, reply *AppendReply) {
	rf.do(func() {
		rf.adopt(args.Term)
		if reply.Term = rf.Term; args.Term < rf.Term {
			return
		}
		rf.role = follower
		rf.rest()
		if args.Prev < rf.Base || args.Prev > rf.last() {
			reply.Hint = min(rf.last(), max(rf.Base, rf.commitIndex))
			return
		}
		if rf.termAt(args.Prev) != args.PrevTerm {
			reply.Hint = max(rf.Base, min(rf.commitIndex, args.Prev-1))
			return
		}
		rf.merge(args.Prev, args.Entries)
		reply.OK = true
		if commit := min(args.Commit, args.Prev+len(args.Entries)); commit > rf.commitIndex {
			rf.commit(commit)
		}
	})
}

// merge takes over entries after prev. Only a conflict cuts the log.
func (rf *Raft) merge(prev int, entries []Entry) {
	for i, entry := range entries {
		at := prev + 1 + i
		if at <= rf.last() && rf.termAt(at) == entry.Term {
			continue
		}
		rf.Log = append(append([]Entry(nil), rf.Log[:at-rf.Base-1]...), entries[i:]...)
		rf.save()
		return
	}
}

type InstallArgs struct {
	Term, Last, LastTerm int
	Data                 []byte
}

type InstallReply struct{ Term int }

func (rf *Raft) Install(args *InstallArgs, reply *InstallReply) {
	rf.do(func() {
		rf.adopt(args.Term)
		if reply.Term = rf.Term; args.Term < rf.Term {
			return
		}
		rf.role = follower
		rf.rest()
		if args.Last <= rf.commitIndex {
			return
		}
		if args.Last <= rf.last() && rf.termAt(args.Last) == args.LastTerm {
			rf.Log = append([]Entry(nil), rf.Log[args.Last-rf.Base:]...)
		} else {
			rf.Log = nil
		}
		rf.Base, rf.BaseTerm, rf.snapshot = args.Last, args.LastTerm, args.Data
		rf.save()
		rf.commitIndex, rf.lastApplied = args.Last, args.Last
		rf.applies <- []raftapi.ApplyMsg{{
			SnapshotValid: true, Snapshot: args.Data, SnapshotTerm: args.LastTerm, SnapshotIndex: args.Last,
		}}
	})
}

func (rf *Raft) broadcast() {
	for i := range rf.peers {
		if i != rf.me {
			rf.send(i)
		}
	}
}

func (rf *Raft) send(to int) {
	prev := rf.nextIndex[to] - 1
	if prev < rf.Base {
		args := InstallArgs{rf.Term, rf.Base, rf.BaseTerm, rf.snapshot}
		go func() {
			reply := InstallReply{}
			if rf.peers[to].Call("Raft.Install", &args, &reply) {
				rf.do(func() { rf.answered(to, args.Term, reply.Term, args.Last) })
			}
		}()
		return
	}
	args := AppendArgs{rf.Term, rf.me, prev, rf.termAt(prev), rf.commitIndex,
		append([]Entry(nil), rf.Log[prev-rf.Base:]...)}
	go func() {
		reply := AppendReply{}
		if rf.peers[to].Call("Raft.Append", &args, &reply) {
			rf.do(func() { rf.appended(to, args, reply) })
		}
	}()
}

// answered counts what a follower has.
func (rf *Raft) answered(from, sent, term, match int) {
	rf.adopt(term)
	if rf.role != leader || sent != rf.Term || match <= rf.matchIndex[from] {
		return
	}
	rf.matchIndex[from] = match
	rf.nextIndex[from] = max(rf.nextIndex[from], match+1)
	for n := rf.last(); n > rf.commitIndex && rf.termAt(n) == rf.Term; n-- {
		have := 1
		for i, m := range rf.matchIndex {
			if i != rf.me && m >= n {
				have++
			}
		}
		if have > len(rf.peers)/2 {
			rf.commit(n)
			return
		}
	}
}

func (rf *Raft) appended(from int, args AppendArgs, reply AppendReply) {
	if reply.OK {
		rf.answered(from, args.Term, reply.Term, args.Prev+len(args.Entries))
		return
	}
	rf.adopt(reply.Term)
	if rf.role == leader && args.Term == rf.Term && reply.Term == rf.Term && rf.nextIndex[from] == args.Prev+1 {
		rf.nextIndex[from] = max(rf.matchIndex[from], reply.Hint) + 1
		rf.send(from)
	}
}

func (rf *Raft) commit(index int) {
	rf.commitIndex = index
	var all []raftapi.ApplyMsg
	for rf.lastApplied < index {
		rf.lastApplied++
		all = append(all, raftapi.ApplyMsg{
			CommandValid: true, Command: rf.Log[rf.lastApplied-rf.Base-1].Command, CommandIndex: rf.lastApplied,
		})
	}
	rf.applies <- all
}

// apply passes messages on, in their order, and never keeps the loop waiting.
func (rf *Raft) apply(to chan raftapi.ApplyMsg) {
	var waiting []raftapi.ApplyMsg
	for {
		var out chan raftapi.ApplyMsg
		var next raftapi.ApplyMsg
		if len(waiting) > 0 {
			out, next = to, waiting[0]
		}
		select {
		case <-rf.done:
			return
		case more := <-rf.applies:
			waiting = append(waiting, more...)
		case out <- next:
			waiting = waiting[1:]
		}
	}
}

func Make(peers []*labrpc.ClientEnd, me int, persister *tester.Persister, applyCh chan raftapi.ApplyMsg) raftapi.Raft {
	rf := &Raft{
		peers: peers, persister: persister, me: me, Disk: Disk{Voted: -1}, snapshot: persister.ReadSnapshot(),
		events: make(chan func()), done: make(chan struct{}), applies: make(chan []raftapi.ApplyMsg),
		nextIndex: make([]int, len(peers)), matchIndex: make([]int, len(peers)),
		election: time.NewTimer(time.Hour), heartbeat: time.NewTimer(beat),
	}
	if state := persister.ReadRaftState(); len(state) > 0 {
		var disk Disk // empty, because a zero is not sent
		if err := labgob.NewDecoder(bytes.NewReader(state)).Decode(&disk); err != nil {
			panic(err)
		}
		rf.Disk = disk
	}
	rf.commitIndex, rf.lastApplied = rf.Base, rf.Base
	rf.rest()
	go rf.loop()
	go rf.apply(applyCh)
	return rf
}
