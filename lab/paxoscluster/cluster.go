package paxoscluster

import (
	"fmt"
	"slices"
	"strconv"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/paxos"
	"raftlab/lab/paxos/node"
	"raftlab/lab/service"
	"raftlab/lab/story"
)

// Cluster is Paxos as a lab.Protocol and a story.Player. It keeps a mirror of each server's last view, judges every
// step, and keeps what clients asked for.
type Cluster struct {
	service.Clients
	service.Code
	setup     Setup
	servers   []*Mirror // servers[i] is S<i+1>
	checks    checks
	proposals []*proposal
	// given are the acceptances on the disks before the run.
	given []paxos.SlotAccepted
	// wishes is how many of the clients' operations the checks know.
	wishes int
	seen   counts
}

// Mirror is an observer's knowledge of one server.
type Mirror struct {
	node.View
	// All[i] is slot i+1: the view has only those that changed.
	All []node.SlotView
	// store follows the slots up to Applied.
	store *kv.Store
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

// History is the clients' operations and their results; in mode single there are none.
func (c *Cluster) History() *service.Clients { return &c.Clients }

// Server is the mirror of a server.
func (c *Cluster) Server(id lab.ServerID) *Mirror { return c.servers[id-1] }

// Checks lists the properties that every step is judged by.
func (c *Cluster) Checks() []lab.Check { return Checks() }

// Judged is how often each of Checks was judged, in that order.
func (c *Cluster) Judged() []uint64 { return slices.Clone(c.checks.judged[:]) }

// Asked lists the properties that are judged only when a command asks for it.
func (c *Cluster) Asked() []lab.Check { return []lab.Check{linearizable, progress} }

// Begin makes a mirror for each server, and adds the settings that decide a run to the trace's header.
func (c *Cluster) Begin(options *lab.Options) error {
	c.setup = c.setup.withRoles(options.Servers)
	config := Config{ID: 1, Servers: options.Servers, Setup: c.setup}.node(paxos.Rules{})
	if _, err := node.New(config); err != nil {
		return story.UsageError("%w", err)
	}
	if len(c.given) > 0 && c.setup.Multi {
		return story.UsageError("given is for mode single")
	}
	c.checks = newChecks(options.Servers, c.setup)
	for _, a := range c.given {
		c.checks.proposed[a.Value] = true
		if owner := a.At.Owner(options.Servers); owner != paxos.None {
			c.checks.begun[a.At] = lab.ServerID(owner)
		}
	}
	for range options.Servers {
		m := &Mirror{}
		m.reset()
		c.servers = append(c.servers, m)
	}
	if err := c.Code.Begin(options); err != nil {
		return err
	}
	options.Label += c.setup.label()
	return nil
}

// label is the header's words for a setup.
func (s Setup) label() string {
	text := fmt.Sprintf(" mode=%s ballots=%s acceptors=%s proposers=%s learners=%s", mode(s.Multi), ballots(s.Steps),
		names(s.Acceptors), names(s.Proposers), names(s.Learners))
	if s.Multi {
		return text + fmt.Sprintf(" leader_us=%d-%d heartbeat_us=%d", s.LeaderLeast, s.LeaderMost, s.Heartbeat)
	}
	text += fmt.Sprintf(" retry_us=%d back_off_us=%d-%d ask_us=%d", s.Retry, s.BackOffLeast, s.BackOffMost, s.Ask)
	if s.Notice {
		text += " learning=notice"
	}
	if s.Distinguished != paxos.None {
		text += " distinguished=" + s.Distinguished.String()
	}
	return text
}

func mode(multi bool) string {
	if multi {
		return "multi"
	}
	return "single"
}

func ballots(steps bool) string {
	if steps {
		return "steps"
	}
	return "pairs"
}

// Config is the configuration of one server.
func (c *Cluster) Config(id lab.ServerID, seed uint64) []byte {
	return Config{
		ID: paxos.NodeID(id), Servers: len(c.servers), Rules: c.Rules(), Seed: seed, Setup: c.setup,
	}.Whole(c.Owns(id))
}

// reset forgets a server's memory: the server has crashed, or was never up. Its disk has its promise, its ballot and
// its acceptances.
func (m *Mirror) reset() {
	m.View = node.View{Promised: m.Promised, Proposer: paxos.Proposer{Ballot: m.Proposer.Ballot}}
	for i := range m.All {
		m.All[i] = node.SlotView{Slot: m.All[i].Slot, At: m.All[i].At, Value: m.All[i].Value}
	}
	m.store, m.fresh = kv.NewStore(), true
	m.changes++
}

// Stopped keeps for display what a crashed server's disk holds.
func (c *Cluster) Stopped(_ *lab.World, id lab.ServerID) { c.servers[id-1].reset() }

// Observe records a server's view after a step. The lab calls it when the step is durable.
func (c *Cluster) Observe(w *lab.World, id lab.ServerID, bytes []byte) *lab.Violation {
	v, err := DecodeView(bytes)
	if err != nil {
		return lab.Unreadable(id, section, err)
	}
	if v.RetryAt > 0 {
		v.RetryAt = paxos.Time(w.When(id, lab.Time(v.RetryAt)))
	}
	c.takeWishes()
	m := c.servers[id-1]
	m.changes++
	booted := m.fresh
	m.fresh = false
	c.checks.event = w.Trace.Event()
	if violation := c.takePromise(w, id, m, &v, booted); violation != nil {
		return violation
	}
	if violation := c.takeBallot(w, id, m, &v, booted); violation != nil {
		return violation
	}
	if booted {
		m.All = m.All[:0]
	}
	applied := m.Applied
	m.View = v.View
	for _, s := range v.Slots {
		if violation := c.takeSlot(w, id, m, s, booted); violation != nil {
			return violation
		}
	}
	m.View.Slots = nil
	return c.takeApplied(w, id, m, applied, v.StoreHash)
}

// takePromise judges and writes a promise.
func (c *Cluster) takePromise(w *lab.World, id lab.ServerID, m *Mirror, v *View, booted bool) *lab.Violation {
	if v.Promised != m.Promised {
		w.Line(id, "promise", "ballot="+v.Promised.String())
		c.checks.event = w.Trace.Event()
		c.seen[promised]++
	}
	if !c.setup.Acceptors.Has(paxos.NodeID(id)) {
		return nil
	}
	return c.checks.keeps(id, v, booted)
}

// takeBallot judges and writes what a proposer does.
func (c *Cluster) takeBallot(w *lab.World, id lab.ServerID, m *Mirror, v *View, booted bool) *lab.Violation {
	before, now := &m.Proposer, &v.Proposer
	ballot := "ballot=" + now.Ballot.String()
	if v.Refused > m.Refused {
		w.Line(id, "refused", "ballot="+before.Ballot.String(), "in-a-row="+strconv.Itoa(v.Refused))
		c.seen[outbid]++
	}
	if now.Ballot != before.Ballot && !booted {
		details := []string{ballot}
		if !c.setup.Multi {
			details = append(details, "wish="+string(now.Wish))
		}
		w.Line(id, "ballot", details...)
		c.checks.event = w.Trace.Event()
		if violation := c.checks.begins(id, now.Ballot); violation != nil {
			return violation
		}
	}
	if v.Leads && (!m.Leads || now.Ballot != before.Ballot) {
		w.Line(id, "lead", ballot)
		c.seen[led]++
	}
	if m.Leads && !v.Leads {
		w.Line(id, "yield", "ballot="+before.Ballot.String())
	}
	if c.setup.Multi || now.Phase != paxos.Accepting || before.Phase == now.Phase && before.Ballot == now.Ballot {
		return nil
	}
	if now.Proposed != now.Wish {
		c.seen[obeyed]++
	}
	w.Line(id, "propose", ballot, "value="+string(now.Proposed))
	c.checks.event = w.Trace.Event()
	return c.checks.proposes(id, at{1, now.Ballot}, now.Proposed)
}

// place is the fields of a slot's line.
func (c *Cluster) place(slot paxos.Slot, ballot paxos.Ballot, v paxos.Value) []string {
	var fields []string
	if c.setup.Multi {
		fields = append(fields, "slot="+strconv.FormatUint(uint64(slot), 10))
	}
	if (ballot != paxos.Ballot{}) {
		fields = append(fields, "ballot="+ballot.String())
	}
	return append(fields, messageValue(v))
}

// takeSlot judges and writes what changed in a slot: what the leader proposes, an acceptance, what was learned.
func (c *Cluster) takeSlot(w *lab.World, id lab.ServerID, m *Mirror, s node.SlotView, booted bool) *lab.Violation {
	for len(m.All) < int(s.Slot) {
		m.All = append(m.All, node.SlotView{Slot: paxos.Slot(len(m.All)) + 1})
	}
	before := m.All[s.Slot-1]
	m.All[s.Slot-1] = s
	if s.Proposed != paxos.NoValue && s.Ballot != before.Ballot {
		w.Line(id, "propose", c.place(s.Slot, s.Ballot, s.Proposed)...)
		c.checks.event = w.Trace.Event()
		if violation := c.checks.proposes(id, at{s.Slot, s.Ballot}, s.Proposed); violation != nil {
			return violation
		}
	}
	if s.Value != paxos.NoValue && (s.At != before.At || s.Value != before.Value) {
		if violation := c.takeAcceptance(w, id, s, booted); violation != nil {
			return violation
		}
	}
	if s.Learner.Chosen == paxos.NoValue || s.Learner.Chosen == before.Learner.Chosen {
		return nil
	}
	w.Line(id, "learn", c.place(s.Slot, paxos.Ballot{}, s.Learner.Chosen)...)
	c.checks.event = w.Trace.Event()
	c.seen[learned]++
	return c.checks.learns(id, s.Slot, s.Learner.Chosen)
}

func (c *Cluster) takeAcceptance(w *lab.World, id lab.ServerID, s node.SlotView, booted bool) *lab.Violation {
	place := at{s.Slot, s.At}
	if !booted {
		w.Line(id, "accept", c.place(s.Slot, s.At, s.Value)...)
		c.checks.event = w.Trace.Event()
	}
	if violation := c.checks.proposes(id, place, s.Value); violation != nil {
		return violation
	}
	now, violation := c.checks.accepts(id, place)
	if now {
		w.Line(id, "chosen", append(c.place(s.Slot, s.At, s.Value), "by="+names(c.checks.votes[place].from))...)
		c.checks.chosen[s.Slot] = choice{value: s.Value, ballot: s.At, event: w.Trace.Event()}
		c.seen[chose]++
	}
	return violation
}

// takeApplied follows the state machine: a server carries out each slot once, in order.
func (c *Cluster) takeApplied(w *lab.World, id lab.ServerID, m *Mirror, from paxos.Slot, hash uint64) *lab.Violation {
	if !c.setup.Multi {
		return nil
	}
	for slot := from + 1; slot <= m.Applied; slot++ {
		c.checks.judged[onInOrder]++
		if int(slot) > len(m.All) || m.All[slot-1].Learner.Chosen == paxos.NoValue {
			return inOrder.Broken(lab.Say("in-order.gap", "%v carries out slot %d, and does not know slot %d", id,
				m.Applied, slot), c.checks.event)
		}
		value := m.All[slot-1].Learner.Chosen
		w.Line(id, "apply", "slot="+strconv.FormatUint(uint64(slot), 10), valueText(value))
		applyTo(m.store, value)
	}
	if m.store.Hash() != hash {
		return lab.Unsound(id, section, lab.Say("sound-server.store",
			"its store is not what the slots up to %d make", m.Applied))
	}
	return nil
}

// names lists servers: S1,S3, or none.
func names(set paxos.NodeSet) string {
	text := ""
	for id := range set.All() {
		if text != "" {
			text += ","
		}
		text += id.String()
	}
	if text == "" {
		return "none"
	}
	return text
}
