package node

import (
	"math/rand/v2"

	"raftlab/lab/paxos"
)

// generator draws a node's own random numbers. The standard library promises that PCG gives the same numbers for the
// same seed in every release and on every platform.
type generator struct{ pcg rand.PCG }

func newGenerator(seed uint64, id paxos.NodeID) *generator {
	g := &generator{}
	g.pcg.Seed(seed, uint64(id))
	return g
}

// draw is a Draw. It depends on the generator's state alone, so a copy of the generator draws the same numbers.
func (g *generator) draw(n uint64) uint64 { return rand.New(&g.pcg).Uint64N(n) }
