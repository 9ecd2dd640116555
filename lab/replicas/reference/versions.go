package reference

import (
	"cmp"
	"slices"

	"raftlab/lab/replicas"
)

// Merge keeps the version that replaces the other, and both if none does (Dynamo, §4.4).
func Merge(a, b replicas.Versioned) []replicas.Versioned {
	switch {
	case a.Same(b) || a.Replaces(b):
		return []replicas.Versioned{a}
	case b.Replaces(a):
		return []replicas.Versioned{b}
	case before(a.Dot(), b.Dot()):
		return []replicas.Versioned{a, b}
	}
	return []replicas.Versioned{b, a}
}

// Later orders versions by how many writes they include, then by writer, then by the writer's count. A version that
// replaces another includes more writes, so it is later.
func Later(a, b replicas.Versioned) bool {
	order := cmp.Compare(a.Version.Sum(), b.Version.Sum())
	return order < 0 || order == 0 && before(a.Dot(), b.Dot())
}

func before(a, b replicas.Dot) bool {
	return a.Node < b.Node || a.Node == b.Node && a.Count < b.Count
}

// ChooseRead keeps what no other answer replaces. A replica that lacks some of it is to be repaired (ABD).
func ChooseRead(
	replies []replicas.Reply, merge func(a, b replicas.Versioned) []replicas.Versioned,
) (chosen []replicas.Versioned, repair []replicas.NodeID) {
	for _, reply := range replies {
		for _, v := range reply.Versions {
			chosen = replicas.AddVersion(chosen, v, merge)
		}
	}
	for _, reply := range replies {
		lacks := func(v replicas.Versioned) bool { return !slices.ContainsFunc(reply.Versions, v.Same) }
		if slices.ContainsFunc(chosen, lacks) {
			repair = append(repair, reply.From)
		}
	}
	return chosen, repair
}

// Enough counts each replica once, and stand-ins only for a sloppy quorum (Dynamo, §4.6).
func Enough(acks []replicas.Ack, need int, sloppy bool) bool {
	var who replicas.NodeSet
	for _, ack := range acks {
		if !ack.Hint || sloppy {
			who.Add(ack.From)
		}
	}
	return who.Len() >= need
}

// MayForget waits until all replicas have the tombstone: an older version on one of them would come back.
func MayForget(_ replicas.Versioned, has, all replicas.NodeSet) bool { return has.Holds(all) }
