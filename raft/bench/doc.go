// Package bench measures the core against go.etcd.io/raft v3.7.0, in the same run on the same
// machine. It holds tests only.
//
//	go test -run '^$' -bench . -benchmem ./raft/bench/...
//
// prints each measurement as the testing package does, and then one table with the ratios, in which
// each number is the best of three.
//
// # What is measured
//
// One operation is one proposal, made on the leader, replicated, committed, and applied on the
// leader. A round is a batch of 1 or of 64 proposals made one after another, and then the delivery
// of messages until none is in flight. Four things are the same for both sides:
//
//   - Messages are handed over in memory, as values; neither side encodes anything.
//   - Persistence is memory: MemoryStorage for etcd, a slice cut and appended to for ours, written
//     before the messages of the same step are handed over.
//   - Messages are handed over in the order in which they were sent. RawNode is asked for a Ready
//     when all messages in flight have been handed over, as its users do.
//   - Each cluster serves the same number of proposals and is then replaced by a fresh one, outside
//     of the measured time, so that neither log grows further than the other's. Neither side
//     compacts, but in the rows "snapshots".
//
// etcd's logger prints nothing, and no clock ticks during the measurement. In the rows "careful" and "snapshots",
// PreVote and CheckQuorum are on in both; else they are off in both.
//
// In the rows "snapshots", each server takes a snapshot at the end of the round in which it has applied 10,000 entries
// more, and cuts its log there at once, on both sides: with CreateSnapshot and Compact of MemoryStorage for etcd, with
// a TakeSnapshot and its Output.Cut for ours. The content is the eight bytes of a counter. Everyone has all entries by
// then, so no snapshot is sent. Both sides move what stays of the log to new memory, and their logs grow again.
//
// # What differs
//
// etcd sends its followers every new commit index at once, in separate messages. Our leader sends it with the
// next entries or the next heartbeat, as in Figure 2. The rows "on the leader" compare the two with this
// difference. In the rows "on all" our leader also sends a heartbeat after every round, so that all servers of
// both sides have applied the same entries at its end. Our core never needs that many heartbeats elsewhere, so
// this comparison favours it least.
//
// etcd's RawNode also does more than our core: membership changes, snapshots, flow control, reads.
// The ratio says what our core's small scope is worth, not that etcd's is badly made.
//
// # Never
//
// It asserts no times: a number depends on the machine, so a test on it would fail by chance. Nothing imports
// it.
package bench
