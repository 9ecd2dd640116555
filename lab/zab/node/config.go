package node

import (
	"errors"
	"fmt"

	"raftlab/lab/zab"
)

// ErrConfig is wrapped by the error of a Config with which no Node can run.
var ErrConfig = errors.New("zab: invalid configuration")

// Config is what a Node needs to know before it starts.
type Config struct {
	ID zab.NodeID
	// Voters are the servers that count, Observers those that only learn.
	Voters, Observers zab.NodeSet
	Rules             zab.Rules
	// Window is how many transactions a leader can send from (ZooKeeper's commitLogCount, 500 by default).
	Window int
	// MaxCounter is the highest counter of a zxid. A leader that has used it gives up, since the next transaction
	// needs another epoch.
	MaxCounter uint32
	// Tick is the interval of a leader's pings. InitLimit is how long a server waits for news before it is up to
	// date, and SyncLimit afterwards. FinalizeWait is how long a server waits for a better vote when it has a
	// quorum.
	Tick, InitLimit, SyncLimit, FinalizeWait zab.Duration
	// SnapshotPart is how many bytes of a snapshot one message may have.
	SnapshotPart int
	// Manual makes a Node without times: a Wake does what is due next, and GiveUp stands for a silence.
	Manual bool
	// Content is the state machine's content after more transactions.
	Content func(base []byte, txns []zab.Txn) []byte
}

func (c *Config) validate() error {
	both := c.Voters & c.Observers
	switch {
	case c.Voters.Len() == 0:
		return fmt.Errorf("%w: no voters", ErrConfig)
	case both != 0:
		return fmt.Errorf("%w: a server is a voter and an observer", ErrConfig)
	case !(c.Voters | c.Observers).Has(c.ID):
		return fmt.Errorf("%w: %v is neither a voter nor an observer", ErrConfig, c.ID)
	case c.Window < 1 || c.SnapshotPart < 1 || c.MaxCounter < 1:
		return fmt.Errorf("%w: window, snapshot part and counter must be at least 1", ErrConfig)
	case c.Tick < 1 || c.InitLimit < c.Tick || c.SyncLimit < c.Tick || c.FinalizeWait < 0:
		return fmt.Errorf("%w: the limits must be at least a tick", ErrConfig)
	}
	return nil
}
