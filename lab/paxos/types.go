package paxos

import (
	"cmp"
	"math/bits"
	"slices"
	"strconv"
)

// NodeID names a server. Servers are numbered from 1, and at most MaxNodeID of them exist.
type NodeID uint32

// None is no server.
const None NodeID = 0

// MaxNodeID is the largest NodeID: a NodeSet has one bit for each.
const MaxNodeID NodeID = 63

// String is the name that people read: S1, S2, ...
func (id NodeID) String() string {
	if id == None {
		return "none"
	}
	return "S" + strconv.FormatUint(uint64(id), 10)
}

// NodeSet is a set of servers. Promises and acceptances are kept in sets, not in counters: a message that is delivered
// twice must count once (§2.1).
type NodeSet uint64

// SetOf is the set of the given servers.
func SetOf(ids ...NodeID) NodeSet {
	var s NodeSet
	for _, id := range ids {
		s.Add(id)
	}
	return s
}

// Add puts id into the set.
func (s *NodeSet) Add(id NodeID) { *s |= 1 << id }

// Has reports whether id is in the set.
func (s NodeSet) Has(id NodeID) bool { return s&(1<<id) != 0 }

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

// Majority is the least number of acceptors that is more than half of them. Any two majorities have an acceptor in
// common (§2.2).
func Majority(acceptors int) int { return acceptors/2 + 1 }

// Ballot is a proposal number. Two proposers never use the same one (§2.5). The zero Ballot is below all others and is
// no ballot.
//
// There are two ways to keep ballots apart. A pair has the proposer's ID, which decides between equal rounds. In steps
// of k, where k is the number of servers, server i uses the rounds i, i+k, i+2k, ...: there the ID is None.
type Ballot struct {
	Round uint64
	ID    NodeID
}

// Compare is -1, 0 or 1 if b is lower than, equal to or higher than other.
func (b Ballot) Compare(other Ballot) int {
	return cmp.Or(cmp.Compare(b.Round, other.Round), cmp.Compare(b.ID, other.ID))
}

// Below reports whether b is lower than other.
func (b Ballot) Below(other Ballot) bool { return b.Compare(other) < 0 }

// Highest is the higher of two ballots.
func Highest(a, b Ballot) Ballot {
	if a.Below(b) {
		return b
	}
	return a
}

// Number is the ballot as one number that keeps the order, where there are k servers. It is the round in steps of k.
func (b Ballot) Number(k int) uint64 {
	if b.ID == None || b.Round == 0 {
		return b.Round
	}
	return (b.Round-1)*uint64(k) + uint64(b.ID)
}

// Owner is the proposer that uses this ballot, where there are k servers; None for the zero Ballot.
func (b Ballot) Owner(k int) NodeID {
	if b.ID != None || b.Round == 0 || k < 1 {
		return b.ID
	}
	return NodeID((b.Round-1)%uint64(k)) + 1
}

// String is "2.1" for S1's second round, "7" in steps, and "none" for the zero Ballot.
func (b Ballot) String() string {
	switch {
	case b == Ballot{}:
		return "none"
	case b.ID == None:
		return strconv.FormatUint(b.Round, 10)
	}
	return strconv.FormatUint(b.Round, 10) + "." + strconv.FormatUint(uint64(b.ID), 10)
}

// Slot is an instance of the algorithm. The first is 1 (§3).
type Slot uint64

// Value is what is chosen. In single-decree Paxos it is a word, and in Multi-Paxos the bytes of CommandValue. The empty
// Value is no value.
type Value string

// NoValue is the Value of an acceptor that has accepted nothing.
const NoValue Value = ""

// Time is a moment of virtual time, in microseconds since the run began.
type Time int64

// Duration is a span of virtual time, in microseconds.
type Duration int64

// Units of Duration.
const (
	Microsecond Duration = 1
	Millisecond          = 1000 * Microsecond
	Second               = 1000 * Millisecond
)

// Add is the moment d after t.
func (t Time) Add(d Duration) Time { return t + Time(d) }

// Draw draws a number below n.
type Draw func(n uint64) uint64

// RequestID names a client's request between Propose and its answer. 0 is no request.
type RequestID uint64

// Slots is a set of slots, by rising slot.
type Slots []Slot

// Add puts a slot into the set.
func (s *Slots) Add(slot Slot) {
	if at, found := slices.BinarySearch(*s, slot); !found {
		*s = slices.Insert(*s, at, slot)
	}
}
