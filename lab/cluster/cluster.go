package cluster

import (
	"fmt"
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/raft"
)

// Cluster is Raft as a lab.Protocol and lab.Player. It keeps a mirror of what each server showed
// last, judges every step by Figure 3, and keeps the clients' history.
type Cluster struct {
	setup   Setup
	forced  string
	servers []*Mirror // servers[i] is S<i+1>
	checks  checks
	history history
	scratch View
}

// Setup is what the servers are started with.
type Setup struct {
	// Rules is the ID of a RuleSet.
	Rules                                  string
	ElectionTimeoutMin, ElectionTimeoutMax raft.Duration
	HeartbeatInterval                      raft.Duration
	MaxEntriesPerMessage                   int
	// Own are election timeouts of single servers, where they differ from the others'.
	Own map[raft.NodeID][2]raft.Duration
}

// DefaultSetup is the paper's: election timeouts of 150 to 300 ms (§5.6, §9.3).
func DefaultSetup() Setup {
	return Setup{
		Rules:              ReferenceRules,
		ElectionTimeoutMin: 150 * raft.Millisecond, ElectionTimeoutMax: 300 * raft.Millisecond,
		HeartbeatInterval: 50 * raft.Millisecond, MaxEntriesPerMessage: 64,
		Own: map[raft.NodeID][2]raft.Duration{},
	}
}

// Mirror is what an observer knows of one server.
type Mirror struct {
	View
	// Log is the server's whole log, put together from what its steps changed.
	Log []raft.Entry
	// Store is what the entries up to LastApplied give.
	Store *kv.Store
	// chain[i] tells logs up to index i apart: equal chains, equal logs. chain[0] stands for the
	// empty one.
	chain []uint64
	// fresh is true from a boot to the first step that is seen after it.
	fresh bool
}

// New is a cluster with the given setup.
func New(setup Setup) *Cluster {
	return &Cluster{setup: setup, checks: newChecks()}
}

// Setup is what the servers were started with.
func (c *Cluster) Setup() Setup { return c.setup }

// ForceRules has all servers started with these rules, whatever a scenario says.
func (c *Cluster) ForceRules(id string) { c.forced = id }

// Server is what is known of a server.
func (c *Cluster) Server(id lab.ServerID) *Mirror { return c.servers[id-1] }

// Begin makes a mirror for each server, and completes the trace's header with what decides a run.
func (c *Cluster) Begin(options *lab.Options) error {
	if c.forced != "" {
		c.setup.Rules = c.forced
	}
	if _, err := FindRules(c.setup.Rules); err != nil {
		return err
	}
	for range options.Servers {
		m := &Mirror{}
		m.reset()
		c.servers = append(c.servers, m)
	}
	options.Label += fmt.Sprintf(" rules=%s election_us=%d-%d heartbeat_us=%d batch=%d", c.setup.Rules,
		c.setup.ElectionTimeoutMin, c.setup.ElectionTimeoutMax, c.setup.HeartbeatInterval, c.setup.MaxEntriesPerMessage)
	return nil
}

// Config is the configuration of one server.
func (c *Cluster) Config(id lab.ServerID, seed uint64) []byte {
	config := Config{
		ID: raft.NodeID(id), Servers: len(c.servers), Rules: c.setup.Rules, Seed: seed,
		ElectionTimeoutMin: c.setup.ElectionTimeoutMin, ElectionTimeoutMax: c.setup.ElectionTimeoutMax,
		HeartbeatInterval: c.setup.HeartbeatInterval, MaxEntriesPerMessage: c.setup.MaxEntriesPerMessage,
	}
	if own, ok := c.setup.Own[raft.NodeID(id)]; ok {
		config.ElectionTimeoutMin, config.ElectionTimeoutMax = own[0], own[1]
	}
	return config.Encode()
}

// reset forgets a server's memory: it has crashed, or was never up.
func (m *Mirror) reset() {
	m.View = View{CurrentTerm: m.CurrentTerm, VotedFor: m.VotedFor, LastIndex: m.LastIndex}
	m.Store = kv.NewStore()
	m.fresh = true
	if m.chain == nil {
		m.chain = []uint64{chainSeed}
	}
}

// Stopped keeps a crashed server's term, vote and log for display: that is what its disk holds,
// or nearly so. Its first view after the restart brings the truth.
func (c *Cluster) Stopped(_ *lab.World, id lab.ServerID) { c.servers[id-1].reset() }

// Observe takes in what a server shows after a step. The lab calls it when the step is durable.
func (c *Cluster) Observe(w *lab.World, id lab.ServerID, view []byte) *lab.Violation {
	v := &c.scratch
	if err := decodeView(v, view); err != nil {
		return unsound(id, err.Error())
	}
	m := c.servers[id-1]
	if m.fresh {
		// The whole log counts as new: it was read back from the disk.
		m.Log, m.chain, m.fresh = nil, m.chain[:1], false
		m.CurrentTerm, m.VotedFor = 0, raft.None
		if len(v.Entries) > 0 {
			v.LogFrom = 1
		}
	}
	if violation := c.checks.leaderAppendOnly(id, m, v); violation != nil {
		return violation
	}
	c.tellRole(w, id, m, v)
	if violation := c.takeLog(w, id, m, v); violation != nil {
		return violation
	}
	committed, applied := m.CommitIndex, m.LastApplied
	m.take(v)
	if violation := c.checks.elections(id, m); violation != nil {
		return violation
	}
	if m.CommitIndex > committed {
		w.Line(id, "commit", "index="+number(m.CommitIndex))
	}
	if violation := c.checks.commits(c.servers, id, m, committed); violation != nil {
		return violation
	}
	return c.takeApplied(w, id, m, applied)
}

