package raft

import (
	"math/bits"
	"strconv"
)

// NodeID names a server. Servers are numbered from 1, and at most MaxNodeID of them exist.
type NodeID uint32

// None is no server: no vote given, no leader known.
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

// Term numbers the periods of Raft's logical clock (§5.1). The first election is in term 1.
type Term uint64

// Index is a place in the log. The first entry has index 1.
type Index uint64

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

// RequestID names a client's request between Propose and its answer. 0 is no request.
type RequestID uint64

// Role is what a server is at the moment (§5.1, Fig. 4).
type Role uint8

// The three roles of Figure 4, and the one before a candidacy that PreVote brings (thesis §9.6).
const (
	Follower Role = iota
	Candidate
	Leader
	PreCandidate
)

// String is the role's name in the paper, in lower case.
func (r Role) String() string {
	switch r {
	case Follower:
		return "follower"
	case Candidate:
		return "candidate"
	case Leader:
		return "leader"
	case PreCandidate:
		return "pre-candidate"
	}
	return "role " + strconv.Itoa(int(r))
}

// NodeSet is a set of servers. Votes are kept in a set, not in a counter: a vote that is delivered twice must
// count once (§5.2).
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

// Remove takes id out of the set.
func (s *NodeSet) Remove(id NodeID) { *s &^= 1 << id }

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
