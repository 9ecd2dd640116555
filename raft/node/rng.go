package node

import (
	"math/rand/v2"

	"raftlab/raft"
)

// generator makes a node's own random numbers. PCG is specified by the standard library to give the
// same numbers for the same seed in every release and on every platform.
type generator struct{ pcg rand.PCG }

func newGenerator(seed uint64, id raft.NodeID) *generator {
	g := &generator{}
	g.pcg.Seed(seed, uint64(id))
	return g
}

// draw is a Draw. It is a function of the generator's state, so a copy of it draws the same.
func (g *generator) draw(n uint64) uint64 { return rand.New(&g.pcg).Uint64N(n) }