// take copies a view into the mirror. Entries stay behind: the mirror has them in its log.
func (m *Mirror) take(v *View) {
	next, match := append(m.NextIndex[:0], v.NextIndex...), append(m.MatchIndex[:0], v.MatchIndex...)
	m.View = *v
	m.NextIndex, m.MatchIndex, m.Entries = next, match, nil
}

// tellRole writes what changed of role, term and vote to the trace.
func (c *Cluster) tellRole(w *lab.World, id lab.ServerID, m *Mirror, v *View) {
	if v.Role != m.Role {
		w.Line(id, "role", v.Role.String(), "term="+number(v.CurrentTerm))
	} else if v.CurrentTerm != m.CurrentTerm {
		w.Line(id, "term", number(v.CurrentTerm))
	}
	if v.VotedFor != raft.None && (v.VotedFor != m.VotedFor || v.CurrentTerm != m.CurrentTerm) {
		w.Line(id, "vote", "for="+v.VotedFor.String(), "term="+number(v.CurrentTerm))
	}
}

// takeLog brings the mirrored log up to date, and checks Log Matching for what is new.
func (c *Cluster) takeLog(w *lab.World, id lab.ServerID, m *Mirror, v *View) *lab.Violation {
	if v.LogFrom == 0 {
		return nil
	}
	if v.LogFrom > raft.Index(len(m.Log))+1 {
		return unsound(id, fmt.Sprintf("its log has %d entries and goes on at %d", len(m.Log), v.LogFrom))
	}
	kept := int(v.LogFrom) - 1
	details := []string{"from=" + number(v.LogFrom), "terms=" + terms(v.Entries)}
	if removed := len(m.Log) - kept; removed > 0 {
		details = append(details, "removed="+strconv.Itoa(removed))
	}
	w.Line(id, "log", details...)
	m.Log, m.chain = m.Log[:kept], m.chain[:kept+1]
	for _, entry := range v.Entries {
		entry.Command = append([]byte(nil), entry.Command...)
		m.Log = append(m.Log, entry)
		m.chain = append(m.chain, chainHash(m.chain[len(m.chain)-1], entry))
		if violation := c.checks.logMatching(c.servers, id, m, raft.Index(len(m.Log))); violation != nil {
			return violation
		}
	}
	return nil
}

// takeApplied follows the state machine, and checks State Machine Safety for what is new.
func (c *Cluster) takeApplied(w *lab.World, id lab.ServerID, m *Mirror, from raft.Index) *lab.Violation {
	if m.LastApplied > raft.Index(len(m.Log)) || m.LastApplied < from {
		return unsound(id, fmt.Sprintf("lastApplied goes from %d to %d with %d entries", from, m.LastApplied, len(m.Log)))
	}
	for i := from + 1; i <= m.LastApplied; i++ {
		w.Line(id, "apply", "index="+number(i), entryText(m.Log[i-1]))
		if violation := c.checks.applied(id, m, i); violation != nil {
			return violation
		}
		if entry := m.Log[i-1]; entry.Kind == raft.Command {
			if command, err := kv.Decode(entry.Command); err == nil {
				m.Store.Apply(command)
			}
		}
	}
	if m.Store.Hash() != m.StoreHash {
		return stateMachineSafety.broken(fmt.Sprintf("%s has applied entries 1 to %d, but its store does not hold what they give",
			id.String(), m.LastApplied))
	}
	return nil
}

func unsound(id lab.ServerID, sentence string) *lab.Violation {
	return &lab.Violation{ID: lab.SoundServerID, Name: "Sound Server", Section: "Figure 2", Sentence: id.String() + ": " + sentence}
}

func number[N raft.Index | raft.Term](n N) string { return strconv.FormatUint(uint64(n), 10) }

// terms lists the terms of entries, with runs of more than eight shortened.
func terms(entries []raft.Entry) string {
	var b strings.Builder
	for i, e := range entries {
		if i == 8 && len(entries) > 9 {
			fmt.Fprintf(&b, ",+%d", len(entries)-i)
			break
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(number(e.Term))
	}
	return b.String()
}

// entryText is what an entry does, in words.
func entryText(e raft.Entry) string {
	if e.Kind == raft.NoOp {
		return "no-op"
	}
	command, err := kv.Decode(e.Command)
	if err != nil {
		return "unreadable"
	}
	return command.String()
}

// EntryShort is what an entry does, in a few signs.
func EntryShort(e raft.Entry) string {
	if e.Kind == raft.NoOp {
		return "no-op"
	}
	command, err := kv.Decode(e.Command)
	if err != nil {
		return "?"
	}
	return command.Short()
}
