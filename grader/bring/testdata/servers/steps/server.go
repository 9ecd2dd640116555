// Package server is a whole Raft server as one function, Step, with snapshots.
package server

import (
	"math/rand/v2"
	"slices"
	"time"
)

const (
	heartbeat   = 50 * time.Millisecond
	electionMin = 150 * time.Millisecond
	electionMax = 300 * time.Millisecond
	// batch bounds the entries in one message.
	batch = 64
)

// The kinds of messages.
const (
	requestVote        = "RequestVote"
	requestVoteReply   = "RequestVoteReply"
	appendEntries      = "AppendEntries"
	appendEntriesReply = "AppendEntriesReply"
	installSnapshot    = "InstallSnapshot"
)

// Message is what servers send each other.
type Message struct {
	From, To int
	Kind     string
	Term     int
	// Index and LogTerm are the candidate's last entry in RequestVote, and the entry before Entries in AppendEntries.
	// In its reply Index is where the follower agrees up to or, if it does not, where the leader should try next.
	Index, LogTerm int
	Entries        []Entry
	LeaderCommit   int
	// Yes is VoteGranted, or Success.
	Yes bool
	// Data is the snapshot in InstallSnapshot, whose last entry is Index, LogTerm.
	Data []byte
}

// Entry is an entry of the log.
type Entry struct {
	Term    int
	Command any
}

// Saved is what is on the disk.
type Saved struct {
	CurrentTerm int
	VotedFor    int
	// Base is the index of the snapshot's last entry. Log[0] stands for it.
	Base int
	Log  []Entry
}

// Snapshot is the service's state after all commands up to Index.
type Snapshot struct {
	Index int
	Data  []byte
}

// Input is what has happened.
type Input struct {
	Message  *Message
	Command  any
	Snapshot *Snapshot
}

// Output is what the server does now.
type Output struct {
	Save     *Saved
	Snapshot []byte
	Messages []Message
	Applied  []Applied
	Index    int
	Wake     time.Duration
}

// Applied is a committed command.
type Applied struct {
	Index, Term int
	Command     any
	Snapshot    []byte
}

type role int

const (
	follower role = iota
	candidate
	leader
)

// nobody is votedFor of a server that has not voted.
const nobody = -1

// Server is one server.
type Server struct {
	me, servers int
	now         time.Duration
	out         Output

	currentTerm int
	votedFor    int
	// log[0] stands for the entry at snapshotIndex, the last one in the snapshot.
	snapshotIndex int
	log           []Entry
	snapshot      []byte

	role                    role
	commitIndex             int
	lastApplied             int
	votes                   []bool
	nextIndex, matchIndex   []int
	electionAt, heartbeatAt time.Duration
}

// New makes a server from what was saved last.
func New(me, servers int, saved *Saved, snapshot []byte) *Server {
	s := &Server{me: me, servers: servers, votedFor: nobody, log: []Entry{{}}, snapshot: snapshot}
	if saved != nil {
		s.currentTerm, s.votedFor, s.log = saved.CurrentTerm, saved.VotedFor, saved.Log
		s.snapshotIndex, s.commitIndex, s.lastApplied = saved.Base, saved.Base, saved.Base
	}
	return s
}

// GetState gives the term, and whether the server leads.
func (s *Server) GetState() (term int, leads bool) { return s.currentTerm, s.role == leader }

// Step handles one input.
func (s *Server) Step(now time.Duration, in Input) Output {
	s.now, s.out = now, Output{}
	if s.electionAt == 0 {
		s.resetElection()
	}
	switch {
	case in.Message != nil:
		s.receive(in.Message)
	case in.Command != nil:
		s.propose(in.Command)
	case in.Snapshot != nil:
		s.cut(in.Snapshot)
	}
	switch {
	case s.role == leader && now >= s.heartbeatAt:
		s.replicate()
	case s.role != leader && now >= s.electionAt:
		s.campaign()
	}
	s.apply()
	s.out.Wake = s.electionAt
	if s.role == leader {
		s.out.Wake = s.heartbeatAt
	}
	return s.out
}

func (s *Server) resetElection() {
	s.electionAt = s.now + electionMin + rand.N(electionMax-electionMin)
}

