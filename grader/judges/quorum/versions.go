package quorum

import (
	"fmt"
	"slices"
	"strings"

	"raftlab/lab/replicas"
	"raftlab/lab/replicas/reference"
)

// history is a few writes of one key, in the order in which they were made. A version of it replaces those that its
// writer knew.
type history []replicas.Versioned

// dot is a write.
func dot(id replicas.NodeID, count uint64) replicas.Dot { return replicas.Dot{Node: id, Count: count} }

// version is a version whose own write is the last of the dots. Its clock shows nothing.
func version(value string, dots ...replicas.Dot) replicas.Versioned {
	var vector replicas.Vector
	for _, d := range dots {
		vector = vector.With(d)
	}
	return replicas.Versioned{Version: vector, Writer: dots[len(dots)-1].Node, Value: value}
}

// at is a version whose writer's clock showed that.
func at(clock replicas.Time, v replicas.Versioned) replicas.Versioned {
	v.Clock = clock
	return v
}

// tombstone is the version as a delete.
func tombstone(v replicas.Versioned) replicas.Versioned {
	v.Deleted, v.Value = true, ""
	return v
}

// histories is every history of that many writes by at most three servers. Whoever writes knows any of the writes
// before, and need not know its own: a server begins the next write before the last one has ended. Servers are numbered
// in the order of their first writes.
func histories(writes int) []history {
	all := []history{nil}
	for range writes {
		var longer []history
		for _, h := range all {
			longer = append(longer, h.continued()...)
		}
		all = longer
	}
	return all
}

// continued is the history with each possible next write.
func (h history) continued() []history {
	var all []history
	top := replicas.NodeID(0)
	for _, v := range h {
		top = max(top, v.Writer)
	}
	for writer := replicas.NodeID(1); writer <= min(top+1, 3); writer++ {
		for subset := range 1 << len(h) {
			all = append(all, append(slices.Clone(h), h.next(writer, subset)))
		}
	}
	return all
}

// next is a write by a server that knows the writes of a subset.
func (h history) next(writer replicas.NodeID, subset int) replicas.Versioned {
	var known replicas.Vector
	count := uint64(0)
	for i, v := range h {
		if subset&(1<<i) != 0 {
			known = known.Join(v.Version)
		}
		if v.Writer == writer {
			count = v.Dot().Count
		}
	}
	return replicas.Versioned{
		Version: known.With(dot(writer, count+1)), Writer: writer, Value: string(rune('a' + len(h))),
	}
}

// clocked is the history with these clocks.
func (h history) clocked(clocks ...replicas.Time) history {
	with := slices.Clone(h)
	for i := range with {
		with[i].Clock = clocks[i]
	}
	return with
}

// held is every list of versions that a replica may have of the history: none of them replaces another.
func (h history) held() [][]replicas.Versioned {
	var all [][]replicas.Versioned
	for subset := range 1 << len(h) {
		var has []replicas.Versioned
		for i, v := range h {
			if subset&(1<<i) != 0 {
				has = append(has, v)
			}
		}
		replaced := func(v replicas.Versioned) bool {
			return slices.ContainsFunc(has, func(o replicas.Versioned) bool { return o.Replaces(v) })
		}
		if !slices.ContainsFunc(has, replaced) {
			all = append(all, has)
		}
	}
	return all
}

// keep is how a cluster keeps two versions, by its name in a scenario.
type keep string

// The ways to keep versions, by the reference's rules.
const (
	bySiblings keep = "siblings"
	byOrder    keep = "order"
)

// merge keeps what the cluster keeps.
func (k keep) merge(a, b replicas.Versioned) []replicas.Versioned {
	switch {
	case k == bySiblings:
		return reference.Merge(a, b)
	case a.Same(b) || reference.Later(b, a):
		return []replicas.Versioned{a}
	}
	return []replicas.Versioned{b}
}

// equal compares all of two versions.
func equal(a, b replicas.Versioned) bool {
	return slices.Equal(a.Version, b.Version) && a.Writer == b.Writer && a.Clock == b.Clock &&
		a.Deleted == b.Deleted && a.Value == b.Value
}

// has reports whether a list has the version.
func has(list []replicas.Versioned, v replicas.Versioned) bool {
	return slices.ContainsFunc(list, func(o replicas.Versioned) bool { return equal(o, v) })
}

// text is a version as reports show it.
func text(v replicas.Versioned) string {
	if v.Clock == 0 {
		return v.String()
	}
	return fmt.Sprintf("%v by S%d at clock %d", v, v.Writer, v.Clock)
}

func texts(list []replicas.Versioned) string {
	if len(list) == 0 {
		return "no version"
	}
	parts := make([]string, len(list))
	for i, v := range list {
		parts[i] = text(v)
	}
	return strings.Join(parts, " and ")
}

// names are servers as a sentence names them.
func names(ids []replicas.NodeID) string {
	if len(ids) == 0 {
		return "nobody"
	}
	parts := make([]string, len(ids))
	for i, id := range ids {
		parts[i] = id.String()
	}
	return strings.Join(parts, ", ")
}
