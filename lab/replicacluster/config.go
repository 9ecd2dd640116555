package replicacluster

import (
	"fmt"

	"raftlab/lab"
	"raftlab/lab/replicas"
	"raftlab/lab/replicas/node"
	"raftlab/lab/service"
	"raftlab/raft/wire"
)

// ID is the protocol's name for the scenario verb `protocol`.
const ID = "replicas"

// section is where a server that contradicts itself is reported.
const section = "Replication"

// Setup is the settings that all servers start with.
type Setup struct {
	Kind    replicas.Kind
	N, W, R int
	Keep    replicas.Keep
	// The switches of node.Config. Exchange is on by default with two masters, and off otherwise.
	Repair, Hints, Sloppy, Forget, Fencing, Failover bool
	Exchange                                         choice
	// Fallback is after how long a semi-synchronous primary no longer waits, 0 for never; Tick is the time between two
	// ticks of a server.
	Fallback, Tick lab.Duration
}

// choice is a switch that has a default.
type choice byte

const (
	byDefault choice = iota
	on
	off
)

// DefaultSetup is a quorum of 2 of 3, with repair.
func DefaultSetup() Setup {
	return Setup{
		Kind: replicas.Quorum, Repair: true, Fencing: true, Tick: 50 * lab.Millisecond,
	}
}

// complete fills in what the setup leaves to the kind and to the number of servers.
func (s Setup) complete(servers int) Setup {
	if s.Exchange == byDefault {
		s.Exchange = off
		if s.Kind == replicas.TwoMasters {
			s.Exchange = on
		}
	}
	switch s.Kind {
	case replicas.TwoMasters:
		s.N, s.W, s.R = servers, 1, 1
	case replicas.Quorum:
		if s.N == 0 {
			s.N = min(3, servers)
			s.W, s.R = s.N/2+1, s.N/2+1
		}
	default:
		s.N, s.W, s.R, s.Keep = 0, 0, 0, replicas.ByOrder
	}
	if s.Keep == 0 {
		s.Keep = replicas.ByOrder
		if s.Kind == replicas.TwoMasters {
			s.Keep = replicas.BySiblings
		}
	}
	return s
}

// Config is a server's part of the configuration.
type Config struct {
	ID      lab.ServerID
	Servers int
	Rules   string
	Setup   Setup
}

const configVersion = 1

// Encode returns the configuration's bytes.
func (c Config) Encode() []byte {
	s := c.Setup
	b := []byte{configVersion, byte(s.Kind), byte(s.Keep), byte(s.Exchange)}
	for _, v := range []int{int(c.ID), c.Servers, s.N, s.W, s.R, int(s.Fallback), int(s.Tick)} {
		b = wire.AppendUint(b, uint64(v))
	}
	for _, v := range []bool{s.Repair, s.Hints, s.Sloppy, s.Forget, s.Fencing, s.Failover} {
		b = wire.AppendBool(b, v)
	}
	return wire.AppendBytes(b, []byte(c.Rules))
}

// DecodeConfig decodes the output of Encode.
func DecodeConfig(b []byte) (Config, error) {
	r := wire.NewReader(b)
	if v := r.Byte(); r.Err() == nil && v != configVersion {
		r.Fail(fmt.Errorf("version %d, this is %d: %w", v, configVersion, wire.ErrVersion))
	}
	var c Config
	s := &c.Setup
	s.Kind, s.Keep, s.Exchange = replicas.Kind(r.Byte()), replicas.Keep(r.Byte()), choice(r.Byte())
	small := func() int { return int(min(r.Uint(), 1<<40)) }
	c.ID, c.Servers, s.N, s.W, s.R = lab.ServerID(small()), small(), small(), small(), small()
	s.Fallback, s.Tick = lab.Duration(small()), lab.Duration(small())
	s.Repair, s.Hints, s.Sloppy, s.Forget = r.Bool(), r.Bool(), r.Bool(), r.Bool()
	s.Fencing, s.Failover = r.Bool(), r.Bool()
	c.Rules = string(r.Bytes())
	if s.Kind < replicas.Sync || s.Kind > replicas.ThreePhase || c.Servers > lab.MaxServers {
		r.Fail(fmt.Errorf("kind %d of %d servers: %w", s.Kind, c.Servers, wire.ErrValue))
	}
	if err := r.End(); err != nil {
		return Config{}, fmt.Errorf("decode server configuration: %w", err)
	}
	return c, nil
}

// Whole is the configuration that a host reads. Own says that the server follows somebody's own rules.
func (c Config) Whole(own bool) []byte {
	return service.Config{Protocol: ID, Own: own, Part: c.Encode()}.Encode()
}

// node is the node.Config with the given rules.
func (c Config) node(rules replicas.Rules) node.Config {
	s := c.Setup
	return node.Config{
		ID: replicas.NodeID(c.ID), Servers: c.Servers, Kind: s.Kind, Rules: rules, N: s.N, W: s.W, R: s.R, Keep: s.Keep,
		Repair: s.Repair, Hints: s.Hints, Sloppy: s.Sloppy, Exchange: s.Exchange == on, Forget: s.Forget,
		Fencing: s.Fencing, Failover: s.Failover, Fallback: uint64(s.ticks(s.Fallback)),
		Interval: replicas.Time(s.Tick),
	}
}

// ticks is a span of time in ticks, at least 1 unless it is 0.
func (s Setup) ticks(d lab.Duration) lab.Duration {
	if d == 0 || s.Tick == 0 {
		return 0
	}
	return max(1, d/s.Tick)
}
