package lab

// Fault is a kind of fault that a world injects.
type Fault uint8

// The kinds of faults. Repairs, such as restart and heal, are not among them.
const (
	FaultLoss Fault = iota
	FaultDuplicate
	FaultReorder
	FaultPartition
	FaultBridge
	FaultIsolate
	FaultCut
	FaultFlaky
	FaultHold
	FaultCrash
	FaultLostWrite
	FaultTornWrite
	FaultPause
	FaultSlowDisk
	FaultClock
	// These are outside of what a protocol tolerates.
	FaultSync
	FaultWipe
	FaultCorrupt
	FaultJump
	faultKinds
)

var faultNames = [faultKinds]string{
	"loss", "duplicate", "reorder", "partition", "bridge", "isolate", "cut", "flaky", "hold",
	"crash", "lost-write", "torn-write", "pause", "slow-disk", "clock",
	"fsync", "wipe", "corrupt", "jump",
}

// String is the kind's name, in one word.
func (f Fault) String() string { return faultNames[f] }

// FaultCounts says how often each kind of fault really happened: a message was lost, a server crashed.
type FaultCounts [faultKinds]uint64

// Add adds the counts of another run.
func (c *FaultCounts) Add(other FaultCounts) {
	for i, n := range other {
		c[i] += n
	}
}

// Each calls yield for every kind in order, also for kinds with count 0, except for those outside of what a
// protocol tolerates: they only happen when they are asked for.
func (c FaultCounts) Each(yield func(name string, count uint64)) {
	for i, n := range c {
		if kind := Fault(i); kind < FaultSync || n > 0 {
			yield(kind.String(), n)
		}
	}
}
