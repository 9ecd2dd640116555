// Package replicas is the vocabulary of replication without consensus: versions of a key, positions in a history,
// votes on a transaction, and the rules that decide about them. It is what a learner's file may import.
//
// # How to read it
//
//	replicas            what a learner may see. version.go says which of two versions is newer, and rules.go is
//	                    the struct of rules; state.go is all that a server knows, and message.go what it sends.
//	replicas/reference  the answer key: each rule as its paper has it.
//	replicas/node       one server as a pure state machine: backup.go a primary and its backups, leaderless.go
//	                    n, w and r, and masters that merge, commitment.go two and three phases.
//	replicacluster      all of it as a protocol of the lab.
//
// # Vocabulary
//
// Primary, backup and epoch; replica, version vector, sibling, read repair, hinted hand-off, sloppy quorum,
// anti-entropy and tombstone as in Dynamo (DeCandia et al., 2007); write-back as in ABD (Attiya, Bar-Noy and Dolev,
// 1995); coordinator, participant, prepare and pre-commit as in Gray (1978) and Skeen (1981).
//
// # Never
//
// No goroutine, channel, clock, I/O, logging or global randomness; no range over a map; no import outside a short
// list of the standard library. purity_test.go holds this package, reference and node to that.
package replicas
