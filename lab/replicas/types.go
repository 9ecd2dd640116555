package replicas

import (
	"math/bits"
	"strconv"
)

// NodeID names a server, from 1 to MaxNodeID. None is no server.
type NodeID uint64

// None is no server. MaxNodeID is the largest NodeID: a NodeSet has one bit for each.
const (
	None      NodeID = 0
	MaxNodeID NodeID = 63
)

// String is the name that people read: S1, S2, ...
func (id NodeID) String() string {
	if id == None {
		return "none"
	}
	return "S" + strconv.FormatUint(uint64(id), 10)
}

// RequestID names a client's request. 0 is no request.
type RequestID uint64

// Time is a moment of a server's own clock, in microseconds.
type Time int64

// NodeSet is a set of servers.
type NodeSet uint64

// SetOf is the set of the given servers.
func SetOf(ids ...NodeID) NodeSet {
	var s NodeSet
	for _, id := range ids {
		s.Add(id)
	}
	return s
}

// FirstOf is the set S1 to S<n>.
func FirstOf(n int) NodeSet { return 1<<(n+1) - 2 }

// Add puts id into the set.
func (s *NodeSet) Add(id NodeID) { *s |= 1 << id }

// Remove takes id out of the set.
func (s *NodeSet) Remove(id NodeID) { *s &^= 1 << id }

// Has reports whether id is in the set.
func (s NodeSet) Has(id NodeID) bool { return s&(1<<id) != 0 }

// Holds reports whether all of other is in the set.
func (s NodeSet) Holds(other NodeSet) bool { return other&^s == 0 }

// Without is the set without one server.
func (s NodeSet) Without(id NodeID) NodeSet { return s &^ (1 << id) }

// Len is the number of servers in the set.
func (s NodeSet) Len() int { return bits.OnesCount64(uint64(s)) }

// All yields the servers of the set in increasing order.
func (s NodeSet) All() func(yield func(NodeID) bool) {
	return func(yield func(NodeID) bool) {
		for rest := s; rest != 0; rest &= rest - 1 {
			if !yield(NodeID(bits.TrailingZeros64(uint64(rest)))) {
				return
			}
		}
	}
}

// Kind is a kind of replication.
type Kind byte

// The kinds. They are part of the byte format.
const (
	// Sync: the primary answers a write when all backups have it. Async: at once. SemiSync: when one backup has it.
	Sync Kind = iota + 1
	Async
	SemiSync
	// TwoMasters: every server takes writes by itself, and they merge later.
	TwoMasters
	// Quorum: a write needs w of n replicas, and a read r of them. No server leads.
	Quorum
	// TwoPhase and ThreePhase: all participants commit a write, or none does.
	TwoPhase
	ThreePhase
)

// Kinds are all kinds, in their order.
func Kinds() []Kind { return []Kind{Sync, Async, SemiSync, TwoMasters, Quorum, TwoPhase, ThreePhase} }

// String is the kind's word in a scenario.
func (k Kind) String() string {
	switch k {
	case Sync:
		return "sync"
	case Async:
		return "async"
	case SemiSync:
		return "semi-sync"
	case TwoMasters:
		return "two-masters"
	case Quorum:
		return "quorum"
	case TwoPhase:
		return "two-phase"
	case ThreePhase:
		return "three-phase"
	}
	return "kind " + strconv.Itoa(int(k))
}

// HasPrimary reports whether one server orders all writes. Leaderless: any server takes them. Commits: a coordinator
// asks all.
func (k Kind) HasPrimary() bool { return k >= Sync && k <= SemiSync }
func (k Kind) Leaderless() bool { return k == TwoMasters || k == Quorum }
func (k Kind) Commits() bool    { return k == TwoPhase || k == ThreePhase }

// Keep says which of two versions a replica keeps when neither replaces the other.
type Keep byte

// The ways to keep versions.
const (
	// ByOrder keeps the one that comes later in an order of all versions (Rules.Later).
	ByOrder Keep = iota + 1
	// BySiblings keeps both, until a later write replaces them (Rules.Merge).
	BySiblings
	// ByClock keeps the one whose writer's clock showed more: the last writer wins.
	ByClock
)

// String is the word in a scenario.
func (k Keep) String() string {
	switch k {
	case ByOrder:
		return "order"
	case BySiblings:
		return "siblings"
	case ByClock:
		return "clock"
	}
	return "keep " + strconv.Itoa(int(k))
}
