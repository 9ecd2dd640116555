package lab

import "fmt"

// Dials are the settings of network and disk that may change while a world runs.
type Dials struct {
	// LatencyMicros is how long every message takes at least, and JitterMicros how much longer it
	// may take; with jitter, messages can overtake each other.
	LatencyMicros, JitterMicros Duration
	// LossPermille of 1000 messages are lost, DuplicatePermille are delivered twice.
	LossPermille, DuplicatePermille int
	// ReorderPermille of 1000 messages take up to ReorderMicros longer than the others, which
	// overtake them: so a message may arrive much later than it was sent.
	ReorderPermille int
	ReorderMicros   Duration
	// DiskLatencyMicros is how long a save takes. A server that saves does nothing else, and what
	// it would have sent is lost with the save when it crashes meanwhile.
	DiskLatencyMicros Duration
	// TornPermille of 1000 crashes in the middle of a save leave a part of it on the disk: the
	// first bytes, or even all of them. The others leave nothing of it.
	TornPermille int
}

// Options make a world.
type Options struct {
	// Label names the run in the trace's header, and Script is the scenario's text, which stands
	// there too: what is not told there must not differ.
	Label, Script string
	// Servers are S1 to S<Servers>.
	Servers int
	Seed    uint64
	Dials   Dials
	// Manual makes a world in which nothing happens by itself: messages wait to be delivered by
	// hand, timers to be fired by hand, and saves are instant. See hands.go.
	Manual bool
	// Given is what the servers' disks hold before they first boot, by server id; it may be nil.
	Given map[ServerID][][]byte
	// PatienceMicros is how long a client waits for an answer.
	PatienceMicros Duration
	// Effective, if there is one, is told when what a server was given takes effect: what it saved
	// is durable, and what it sends leaves. Line is the trace line that tells of the input. What a
	// crash undoes while it is being saved never takes effect; where it does, with all of the save on
	// the disk, unsent is the messages that do not leave any more.
	Effective func(id ServerID, line uint64, unsent []Outgoing)
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

func (o Options) Validate() error {
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
		{"reordering", d.ReorderMicros, 100 * Second},
		{"disk latency", d.DiskLatencyMicros, 100 * Second},
		{"loss", Duration(d.LossPermille), 1000},
		{"duplication", Duration(d.DuplicatePermille), 1000},
		{"reordered messages", Duration(d.ReorderPermille), 1000},
		{"torn saves", Duration(d.TornPermille), 1000},
	} {
		if setting.value < 0 || setting.value > setting.max {
			return fmt.Errorf("lab: %s %d is not between 0 and %d", setting.name, setting.value, setting.max)
		}
	}
	return nil
}

// String is the settings as the trace has them.
func (d Dials) String() string {
	return fmt.Sprintf("latency_us=%d jitter_us=%d loss_permille=%d duplicate_permille=%d reorder_permille=%d reorder_us=%d disk_us=%d torn_permille=%d",
		d.LatencyMicros, d.JitterMicros, d.LossPermille, d.DuplicatePermille, d.ReorderPermille, d.ReorderMicros, d.DiskLatencyMicros, d.TornPermille)
}
