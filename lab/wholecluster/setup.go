package wholecluster

import (
	"fmt"

	"raftlab/lab"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/lab/whole"
)

// Setup is the settings that all servers start with.
type Setup struct {
	// CallMin and CallMax bound how long a call waits for its reply.
	CallMin, CallMax lab.Duration
	// SnapshotEvery is after how many commands the service hands over a snapshot, 0 for never.
	SnapshotEvery int
	// Shuffle lets goroutines take turns in another order, by the seed.
	Shuffle bool
	// Show asks for all fields after each step, for a person who looks.
	Show bool
}

// DefaultSetup lets calls wait like those over a network that loses messages.
func DefaultSetup() Setup {
	return Setup{CallMin: 200 * lab.Millisecond, CallMax: 1200 * lab.Millisecond}
}

// Config is the configuration of one server. What is random in it follows from the seed, which differs for each start.
func (c *Cluster) Config(id lab.ServerID, seed uint64) []byte {
	s := c.setup
	part := whole.Config{
		Me: id, Servers: len(c.servers), Life: seed, CallMin: s.CallMin, CallMax: s.CallMax,
		SnapshotEvery: s.SnapshotEvery, Show: s.Show, Shuffle: s.Shuffle,
	}
	return service.Config{Protocol: whole.ID, Own: true, Part: part.Encode()}.Encode()
}

// label adds the settings that decide a run to the trace's header.
func (s Setup) label() string {
	return fmt.Sprintf(" call_us=%d-%d snapshot=%d shuffle=%t", s.CallMin, s.CallMax, s.SnapshotEvery, s.Shuffle)
}

func (c *Cluster) setupVerbs() []story.Verb {
	return []story.Verb{
		{
			Name: "call", Usage: "call 200ms 1200ms", Setup: true, Run: c.runCall,
			Help: "sets how long a call waits for its reply, at least and at most",
		},
		{
			Name: "snapshot", Usage: "snapshot 10", Setup: true, Run: c.runSnapshot,
			Help: "sets after how many commands the service hands a snapshot to its server",
		},
		{
			Name: "shuffle", Usage: "shuffle", Setup: true,
			Help: "lets goroutines take turns in another order, by the seed",
			Run: func(_ *story.Runner, args *story.Args) (story.Wait, error) {
				c.setup.Shuffle = true
				return story.Wait{}, args.End()
			},
		},
	}
}

func (c *Cluster) runCall(_ *story.Runner, args *story.Args) (story.Wait, error) {
	c.setup.CallMin, c.setup.CallMax = args.Duration(), args.Duration()
	if err := args.End(); err != nil {
		return story.Wait{}, err
	}
	if c.setup.CallMin > c.setup.CallMax {
		return story.Wait{}, story.UsageError("a call waits at least %d ms and at most %d ms: swap them",
			c.setup.CallMin/lab.Millisecond, c.setup.CallMax/lab.Millisecond)
	}
	return story.Wait{}, nil
}

func (c *Cluster) runSnapshot(_ *story.Runner, args *story.Args) (story.Wait, error) {
	c.setup.SnapshotEvery = int(min(args.Number("a number of commands"), 1<<20))
	return story.Wait{}, args.End()
}
