package zab

import (
	"math/bits"
	"strconv"
)

// NodeID names a server, from 1 to MaxNodeID. ZooKeeper calls it myid.
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

// NodeSet is a set of servers. An answer that arrives twice counts once in it.
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

// Epoch numbers the leaders. At most one leader is established in an epoch (paper, phase 1).
type Epoch uint32

// Round numbers a server's elections: ZooKeeper's logicalclock or electionEpoch. It is not on the disk.
type Round uint64

// Zxid numbers a transaction: the epoch of its leader in the high 32 bits, the leader's counter in the low 32.
type Zxid uint64

// MakeZxid is the zxid of an epoch and a counter. Counters of transactions begin at 1.
func MakeZxid(e Epoch, counter uint32) Zxid { return Zxid(e)<<32 | Zxid(counter) }

// Epoch is the epoch of the leader that made the transaction.
func (z Zxid) Epoch() Epoch { return Epoch(z >> 32) }

// Counter is the place among the transactions of that leader.
func (z Zxid) Counter() uint32 { return uint32(z) }

// String is epoch:counter, as in 2:3.
func (z Zxid) String() string {
	return strconv.FormatUint(uint64(z>>32), 10) + ":" + strconv.FormatUint(uint64(uint32(z)), 10)
}

// Standing is what a server is at the moment, with ZooKeeper's names.
type Standing uint8

// The four standings.
const (
	Looking Standing = iota
	Following
	Leading
	Observing
)

// String is the standing in lower case.
func (s Standing) String() string {
	switch s {
	case Looking:
		return "looking"
	case Following:
		return "following"
	case Leading:
		return "leading"
	case Observing:
		return "observing"
	}
	return "standing " + strconv.Itoa(int(s))
}

// Duration is a span of time, and Time a moment, in whole microseconds of virtual time.
type (
	Duration int64
	Time     int64
)

// Units of Duration.
const (
	Microsecond Duration = 1
	Millisecond          = 1000 * Microsecond
)

// Add is the moment d after t.
func (t Time) Add(d Duration) Time { return t + Time(d) }

// RequestID names a client's request between its arrival and its answer. 0 is no request.
type RequestID uint64
