package raft

// A bare package. The server thinks in rounds: it asks everybody, and takes what is answered before the round is over.
// What survives a crash is in this file, too.

import (
	"bytes"
	crand "crypto/rand"
	"math/big"
	"sync"
	"time"

	"6.5840/labgob"
	"6.5840/labrpc"
)

type ApplyMsg struct {
	CommandValid bool
	Command      interface{}
	CommandIndex int
	CommandTerm  int
}

// Persister keeps two pieces of bytes.
type Persister struct {
	mu              sync.Mutex
	state, snapshot []byte
}

func MakePersister() *Persister { return &Persister{} }

func (p *Persister) Save(state, snapshot []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state, p.snapshot = bytes.Clone(state), bytes.Clone(snapshot)
}

func (p *Persister) ReadRaftState() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return bytes.Clone(p.state)
}

func (p *Persister) RaftStateSize() int { return len(p.ReadRaftState()) }

const (
	round    = 60 * time.Millisecond
	followed = 280
	nobody   = -1
)

type Entry struct {
	Term    int
	Command interface{}
}

// Kept is what is saved.
type Kept struct {
	CurrentTerm, VotedFor int
	Entries               []Entry
}

type Raft struct {
	mu        sync.Mutex
	peers     []*labrpc.ClientEnd
	persister *Persister
	me        int
	quit      chan struct{}
	kick      chan struct{}
	committed chan int

	kept        Kept
	leader      int // nobody, or who leads this term
	commitIndex int
	match       []int
	next        []int
	alarm       time.Time
}

func (rf *Raft) GetState() (int, bool) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	return rf.kept.CurrentTerm, rf.leader == rf.me
}

func (rf *Raft) save() {
	var b bytes.Buffer
	if err := labgob.NewEncoder(&b).Encode(rf.kept); err != nil {
		panic(err)
	}
	rf.persister.Save(b.Bytes(), nil)
}

func (rf *Raft) last() (index, term int) {
	index = len(rf.kept.Entries) - 1
	return index, rf.kept.Entries[index].Term
}

func (rf *Raft) setAlarm() {
	n, err := crand.Int(crand.Reader, big.NewInt(followed))
	if err != nil {
		panic(err)
	}
	rf.alarm = time.Now().Add(time.Duration(followed+n.Int64()) * time.Millisecond)
}

func (rf *Raft) behind(term int) bool {
	if term <= rf.kept.CurrentTerm {
		return false
	}
	rf.kept.CurrentTerm, rf.kept.VotedFor, rf.leader = term, nobody, nobody
	rf.save()
	return true
}

// Question is what a server asks the others: for a vote, or to take over entries.
type Question struct {
	Term, From, Index, LogTerm, Commit int
	Entries                            []Entry
}

type Answer struct {
	Term, Index int
	Yes         bool
}

func (rf *Raft) Vote(q *Question, a *Answer) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	rf.behind(q.Term)
	a.Term = rf.kept.CurrentTerm
	index, term := rf.last()
	if q.Term < rf.kept.CurrentTerm || q.LogTerm < term || q.LogTerm == term && q.Index < index {
		return
	}
	if rf.kept.VotedFor == nobody {
		rf.kept.VotedFor = q.From
		rf.save()
	}
	if a.Yes = rf.kept.VotedFor == q.From; a.Yes {
		rf.setAlarm()
	}
}

func (rf *Raft) Append(q *Question, a *Answer) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	rf.behind(q.Term)
	a.Term = rf.kept.CurrentTerm
	if q.Term < rf.kept.CurrentTerm {
		return
	}
	rf.leader = q.From
	rf.setAlarm()
	entries := rf.kept.Entries
	if q.Index >= len(entries) || entries[q.Index].Term != q.LogTerm {
		a.Index = min(q.Index-1, len(entries)-1)
		for a.Index > rf.commitIndex && entries[a.Index].Term > q.LogTerm {
			a.Index--
		}
		return
	}
	a.Yes, a.Index = true, q.Index+len(q.Entries)
	for i, entry := range q.Entries {
		if at := q.Index + 1 + i; at >= len(entries) || entries[at].Term != entry.Term {
			rf.kept.Entries = append(entries[:at:at], q.Entries[i:]...)
			rf.save()
			break
		}
	}
	rf.commit(min(q.Commit, a.Index))
}

func (rf *Raft) commit(index int) {
	if index > rf.commitIndex {
		rf.commitIndex = index
		select {
		case <-rf.committed:
		default:
		}
		rf.committed <- index
	}
}

func (rf *Raft) Start(command interface{}) (int, int, bool) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if rf.leader != rf.me {
		return -1, rf.kept.CurrentTerm, false
	}
	rf.kept.Entries = append(rf.kept.Entries, Entry{rf.kept.CurrentTerm, command})
	rf.save()
	select {
	case rf.kick <- struct{}{}:
	default:
	}
	index, term := rf.last()
	return index, term, true
}

func (rf *Raft) Kill() { close(rf.quit) }

// answered is an answer with who gave it to what.
type answered struct {
	from     int
	question *Question
	answer   Answer
}

