package replicacluster

import (
	"fmt"
	"slices"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/replicas"
	"raftlab/lab/replicas/node"
	"raftlab/lab/service"
)

// Cluster is replication without consensus as a lab.Protocol and a story.Player. It keeps a mirror of each server's
// last view, judges every step, and keeps the clients' history.
type Cluster struct {
	service.Clients
	service.Code
	setup   Setup
	servers []*Mirror // servers[i] is S<i+1>
	checks  checks
	// counts are the last questions that servers put to others, and written is every version so far.
	counts  []counted
	written []written
	// answering is the request whose answer is being judged.
	answering lab.RequestID
	seen      [sometimesKinds]uint64
}

// Mirror is an observer's knowledge of one server: its last view, and after a crash what its disk holds.
type Mirror struct {
	replicas.State
	up bool
	// changes counts the views seen of the server: equal counts, equal mirrors.
	changes uint64
}

// New is a cluster with the given setup.
func New(setup Setup) *Cluster {
	c := &Cluster{setup: setup, Code: service.NewCode(ruleSetNames())}
	c.Clients = service.NewClients(c, linearizable)
	return c
}

// ID is the protocol's name.
func (c *Cluster) ID() string { return ID }

// Section is where a server that contradicts itself is reported.
func (c *Cluster) Section() string { return section }

// History is the clients' operations and their results.
func (c *Cluster) History() *service.Clients { return &c.Clients }

// Server is the mirror of a server.
func (c *Cluster) Server(id lab.ServerID) *Mirror { return c.servers[id-1] }

// Begin makes a mirror for each server, and adds the settings that decide a run to the trace's header.
func (c *Cluster) Begin(options *lab.Options) error {
	c.setup = c.setup.complete(options.Servers)
	config := Config{ID: 1, Servers: options.Servers, Rules: c.Rules(), Setup: c.setup}
	if _, err := node.New(config.node(replicas.Rules{})); err != nil {
		return usage(err)
	}
	for i := range options.Servers {
		c.servers = append(c.servers, &Mirror{State: replicas.State{ID: replicas.NodeID(i + 1), Kind: c.setup.Kind}})
	}
	if err := c.Code.Begin(options); err != nil {
		return err
	}
	options.Label += c.setup.label()
	return nil
}

// label is the setup in the form of the trace's header.
func (s Setup) label() string {
	label := fmt.Sprintf(" kind=%v tick_us=%d", s.Kind, s.Tick)
	if s.Kind.Leaderless() {
		label += fmt.Sprintf(" n=%d w=%d r=%d keep=%v", s.N, s.W, s.R, s.Keep)
	}
	for _, one := range s.switches() {
		if one.on {
			label += " " + one.name
		}
	}
	if s.Fallback > 0 {
		label += fmt.Sprintf(" fallback_us=%d", s.Fallback)
	}
	return label
}

// named is a switch with its name.
type named struct {
	name string
	on   bool
}

// switches are the switches that mean something for the kind.
func (s Setup) switches() []named {
	switch {
	case s.Kind.HasPrimary():
		return []named{{"fencing", s.Fencing}, {"failover", s.Failover}}
	case s.Kind.Leaderless():
		return []named{
			{"repair", s.Repair && s.Kind == replicas.Quorum}, {"hints", s.Hints}, {"sloppy", s.Sloppy},
			{"exchange", s.Exchange == on}, {"forget", s.Forget},
		}
	}
	return nil
}

// Config is the configuration of one server.
func (c *Cluster) Config(id lab.ServerID, _ uint64) []byte {
	config := Config{ID: id, Servers: len(c.servers), Rules: c.Rules(), Setup: c.setup}
	return config.Whole(c.Owns(id))
}

// Stopped keeps what a crashed server's disk holds, for display and for the checks.
func (c *Cluster) Stopped(_ *lab.World, id lab.ServerID) {
	m := c.servers[id-1]
	m.State, m.up = m.Durable(), false
	m.changes++
}

