package raft

// The shape of 2022: CondInstallSnapshot is there and always says yes. The server is an actor: all that happens is a
// message in its inbox, timers too. Answers wait in the message that asked.

import (
	"bytes"
	"math/rand"
	"sort"
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

type role interface{}

type (
	following struct{}
	standing  struct{ votes map[int]bool }
	leading   struct{ next, match []int }
)

type item struct {
	Term    int
	Command interface{}
}

type Raft struct {
	peers     []*labrpc.ClientEnd
	persister *Persister
	me        int
	inbox     chan interface{}
	outbox    chan []ApplyMsg
	gone      chan struct{}
	public    atomic.Value // a status, for GetState

	role        role
	currentTerm int
	votedFor    int
	log         []item
	offset      int // the index of log[0], which stands for the snapshot
	commitIndex int
	lastApplied int
	alarm       int // the number of the present election timer
}

type status struct {
	term  int
	leads bool
}

func (rf *Raft) setAlarm() {
	rf.alarm++
	number := rf.alarm
	time.AfterFunc(time.Duration(300+rand.Intn(300))*time.Millisecond, func() { rf.send(alarmRang{number}) })
}

func (rf *Raft) state() []byte {
	w := new(bytes.Buffer)
	e := labgob.NewEncoder(w)
	e.Encode(rf.currentTerm)
	e.Encode(rf.votedFor)
	e.Encode(rf.offset)
	e.Encode(rf.log)
	return w.Bytes()
}

func (rf *Raft) persist() { rf.persister.SaveRaftState(rf.state()) }

func (rf *Raft) readPersist(data []byte) {
	if len(data) == 0 {
		return
	}
	d := labgob.NewDecoder(bytes.NewBuffer(data))
	var term, vote, offset int
	var log []item
	if d.Decode(&term) != nil || d.Decode(&vote) != nil || d.Decode(&offset) != nil || d.Decode(&log) != nil {
		panic("the state cannot be read")
	}
	rf.currentTerm, rf.votedFor, rf.offset, rf.log = term, vote, offset, log
	rf.commitIndex, rf.lastApplied = offset, offset
}

func (rf *Raft) last() int             { return rf.offset + len(rf.log) - 1 }
func (rf *Raft) termAt(index int) int  { return rf.log[index-rf.offset].Term }
func (rf *Raft) copyFrom(i int) []item { return append([]item{}, rf.log[i-rf.offset:]...) }

func (rf *Raft) GetState() (int, bool) {
	s := rf.public.Load().(status)
	return s.term, s.leads
}

func (rf *Raft) CondInstallSnapshot(lastIncludedTerm int, lastIncludedIndex int, snapshot []byte) bool {
	return true
}

func (rf *Raft) Snapshot(index int, snapshot []byte) {
	done := make(chan bool, 1)
	rf.ask(snapshotCall{index, snapshot, done}, done)
}

func (rf *Raft) compact(index int, snapshot []byte) {
	if index <= rf.offset || index > rf.lastApplied {
		return
	}
	rf.log = rf.copyFrom(index)
	rf.log[0].Command = nil
	rf.offset = index
	rf.persister.SaveStateAndSnapshot(rf.state(), snapshot)
}

func (rf *Raft) Start(command interface{}) (int, int, bool) {
	m := &commandCall{command: command, done: make(chan bool, 1)}
	rf.ask(m, m.done)
	return m.index, m.term, m.leads
}

func (rf *Raft) command(m *commandCall) {
	_, m.leads = rf.role.(*leading)
	m.term = rf.currentTerm
	if m.leads {
		rf.log = append(rf.log, item{rf.currentTerm, m.command})
		m.index = rf.last()
		rf.persist()
		rf.feedAll()
	}
}

func (rf *Raft) Kill() { close(rf.gone) }

func (rf *Raft) obey(term int) {
	if term > rf.currentTerm {
		rf.currentTerm, rf.votedFor, rf.role = term, -1, following{}
		rf.persist()
		rf.setAlarm()
	}
}

type VoteArgs struct{ Term, Candidate, Last, LastTerm int }

type VoteReply struct {
	Term    int
	Granted bool
}

func (rf *Raft) RequestVote(args *VoteArgs, reply *VoteReply) {
	done := make(chan bool, 1)
	rf.ask(voteCall{args, reply, done}, done)
}

func (rf *Raft) vote(args *VoteArgs, reply *VoteReply) {
	rf.obey(args.Term)
	reply.Term = rf.currentTerm
	lastTerm := rf.termAt(rf.last())
	fresh := args.LastTerm > lastTerm || args.LastTerm == lastTerm && args.Last >= rf.last()
	if args.Term < rf.currentTerm || !fresh || rf.votedFor != -1 && rf.votedFor != args.Candidate {
		return
	}
	rf.votedFor = args.Candidate
	rf.persist()
	rf.setAlarm()
	reply.Granted = true
}

func (rf *Raft) stand() {
	rf.currentTerm++
	rf.votedFor = rf.me
	rf.role = &standing{map[int]bool{rf.me: true}}
	rf.persist()
	rf.setAlarm()
	args := &VoteArgs{rf.currentTerm, rf.me, rf.last(), rf.termAt(rf.last())}
	for i := range rf.peers {
		if i == rf.me {
			continue
		}
		go func(i int) {
			reply := &VoteReply{}
			if rf.peers[i].Call("Raft.RequestVote", args, reply) {
				rf.send(voteAnswer{i, args, reply})
			}
		}(i)
	}
}

func (rf *Raft) voted(m voteAnswer) {
	rf.obey(m.reply.Term)
	candidate, ok := rf.role.(*standing)
	if !ok || m.args.Term != rf.currentTerm || !m.reply.Granted {
		return
	}
	candidate.votes[m.from] = true
	if len(candidate.votes) > len(rf.peers)/2 {
		leader := &leading{make([]int, len(rf.peers)), make([]int, len(rf.peers))}
		for i := range leader.next {
			leader.next[i] = rf.last() + 1
		}
		rf.role = leader
		rf.feedAll()
	}
}

type EntriesArgs struct {
	Term, Prev, PrevTerm, Commit int
	Items                        []item
}

type EntriesReply struct {
	Term, Back int
	OK         bool
}

func (rf *Raft) AppendEntries(args *EntriesArgs, reply *EntriesReply) {
	done := make(chan bool, 1)
	rf.ask(entriesCall{args, reply, done}, done)
}

func (rf *Raft) entries(args *EntriesArgs, reply *EntriesReply) {
	rf.obey(args.Term)
	reply.Term = rf.currentTerm
	if args.Term < rf.currentTerm {
		return
	}
	rf.role = following{}
	rf.setAlarm()
	switch {
	case args.Prev > rf.last():
		reply.Back = rf.last()
	case args.Prev < rf.offset:
		reply.Back = rf.offset
	case rf.termAt(args.Prev) != args.PrevTerm:
		reply.Back = args.Prev - 1
		for reply.Back > rf.commitIndex && rf.termAt(reply.Back) == rf.termAt(args.Prev) {
			reply.Back--
		}
	default:
		rf.accept(args, reply)
	}
}

func (rf *Raft) accept(args *EntriesArgs, reply *EntriesReply) {
	reply.OK = true
	for i, entry := range args.Items {
		at := args.Prev + 1 + i
		if at > rf.last() || rf.termAt(at) != entry.Term {
			rf.log = append(rf.log[:at-rf.offset], args.Items[i:]...)
			rf.persist()
			break
		}
	}
	commit := args.Prev + len(args.Items)
	if args.Commit < commit {
		commit = args.Commit
	}
	rf.commit(commit)
}

type InstallArgs struct {
	Term, Index, IndexTerm int
	Bytes                  []byte
}

type InstallReply struct{ Term int }

func (rf *Raft) InstallSnapshot(args *InstallArgs, reply *InstallReply) {
	done := make(chan bool, 1)
	rf.ask(installCall{args, reply, done}, done)
}

func (rf *Raft) install(args *InstallArgs, reply *InstallReply) {
	rf.obey(args.Term)
	reply.Term = rf.currentTerm
	if args.Term < rf.currentTerm {
		return
	}
	rf.role = following{}
	rf.setAlarm()
	if args.Index <= rf.commitIndex {
		return
	}
	if args.Index <= rf.last() && rf.termAt(args.Index) == args.IndexTerm {
		rf.log = rf.copyFrom(args.Index)
	} else {
		rf.log = []item{{Term: args.IndexTerm}}
	}
	rf.offset, rf.commitIndex, rf.lastApplied = args.Index, args.Index, args.Index
	rf.persister.SaveStateAndSnapshot(rf.state(), args.Bytes)
	rf.outbox <- []ApplyMsg{{
		SnapshotValid: true, Snapshot: args.Bytes, SnapshotTerm: args.IndexTerm, SnapshotIndex: args.Index,
	}}
}

func (rf *Raft) feedAll() {
	leader, ok := rf.role.(*leading)
	if !ok {
		return
	}
	for i := range rf.peers {
		if i != rf.me {
			rf.feed(i, leader.next[i]-1)
		}
	}
}

func (rf *Raft) feed(to, prev int) {
	term := rf.currentTerm
	if prev < rf.offset {
		args := &InstallArgs{term, rf.offset, rf.termAt(rf.offset), rf.persister.ReadSnapshot()}
		go func() {
			reply := &InstallReply{}
			if rf.peers[to].Call("Raft.InstallSnapshot", args, reply) {
				rf.send(fedAnswer{from: to, sent: term, match: args.Index, term: reply.Term, ok: true})
			}
		}()
		return
	}
	args := &EntriesArgs{term, prev, rf.termAt(prev), rf.commitIndex, rf.copyFrom(prev + 1)}
	go func() {
		reply := &EntriesReply{}
		if rf.peers[to].Call("Raft.AppendEntries", args, reply) {
			rf.send(fedAnswer{to, term, prev + len(args.Items), reply.Back, reply.Term, reply.OK})
		}
	}()
}

func (rf *Raft) fed(m fedAnswer) {
	rf.obey(m.term)
	leader, ok := rf.role.(*leading)
	if !ok || m.sent != rf.currentTerm {
		return
	}
	if !m.ok {
		if m.back >= leader.match[m.from] && m.back+1 < leader.next[m.from] {
			leader.next[m.from] = m.back + 1
			rf.feed(m.from, m.back)
		}
		return
	}
	if m.match <= leader.match[m.from] {
		return
	}
	leader.match[m.from] = m.match
	if leader.next[m.from] <= m.match {
		leader.next[m.from] = m.match + 1
	}
	all := append([]int{}, leader.match...)
	all[rf.me] = rf.last()
	sort.Ints(all)
	if n := all[(len(all)-1)/2]; n > rf.commitIndex && rf.termAt(n) == rf.currentTerm {
		rf.commit(n)
	}
}

func (rf *Raft) commit(index int) {
	if index <= rf.commitIndex {
		return
	}
	rf.commitIndex = index
	var batch []ApplyMsg
	for rf.lastApplied < index {
		rf.lastApplied++
		batch = append(batch, ApplyMsg{
			CommandValid: true, Command: rf.log[rf.lastApplied-rf.offset].Command, CommandIndex: rf.lastApplied,
		})
	}
	rf.outbox <- batch
}

// deliver never makes the actor wait: what the service has not taken yet is kept here.
func (rf *Raft) deliver(applyCh chan ApplyMsg) {
	var kept []ApplyMsg
	for {
		for len(kept) == 0 {
			select {
			case <-rf.gone:
				return
			case batch := <-rf.outbox:
				kept = batch
			}
		}
		select {
		case <-rf.gone:
			return
		case batch := <-rf.outbox:
			kept = append(kept, batch...)
		case applyCh <- kept[0]:
			kept = kept[1:]
		}
	}
}

func (rf *Raft) pulses() {
	for {
		select {
		case <-rf.gone:
			return
		case <-time.After(90 * time.Millisecond):
			rf.send(pulse{})
		}
	}
}

func Make(peers []*labrpc.ClientEnd, me int, persister *Persister, applyCh chan ApplyMsg) *Raft {
	rf := &Raft{
		peers: peers, persister: persister, me: me, role: following{}, votedFor: -1, log: make([]item, 1),
		inbox: make(chan interface{}), outbox: make(chan []ApplyMsg), gone: make(chan struct{}),
	}
	rf.readPersist(persister.ReadRaftState())
	rf.public.Store(status{rf.currentTerm, false})
	rf.setAlarm()
	go rf.act()
	go rf.deliver(applyCh)
	go rf.pulses()
	return rf
}
