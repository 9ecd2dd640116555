package raftcluster

import (
	"fmt"

	"raftlab/raft"
	"raftlab/raft/node"
)

// ReadsView is what a server knows of reads that do not go through the log.
type ReadsView struct {
	// Round is the last round of heartbeats that this leader sent for reads.
	Round uint64 `json:"round"`
	// LeaseUntil is when this leader's lease ends by its own clock, in the world's time; 0 for no lease.
	LeaseUntil int64 `json:"leaseUntil"`
	// Pending are the reads that this leader has begun and not answered.
	Pending []ReadView `json:"pending"`
	// Asked are a follower's own reads, for which it asked its leader.
	Asked []AskedView `json:"asked"`
	// Waiting are the reads that this leader cannot begin before it has committed an entry of its term.
	Waiting []WaitingView `json:"waiting"`
}

// ReadView is a read of a leader. Acks are the servers that answered Round, or a later one; a Round of 0 needs none.
type ReadView struct {
	Request uint64 `json:"request"`
	// From is the follower that asked, 0 for a client of this server.
	From  int    `json:"from"`
	Index uint64 `json:"index"`
	Round uint64 `json:"round"`
	Acks  []int  `json:"acks"`
}

// WaitingView is a read that has not begun. From is the follower that asked, 0 for a client of this server.
type WaitingView struct {
	Request uint64 `json:"request"`
	From    int    `json:"from"`
}

// AskedView is a follower's own read. Index is 0 until the leader has named it.
type AskedView struct {
	Request uint64 `json:"request"`
	Index   uint64 `json:"index"`
}

// LeaseRun is how the leases of a run are: how far two clocks may differ in speed, in thousandths.
type LeaseRun struct {
	DriftPermille int `json:"driftPermille"`
}

// readsView is nil for a server that shows nothing of reads.
func readsView(role raft.Role, s ReadState) *ReadsView {
	if !s.Lease && len(s.Reads)+len(s.Asked)+len(s.Waiting) == 0 && (s.Round == 0 || role != raft.Leader) {
		return nil
	}
	v := &ReadsView{Round: s.Round, Pending: []ReadView{}, Asked: []AskedView{}, Waiting: []WaitingView{}}
	if s.Lease {
		v.LeaseUntil = int64(s.LeaseUntil)
	}
	for _, r := range s.Reads {
		v.Pending = append(v.Pending, ReadView{
			Request: uint64(r.Request), From: int(r.From), Index: uint64(r.Index), Round: r.Round,
			Acks: numbers(r.Acks),
		})
	}
	for _, a := range s.Asked {
		v.Asked = append(v.Asked, AskedView{Request: uint64(a.Request), Index: uint64(a.Index)})
	}
	for _, r := range s.Waiting {
		v.Waiting = append(v.Waiting, WaitingView{Request: uint64(r.Request), From: int(r.From)})
	}
	return v
}

// readRows leave out rounds and the end of a lease, which change all the time, and a change of a row counts as a change
// of the server.
func readRows(v *ReadsView) [][2]string {
	if v == nil {
		return nil
	}
	return [][2]string{
		{"reads that wait", fmt.Sprint(len(v.Pending) + len(v.Asked) + len(v.Waiting))},
		{"lease", word(v.LeaseUntil > 0, "yes", "no")},
	}
}

func leaseRun(l node.Leases) *LeaseRun {
	if !l.On {
		return nil
	}
	return &LeaseRun{DriftPermille: l.DriftPermille}
}
