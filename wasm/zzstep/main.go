package main

import (
	"time"

	raft "raftlab/exercises/node/solution"
	"raftlab/wasm/whole/persist"
	"raftlab/wasm/whole/rpc"
	"raftlab/wasm/whole/seat"
	"raftlab/wasm/whole/step"
)

func main() {}

func init() { seat.Serve(seat.Program{Snapshots: false, Make: begin}) }

func begin(
	peers []*rpc.ClientEnd, me int, disk *persist.Persister, applied func(seat.Applied),
) (seat.Server, any) {
	made := raft.New(me, len(peers), step.Saved[raft.Saved](disk))
	return step.Serve(peers, disk, applied, step.Program[raft.Message, raft.Saved]{
		GetState: made.GetState,
		Step: func(now time.Duration, in step.Input[raft.Message]) step.Output[raft.Message, raft.Saved] {
			did := made.Step(now, raft.Input{Message: in.Message, Command: in.Command})
			out := step.Output[raft.Message, raft.Saved]{Save: did.Save, Index: did.Index, Wake: did.Wake}
			for _, m := range did.Messages {
				out.Messages = append(out.Messages, step.Addressed[raft.Message]{To: m.To, Message: m})
			}
			for _, a := range did.Applied {
				out.Applied = append(out.Applied, seat.Applied{IsCommand: true, Command: a.Command, Index: a.Index, Term: a.Term})
			}
			return out
		},
	}), made
}
