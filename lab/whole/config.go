package whole

import (
	"fmt"

	"raftlab/lab"
	"raftlab/raft/wire"
)

// ID is the name of whole servers for the scenario verb `protocol`.
const ID = "whole"

// Config is what a server is told when it starts.
type Config struct {
	// Me is the server, and Servers how many there are.
	Me      lab.ServerID
	Servers int
	// Life differs for each start of each server: what is random in the program follows from it.
	Life uint64
	// CallMin and CallMax bound the time that a call waits for its reply. Each draws its own.
	CallMin, CallMax lab.Duration
	// SnapshotEvery is after how many commands the service hands a snapshot to its server, 0 for never.
	SnapshotEvery int
	// Show asks for all fields of the server after each step, for a person who looks.
	Show bool
	// Shuffle lets goroutines take turns in another order, by Life.
	Shuffle bool
}

const configVersion = 1

// Encode gives the configuration's bytes.
func (c Config) Encode() []byte {
	b := wire.AppendUint([]byte{configVersion}, uint64(c.Me))
	b = wire.AppendUint(wire.AppendUint(b, uint64(c.Servers)), c.Life)
	b = wire.AppendUint(wire.AppendUint(b, uint64(c.CallMin)), uint64(c.CallMax))
	return wire.AppendBool(wire.AppendBool(wire.AppendUint(b, uint64(c.SnapshotEvery)), c.Show), c.Shuffle)
}

// DecodeConfig reads what Encode wrote.
func DecodeConfig(b []byte) (Config, error) {
	r := wire.NewReader(b)
	if v := r.Byte(); r.Err() == nil && v != configVersion {
		r.Fail(fmt.Errorf("version %d, this is %d: %w", v, configVersion, wire.ErrVersion))
	}
	c := Config{Me: lab.ServerID(r.Uint()), Servers: int(r.Uint()), Life: r.Uint(),
		CallMin: lab.Duration(r.Uint()), CallMax: lab.Duration(r.Uint()), SnapshotEvery: int(r.Uint()),
		Show: r.Bool(), Shuffle: r.Bool()}
	if c.Servers < 1 || c.Servers > lab.MaxServers || c.Me < 1 || int(c.Me) > c.Servers || c.CallMin > c.CallMax {
		r.Fail(fmt.Errorf("server %d of %d: %w", c.Me, c.Servers, wire.ErrValue))
	}
	if err := r.End(); err != nil {
		return Config{}, fmt.Errorf("decode the configuration of a whole server: %w", err)
	}
	return c, nil
}
