// Package peer runs go.etcd.io/raft v3.7.0, a widely used implementation by other authors, in our lab: in
// the same world, with the same faults, clients and checks as our own core. It holds tests only.
//
// The lab judges everything else here, so something must judge the lab. If a check reports an error
// in an implementation that is known to be sound, the check is wrong until shown otherwise. If a check
// misses faults that are planted in it, the check is blind.
//
//	go test ./lab/peer                     stories, and 100 random schedules of each kind
//	go test ./lab/peer -schedules 2000     with 2000 schedules
//	go test -run '^$' -bench . ./lab/peer  events a second, with our core and with etcd's
//
// # How etcd's RawNode becomes a lab.Machine
//
//   - Boot builds a MemoryStorage from the disk's records: one record for each Ready that must be
//     synced, with the hard state and the entries. A commit index alone need not be synced
//     (Ready.MustSync), so it waits for the next record, and a crash may lose it.
//   - After each input, Ready is handled until there is none, in the order that etcd's documentation
//     demands: save, send, apply, Advance. All records of a step go to the lab's disk, which holds
//     back messages, answers and the view until they are durable.
//   - etcd counts ticks. A tick is 10 ms, and the first comes at a random moment of the first 10 ms.
//     With the lab's defaults that makes election timeouts of 150 to 290 ms, heartbeats each 50 ms.
//   - The voters are known from a snapshot of index 0, so that the log begins at index 1.
//   - A pre-candidate is shown as a follower: its term and vote have not changed.
//   - A transfer is etcd's TransferLeader, a read by index its ReadIndex.
//   - A snapshot is what MemoryStorage.CreateSnapshot makes of the store, and Compact cuts the whole log
//     behind it. Both are files of the lab's disk, in the order that the lab knows. etcd sends one as one
//     message. A real transport reports one that is lost; here, the machine takes one that is not
//     answered for 15 ticks for lost (ReportSnapshot).
//   - Two configurations are played: plain, which is Figure 2, and careful, with PreVote and
//     CheckQuorum, as in etcd itself.
//
// # What the benchmark compares
//
// Both sides play the same scenarios with all checks on, in turn, and the fastest run of each
// counts. Events are lines of the trace. A tick of etcd's clock is an event that mostly does nothing.
// So the table also has the pace: the seconds of virtual time in one second of real time.
//
// # Randomness
//
// etcd draws its election timeouts from crypto/rand.Reader, a variable. Each machine sets it to its
// own reader during a step: a generator with the seed that our core would get. So these tests never
// run at the same time in one process.
//
// # Never
//
// Nothing imports it, and the lab knows nothing of it: a peer has the interface of every machine. It
// does not test etcd: it leaves out sessions, which etcd has not, and asynchronous storage. It asserts
// no times.
package peer