// Observe records a server's view after a step. The lab calls it when the step is durable.
func (c *Cluster) Observe(w *lab.World, id lab.ServerID, view []byte) *lab.Violation {
	now, err := replicas.DecodeState(view)
	if err != nil {
		return lab.Unreadable(id, section, err)
	}
	m := c.servers[id-1]
	before := m.State
	m.State, m.up = now, true
	m.changes++
	c.write(w, id, &before, &now)
	c.checks.event = w.Trace.Event()
	c.takeVersions(id, &before, &now)
	c.takeCounts(id, &now)
	return c.judge(id, &before, &now)
}

// Answered receives a client's outcome. An answer to a request belongs to the write of that request.
func (c *Cluster) Answered(
	w *lab.World, request lab.RequestID, server lab.ServerID, payload []byte, reason string,
) *lab.Violation {
	c.answering = request
	return c.Clients.Answered(w, request, server, payload, reason)
}

// Acknowledged judges an answer that says a command is done: if it wrote something, that must stay.
func (c *Cluster) Acknowledged(w *lab.World, op *service.Operation, server lab.ServerID) *lab.Violation {
	c.checks.event = w.Trace.Event()
	if op.Command.Op == kv.Get || !op.Result.Done || c.setup.Kind.Commits() {
		return nil
	}
	return c.acknowledge(server, replicas.RequestID(c.answering), op)
}

// Known is 0: no index orders what clients know.
func (c *Cluster) Known(string) uint64 { return 0 }

// Primary is the server that is up and is the primary of the newest epoch, 0 if there is none.
func (c *Cluster) Primary(w *lab.World) lab.ServerID {
	best := lab.ServerID(0)
	for i, m := range c.servers {
		id := lab.ServerID(i + 1)
		status := w.Status(id)
		if status.Up && !status.Paused && m.Role == replicas.Primary && (best == 0 || m.Epoch > c.Server(best).Epoch) {
			best = id
		}
	}
	return best
}

// Preferred is the primary, or the coordinator of all transactions; otherwise the first server that is up.
func (c *Cluster) Preferred(w *lab.World, _ string) (lab.ServerID, error) {
	if c.setup.Kind.HasPrimary() {
		if id := c.Primary(w); id != 0 {
			return id, nil
		}
		return 0, fmt.Errorf("%w: name a server, as in S1, or promote one", ErrNoPrimary)
	}
	first := slices.IndexFunc(c.servers, func(m *Mirror) bool {
		status := w.Status(lab.ServerID(m.ID))
		return status.Up && !status.Paused
	})
	if first < 0 {
		return 0, fmt.Errorf("%w: no server is up", ErrNoPrimary)
	}
	return lab.ServerID(first + 1), nil
}

// Serves is "": every server takes every key.
func (c *Cluster) Serves(lab.ServerID, string) string { return "" }

// DescribeMessage appends a message's kind and fields to a trace line.
func (c *Cluster) DescribeMessage(line, payload []byte) []byte {
	m, err := replicas.DecodeMessage(payload)
	if err != nil {
		return append(line, "unreadable"...)
	}
	return append(line, describe(m)...)
}

// DescribeRequest appends a client's command. To put nothing is to delete.
func (c *Cluster) DescribeRequest(line, payload []byte) []byte {
	return append(line, commandText(payload)...)
}

func commandText(payload []byte) string {
	command, err := kv.Decode(payload)
	switch {
	case err != nil:
		return "unreadable"
	case command.Op == kv.Put && command.Value == "":
		return "delete " + command.Key
	}
	return command.String()
}

// values is the live content of a server.
func (m *Mirror) values() [][2]string {
	var keys []string
	add := func(key string) {
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	for _, k := range m.Keys {
		add(k.Name)
	}
	for _, e := range m.Entries {
		add(keyOf(e.Command))
	}
	for _, t := range m.Transactions {
		add(keyOf(t.Command))
	}
	slices.Sort(keys)
	pairs := [][2]string{}
	for _, key := range keys {
		if value := node.ValueIn(&m.State, key); value != "" {
			pairs = append(pairs, [2]string{key, value})
		}
	}
	return pairs
}

func keyOf(command []byte) string {
	c, _ := kv.Decode(command)
	return c.Key
}
