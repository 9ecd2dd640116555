package explore

import "raftlab/lab"

// Quiet is a world without events, for a Judge made of a lab.Protocol: what that observes, it writes to the trace of
// this world, which nobody reads.
func Quiet(p lab.Protocol, servers int) (*lab.World, error) {
	return lab.New(lab.Options{Servers: servers, Manual: true}, quiet{p}, quiet{p})
}

// quiet is the protocol and the servers of a world without events.
type quiet struct{ lab.Protocol }

// Start returns a machine that does nothing.
func (q quiet) Start(lab.ServerID, []byte) (lab.Machine, error) { return q, nil }

// Observe ignores the view of such a machine.
func (quiet) Observe(*lab.World, lab.ServerID, []byte) *lab.Violation { return nil }

// Step does nothing.
func (quiet) Step(lab.Time, lab.Input) (lab.Output, error) { return lab.Output{}, nil }

// Stop does nothing.
func (quiet) Stop() error { return nil }
