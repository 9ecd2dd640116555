package rulecall

import (
	"fmt"
	"slices"

	"raftlab/raft"
	"raftlab/raft/wire"
)

// Bounds of a state that a rule gives back. A grading's logs have fewer than a hundred entries, and its commands a few
// bytes.
const (
	maxEntries  = 4096
	maxCommands = 1 << 20
)

// appendState adds a state without its log.
func appendState(b []byte, s *raft.State) []byte {
	b = wire.AppendUint(b, uint64(s.ID))
	b = appendList(b, s.Servers)
	b = wire.AppendUint(b, uint64(s.CurrentTerm))
	b = wire.AppendUint(b, uint64(s.VotedFor))
	b = wire.AppendUint(b, uint64(s.Role))
	b = wire.AppendUint(b, uint64(s.Leader))
	b = wire.AppendUint(b, uint64(s.CommitIndex))
	b = wire.AppendUint(b, uint64(s.LastApplied))
	b = wire.AppendUint(b, uint64(s.VotesGranted))
	b = wire.AppendUint(b, uint64(s.Awaiting))
	b = appendReading(appendElections(b, s), s)
	b = appendList(b, s.NextIndex)
	return appendList(b, s.MatchIndex)
}

// readState reads a state without its log.
func readState(r *wire.Reader) *raft.State {
	s := &raft.State{
		ID: readID(r), Servers: readList(r, readID),
		CurrentTerm: raft.Term(r.Uint()), VotedFor: readID(r), Role: readRole(r), Leader: readID(r),
		CommitIndex: readIndex(r), LastApplied: readIndex(r),
		VotesGranted: raft.NodeSet(r.Uint()), Awaiting: raft.NodeSet(r.Uint()),
	}
	readElections(r, s)
	readReading(r, s)
	s.NextIndex, s.MatchIndex = readList(r, readIndex), readList(r, readIndex)
	return s
}

// appendElections adds who decides, and what elections that do not disturb know.
func appendElections(b []byte, s *raft.State) []byte {
	b = appendConfiguration(b, s.Configuration)
	b = wire.AppendUint(wire.AppendUint(b, uint64(s.ConfigurationIndex)), uint64(s.CaughtUp))
	b = wire.AppendBool(b, s.Heard)
	b = wire.AppendUint(b, uint64(s.PreVotes))
	b = wire.AppendUint(b, uint64(s.Active))
	return wire.AppendUint(b, uint64(s.Transferee))
}

func readElections(r *wire.Reader, s *raft.State) {
	s.Configuration = readConfiguration(r)
	s.ConfigurationIndex, s.CaughtUp = readIndex(r), raft.NodeSet(r.Uint())
	s.Heard, s.PreVotes, s.Active = r.Bool(), raft.NodeSet(r.Uint()), raft.NodeSet(r.Uint())
	s.Transferee = readID(r)
}

func appendList[T raft.NodeID | raft.Index](b []byte, list []T) []byte {
	b = wire.AppendUint(b, uint64(len(list)))
	for _, v := range list {
		b = wire.AppendUint(b, uint64(v))
	}
	return b
}

// readList reads a list; nil when it is empty.
func readList[T any](r *wire.Reader, read func(*wire.Reader) T) []T {
	n := r.Count()
	if n == 0 {
		return nil
	}
	list := make([]T, n)
	for i := range list {
		list[i] = read(r)
	}
	return list
}

func readIndex(r *wire.Reader) raft.Index { return raft.Index(r.Uint()) }

func readID(r *wire.Reader) raft.NodeID {
	id := r.Uint()
	if id > uint64(raft.MaxNodeID) {
		r.Fail(fmt.Errorf("%w: server %d, of at most %d", wire.ErrValue, id, raft.MaxNodeID))
	}
	return raft.NodeID(id)
}

func readRole(r *wire.Reader) raft.Role {
	role := r.Uint()
	if role > uint64(raft.PreCandidate) {
		r.Fail(fmt.Errorf("%w: role %d", wire.ErrValue, role))
	}
	return raft.Role(role)
}

// readEntries reads entries, and gives their commands memory of their own.
func readEntries(r *wire.Reader) []raft.Entry {
	entries := raft.ReadEntryList(r)
	size := 0
	for _, e := range entries {
		size += len(e.Command)
	}
	if len(entries) > maxEntries || size > maxCommands {
		r.Fail(fmt.Errorf("%w: %d entries with %d bytes of commands, of at most %d and %d",
			wire.ErrValue, len(entries), size, maxEntries, maxCommands))
		return nil
	}
	own := make([]byte, 0, size)
	for i, e := range entries {
		own = append(own, e.Command...)
		entries[i].Command = own[len(own)-len(e.Command) : len(own) : len(own)]
	}
	return entries
}

