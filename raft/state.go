package raft

// State is what a server knows: the State box of Figure 2, and the role that the paper has in its text (§5.1).
// The rules read and write it; a learner's exercise is a function on it.
type State struct {
	// ID is this server. Servers is the whole cluster, this server included, in increasing order: the servers that
	// a leader sends its log to. Configuration says which of them decide.
	ID            NodeID
	Servers       []NodeID
	Configuration Configuration
	// counting are the rules by which this server counts, nil for the Configuration's own.
	counting *Membership

	// Persistent state on all servers: saved before any message leaves that depends on it.

	// CurrentTerm is the latest term this server has seen. Invariant I1: it never decreases.
	CurrentTerm Term
	// VotedFor is the candidate that got this server's vote in CurrentTerm, or None.
	// Invariant I2: a candidate or leader has voted for itself.
	VotedFor NodeID
	// Log holds the entries. Invariant I3: terms never decrease along the log, and none is above
	// CurrentTerm. Invariant I14: an entry of kind ConfigurationChange carries a configuration.
	Log Log

	// Volatile state on all servers.

	Role Role
	// Leader is the server that this server believes to lead CurrentTerm, or None. Clients are sent there (§8).
	Leader NodeID
	// CommitIndex is the highest index known to be committed. Invariant I4: it never decreases
	// while the server runs, and CommitIndex <= Log.LastIndex(). Invariant I8: no entry up to it is
	// removed, or replaced by another one (§5.4.3).
	CommitIndex Index
	// LastApplied is the highest index given to the state machine. Invariant I5: LastApplied <=
	// CommitIndex.
	LastApplied Index

	// Volatile state on candidates.

	// VotesGranted is the set of servers that voted for this candidate in CurrentTerm.
	VotesGranted NodeSet

	// Volatile state of elections that do not disturb (elections.go); unused while those are switched off.

	// Heard is true while this server knows of a leader: it leads, or a leader's message came within the least
	// election timeout. The Node sets and clears it, so that no rule needs a clock (thesis §4.2.3, §9.6).
	// Invariant I12: then Leader is not None.
	Heard bool
	// PreVotes is the set of servers that would vote for this pre-candidate.
	PreVotes NodeSet
	// Active is the set of followers that this leader has heard from since the last CheckQuorum. The Node adds them.
	Active NodeSet
	// Transferee is the server that this leader hands its leadership to, or None (thesis §3.10).
	Transferee NodeID

	// Volatile state of reads that do not go through the log (reads.go).

	// Reads are those that this leader has begun and not answered, in the order in which they began.
	Reads []Read
	// Round is the number of this server's last round of heartbeats.
	Round uint64
	// Lease is true while no other server can be elected, as far as clocks can be trusted. The Node sets and clears it.
	Lease bool

	// Snapshot is what this server's last snapshot stands for, the zero value for none. Invariant I13: Log.Base() <=
	// Snapshot.LastIndex <= LastApplied. The Node sets it (snapshots.go).
	Snapshot SnapshotMeta

	// Volatile state of changes of the configuration (membership.go); unused while those are switched off.

	// ConfigurationIndex is the index of the entry that Configuration comes from, the log's base for none. The Node
	// keeps both in line with the log.
	ConfigurationIndex Index
	// BaseConfiguration is the configuration before the first entry that the log has: that of the snapshot which took
	// the place of the entries before, or the cluster's first one. The Node keeps it.
	BaseConfiguration Configuration
	// CaughtUp is the set of servers that have come near enough to this leader's log to vote. The Node adds them.
	CaughtUp NodeSet

	// Volatile state on leaders, reinitialised after election. NextIndex[id] and MatchIndex[id]
	// belong to server id; element 0 is unused. Invariant I6, on a leader: MatchIndex[id] <
	// NextIndex[id] <= LastIndex+1 for each other server.

	NextIndex  []Index
	MatchIndex []Index
	// Awaiting is the set of followers that got entries and have not answered yet. New commands for them wait
	// for the next message; a heartbeat tries again.
	Awaiting NodeSet
	// Replicating is the set of followers to which this leader sends without waiting for answers; it probes the others
	// (pipelining.go). It is empty while pipelining is switched off.
	Replicating NodeSet
	// Needs[id] is the first entry that follower id needs next, or after the snapshot that is on its way to it; 0 for a
	// follower that has not answered for a while. Element 0 is unused. The Node sets it before the log is cut.
	Needs []Index
}

