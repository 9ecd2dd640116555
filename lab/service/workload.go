package service

import (
	"fmt"

	"raftlab/lab/nemesis"
)

// Workload is the clients of a random schedule. Keys are a, b, c and the counter n. All values differ, so that a
// read shows which write it saw.
type Workload struct {
	// toLeader of 1000 requests go directly to the preferred server.
	toLeader int
}

// Draw draws the character of this schedule's clients.
func (c *Workload) Draw(s *nemesis.Scheduler) { c.toLeader = int(s.Workload.Below(1001)) }

// Operation writes one operation. Preferred is the word for the preferred server.
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
