package node

import (
	"fmt"

	"raftlab/lab/replicas"
)

// Config is how a server starts.
type Config struct {
	ID      replicas.NodeID
	Servers int
	Kind    replicas.Kind
	Rules   replicas.Rules
	// N is how many replicas a key has: S1 to S<N>. A write needs W of them, a read asks for R answers.
	N, W, R int
	Keep    replicas.Keep
	// Repair writes back what a read found, before it is answered. Hints gives a write for a silent replica to
	// another server, and Sloppy counts that. Exchange compares keys with other replicas from time to time, and Forget
	// drops tombstones that all have.
	Repair, Hints, Sloppy, Exchange, Forget bool
	// Fencing numbers primaries, so that an old one is refused. Failover lets backups choose another primary when they
	// hear none.
	Fencing, Failover bool
	// Fallback is after how many ticks a semi-synchronous primary no longer waits, 0 for never.
	Fallback uint64
	// Interval is the time between two ticks, in microseconds.
	Interval replicas.Time
}

// How long a server waits, in ticks.
const (
	// hintTicks: then a silent replica gets a hint. patienceTicks: then a coordinator drops an operation.
	hintTicks     = 2
	patienceTicks = 12
	// exchangeTicks is the time between two comparisons.
	exchangeTicks = 3
	// silenceTicks: then a backup calls for a new primary, S2 a tick later than S1, and so on.
	silenceTicks = 6
	// voteTicks: then a coordinator aborts without a vote. preCommitTicks: then it takes who is silent for dead.
	voteTicks      = 6
	preCommitTicks = 6
	// askTicks: then a participant asks the others, and decides after answerTicks more.
	askTicks    = 10
	answerTicks = 2
)

func (c Config) validate() error {
	switch {
	case c.Servers < 1 || c.ID < 1 || int(c.ID) > c.Servers:
		return fmt.Errorf("replicas: want server 1 to %d, got %d", c.Servers, c.ID)
	case c.Interval <= 0:
		return fmt.Errorf("replicas: want an interval above 0, got %d", c.Interval)
	case c.Kind.Leaderless() && (c.N < 1 || c.N > c.Servers || c.W < 1 || c.W > c.N || c.R < 1 || c.R > c.N):
		return fmt.Errorf("replicas: want 1 to n replicas for a write and a read, got n=%d w=%d r=%d of %d servers",
			c.N, c.W, c.R, c.Servers)
	case c.Failover && (!c.Fencing || c.Servers < 3):
		return fmt.Errorf("replicas: failover needs fencing and 3 servers or more")
	}
	return nil
}

// others are all other servers.
func (c Config) others() replicas.NodeSet { return replicas.FirstOf(c.Servers).Without(c.ID) }

// replicas are the servers that have the keys.
func (c Config) replicas() replicas.NodeSet { return replicas.FirstOf(c.N) }

// phases is how many phases a transaction has.
func (c Config) phases() int {
	if c.Kind == replicas.ThreePhase {
		return 3
	}
	return 2
}
