package lab

import "math/rand/v2"

// The streams that one seed is split into, by purpose. A draw more in one of them leaves all the
// others as they were: an additional message does not change which timeouts are drawn.
const (
	streamNetwork uint64 = iota + 1
	streamDisk
	streamTimeouts
	streamWorkload
	streamFaults
)

// Stream is a source of random numbers for one purpose.
type Stream struct{ generator *rand.Rand }

func newStream(seed, purpose uint64) Stream {
	// PCG is specified to give the same numbers in every release and on every platform.
	return Stream{generator: rand.New(rand.NewPCG(seed, purpose))}
}

// WorkloadStream draws what clients do in the run of that seed.
func WorkloadStream(seed uint64) Stream { return newStream(seed, streamWorkload) }

// FaultStream draws which faults happen in the run of that seed.
func FaultStream(seed uint64) Stream { return newStream(seed, streamFaults) }

// Below draws from 0 to n-1; n must be above 0.
func (s Stream) Below(n uint64) uint64 { return s.generator.Uint64N(n) }

// Between draws a duration from low to high, both included.
func (s Stream) Between(low, high Duration) Duration {
	return low + Duration(s.Below(uint64(high-low)+1))
}

// Permille is true in that many of 1000 draws.
func (s Stream) Permille(chance int) bool { return s.Below(1000) < uint64(chance) }

// Uint64 draws a whole word, for a seed of another generator.
func (s Stream) Uint64() uint64 { return s.generator.Uint64() }