// save saves all of Figure 2's persistent state. The log is copied: the disk must not change with it.
func (s *Server) save() {
	s.out.Save = &Saved{s.currentTerm, s.votedFor, s.snapshotIndex, slices.Clone(s.log)}
}

// cut replaces the log up to an index by a snapshot (§7).
func (s *Server) cut(snapshot *Snapshot) {
	if snapshot.Index <= s.snapshotIndex {
		return
	}
	s.log = slices.Clone(s.log[snapshot.Index-s.snapshotIndex:])
	s.log[0].Command = nil
	s.snapshotIndex, s.snapshot = snapshot.Index, snapshot.Data
	s.save()
	s.out.Snapshot = snapshot.Data
}

func (s *Server) at(index int) *Entry { return &s.log[index-s.snapshotIndex] }

func (s *Server) send(m Message) {
	m.From, m.Term = s.me, s.currentTerm
	s.out.Messages = append(s.out.Messages, m)
}

func (s *Server) last() int { return s.snapshotIndex + len(s.log) - 1 }

// receive handles a message. A later term makes any server a follower first (§5.1).
func (s *Server) receive(m *Message) {
	if m.Term > s.currentTerm {
		s.currentTerm, s.votedFor, s.role = m.Term, nobody, follower
		s.save()
	}
	switch m.Kind {
	case requestVote:
		s.vote(m)
	case requestVoteReply:
		s.count(m)
	case appendEntries:
		s.follow(m)
	case appendEntriesReply:
		s.acknowledged(m)
	case installSnapshot:
		s.install(m)
	}
}

// campaign starts an election (§5.2).
func (s *Server) campaign() {
	s.currentTerm++
	s.votedFor, s.role, s.votes = s.me, candidate, make([]bool, s.servers)
	s.votes[s.me] = true
	s.resetElection()
	s.save()
	for to := range s.servers {
		if to != s.me {
			s.send(Message{To: to, Kind: requestVote, Index: s.last(), LogTerm: s.at(s.last()).Term})
		}
	}
	s.lead()
}

// vote answers a candidate (§5.2, §5.4.1).
func (s *Server) vote(m *Message) {
	mine := s.at(s.last()).Term
	upToDate := m.LogTerm > mine || m.LogTerm == mine && m.Index >= s.last()
	yes := m.Term == s.currentTerm && (s.votedFor == nobody || s.votedFor == m.From) && upToDate
	if yes {
		s.votedFor = m.From
		s.save()
		s.resetElection()
	}
	s.send(Message{To: m.From, Kind: requestVoteReply, Yes: yes})
}

// count counts a vote.
func (s *Server) count(m *Message) {
	if m.Term == s.currentTerm && s.role == candidate && m.Yes {
		s.votes[m.From] = true
		s.lead()
	}
}

// lead makes a candidate with a majority the leader.
func (s *Server) lead() {
	yes := 0
	for _, v := range s.votes {
		if v {
			yes++
		}
	}
	if yes <= s.servers/2 {
		return
	}
	s.role = leader
	s.nextIndex, s.matchIndex = make([]int, s.servers), make([]int, s.servers)
	for i := range s.nextIndex {
		s.nextIndex[i] = s.last() + 1
	}
	s.replicate()
}

// propose appends a client's command (§5.3).
func (s *Server) propose(command any) {
	if s.role != leader {
		return
	}
	s.log = append(s.log, Entry{s.currentTerm, command})
	s.out.Index = s.last()
	s.save()
	s.replicate()
}

// replicate sends each follower what it lacks; nothing is a heartbeat.
func (s *Server) replicate() {
	s.heartbeatAt = s.now + heartbeat
	for to := range s.servers {
		if to != s.me {
			s.sendEntries(to)
		}
	}
	s.commit()
}

func (s *Server) sendEntries(to int) {
	before := s.nextIndex[to] - 1
	if before < s.snapshotIndex {
		s.send(Message{To: to, Kind: installSnapshot, Index: s.snapshotIndex, LogTerm: s.log[0].Term, Data: s.snapshot})
		return
	}
	from := before + 1 - s.snapshotIndex
	end := min(len(s.log), from+batch)
	s.send(Message{
		To: to, Kind: appendEntries, Index: before, LogTerm: s.at(before).Term,
		Entries: slices.Clone(s.log[from:end]), LeaderCommit: s.commitIndex,
	})
}

