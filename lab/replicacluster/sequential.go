package replicacluster

import (
	"fmt"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/linearizability"
	"raftlab/lab/service"
)

// sequentialSteps bounds the search for an order. A scenario needs some hundred.
const sequentialSteps = 200_000

// sequential judges a history by Lamport's sequential consistency (1979): one order of all operations gives every
// answer, and has each client's operations in the order in which that client made them. When they happened does not
// count. An operation without an answer may have been carried out or not.
func sequential(operations []*service.Operation) (linearizability.Outcome, error) {
	s := ordering{failed: map[string]bool{}}
	clients := map[lab.ServerID]int{}
	for _, op := range operations {
		if op.Outcome == service.Refused && !op.Answered {
			continue
		}
		i, known := clients[op.Client]
		if !known {
			i = len(s.programs)
			clients[op.Client] = i
			s.programs = append(s.programs, nil)
		}
		s.programs[i] = append(s.programs[i], op)
	}
	found := s.from(make([]int, len(s.programs)), kv.NewStore())
	switch {
	case found:
		return linearizability.Linearizable, nil
	case s.steps >= sequentialSteps:
		return linearizability.Inconclusive, fmt.Errorf("%w: no order was found or ruled out in %d steps",
			service.ErrInconclusive, s.steps)
	}
	return linearizability.NotLinearizable, nil
}

// ordering is a search for an order of the operations of some clients.
type ordering struct {
	programs [][]*service.Operation
	// failed are the states from which no order was found.
	failed map[string]bool
	steps  int
}

// from looks for an order of what is left: at are the places in the programs.
func (s *ordering) from(at []int, store *kv.Store) bool {
	state := fmt.Sprint(at, store.Hash())
	if s.steps++; s.failed[state] || s.steps >= sequentialSteps {
		return false
	}
	done := true
	for i, program := range s.programs {
		if at[i] == len(program) {
			continue
		}
		done = false
		op := program[at[i]]
		at[i]++
		next := store.Clone()
		found := false
		if result := next.Apply(op.Command); !op.Answered || result == op.Result {
			found = s.from(at, next)
		}
		if !found && !op.Answered {
			found = s.from(at, store) // or it was not carried out
		}
		at[i]--
		if found {
			return true
		}
	}
	if !done {
		s.failed[state] = true
	}
	return done
}
