package quorum

import "raftlab/lab/replicas"

// A version of a key, and what it offers:
//
//	v.Version         its version vector: for each server, how
//	                  many of its writes v includes
//	v.Writer          the server that made it
//	v.Clock           what that server's clock showed
//	v.Deleted         true of a tombstone: the key was deleted
//	v.Value           the value
//	v.Same(other)     both are one write
//	v.Replaces(other) v includes all writes of other, and more
//	v.Version.Sum()   how many writes v includes
//	v.Version.Count(server), v.Version.Includes(vector), v.Dot()

// Merge says what a replica keeps of two versions: the one
// that replaces the other, or both if none does (Dynamo §4.4).
// Of one write it keeps one. The order of two is yours.
func Merge(a, b replicas.Versioned) []replicas.Versioned {
	panic(replicas.TODO) // your turn
}

// Later reports whether b comes after a, in one order of all
// versions. It is asked about different writes. A version that
// replaces another comes after it. Two that do not may have any
// order, as long as everybody has the same (Lynch and
// Shvartsman, 1997).
func Later(a, b replicas.Versioned) bool {
	panic(replicas.TODO) // your turn
}

// ChooseRead combines what replicas have answered to a read:
// the versions that the reader gets, and the replicas that lack
// one of them. They are repaired before the reader has its
// answer (Attiya, Bar-Noy and Dolev 1995; Dynamo §4.5, §5).
//
// What you need:
//
//	reply.From      the replica
//	reply.Versions  what it has: no version if it does not have
//	                the key, and several if they are siblings
//	merge(a, b)     what this cluster keeps of two versions
//
// A replica may answer twice.
func ChooseRead(
	replies []replicas.Reply,
	merge func(a, b replicas.Versioned) []replicas.Versioned,
) (chosen []replicas.Versioned, repair []replicas.NodeID) {
	panic(replicas.TODO) // your turn
}

// Enough reports whether a write is done that needs so many
// servers (Gifford 1979; Dynamo §4.6).
//
// What you need:
//
//	ack.From  who has saved the write
//	ack.Hint  true if that server keeps it for another one, and
//	          shows it to no reader
//	sloppy    true if such a server counts, too
func Enough(acks []replicas.Ack, need int, sloppy bool) bool {
	panic(replicas.TODO) // your turn
}

// MayForget reports whether a replica may drop a tombstone.
// These servers are known to have it, and all are the replicas
// of its key (Demers and others, 1987).
//
// What you need:
//
//	has.Holds(all)  all of them are among them
//	has.Has(server), has.Len()
func MayForget(
	tombstone replicas.Versioned, has, all replicas.NodeSet,
) bool {
	panic(replicas.TODO) // your turn
}

// Promote chooses the next primary among backups: the one whose
// history goes furthest, and replicas.None if there is no
// backup (Oki and Liskov, 1988).
//
// What you need:
//
//	p.Node   the backup
//	p.Epoch  the epoch of its last entry: each primary has a
//	         newer one than the primary before
//	p.Index  how many entries it has
func Promote(backups []replicas.Position) replicas.NodeID {
	panic(replicas.TODO) // your turn
}
