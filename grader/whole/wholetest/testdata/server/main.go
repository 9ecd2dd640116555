// Command server is a small whole server for tests, in the style of a course: a lock, sleeping goroutines, and calls.
package main

import (
	"raftlab/wasm/whole/persist"
	"raftlab/wasm/whole/rpc"
	"raftlab/wasm/whole/seat"
)

func init() {
	seat.Serve(seat.Program{Snapshots: true, Make: func(
		peers []*rpc.ClientEnd, me int, disk *persist.Persister, applied func(seat.Applied),
	) (seat.Server, any) {
		ch := make(chan ApplyMsg)
		go func() {
			for m := range ch {
				applied(seat.Applied{
					Command: m.Command, Index: m.CommandIndex, IsCommand: m.CommandValid, Snapshot: m.Snapshot,
					SnapshotIndex: m.SnapshotIndex, SnapshotTerm: m.SnapshotTerm, IsSnapshot: m.SnapshotValid,
				})
			}
		}()
		rf := Make(peers, me, disk, ch)
		return rf, rf
	}})
}

func main() {}
