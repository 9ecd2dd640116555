package node

import (
	"errors"
	"fmt"

	"raftlab/lab/paxos"
)

// Config is a server's settings. All servers of a cluster have the same, but for ID and Seed.
type Config struct {
	ID      paxos.NodeID
	Servers int
	// Acceptors, Proposers and Learners are the servers with each role. A server of none of them is refused.
	Acceptors, Proposers, Learners paxos.NodeSet
	// Multi is Multi-Paxos (§3); otherwise slot 1 is the only one.
	Multi bool
	// Steps keeps ballots apart by steps of Servers (see paxos.Ballot).
	Steps bool
	// Notice lets acceptors answer the proposer alone, which then tells the learners what was chosen. Otherwise, they
	// send their acceptances to all learners, which count for themselves (§2.3). Multi-Paxos always has notices.
	Notice bool
	// Distinguished is the only server that proposes, None if each proposer does (§2.4). Multi-Paxos elects one.
	Distinguished paxos.NodeID
	// BackOffLeast and BackOffMost are the range of waits after a refusal; both 0 is no wait at all.
	BackOffLeast, BackOffMost paxos.Duration
	// Retry is how long a proposer waits for a majority before it begins another ballot.
	Retry paxos.Duration
	// Ask is how often a learner asks for what it does not know, 0 for never by itself. Single-decree only.
	Ask paxos.Duration
	// LeaderLeast and LeaderMost are how long a server waits for a leader, and Heartbeat how often a leader says that
	// it leads (Multi).
	LeaderLeast, LeaderMost, Heartbeat paxos.Duration
	Seed                               uint64
	Rules                              paxos.Rules
}

// ErrConfig is wrapped when settings contradict each other.
var ErrConfig = errors.New("these settings do not fit together")

func (c *Config) validate() error {
	all := c.Acceptors | c.Proposers | c.Learners
	switch {
	case c.ID < 1 || int(c.ID) > c.Servers || c.Servers > int(paxos.MaxNodeID):
		return fmt.Errorf("%w: server %d of %d", ErrConfig, c.ID, c.Servers)
	case c.Acceptors == 0 || c.Proposers == 0:
		return fmt.Errorf("%w: there must be an acceptor and a proposer", ErrConfig)
	case all>>(c.Servers+1) != 0 || all.Has(paxos.None):
		return fmt.Errorf("%w: a role of a server above S%d", ErrConfig, c.Servers)
	case c.Distinguished != paxos.None && !c.Proposers.Has(c.Distinguished):
		return fmt.Errorf("%w: %v is distinguished and no proposer", ErrConfig, c.Distinguished)
	case c.BackOffLeast < 0 || c.BackOffMost < c.BackOffLeast || c.Ask < 0:
		return fmt.Errorf("%w: the back-off is %d to %d µs, and learners ask every %d µs", ErrConfig, c.BackOffLeast,
			c.BackOffMost, c.Ask)
	case !c.Multi && c.Retry < 1:
		return fmt.Errorf("%w: a proposer tries again after %d µs", ErrConfig, c.Retry)
	case c.Multi && (c.LeaderLeast < 1 || c.LeaderMost < c.LeaderLeast || c.Heartbeat < 1):
		return fmt.Errorf("%w: leaders are waited for %d to %d µs, with heartbeats each %d µs", ErrConfig,
			c.LeaderLeast,
			c.LeaderMost, c.Heartbeat)
	}
	return nil
}
