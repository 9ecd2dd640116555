package zabcluster

import (
	"fmt"
	"strings"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/lab/zab"
)

// Cluster is ZAB as a lab.Protocol and a story.Player. It keeps a mirror of each server's last view, judges every
// step, and keeps the clients' history.
type Cluster struct {
	service.Clients
	service.Code
	setup   Setup
	given   given
	servers []*Mirror // servers[i] is S<i+1>
	checks  checks
	seen    counts
}

// Mirror is an observer's knowledge of one server.
type Mirror struct {
	View
	// History is the server's whole history, built from the changes of its steps; the last Unsaved transactions are
	// not on its disk.
	History zab.History
	// Store is the result of what it has delivered, and Position how many transactions that is in the order of all.
	Store    *kv.Store
	Position int
	// changes counts the views seen of the server: equal counts, equal mirrors.
	changes uint64
	// fresh is true from a boot to the first view after it.
	fresh bool
}

// New is a cluster with the given setup.
func New(setup Setup) *Cluster {
	c := &Cluster{setup: setup, Code: service.NewCode(Protocol{}.RuleSets())}
	c.Clients = service.NewClients(c, linearizable)
	return c
}

// ID is the protocol's name.
func (c *Cluster) ID() string { return ID }

// Section is where the paper describes a server.
func (c *Cluster) Section() string { return section }

const section = "the paper, phases 1 to 3"

// History is the clients' operations and their results.
func (c *Cluster) History() *service.Clients { return &c.Clients }

// Server is the mirror of a server.
func (c *Cluster) Server(id lab.ServerID) *Mirror { return c.servers[id-1] }

// Begin makes a mirror for each server, and adds the settings that decide a run to the trace's header.
func (c *Cluster) Begin(options *lab.Options) error {
	if c.setup.Observers >= options.Servers {
		return story.UsageError("%d observers of %d servers: at least one server must count",
			c.setup.Observers, options.Servers)
	}
	c.setup.Manual = options.Manual
	voters, _ := c.setup.sets(options.Servers)
	c.checks = newChecks(voters)
	if err := c.given.possible(voters); err != nil {
		return err
	}
	c.given.begin(&c.checks)
	for range options.Servers {
		m := &Mirror{}
		m.reset()
		c.servers = append(c.servers, m)
	}
	if err := c.Code.Begin(options); err != nil {
		return err
	}
	s := c.setup
	options.Label += fmt.Sprintf(" tick_us=%d init_us=%d sync_us=%d finalize_us=%d window=%d",
		s.Tick, s.InitLimit, s.SyncLimit, s.FinalizeWait, s.Window)
	options.Label += fmt.Sprintf(" observers=%d counter=%d part=%d", s.Observers, s.MaxCounter, s.SnapshotPart)
	return nil
}

// Config is the configuration of one server. ZAB draws no random numbers, so the seed decides nothing in it.
func (c *Cluster) Config(id lab.ServerID, _ uint64) []byte {
	config := Config{ID: zab.NodeID(id), Servers: len(c.servers), Rules: c.Rules(), Setup: c.setup}
	return config.Whole(c.Owns(id))
}

// reset forgets a server's memory: the server has crashed, or was never up.
func (m *Mirror) reset() {
	m.View = View{
		AcceptedEpoch: m.AcceptedEpoch, CurrentEpoch: m.CurrentEpoch, Unsaved: m.Unsaved,
	}
	m.Store, m.Position, m.fresh = kv.NewStore(), 0, true
	m.changes++
}

// Stopped keeps a crashed server's epochs and history for display: its disk holds them, or nearly so. Its first view
// after the restart shows the truth.
func (c *Cluster) Stopped(_ *lab.World, id lab.ServerID) { c.servers[id-1].reset() }

// Observe records a server's view after a step. The lab calls it when the step is durable.
func (c *Cluster) Observe(w *lab.World, id lab.ServerID, view []byte) *lab.Violation {
	v, err := DecodeView(view)
	if err != nil {
		return lab.Unreadable(id, section, err)
	}
	m := c.servers[id-1]
	m.changes++
	booted, before := m.fresh, m.View
	if booted {
		m.fresh = false
		before.Standing = zab.Observing + 1 // so that the first one is written
	}
	c.writeTurn(w, id, &before, &v)
	c.checks.event = w.Trace.Event()
	if violation := c.checks.epochs(id, &before, &v); violation != nil {
		return violation
	}
	lost, violation := c.takeHistory(w, id, m, &v)
	if violation != nil {
		return violation
	}
	m.View = v
	c.checks.propose(id, m, booted)
	c.count(m, &before, booted, lost)
	if lost || booted {
		if violation := c.checks.durable(c.servers, id); violation != nil {
			return violation
		}
	}
	if violation := c.takeDelivered(w, id, m); violation != nil {
		return violation
	}
	if v.Leads != nil && v.Leads.Established && (before.Leads == nil || !before.Leads.Established) {
		w.Line(id, "established", fmt.Sprintf("epoch=%d", v.Leads.Epoch))
		c.checks.event = w.Trace.Event()
		return c.checks.established(id, m)
	}
	return nil
}

