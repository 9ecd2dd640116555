package raft

import "math/rand/v2"

// newDraw is a node's own generator. PCG is specified by the standard library to give the same
// numbers for the same seed in every release and on every platform.
func newDraw(seed uint64, id NodeID) Draw {
	generator := rand.New(rand.NewPCG(seed, uint64(id)))
	return generator.Uint64N
}
