// Package zab is the vocabulary of ZAB, the atomic broadcast of ZooKeeper: votes, epochs, zxids, histories, messages
// and the types of the rules. It is what a learner's file may import.
//
// The sources are the paper (Junqueira, Reed and Serafini, "Zab: High-performance broadcast for primary-backup
// systems", 2011), with its phases 1 to 3, and ZooKeeper's code for what the paper leaves open: the election (its
// phase 0) and how a follower gets the leader's history.
//
//	zab            what a learner may see. types.go has names and numbers, election.go the votes, history.go what is
//	               on a disk, sync.go a follower that is made equal, leading.go a leader; rules.go is all
//	               that decides, as a struct of functions. message.go is what servers send, save.go what they save
//	zab/reference  the answer key: each of these functions, one file a rule
//	zab/node       the Node, which calls the rules in order: one server as a pure state machine
//	../zabcluster  ZAB as one of the lab's protocols
//
// # Vocabulary
//
// The paper's and ZooKeeper's, without abbreviations. Round is ZooKeeper's electionEpoch: it counts elections, and
// has nothing to do with an Epoch, which counts leaders. Observers are ZooKeeper's: they learn and serve, and do not
// count.
//
// # Never
//
// No goroutine, clock, I/O or global randomness; no range over a map (raft/purity_test.go holds these folders, too).
// This package imports neither reference nor node: a learner's file cannot reach the answer key.
package zab