// NewState is the state of a server that starts for the first time.
func NewState(id NodeID, servers []NodeID) State {
	size := servers[len(servers)-1] + 1
	all := ConfigurationOf(servers...)
	return State{
		ID:                id,
		Servers:           servers,
		Configuration:     all,
		BaseConfiguration: all,
		NextIndex:         make([]Index, size),
		MatchIndex:        make([]Index, size),
		Needs:             make([]Index, size),
	}
}

// ConfigurationAt is the configuration as of the entry at index i, the log's base or behind it: later ones do not count
// there. It is what a snapshot up to that entry must hold (§7).
func (s *State) ConfigurationAt(i Index) Configuration {
	for ; i > s.Log.Base(); i-- {
		if c, ok := s.Log.Entry(i).Configuration(); ok {
			return c
		}
	}
	return s.BaseConfiguration
}

// Majority is the least number of servers that is more than half of them: 2 of 3, 3 of 4, 3 of 5.
func (s *State) Majority() int { return len(s.Servers)/2 + 1 }

// IsQuorum reports whether the servers of set are enough to decide: to elect a leader, or to commit an
// entry (§5.2, §5.3). The reference asks it and never counts by itself: the Configuration decides, and servers
// outside of it do not count. Without a Configuration, all Servers vote.
func (s *State) IsQuorum(set NodeSet) bool {
	if s.counting != nil {
		return s.counting.HasQuorum(s.Configuration, set)
	}
	if s.Configuration == (Configuration{}) {
		return set.Len() >= s.Majority()
	}
	return s.Configuration.HasQuorum(set)
}

// QuorumIndex is the highest index that enough servers have to decide, by MatchIndex: no entry above it can be
// committed now.
func (s *State) QuorumIndex() Index {
	if s.counting != nil {
		return s.counting.QuorumIndex(s.Configuration, s.MatchIndex)
	}
	if s.Configuration == (Configuration{}) {
		return ConfigurationOf(s.Servers...).QuorumIndex(s.MatchIndex)
	}
	return s.Configuration.QuorumIndex(s.MatchIndex)
}

// CountBy lets IsQuorum and QuorumIndex ask these rules. The Node calls it where changes of the configuration are
// switched on.
func (s *State) CountBy(rules *Membership) { s.counting = rules }

// BecomeFollower makes this server a follower in the given term, of the given leader or of None.
//
// It is the rule for all servers of Figure 2: a term above CurrentTerm is adopted, and the server has a new
// vote in it. In the same term the vote does not change (§5.2).
func (s *State) BecomeFollower(term Term, leader NodeID) {
	if term > s.CurrentTerm {
		s.CurrentTerm = term
		s.VotedFor = None
	}
	s.Role = Follower
	s.Leader = leader
	s.VotesGranted = 0
	s.PreVotes = 0
	s.Awaiting = 0
	s.Replicating = 0
	s.Active = 0
	s.Transferee = None
	clear(s.Needs)
	s.CaughtUp = 0
}

// BecomeLeader makes this server the leader of CurrentTerm. NextIndex starts just after the log's end and
// MatchIndex at 0: the leader assumes that every follower has its log, and knows nothing yet (Figure 2).
func (s *State) BecomeLeader() {
	s.Role = Leader
	s.Leader = s.ID
	s.Awaiting = 0
	s.Replicating = 0
	s.Active = 0
	s.Transferee = None
	clear(s.Needs)
	s.CaughtUp = 0
	for _, id := range s.Servers {
		s.NextIndex[id] = s.Log.LastIndex() + 1
		s.MatchIndex[id] = 0
	}
	s.MatchIndex[s.ID] = s.Log.LastIndex()
}

// AppendAsLeader adds an entry of CurrentTerm to the leader's log (Figure 2, Leaders).
func (s *State) AppendAsLeader(kind EntryKind, command []byte) Index {
	s.Log.Append(Entry{Term: s.CurrentTerm, Kind: kind, Command: command})
	s.MatchIndex[s.ID] = s.Log.LastIndex()
	return s.Log.LastIndex()
}
