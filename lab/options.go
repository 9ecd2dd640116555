package lab

import "fmt"

// Dials are the settings of network and disk that may change while a world runs.
type Dials struct {
	// LatencyMicros is how long every message takes at least, and JitterMicros how much longer it
	// may take; with jitter, messages can overtake each other.
	LatencyMicros, JitterMicros Duration
	// LossPermille of 1000 messages are lost, DuplicatePermille are delivered twice.
	LossPermille, DuplicatePermille int
	// DiskLatencyMicros is how long a save takes. A server that saves does nothing else, and what
	// it would have sent is lost with the save when it crashes meanwhile.
	DiskLatencyMicros Duration
}

// Options make a world.
type Options struct {
	// Label names the run in the trace's header: what is not told there must not differ.
	Label string
	// Servers are S1 to S<Servers>.
	Servers int
	Seed    uint64
	Dials   Dials
	// Given is what the servers' disks hold before they first boot, by server id; it may be nil.
	Given map[ServerID][][]byte
	// PatienceMicros is how long a client waits for an answer.
	PatienceMicros Duration
	// Sinks are given each line of the trace, newline included. They must not keep it.
	Sinks []func(line []byte)
}

// MaxServers is the largest cluster that a world holds.
const MaxServers = 9

// DefaultDials are those of a local network and a quick disk.
func DefaultDials() Dials {
	return Dials{LatencyMicros: 10 * Millisecond, JitterMicros: 5 * Millisecond, DiskLatencyMicros: Millisecond}
}

// DefaultPatience is how long a client waits unless told otherwise.
const DefaultPatience = 2 * Second

func (o Options) validate() error {
	if o.Servers < 1 || o.Servers > MaxServers {
		return fmt.Errorf("lab: a world has 1 to %d servers, not %d", MaxServers, o.Servers)
	}
	return o.Dials.validate()
}

func (d Dials) validate() error {
	for _, setting := range []struct {
		name  string
		value Duration
		max   Duration
	}{
		{"latency", d.LatencyMicros, 100 * Second},
		{"jitter", d.JitterMicros, 100 * Second},
		{"disk latency", d.DiskLatencyMicros, 100 * Second},
		{"loss", Duration(d.LossPermille), 1000},
		{"duplication", Duration(d.DuplicatePermille), 1000},
	} {
		if setting.value < 0 || setting.value > setting.max {
			return fmt.Errorf("lab: %s %d is not between 0 and %d", setting.name, setting.value, setting.max)
		}
	}
	return nil
}
