package raft

import "fmt"

// Snapshots (§7): the state of the state machine takes the place of the entries that led to it, so that the log does
// not grow for ever. A follower that needs entries which the leader no longer has gets the snapshot instead.

// SnapshotMeta says what a snapshot stands for: all entries up to LastIndex. The zero value is no snapshot.
type SnapshotMeta struct {
	// LastIndex is the last entry that the snapshot includes, LastTerm its term: AppendEntries compares the entry
	// before the first one that is left, and votes compare the last (§7).
	LastIndex Index
	LastTerm  Term
	// Configuration is the one that counts as of LastIndex.
	Configuration Configuration
}

// Snapshot is a snapshot with its content: the bytes of the state machine, which Raft does not read. They are shared
// and must not be changed.
type Snapshot struct {
	Meta SnapshotMeta
	Data []byte
}

// InstallSnapshot brings a follower one chunk of the leader's snapshot (Figure 13, §7). Like AppendEntries, it is a
// sign of the leader.
type InstallSnapshot struct {
	Term     Term
	LeaderID NodeID
	// Meta names the snapshot: every chunk has it.
	Meta SnapshotMeta
	// Offset is where Data belongs in the content, in bytes. Done says that the content ends with it.
	Offset uint64
	Data   []byte
	Done   bool
}

// InstallSnapshotReply answers InstallSnapshot.
type InstallSnapshotReply struct {
	Term Term
	// MatchIndex is the last index that the follower is now known to have, 0 while chunks are missing.
	MatchIndex Index
	// Offset is, without MatchIndex, how many bytes of this snapshot the follower has: the leader goes on there.
	Offset uint64
}

// MessageTerm is the leader's term.
func (m InstallSnapshot) MessageTerm() Term { return m.Term }

// MessageTerm is the follower's term.
func (m InstallSnapshotReply) MessageTerm() Term { return m.Term }

// Partial is the part of a snapshot that has come so far: chunks of one snapshot of one leader, without a gap. A
// crash takes it.
type Partial struct {
	// Term is the term of the leader that sends it.
	Term Term
	Meta SnapshotMeta
	Data []byte
}

// CutLog is the record with which a log file begins after its first entries were cut off. It takes the place of all
// records before it. Save.Entries are all entries behind the base.
type CutLog struct {
	Base     Index
	BaseTerm Term
	Save     Save
}

// ApplyCut begins the log of what is saved again, with what a cut has left.
func (s *Saved) ApplyCut(cut CutLog) error {
	if cut.Save.CurrentTerm < s.CurrentTerm {
		return fmt.Errorf("saved term goes back from %d to %d", s.CurrentTerm, cut.Save.CurrentTerm)
	}
	s.CurrentTerm, s.VotedFor = cut.Save.CurrentTerm, cut.Save.VotedFor
	s.Base, s.BaseTerm, s.Log = cut.Base, cut.BaseTerm, cut.Save.Entries
	return nil
}

// Snapshots are the rules of snapshots.
type Snapshots struct {
	// LabelSnapshot says what a snapshot includes that is taken of the state machine now; worth is false if it would
	// say nothing that the last one does not (§7).
	LabelSnapshot func(s *State) (meta SnapshotMeta, worth bool)
	// MayCompact is the index up to which the log may be cut, now that a snapshot up to upTo is on the disk (§7). The
	// log's base says that nothing may.
	MayCompact func(s *State, upTo Index) Index
	// NeedsSnapshot reports whether a follower needs entries that this leader no longer has (§7).
	NeedsSnapshot func(s *State, follower NodeID) bool
	// SkipCovered takes away from a request what stands in this server's snapshot, before HandleAppendEntries gets it.
	SkipCovered func(s *State, req AppendEntries) AppendEntries
	// HandleInstallSnapshot answers a leader that sends a chunk (Figure 13). It keeps what has come in part. With
	// install, part is the whole snapshot: the Node saves it, and gives it to the state machine.
	HandleInstallSnapshot func(s *State, part *Partial, req InstallSnapshot) (reply InstallSnapshotReply, install bool)
	// HandleInstallSnapshotReply takes in a follower's answer (§7). The Node sends the chunks.
	HandleInstallSnapshotReply func(s *State, from NodeID, reply InstallSnapshotReply)
	// RestoreAll puts back a snapshot and a log into a server that starts (§7). A crash may have come between the
	// saving of the two. It gives an error if entries are missing between them: then the server must not start.
	RestoreAll func(s *State, saved Saved) error
}