// install takes the leader's snapshot (Figure 13).
func (s *Server) install(m *Message) {
	if m.Term < s.currentTerm {
		s.send(Message{To: m.From, Kind: appendEntriesReply})
		return
	}
	s.role = follower
	s.resetElection()
	if m.Index > s.commitIndex {
		if m.Index <= s.last() && s.at(m.Index).Term == m.LogTerm {
			s.log = slices.Clone(s.log[m.Index-s.snapshotIndex:])
		} else {
			s.log = make([]Entry, 1)
		}
		s.log[0] = Entry{Term: m.LogTerm}
		s.snapshotIndex, s.snapshot = m.Index, m.Data
		s.commitIndex, s.lastApplied = m.Index, m.Index
		s.save()
		s.out.Snapshot = m.Data
		s.out.Applied = append(s.out.Applied, Applied{Index: m.Index, Term: m.LogTerm, Snapshot: m.Data})
	}
	s.send(Message{To: m.From, Kind: appendEntriesReply, Index: m.Index, Yes: true})
}

// follow is AppendEntries' receiver (Figure 2).
func (s *Server) follow(m *Message) {
	if m.Term < s.currentTerm {
		s.send(Message{To: m.From, Kind: appendEntriesReply})
		return
	}
	s.role = follower
	s.resetElection()
	if m.Index < s.snapshotIndex { // what comes before is committed, so it is the same
		skip := min(s.snapshotIndex-m.Index, len(m.Entries))
		m.Entries = m.Entries[skip:]
		m.Index += skip
		if m.Index < s.snapshotIndex {
			s.send(Message{To: m.From, Kind: appendEntriesReply, Index: s.snapshotIndex, Yes: true})
			return
		}
		m.LogTerm = s.log[0].Term
	}
	if m.Index > s.last() || s.at(m.Index).Term != m.LogTerm {
		s.send(Message{To: m.From, Kind: appendEntriesReply, Index: s.conflict(m)})
		return
	}
	for i, e := range m.Entries {
		at := m.Index + 1 + i
		if at <= s.last() && s.at(at).Term == e.Term {
			continue
		}
		place := at - s.snapshotIndex
		s.log = append(s.log[:place:place], m.Entries[i:]...)
		s.save()
		break
	}
	agreed := m.Index + len(m.Entries)
	s.commitIndex = max(s.commitIndex, min(m.LeaderCommit, agreed))
	s.send(Message{To: m.From, Kind: appendEntriesReply, Index: agreed, Yes: true})
}

// conflict is the index before which the leader should look: the first of the term that disagrees (§5.3).
func (s *Server) conflict(m *Message) int {
	if m.Index > s.last() {
		return s.last() + 1
	}
	at := m.Index
	for at > s.snapshotIndex+1 && s.at(at-1).Term == s.at(m.Index).Term {
		at--
	}
	return at
}

// acknowledged takes a follower's answer.
func (s *Server) acknowledged(m *Message) {
	if m.Term != s.currentTerm || s.role != leader {
		return
	}
	if m.Yes {
		s.matchIndex[m.From] = max(s.matchIndex[m.From], m.Index)
		s.nextIndex[m.From] = max(s.nextIndex[m.From], s.matchIndex[m.From]+1)
		s.commit()
		return
	}
	// An old answer may say less than is known.
	s.nextIndex[m.From] = max(s.matchIndex[m.From]+1, min(s.nextIndex[m.From], m.Index))
	s.sendEntries(m.From)
}

// commit advances commitIndex to what a majority has, if it is of this term (§5.3, §5.4.2).
func (s *Server) commit() {
	s.matchIndex[s.me] = s.last()
	sorted := slices.Sorted(slices.Values(s.matchIndex))
	if n := sorted[(s.servers-1)/2]; n > s.commitIndex && s.at(n).Term == s.currentTerm {
		s.commitIndex = n
	}
}

// apply gives out what is committed, in order.
func (s *Server) apply() {
	for s.lastApplied < s.commitIndex {
		s.lastApplied++
		e := s.at(s.lastApplied)
		s.out.Applied = append(s.out.Applied, Applied{Index: s.lastApplied, Term: e.Term, Command: e.Command})
	}
}
