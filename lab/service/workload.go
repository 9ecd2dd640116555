package service

import (
	"fmt"

	"raftlab/lab/nemesis"
)

// Workload are the clients of a random schedule. Keys are a, b, c and the counter n; values are all different, so
// that a read tells which write it saw.
type Workload struct {
	// toLeader of 1000 requests go at once to the server that clients prefer.
	toLeader int
}

// Draw draws what this schedule's clients are like.
func (c *Workload) Draw(s *nemesis.Scheduler) { c.toLeader = int(s.Workload.Below(1001)) }

// Operation writes one operation. Preferred is the word for the server that clients prefer.
func (c *Workload) Operation(s *nemesis.Scheduler, preferred string) {
	key := string(rune('a' + s.Workload.Below(3)))
	via := fmt.Sprintf("S%d", 1+s.Workload.Below(uint64(s.Servers)))
	if s.Workload.Permille(c.toLeader) {
		via = preferred
	}
	number := s.Operation()
	switch s.Workload.Below(5) {
	case 0, 1:
		s.Printf("try get %s via %s", key, via)
	case 2:
		s.Printf("try increment n via %s", via)
	default:
		s.Printf("try put %s %d via %s", key, number, via)
	}
}
