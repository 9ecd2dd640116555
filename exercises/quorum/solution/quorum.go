package solution

import (
	"slices"

	"raftlab/lab/replicas"
)

// Merge keeps what nothing replaces (Dynamo §4.4).
func Merge(a, b replicas.Versioned) []replicas.Versioned {
	// Task 1: the vectors say who knew of whom, and no clock does.
	switch {
	case a.Same(b) || a.Replaces(b):
		return []replicas.Versioned{a}
	case b.Replaces(a):
		return []replicas.Versioned{b}
	}
	return []replicas.Versioned{a, b}
}

// Later orders versions by how many writes they include, and then by their own write (Lynch and Shvartsman, 1997).
func Later(a, b replicas.Versioned) bool {
	// Task 2: a version that replaces another includes more writes. Two versions never have the same own write.
	if a.Version.Sum() != b.Version.Sum() {
		return a.Version.Sum() < b.Version.Sum()
	}
	if a.Writer != b.Writer {
		return a.Writer < b.Writer
	}
	return a.Dot().Count < b.Dot().Count
}

// ChooseRead merges all answers, and names whoever lacks some of the result (Attiya, Bar-Noy and Dolev 1995).
func ChooseRead(
	replies []replicas.Reply, merge func(a, b replicas.Versioned) []replicas.Versioned,
) (chosen []replicas.Versioned, repair []replicas.NodeID) {
	// Task 3: a version stays if no other one takes its place.
	for _, reply := range replies {
		for _, v := range reply.Versions {
			chosen = add(chosen, v, merge)
		}
	}
	// Task 4: whoever lacks one of them gets it before the reader has its answer.
	for _, reply := range replies {
		for _, v := range chosen {
			if !slices.ContainsFunc(reply.Versions, v.Same) && !slices.Contains(repair, reply.From) {
				repair = append(repair, reply.From)
			}
		}
	}
	return chosen, repair
}

// add merges one more version into versions of which none takes another's place.
func add(
	chosen []replicas.Versioned, v replicas.Versioned, merge func(a, b replicas.Versioned) []replicas.Versioned,
) []replicas.Versioned {
	var kept []replicas.Versioned
	for _, old := range chosen {
		both := merge(old, v)
		if !slices.ContainsFunc(both, v.Same) || old.Same(v) {
			return chosen // v brings nothing
		}
		if slices.ContainsFunc(both, old.Same) {
			kept = append(kept, old)
		}
	}
	return append(kept, v)
}

// Enough counts servers, not confirmations (Gifford, 1979).
func Enough(acks []replicas.Ack, need int, sloppy bool) bool {
	// Task 5: a hint is shown to no reader, so only a sloppy quorum counts it.
	var who replicas.NodeSet
	for _, ack := range acks {
		if !ack.Hint || sloppy {
			who.Add(ack.From)
		}
	}
	return who.Len() >= need
}

// MayForget waits for all replicas (Demers and others, 1987).
func MayForget(_ replicas.Versioned, has, all replicas.NodeSet) bool {
	// Task 6: a replica that has missed the delete would bring the key back.
	return has.Holds(all)
}

// Promote takes the newest last entry, and of these the most entries (Oki and Liskov, 1988).
func Promote(backups []replicas.Position) replicas.NodeID {
	// Task 7: a newer epoch comes before any number of entries of an older one.
	var best replicas.Position
	for i, p := range backups {
		if i == 0 || p.Epoch > best.Epoch || p.Epoch == best.Epoch && p.Index > best.Index {
			best = p
		}
	}
	return best.Node
}
