package lab

import "fmt"

// Dials are the settings of network and disk that may change while a world runs.
type Dials struct {
	// LatencyMicros is how long every message takes at least, JitterMicros how much longer it may take. With
	// jitter, messages can overtake each other.
	LatencyMicros, JitterMicros Duration
	// LossPermille of 1000 messages are lost, DuplicatePermille are delivered twice.
	LossPermille, DuplicatePermille int
	// ReorderPermille of 1000 messages take up to ReorderMicros longer, and the others overtake them. So a message
	// may arrive much later than it was sent.
	ReorderPermille int
	ReorderMicros   Duration
	// DiskLatencyMicros is how long a save takes. A server that saves does nothing else. If it crashes meanwhile,
	// the messages that wait for the save are lost with it.
	DiskLatencyMicros Duration
	// TornPermille of 1000 crashes in the middle of a save leave a part of it on the disk: the first bytes, or
	// even all of them. The other crashes leave nothing of it.
	TornPermille int
}

// Options make a world.
type Options struct {
	// Label names the run in the trace's header. Script is the scenario's text, which stands there too. Two runs
	// may differ only in what the header shows.
	Label, Script string
	// Servers are S1 to S<Servers>.
	Servers int
	Seed    uint64
	Dials   Dials
	// Manual makes a world in which nothing happens by itself: a command delivers each message and fires each
	// timer, and saves are instant. See manual.go.
	Manual bool
	// Given is what the servers' disks hold before the first boot, by server id; it may be nil.
	Given map[ServerID][][]byte
	// PatienceMicros is how long a client waits for an answer.
	PatienceMicros Duration
	// Effective, if set, is called when an input of a server takes effect: its save is durable, and its messages
	// leave. Line is the trace line of the input. An input whose save is lost in a crash never takes effect. If
	// the whole save survives the crash, the input takes effect, and unsent is the messages that can no longer
	// leave.
	Effective func(id ServerID, line uint64, unsent []Outgoing)
	// Sinks receive each line of the trace, newline included. They must not keep it.
	Sinks []func(line []byte)
}

// MaxServers is the largest cluster that a world holds.
const MaxServers = 9

// DefaultDials are those of a local network and a quick disk.
func DefaultDials() Dials {
	return Dials{LatencyMicros: 10 * Millisecond, JitterMicros: 5 * Millisecond, DiskLatencyMicros: Millisecond}
}

// DefaultPatience is how long a client waits by default.
const DefaultPatience = 2 * Second

func (o Options) Validate() error {
	if o.Servers < 1 || o.Servers > MaxServers {
		return fmt.Errorf("lab: want 1 to %d servers, got %d", MaxServers, o.Servers)
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
			return fmt.Errorf("lab: want %s from 0 to %d, got %d", setting.name, setting.max, setting.value)
		}
	}
	return nil
}

// String is the settings in the form of the trace.
func (d Dials) String() string {
	network := fmt.Sprintf("latency_us=%d jitter_us=%d loss_permille=%d duplicate_permille=%d",
		d.LatencyMicros, d.JitterMicros, d.LossPermille, d.DuplicatePermille)
	order := fmt.Sprintf("reorder_permille=%d reorder_us=%d", d.ReorderPermille, d.ReorderMicros)
	disk := fmt.Sprintf("disk_us=%d torn_permille=%d", d.DiskLatencyMicros, d.TornPermille)
	return network + " " + order + " " + disk
}
