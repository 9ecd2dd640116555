package raftcluster

import (
	"fmt"

	"raftlab/raft"
	"raftlab/raft/node"
)

// FlowView is how a leader sends, and what its disk has.
type FlowView struct {
	// Followers are those of a leader with pipelining, this server included, in order; else it is empty.
	Followers []ProgressView `json:"followers"`
	// Durable is the last index that the server knows to be on its disk, -1 where it waits for its disk.
	Durable int64 `json:"durable"`
}

// ProgressView is a leader's progress with a follower. State is "probe" or "replicate", "" for the leader itself;
// InFlight are the last indexes of its messages without an answer.
type ProgressView struct {
	State    string   `json:"state"`
	InFlight []uint64 `json:"inFlight"`
}

// PipeliningRun is what leaders of a run do not wait for. Window is 0 without pipelining.
type PipeliningRun struct {
	Window       int  `json:"window"`
	ParallelDisk bool `json:"parallelDisk"`
}

// flowView is nil for a server that shows nothing of it. First is the number of its group's first server, from 0.
func flowView(m *Mirror, id, first int) *FlowView {
	s := m.Flow
	if !s.shown() {
		return nil
	}
	v := &FlowView{Followers: []ProgressView{}, Durable: -1}
	if s.Parallel {
		v.Durable = int64(s.Durable)
	}
	for i, list := range s.InFlight {
		p := ProgressView{InFlight: []uint64{}}
		if number := first + i + 1; number != id {
			p.State = word(s.Replicating.Has(raft.NodeID(number)), "replicate", "probe")
		}
		for _, last := range list {
			p.InFlight = append(p.InFlight, uint64(last))
		}
		v.Followers = append(v.Followers, p)
	}
	return v
}

// flowRows are the state of each follower, and what the disk has.
func flowRows(v *FlowView) [][2]string {
	if v == nil {
		return nil
	}
	var rows [][2]string
	if v.Durable >= 0 {
		rows = append(rows, [2]string{"on disk up to", fmt.Sprint(v.Durable)})
	}
	flying := 0
	for _, p := range v.Followers {
		flying += len(p.InFlight)
	}
	if len(v.Followers) > 0 {
		rows = append(rows, [2]string{"messages in flight", fmt.Sprint(flying)})
	}
	return rows
}

func pipeliningRun(p node.Pipelining) *PipeliningRun {
	if p == (node.Pipelining{}) {
		return nil
	}
	return &PipeliningRun{Window: p.Window, ParallelDisk: p.ParallelDisk}
}
