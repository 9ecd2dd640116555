package replicas

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Dot is one write: the server that took it, and its number among that server's writes, from 1.
type Dot struct {
	Node  NodeID
	Count uint64
}

// Vector is a version vector: for each server, how many of its writes a version includes. It is sorted by server and
// has no count of 0.
type Vector []Dot

// Count is how many writes of a server the version includes.
func (v Vector) Count(id NodeID) uint64 {
	for _, d := range v {
		if d.Node == id {
			return d.Count
		}
	}
	return 0
}

// Join is the least vector that includes both.
func (v Vector) Join(other Vector) Vector {
	var both Vector
	for _, d := range slices.Concat(v, other) {
		i := slices.IndexFunc(both, func(x Dot) bool { return x.Node == d.Node })
		if i < 0 {
			both = append(both, d)
		} else {
			both[i].Count = max(both[i].Count, d.Count)
		}
	}
	slices.SortFunc(both, func(a, b Dot) int { return cmp.Compare(a.Node, b.Node) })
	return both
}

// With is the vector that includes one more write.
func (v Vector) With(d Dot) Vector { return v.Join(Vector{d}) }

// Includes reports whether v includes all writes of other.
func (v Vector) Includes(other Vector) bool {
	for _, d := range other {
		if v.Count(d.Node) < d.Count {
			return false
		}
	}
	return true
}

// Sum is the number of writes that a version includes.
func (v Vector) Sum() uint64 {
	sum := uint64(0)
	for _, d := range v {
		sum += d.Count
	}
	return sum
}

// String is the vector as people write it: S1:2,S3:1.
func (v Vector) String() string {
	var parts []string
	for _, d := range v {
		parts = append(parts, d.Node.String()+":"+strconv.FormatUint(d.Count, 10))
	}
	return strings.Join(parts, ",")
}

// Versioned is a value of a key with its version.
type Versioned struct {
	// Version is the writes that this version includes: its own, and those that its writer knew.
	Version Vector
	// Writer is the server that took its own write. The write is the writer's count in Version.
	Writer NodeID
	// Clock is what the writer's clock showed.
	Clock Time
	// Deleted is true of a tombstone: the key was deleted by this write.
	Deleted bool
	Value   string
}

// Dot is the version's own write.
func (v Versioned) Dot() Dot { return Dot{v.Writer, v.Version.Count(v.Writer)} }

// Replaces reports whether v was written by someone who knew other: v includes other's writes, and one more.
func (v Versioned) Replaces(other Versioned) bool {
	return v.Version.Includes(other.Version) && !other.Version.Includes(v.Version)
}

// Same reports whether both are one write.
func (v Versioned) Same(other Versioned) bool { return v.Dot() == other.Dot() }

// String is the version in a few characters: 3 (S1:2,S3:1).
func (v Versioned) String() string {
	value := v.Value
	if v.Deleted {
		value = "deleted"
	}
	return value + " (" + v.Version.String() + ")"
}

// Entry is one write in the history of a primary.
type Entry struct {
	// Epoch and By are the primary that took the write, Request its client's request.
	Epoch   uint64
	By      NodeID
	Request RequestID
	Command []byte
}

// Same reports whether both are one write.
func (e Entry) Same(other Entry) bool {
	return e.Epoch == other.Epoch && e.By == other.By && e.Request == other.Request
}

// Position is how far a server's history goes: the epoch of its last entry, and the number of its entries.
type Position struct {
	Node         NodeID
	Epoch, Index uint64
}

// AddVersion merges a version into versions of which none replaces another.
func AddVersion(
	versions []Versioned, v Versioned, merge func(a, b Versioned) []Versioned,
) []Versioned {
	var kept []Versioned
	for _, old := range versions {
		both := merge(old, v)
		if slices.ContainsFunc(both, old.Same) {
			kept = append(kept, old)
		}
		if !slices.ContainsFunc(both, v.Same) {
			return versions // an older one is as good
		}
	}
	if slices.ContainsFunc(kept, v.Same) {
		return kept
	}
	kept = append(kept, v)
	slices.SortFunc(kept, func(a, b Versioned) int {
		return cmp.Or(cmp.Compare(a.Writer, b.Writer), cmp.Compare(a.Dot().Count, b.Dot().Count))
	})
	return kept
}
