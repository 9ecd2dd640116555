// Package peer runs go.etcd.io/raft v3.7.0, which others wrote and many depend on, in our lab: the
// same world, faults, clients and checks as our own core gets. It holds tests only.
//
// The lab is what judges everything else here, so somebody must judge the lab. If a check finds
// fault with an implementation that is known to be sound, the check is wrong until shown otherwise;
// if faults that are planted in it are not found, the check is blind.
//
//	go test ./lab/peer                     a smoke test, and 100 random schedules
//	go test ./lab/peer -schedules 2000     as many as that
//	go test -run '^$' -bench . ./lab/peer  events a second, with our core and with etcd's
//
// # How etcd's RawNode becomes a lab.Machine
//
//   - Boot builds a MemoryStorage from the disk's records: one record for each Ready that must be
//     synced, with the hard state and the entries. A commit index alone need not be synced
//     (Ready.MustSync), so it waits for the next record, and a crash may lose it.
//   - After each input, Ready is handled until there is none, in the order that etcd's documentation
//     demands: save, send, apply, Advance. All records of a step go to the lab's disk, which holds
//     back messages and answers until they are durable, and nobody sees the machine before.
//   - etcd counts ticks. A tick is 10 ms, and the first comes at a random moment of the first 10 ms.
//     With the lab's defaults that makes election timeouts of 150 to 290 ms, heartbeats each 50 ms.
//   - The voters are known from a snapshot of index 0, so that the log begins at index 1.
//   - A pre-candidate is shown as a follower: its term and vote are as they were.
//   - Two configurations are played: plain, which is Figure 2, and careful, with PreVote and
//     CheckQuorum, as etcd itself has it.
//
// # What the benchmark compares
//
// Both sides play the same scenarios with all checks on, in turn, and the fastest run of each
// counts. Events are lines of the trace; a tick of etcd's clock is one, and does nothing mostly. So
// the table has the pace too: how many seconds of virtual time go by in one of real time.
//
// # Randomness
//
// etcd draws its election timeouts from crypto/rand.Reader, a variable. Each machine puts a reader
// of its own in there while it takes a step: a generator with the seed that our core would get. So
// these tests never run at the same time as each other in one process.
//
// # Never
//
// Nothing imports it, and nothing here is known to the lab: a peer gets the interface that every
// machine gets. It does not test etcd: changes of membership, snapshots and read requests are left
// alone. It asserts no times.
package peer