// appendChange adds the changes of a log: the first index that was touched, and the end of the log that differs from
// what was given, from first on. The two are not the same for a log that was replaced as a whole, or whose entries were
// changed in place: then nothing was touched, so nothing would be saved, as in a call without copies.
func appendChange(b []byte, log *raft.Log, touched, first raft.Index) []byte {
	b = wire.AppendUint(wire.AppendUint(b, uint64(touched)), uint64(first))
	if first == 0 {
		return b
	}
	return raft.AppendEntryList(b, log.From(first))
}

// firstDifference is the first index at which a log differs from the entries that were given, 0 for none.
func firstDifference(log *raft.Log, given []raft.Entry) raft.Index {
	now := log.From(1)
	for i, was := range given {
		if i >= len(now) || !was.Equal(now[i]) {
			return raft.Index(i + 1)
		}
	}
	if len(now) > len(given) {
		return raft.Index(len(given) + 1)
	}
	return 0
}

// change is a read appendChange.
type change struct {
	touched, first raft.Index
	entries        []raft.Entry
}

func readChange(r *wire.Reader) change {
	c := change{touched: readIndex(r), first: readIndex(r)}
	if c.first > 0 {
		c.entries = readEntries(r)
	}
	return c
}

// fits reports whether a log of that length can change so.
func (c change) fits(last raft.Index) bool {
	after := last
	if c.first > 0 {
		after = c.first - 1 + raft.Index(len(c.entries))
	}
	return c.first <= last+1 && c.touched <= max(last, after)+1
}

// apply changes the log in the same way, so that it also knows what was touched.
func (c change) apply(log *raft.Log) {
	if c.first > 0 {
		touched := log.TakeChanges()
		*log = raft.LogOf(slices.Concat(log.From(1)[:c.first-1], c.entries)...)
		touch(log, touched)
	}
	touch(log, c.touched)
}

// touch makes a place count as changed.
func touch(log *raft.Log, i raft.Index) {
	if i == 0 {
		return
	}
	if i > log.LastIndex() {
		// Entries were there for a while.
		log.Append(raft.Entry{})
		log.TruncateFrom(log.LastIndex())
		return
	}
	rest := log.From(i)
	log.TruncateFrom(i)
	log.Append(rest...)
}

// adopt takes over what a rule made of a state. It refuses what no rule may change, and what would not fit.
func adopt(s, got *raft.State, log change) error {
	switch {
	case got.ID != s.ID:
		return fmt.Errorf("it changed ID from %v to %v; a server keeps its name", s.ID, got.ID)
	case !slices.Equal(got.Servers, s.Servers):
		return fmt.Errorf("it changed Servers from %v to %v; a rule leaves the cluster alone", s.Servers, got.Servers)
	case got.Configuration != s.Configuration:
		return fmt.Errorf("it changed Configuration from %v to %v; a rule leaves the cluster alone",
			s.Configuration, got.Configuration)
	case got.ConfigurationIndex != s.ConfigurationIndex:
		return fmt.Errorf("it changed ConfigurationIndex from %d to %d; the caller keeps it in line with the log",
			s.ConfigurationIndex, got.ConfigurationIndex)
	case len(got.NextIndex) != len(s.NextIndex):
		return lengthError("NextIndex", len(got.NextIndex), len(s.NextIndex))
	case len(got.MatchIndex) != len(s.MatchIndex):
		return lengthError("MatchIndex", len(got.MatchIndex), len(s.MatchIndex))
	case !log.fits(s.Log.LastIndex()):
		return fmt.Errorf("its log has a gap before entry %d", log.first)
	}
	s.CurrentTerm, s.VotedFor, s.Role, s.Leader = got.CurrentTerm, got.VotedFor, got.Role, got.Leader
	s.CommitIndex, s.LastApplied = got.CommitIndex, got.LastApplied
	s.VotesGranted, s.Awaiting = got.VotesGranted, got.Awaiting
	s.Heard, s.PreVotes, s.Active, s.Transferee = got.Heard, got.PreVotes, got.Active, got.Transferee
	s.CaughtUp = got.CaughtUp
	s.Reads, s.Round, s.Lease = got.Reads, got.Round, got.Lease
	copy(s.NextIndex, got.NextIndex)
	copy(s.MatchIndex, got.MatchIndex)
	log.apply(&s.Log)
	return nil
}

func lengthError(what string, got, want int) error {
	return fmt.Errorf("it left %s with %d elements, want %d: one for each server's number, and element 0",
		what, got, want)
}
