package lab

import "math/rand/v2"

// The streams of one seed, by purpose. One more draw in a stream leaves all others unchanged: an additional
// message does not change which timeouts are drawn.
const (
	streamNetwork uint64 = iota + 1
	streamDisk
	streamTimeouts
	streamWorkload
	streamFaults
	streamClients
)

// Stream is a source of random numbers for one purpose.
type Stream struct{ generator *rand.Rand }

func newStream(seed, purpose uint64) Stream {
	// PCG is specified to produce the same numbers in every release and on every platform.
	return Stream{generator: rand.New(rand.NewPCG(seed, purpose))}
}

// WorkloadStream draws what clients do in a run of that seed.
func WorkloadStream(seed uint64) Stream { return newStream(seed, streamWorkload) }

// FaultStream draws which faults happen in a run of that seed.
func FaultStream(seed uint64) Stream { return newStream(seed, streamFaults) }

// Below draws from 0 to n-1; n must be above 0.
func (s Stream) Below(n uint64) uint64 { return s.generator.Uint64N(n) }

// Between draws a duration from low to high, both included.
func (s Stream) Between(low, high Duration) Duration {
	return low + Duration(s.Below(uint64(high-low)+1))
}

// Permille is true in permille of 1000 draws.
func (s Stream) Permille(permille int) bool { return s.Below(1000) < uint64(permille) }

// Uint64 draws 64 bits, for a seed of another generator.
func (s Stream) Uint64() uint64 { return s.generator.Uint64() }