// writeTurn writes what a step changed besides history and store.
func (c *Cluster) writeTurn(w *lab.World, id lab.ServerID, before, now *View) {
	if now.Standing != before.Standing || now.Leader != before.Leader || now.Round < before.Round {
		details := []string{now.Standing.String()}
		if now.Leader != zab.None && now.Standing != zab.Leading {
			details = append(details, now.Leader.String())
		}
		w.Line(id, "standing", append(details, fmt.Sprintf("round=%d", now.Round))...)
	}
	if now.Standing == zab.Looking && (now.Vote != before.Vote || now.Round != before.Round) {
		w.Line(id, "vote", voteWords(now.Vote), fmt.Sprintf("round=%d", now.Round))
	}
	if now.AcceptedEpoch != before.AcceptedEpoch {
		w.Line(id, "epoch", fmt.Sprintf("accepted=%d", now.AcceptedEpoch))
	}
	if now.Sync != before.Sync && now.Sync.Kind != 0 {
		w.Line(id, "sync", now.Sync.Kind.String(), now.Sync.From.String(), "had="+now.Peer.String())
	}
	if now.CurrentEpoch != before.CurrentEpoch {
		w.Line(id, "epoch", fmt.Sprintf("current=%d", now.CurrentEpoch))
	}
	if now.Phase != before.Phase {
		w.Line(id, "phase", now.Phase.String())
	}
}

func voteWords(v zab.Vote) string {
	return fmt.Sprintf("for=%v epoch=%d zxid=%v", v.Leader, v.Epoch, v.Zxid)
}

// takeHistory updates the mirrored history, and reports whether the server has lost transactions.
func (c *Cluster) takeHistory(w *lab.World, id lab.ServerID, m *Mirror, v *View) (lost bool, _ *lab.Violation) {
	h := &m.History
	if v.Kept > len(h.Txns) && !v.Rebased {
		return false, lab.Unsound(id, section, lab.Say("zab.sound-server.history-gap",
			"its history has %d transactions and goes on behind %d", len(h.Txns), v.Kept))
	}
	removed := len(h.Txns) - v.Kept
	lost = removed > 0 || v.Rebased
	if v.Rebased {
		if v.Base.Zxid != h.Base.Zxid {
			w.Line(id, "snapshot", "zxid="+v.Base.Zxid.String())
		}
		h.Base, h.Txns, removed = v.Base, nil, 0
	}
	h.Txns = h.Txns[:v.Kept:v.Kept]
	if len(v.Txns) > 0 || removed > 0 {
		details := []string{"from=" + fmt.Sprint(v.Kept+1)}
		if len(v.Txns) > 0 {
			details = append(details, "zxids="+zxids(v.Txns))
		}
		if removed > 0 {
			details = append(details, fmt.Sprintf("removed=%d", removed))
			c.seen[tailErased]++
		}
		w.Line(id, "history", details...)
	}
	h.Txns = append(h.Txns, v.Txns...)
	c.checks.event = w.Trace.Event()
	return lost, nil
}

// zxids lists transactions, with lists of more than eight shortened.
func zxids(txns []zab.Txn) string {
	var parts []string
	for i, t := range txns {
		if i == 8 && len(txns) > 9 {
			parts = append(parts, fmt.Sprintf("+%d", len(txns)-i))
			break
		}
		parts = append(parts, t.Zxid.String())
	}
	return strings.Join(parts, ",")
}

// takeDelivered follows the state machine, and judges what was delivered.
func (c *Cluster) takeDelivered(w *lab.World, id lab.ServerID, m *Mirror) *lab.Violation {
	if m.Restored {
		w.Line(id, "restore", "zxid="+m.History.Base.Zxid.String())
		c.checks.event = w.Trace.Event()
		m.Store = storeOf(m.History.Base.Data)
		position, violation := c.checks.restored(id, m)
		if violation != nil {
			return violation
		}
		m.Position = position
	}
	for _, z := range m.Delivered {
		at := m.History.Find(z)
		if at < 0 {
			return lab.Unsound(id, section, lab.Say("zab.sound-server.delivered-unknown",
				"it delivers %v, which is not in its history", z))
		}
		t := m.History.Txns[at]
		w.Line(id, "delivered", t.Zxid.String(), service.CommandText(t.Data))
		c.checks.event = w.Trace.Event()
		if violation := c.checks.delivered(id, m, t); violation != nil {
			return violation
		}
		m.Position++
		applyTxn(m.Store, t)
	}
	if m.Store.Hash() != m.StoreHash {
		return lab.Unsound(id, section, lab.Say("zab.sound-server.store",
			"its state machine differs from what it has delivered, up to %v", m.DeliveredTo))
	}
	return nil
}

// TxnShort is the command of a transaction, in a few characters.
func TxnShort(t zab.Txn) string {
	command, err := kv.Decode(t.Data)
	if err != nil {
		return "?"
	}
	return command.Short()
}
