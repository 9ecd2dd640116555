package node

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
	Log         []Entry
}

// Input is what has happened.
type Input struct {
	Message *Message
	Command any
}

// Output is what the server does now.
type Output struct {
	Save     *Saved
	Messages []Message
	Applied  []Applied
	Index    int
	Wake     time.Duration
}

// Applied is a committed command.
type Applied struct {
	Index, Term int
	Command     any
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
	// log[0] stands for the empty beginning, so that an index is a place in it.
	log []Entry

	role                    role
	commitIndex             int
	lastApplied             int
	votes                   []bool
	nextIndex, matchIndex   []int
	electionAt, heartbeatAt time.Duration
}

// New makes a server from what was saved last.
func New(me, servers int, saved *Saved) *Server {
	s := &Server{me: me, servers: servers, votedFor: nobody, log: []Entry{{}}}
	if saved != nil {
		s.currentTerm, s.votedFor, s.log = saved.CurrentTerm, saved.VotedFor, saved.Log
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
	s.out.Save = &Saved{s.currentTerm, s.votedFor, slices.Clone(s.log)}
}

func (s *Server) send(m Message) {
	m.From, m.Term = s.me, s.currentTerm
	s.out.Messages = append(s.out.Messages, m)
}

func (s *Server) last() int { return len(s.log) - 1 }

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
			s.send(Message{To: to, Kind: requestVote, Index: s.last(), LogTerm: s.log[s.last()].Term})
		}
	}
	s.lead()
}

// vote answers a candidate (§5.2, §5.4.1).
func (s *Server) vote(m *Message) {
	mine := s.log[s.last()].Term
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
		s.nextIndex[i] = len(s.log)
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
	end := min(len(s.log), before+1+batch)
	s.send(Message{
		To: to, Kind: appendEntries, Index: before, LogTerm: s.log[before].Term,
		Entries: slices.Clone(s.log[before+1 : end]), LeaderCommit: s.commitIndex,
	})
}

// follow is AppendEntries' receiver (Figure 2).
func (s *Server) follow(m *Message) {
	if m.Term < s.currentTerm {
		s.send(Message{To: m.From, Kind: appendEntriesReply})
		return
	}
	s.role = follower
	s.resetElection()
	if m.Index > s.last() || s.log[m.Index].Term != m.LogTerm {
		s.send(Message{To: m.From, Kind: appendEntriesReply, Index: s.conflict(m)})
		return
	}
	for i, e := range m.Entries {
		at := m.Index + 1 + i
		if at <= s.last() && s.log[at].Term == e.Term {
			continue
		}
		s.log = append(s.log[:at:at], m.Entries[i:]...)
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
		return len(s.log)
	}
	at := m.Index
	for at > 1 && s.log[at-1].Term == s.log[m.Index].Term {
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
	if n := sorted[(s.servers-1)/2]; n > s.commitIndex && s.log[n].Term == s.currentTerm {
		s.commitIndex = n
	}
}

// apply gives out what is committed, in order.
func (s *Server) apply() {
	for s.lastApplied < s.commitIndex {
		s.lastApplied++
		e := s.log[s.lastApplied]
		s.out.Applied = append(s.out.Applied, Applied{s.lastApplied, e.Term, e.Command})
	}
}