// ask asks everybody, and gives the channel of the answers. Nobody has to read it to its end.
func (rf *Raft) ask(method string, question func(to int) *Question) chan answered {
	answers := make(chan answered, len(rf.peers))
	for to, peer := range rf.peers {
		if to == rf.me {
			continue
		}
		to, peer, q := to, peer, question(to)
		go func() {
			var a Answer
			if peer.Call("Raft."+method, q, &a) {
				answers <- answered{to, q, a}
			}
		}()
	}
	return answers
}

func (rf *Raft) elect() {
	rf.mu.Lock()
	if rf.leader == rf.me || time.Now().Before(rf.alarm) {
		rf.mu.Unlock()
		return
	}
	rf.kept.CurrentTerm++
	rf.kept.VotedFor, rf.leader = rf.me, nobody
	rf.save()
	rf.setAlarm()
	index, term := rf.last()
	q := &Question{Term: rf.kept.CurrentTerm, From: rf.me, Index: index, LogTerm: term}
	rf.mu.Unlock()
	answers := rf.ask("Vote", func(int) *Question { return q })
	votes, over := 1, time.After(3*round)
	for votes <= len(rf.peers)/2 {
		select {
		case <-rf.quit:
			return
		case <-over:
			return
		case one := <-answers:
			rf.mu.Lock()
			lost := rf.behind(one.answer.Term) || rf.kept.CurrentTerm != q.Term
			rf.mu.Unlock()
			if lost {
				return
			}
			if one.answer.Yes {
				votes++
			}
		}
	}
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if rf.kept.CurrentTerm == q.Term && rf.leader == nobody {
		rf.leader = rf.me
		index, _ := rf.last()
		for i := range rf.peers {
			rf.match[i], rf.next[i] = 0, index+1
		}
	}
}

func (rf *Raft) question(to int) *Question {
	prev := rf.next[to] - 1
	return &Question{
		Term: rf.kept.CurrentTerm, From: rf.me, Index: prev, LogTerm: rf.kept.Entries[prev].Term,
		Commit: rf.commitIndex, Entries: append([]Entry(nil), rf.kept.Entries[prev+1:]...),
	}
}

// replicate is one round of a leader.
func (rf *Raft) replicate() {
	rf.mu.Lock()
	if rf.leader != rf.me {
		rf.mu.Unlock()
		return
	}
	answers := rf.ask("Append", rf.question)
	rf.mu.Unlock()
	over := time.After(round)
	for range rf.peers[1:] {
		select {
		case <-rf.quit:
			return
		case <-over:
			return
		case one := <-answers:
			rf.take(one)
		}
	}
	select { // all have answered: wait for the rest of the round, or for a command
	case <-rf.quit:
	case <-over:
	case <-rf.kick:
	}
}

func (rf *Raft) take(one answered) {
	rf.mu.Lock()
	defer rf.mu.Unlock()
	if rf.behind(one.answer.Term) || rf.leader != rf.me || rf.kept.CurrentTerm != one.question.Term {
		return
	}
	if !one.answer.Yes {
		rf.next[one.from] = max(rf.match[one.from], min(one.answer.Index, one.question.Index-1)) + 1
		return
	}
	rf.match[one.from] = max(rf.match[one.from], one.answer.Index)
	rf.next[one.from] = rf.match[one.from] + 1
	index, _ := rf.last()
	for ; index > rf.commitIndex && rf.kept.Entries[index].Term == rf.kept.CurrentTerm; index-- {
		have := 1
		for i, match := range rf.match {
			if i != rf.me && match >= index {
				have++
			}
		}
		if have > len(rf.peers)/2 {
			rf.commit(index)
			return
		}
	}
}

func (rf *Raft) rounds() {
	for {
		select {
		case <-rf.quit:
			return
		default:
		}
		if _, leads := rf.GetState(); leads {
			rf.replicate()
			continue
		}
		time.Sleep(round / 4)
		rf.elect()
	}
}

func (rf *Raft) apply(applyCh chan ApplyMsg) {
	for done := 0; ; {
		var index int
		select {
		case <-rf.quit:
			return
		case index = <-rf.committed:
		}
		rf.mu.Lock()
		entries := append([]Entry(nil), rf.kept.Entries[:index+1]...)
		rf.mu.Unlock()
		for done < index {
			done++
			applyCh <- ApplyMsg{true, entries[done].Command, done, entries[done].Term}
		}
	}
}

func Make(peers []*labrpc.ClientEnd, me int, persister *Persister, applyCh chan ApplyMsg) *Raft {
	rf := &Raft{
		peers: peers, persister: persister, me: me, leader: nobody,
		kept: Kept{VotedFor: nobody, Entries: make([]Entry, 1)},
		quit: make(chan struct{}), kick: make(chan struct{}, 1), committed: make(chan int, 1),
		match: make([]int, len(peers)), next: make([]int, len(peers)),
	}
	if state := persister.ReadRaftState(); len(state) > 0 {
		var kept Kept
		if err := labgob.NewDecoder(bytes.NewReader(state)).Decode(&kept); err != nil {
			panic(err)
		}
		rf.kept = kept
	}
	rf.setAlarm()
	go rf.rounds()
	go rf.apply(applyCh)
	return rf
}
