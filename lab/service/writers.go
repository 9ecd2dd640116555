package service

import (
	"fmt"

	"raftlab/lab"
)

// Writers are clients that write by themselves, for a world without end in which a person plays. They give lines to be
// typed: each then has its trace line, and the run replays without Writers. All of it is drawn from a seed.
type Writers struct {
	draws lab.Stream
	// written is the last value: all values differ, so that one sees which write a server has.
	written int
}

// The time from one request to the next is drawn evenly between these two. It is longer than a write takes, so that
// a picture can show each.
const (
	writeGapMin = 60 * lab.Millisecond
	writeGapMax = 180 * lab.Millisecond
)

// NewWriters begins the requests of a seed.
func NewWriters(seed uint64) *Writers { return &Writers{draws: lab.WorkloadStream(seed)} }

// Next is the time to wait, and the line to type then. Most requests are writes of x; while nobody leads, a request is
// not made at all.
func (w *Writers) Next() (wait lab.Duration, lines []string) {
	wait = w.draws.Between(writeGapMin, writeGapMax)
	client := 1 + w.draws.Below(2)
	switch w.draws.Below(6) {
	case 0:
		return wait, []string{fmt.Sprintf("try get x as C%d", client)}
	case 1:
		w.written++
		return wait, []string{fmt.Sprintf("try put y %d as C%d", w.written, client)}
	default:
		w.written++
		return wait, []string{fmt.Sprintf("try put x %d as C%d", w.written, client)}
	}
}
