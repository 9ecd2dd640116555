package paxoscluster

import (
	"fmt"

	"raftlab/lab/paxos"
	"raftlab/lab/paxos/node"
	"raftlab/lab/service"
	"raftlab/raft/wire"
)

// Setup is the settings that all servers start with.
type Setup struct {
	// Multi is mode multi, and Steps ballots in steps of the number of servers.
	Multi, Steps bool
	// Notice lets acceptors answer the proposer alone (§2.3).
	Notice bool
	// Acceptors, Proposers and Learners are the servers with each role; an empty set stands for all servers, unless
	// another role names servers.
	Acceptors, Proposers, Learners paxos.NodeSet
	Distinguished                  paxos.NodeID
	BackOffLeast, BackOffMost      paxos.Duration
	Retry, Ask                     paxos.Duration
	LeaderLeast, LeaderMost        paxos.Duration
	Heartbeat                      paxos.Duration
}

// DefaultSetup has one value to choose, and every server in each role.
func DefaultSetup() Setup {
	return Setup{
		BackOffLeast: 20 * paxos.Millisecond, BackOffMost: 320 * paxos.Millisecond,
		Retry: 200 * paxos.Millisecond, Ask: 250 * paxos.Millisecond,
		LeaderLeast: 150 * paxos.Millisecond, LeaderMost: 300 * paxos.Millisecond,
		Heartbeat: 50 * paxos.Millisecond,
	}
}

// withRoles is the setup with the roles of that many servers: those without any are given the open ones.
func (s Setup) withRoles(servers int) Setup {
	var all paxos.NodeSet
	for id := paxos.NodeID(1); int(id) <= servers; id++ {
		all.Add(id)
	}
	for _, role := range []*paxos.NodeSet{&s.Acceptors, &s.Proposers, &s.Learners} {
		if *role == 0 {
			*role = all
		}
	}
	return s
}

// Config is a server's configuration: node.Config, but with the rules by name, so that it can travel to another
// process.
type Config struct {
	ID      paxos.NodeID
	Servers int
	Rules   string
	Seed    uint64
	Setup   Setup
}

const configVersion = 1

// Encode gives the configuration's bytes.
func (c Config) Encode() []byte {
	s := c.Setup
	b := wire.AppendUint([]byte{configVersion}, uint64(c.ID))
	b = wire.AppendBytes(wire.AppendUint(b, uint64(c.Servers)), []byte(c.Rules))
	b = wire.AppendUint(b, c.Seed)
	for _, on := range [...]bool{s.Multi, s.Steps, s.Notice} {
		b = wire.AppendBool(b, on)
	}
	for _, n := range [...]uint64{
		uint64(s.Acceptors), uint64(s.Proposers), uint64(s.Learners), uint64(s.Distinguished), uint64(s.BackOffLeast),
		uint64(s.BackOffMost), uint64(s.Retry), uint64(s.Ask), uint64(s.LeaderLeast), uint64(s.LeaderMost),
		uint64(s.Heartbeat),
	} {
		b = wire.AppendUint(b, n)
	}
	return b
}

// Whole is the configuration in the form that every protocol's hosts read.
func (c Config) Whole(own bool) []byte {
	return service.Config{Protocol: ID, Own: own, Part: c.Encode()}.Encode()
}

// DecodeConfig decodes the output of Encode.
func DecodeConfig(b []byte) (Config, error) {
	r := wire.NewReader(b)
	if v := r.Byte(); r.Err() == nil && v != configVersion {
		r.Fail(fmt.Errorf("version %d, this is %d: %w", v, configVersion, wire.ErrVersion))
	}
	c := Config{ID: paxos.NodeID(r.Uint()), Servers: int(r.Uint()), Rules: string(r.Bytes()), Seed: r.Uint()}
	c.Setup = Setup{
		Multi: r.Bool(), Steps: r.Bool(), Notice: r.Bool(),
		Acceptors: paxos.NodeSet(r.Uint()), Proposers: paxos.NodeSet(r.Uint()), Learners: paxos.NodeSet(r.Uint()),
		Distinguished: paxos.NodeID(r.Uint()), BackOffLeast: paxos.Duration(r.Uint()),
		BackOffMost: paxos.Duration(r.Uint()), Retry: paxos.Duration(r.Uint()), Ask: paxos.Duration(r.Uint()),
		LeaderLeast: paxos.Duration(r.Uint()), LeaderMost: paxos.Duration(r.Uint()),
		Heartbeat: paxos.Duration(r.Uint()),
	}
	if err := r.End(); err != nil {
		return Config{}, fmt.Errorf("decode Paxos configuration: %w", err)
	}
	return c, nil
}

// node is the configuration of package node.
func (c Config) node(rules paxos.Rules) node.Config {
	s := c.Setup.withRoles(c.Servers)
	return node.Config{
		ID: c.ID, Servers: c.Servers, Acceptors: s.Acceptors, Proposers: s.Proposers, Learners: s.Learners,
		Multi: s.Multi, Steps: s.Steps, Notice: s.Notice, Distinguished: s.Distinguished,
		BackOffLeast: s.BackOffLeast, BackOffMost: s.BackOffMost, Retry: s.Retry, Ask: s.Ask,
		LeaderLeast: s.LeaderLeast, LeaderMost: s.LeaderMost, Heartbeat: s.Heartbeat, Seed: c.Seed, Rules: rules,
	}
}
