package raftcluster

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/service"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/node"
)

// Cluster is Raft as a lab.Protocol and a story.Player. It keeps a mirror of each server's last view, judges every
// step by Figure 3, and keeps the clients' history.
type Cluster struct {
	service.Clients
	service.Code
	setup   Setup
	given   given
	servers []*Mirror // servers[i] is S<i+1>
	// checks[g] judges the servers of Raft group g.
	checks []checks
	seen   counts
	// elections is how many elections servers have started.
	elections uint64
	// leaderlessTerm is the last term known to have passed without a leader.
	leaderlessTerm raft.Term
	steady         steadiness
	scratch        View
	changes        changeRequests
	// sessionRules, if set, are the clients' rules of sessions in place of the named set's.
	sessionRules *kv.SessionRules
}

// Setup is the settings that all servers start with.
type Setup struct {
	ElectionTimeoutMin, ElectionTimeoutMax raft.Duration
	HeartbeatInterval                      raft.Duration
	MaxEntriesPerMessage                   int
	Sessions                               SessionSetup
	// Groups is how many Raft groups the servers form, of equal size and in order: with six servers and two
	// groups, S1 to S3 and S4 to S6. The groups do not know of each other.
	Groups int
	// Elections is what is switched on beyond Figure 2; Manual is the world's to say.
	Elections node.Elections
	Leases    node.Leases
	Snapshots SnapshotSetup
	// Membership says which servers are the first configuration, and that it may change.
	Membership node.Membership
	// Pipelining is whether leaders wait.
	Pipelining node.Pipelining
	// Own are the election timeouts of single servers that differ from the others'.
	Own map[raft.NodeID][2]raft.Duration
}

// DefaultSetup is the paper's: election timeouts of 150 to 300 ms (§5.6, §9.3).
func DefaultSetup() Setup {
	return Setup{
		ElectionTimeoutMin: 150 * raft.Millisecond, ElectionTimeoutMax: 300 * raft.Millisecond,
		HeartbeatInterval: 50 * raft.Millisecond, MaxEntriesPerMessage: 64, Groups: 1,
		Own: map[raft.NodeID][2]raft.Duration{},
	}
}

// Mirror is an observer's knowledge of one server.
type Mirror struct {
	View
	// Log is the server's whole log, built from the changes of its steps.
	Log []raft.Entry
	// Store is the result of the entries up to LastApplied.
	Store *kv.Store
	// sessions is the table of sessions that belongs to the store, nil without sessions.
	sessions *sessionTable
	// sessionsAtSnapshot is how many sessions were open when its last snapshot was taken or installed.
	sessionsAtSnapshot int
	// chain[i] identifies the log up to index i: equal chains, equal logs. chain[0] is for the empty log.
	chain []uint64
	// latest is the last configuration of the log that it belongs to.
	latest latest
	// changes counts the views seen of the server: equal counts, equal mirrors.
	changes uint64
	// ahead is true for a server that does not wait for its disk while it leads: what is beyond durable may be gone
	// after a crash.
	ahead   bool
	durable raft.Index
	// fresh is true from a boot to the first view after it.
	fresh bool
}

// Changes counts the views seen of the server so far. A mirror with the same count has not changed.
func (m *Mirror) Changes() uint64 { return m.changes }

// LogHash identifies the log: equal hashes, equal logs.
func (m *Mirror) LogHash() uint64 { return m.chain[len(m.chain)-1] }

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

const section = "Figure 2"

// History is the clients' operations and their results.
func (c *Cluster) History() *service.Clients { return &c.Clients }

// Setup is the settings that all servers start with.
func (c *Cluster) Setup() Setup { return c.setup }

// Server is the mirror of a server.
func (c *Cluster) Server(id lab.ServerID) *Mirror { return c.servers[id-1] }

// checksOf is the judge of a server's group, groupNumber the group's number from 0, and groupOf its servers.
func (c *Cluster) checksOf(id lab.ServerID) *checks {
	return &c.checks[c.groupNumber(id)]
}

func (c *Cluster) groupNumber(id lab.ServerID) int {
	return (int(id) - 1) * len(c.checks) / len(c.servers)
}

func (c *Cluster) groupOf(id lab.ServerID) []*Mirror {
	first := c.checksOf(id).first
	return c.servers[first : first+len(c.servers)/len(c.checks)]
}

// Begin makes a mirror for each server, and adds the settings that decide a run to the trace's header.
func (c *Cluster) Begin(options *lab.Options) error {
	if c.setup.Groups < 1 || options.Servers%c.setup.Groups != 0 {
		return story.UsageError("%d servers cannot form %d groups of equal size", options.Servers, c.setup.Groups)
	}
	for g := range c.setup.Groups {
		c.checks = append(c.checks, newChecks(g*options.Servers/c.setup.Groups))
	}
	c.given.begin(&c.checks[0])
	for range options.Servers {
		m := &Mirror{}
		m.reset()
		c.servers = append(c.servers, m)
	}
	if err := c.Code.Begin(options); err != nil {
		return err
	}
	options.Label += fmt.Sprintf(" election_us=%d-%d heartbeat_us=%d batch=%d",
		c.setup.ElectionTimeoutMin, c.setup.ElectionTimeoutMax, c.setup.HeartbeatInterval, c.setup.MaxEntriesPerMessage)
	if c.setup.Groups > 1 {
		options.Label += fmt.Sprintf(" groups=%d", c.setup.Groups)
	}
	options.Label += electionsLabel(c.setup.Elections) + leasesLabel(c.setup.Leases) +
		snapshotsLabel(c.setup.Snapshots) + pipeliningLabel(c.setup.Pipelining)
	// In a manual world nothing happens by itself, so silence is a command too.
	c.setup.Elections.Manual = options.Manual && switchedOn(c.setup.Elections)
	if err := c.beginMembership(options); err != nil {
		return err
	}
	return c.beginSessions(options)
}

// Config is the configuration of one server.
func (c *Cluster) Config(id lab.ServerID, seed uint64) []byte {
	config := Config{
		ID: raft.NodeID(
			id,
		), First: raft.NodeID(c.checksOf(id).id(0)), Servers: len(c.groupOf(id)), Rules: c.Rules(), Seed: seed,
		ElectionTimeoutMin: c.setup.ElectionTimeoutMin, ElectionTimeoutMax: c.setup.ElectionTimeoutMax,
		HeartbeatInterval: c.setup.HeartbeatInterval, MaxEntriesPerMessage: c.setup.MaxEntriesPerMessage,
		Elections: c.setup.Elections, Leases: c.setup.Leases, Sessions: c.setup.Sessions,
		Snapshots:  c.setup.Snapshots,
		Membership: c.setup.Membership,
		Pipelining: c.setup.Pipelining,
	}
	if own, ok := c.setup.Own[raft.NodeID(id)]; ok {
		config.ElectionTimeoutMin, config.ElectionTimeoutMax = own[0], own[1]
	}
	return config.Whole(c.Owns(id))
}

// reset forgets a server's memory: the server has crashed, or was never up.
func (m *Mirror) reset() {
	m.View = View{
		CurrentTerm: m.CurrentTerm, VotedFor: m.VotedFor, LastIndex: m.LastIndex, Snapshots: m.Snapshots.onDisk(),
	}
	m.Store, m.sessions = kv.NewStore(), m.sessions.emptied()
	m.fresh = true
	m.changes++
	if m.chain == nil {
		m.chain = []uint64{chainSeed}
	}
}

// Stopped keeps a crashed server's term, vote, log and snapshot for display: its disk holds them, or nearly so. Its
// first view after the restart shows the truth.
func (c *Cluster) Stopped(_ *lab.World, id lab.ServerID) { c.servers[id-1].reset() }

// Observe records a server's view after a step. The lab calls it when the step is durable.
func (c *Cluster) Observe(w *lab.World, id lab.ServerID, view []byte) *lab.Violation {
	v := &c.scratch
	if err := DecodeView(v, view); err != nil {
		return lab.Unreadable(id, section, err)
	}
	c.inWorldTime(w, id, v)
	m, checks := c.servers[id-1], c.checksOf(id)
	m.changes++
	booted, shown := m.fresh, lastShown{m.Log, m.fresh}
	if m.fresh {
		// The whole log counts as new: the server read it from its disk.
		m.Log, m.chain, m.fresh = nil, m.chain[:1], false
		m.CurrentTerm, m.VotedFor = 0, raft.None
		if len(v.Entries) > 0 {
			v.LogFrom = v.Snapshots.Base + 1
		}
	}
	if violation := checks.leaderAppendOnly(id, m, v); violation != nil {
		return violation
	}
	c.writeTurn(w, id, m, v)
	turned := w.Trace.Event()
	checks.event = turned
	if violation := c.takeInstalled(w, id, m, v, shown); violation != nil {
		return violation
	}
	change := c.memberStep(m, v)
	if violation := c.takeLog(w, id, m, v, booted); violation != nil {
		return violation
	}
	checks.foundOnDisk(m, shown)
	if violation := c.takeSnapshot(w, id, m, v); violation != nil {
		return violation
	}
	committed, applied := m.CommitIndex, m.LastApplied
	m.take(v, checks.first, len(c.servers))
	c.count(checks, m, committed, booted)
	checks.event = turned
	if violation := checks.elections(c.groupOf(id), id, m); violation != nil {
		return violation
	}
	if m.CommitIndex > committed {
		w.Line(id, "commit", "index="+number(m.CommitIndex))
		checks.event = w.Trace.Event()
	}
	if violation := checks.commits(c.groupOf(id), id, m, committed); violation != nil {
		return violation
	}
	if violation := checks.configured(c.groupOf(id), id, change); violation != nil {
		return violation
	}
	if m.CommitIndex > committed {
		if violation := checks.countedEarly(c.groupOf(id), id, m); violation != nil {
			return violation
		}
	}
	return c.takeApplied(w, id, m, applied)
}

// writeTurn writes what a step changed besides log, commit index and store.
func (c *Cluster) writeTurn(w *lab.World, id lab.ServerID, m *Mirror, v *View) {
	c.writeRole(w, id, m, v)
	writeElections(w, id, m, v)
	writeReads(w, id, m, v)
	c.writeMembers(w, id, m, v)
	writeFlow(w, id, m, v)
	c.watchLeader(w, id, m, v)
}

// inWorldTime converts the times of a view from the server's clock to the world's.
func (c *Cluster) inWorldTime(w *lab.World, id lab.ServerID, v *View) {
	if v.ElectionDeadline > 0 {
		v.ElectionDeadline = raft.Time(w.When(id, lab.Time(v.ElectionDeadline)))
	}
	if v.Members.CatchUp.Request > 0 {
		v.Members.CatchUp.Began = raft.Time(w.When(id, lab.Time(v.Members.CatchUp.Began)))
	}
	if v.Reads.LeaseUntil > 0 {
		v.Reads.LeaseUntil = raft.Time(w.When(id, lab.Time(v.Reads.LeaseUntil)))
	}
}

// take copies a view into the mirror, except entries, which the mirror has in its log. The leader's indexes get an
// element for each server of the world, 0 for the servers of other groups.
func (m *Mirror) take(v *View, first, servers int) {
	next, match := spread(m.NextIndex, v.NextIndex, first, servers), spread(m.MatchIndex, v.MatchIndex, first, servers)
	m.View, m.ahead, m.durable = *v, v.Flow.Parallel, v.Flow.Durable
	m.NextIndex, m.MatchIndex, m.Entries = next, match, nil
}

func spread(to, from []raft.Index, first, servers int) []raft.Index {
	to = to[:0]
	if len(from) == 0 {
		return to
	}
	for i := range servers {
		index := raft.Index(0)
		if i >= first && i < first+len(from) {
			index = from[i-first]
		}
		to = append(to, index)
	}
	return to
}

// writeRole writes changes of role, term and vote to the trace, and counts elections.
func (c *Cluster) writeRole(w *lab.World, id lab.ServerID, m *Mirror, v *View) {
	if v.CurrentTerm > m.CurrentTerm && v.Role != raft.Follower {
		c.elections++
	}
	if v.Role != m.Role {
		w.Line(id, "role", v.Role.String(), "term="+number(v.CurrentTerm))
	} else if v.CurrentTerm != m.CurrentTerm {
		w.Line(id, "term", number(v.CurrentTerm))
	}
	if v.VotedFor != raft.None && (v.VotedFor != m.VotedFor || v.CurrentTerm != m.CurrentTerm) {
		w.Line(id, "vote", "for="+v.VotedFor.String(), "term="+number(v.CurrentTerm))
	}
}

// takeLog updates the mirrored log. It checks Log Matching for new entries, and Durability for lost entries: a
// removed tail, or entries that a booted server did not find on its disk.
func (c *Cluster) takeLog(w *lab.World, id lab.ServerID, m *Mirror, v *View, booted bool) *lab.Violation {
	checks := c.checksOf(id)
	if v.LogFrom == 0 {
		if booted {
			return checks.durable(c.groupOf(id), id)
		}
		return nil
	}
	if v.LogFrom > raft.Index(len(m.Log))+1 {
		return lab.Unsound(id, section,
			lab.Say("sound-server.log-gap", "its log has %d entries and goes on at %d", len(m.Log), v.LogFrom))
	}
	kept := int(v.LogFrom) - 1
	lost := booted || kept < len(m.Log) || v.Snapshots.Installed
	if len(v.Entries) > 0 || !v.Snapshots.Installed {
		c.writeLog(w, id, v, len(m.Log)-kept)
		checks.event = w.Trace.Event()
	}
	committed := m.committedFrom(v.LogFrom)
	m.Log, m.chain = m.Log[:kept], m.chain[:kept+1]
	for _, entry := range v.Entries {
		entry.Command = append([]byte(nil), entry.Command...)
		m.Log = append(m.Log, entry)
		m.chain = append(m.chain, chainHash(m.chain[len(m.chain)-1], entry))
		if violation := checks.logMatching(c.groupOf(id), id, m, raft.Index(len(m.Log))); violation != nil {
			return violation
		}
	}
	if violation := m.keeps(id, v.LogFrom, committed); violation != nil {
		return violation
	}
	if lost {
		return checks.durable(c.groupOf(id), id)
	}
	return nil
}

// writeLog writes a change of a log to the trace.
func (c *Cluster) writeLog(w *lab.World, id lab.ServerID, v *View, removed int) {
	details := []string{"from=" + number(v.LogFrom), "terms=" + terms(v.Entries)}
	if removed > 0 {
		details = append(details, "removed="+strconv.Itoa(removed))
		c.seen[tailErased]++
	}
	w.Line(id, "log", details...)
}

// committedFrom is a copy of the entries from index on that the server counts as committed.
func (m *Mirror) committedFrom(index raft.Index) []raft.Entry {
	if index > m.CommitIndex || m.CommitIndex > raft.Index(len(m.Log)) {
		return nil
	}
	return slices.Clone(m.Log[index-1 : m.CommitIndex])
}

// keeps: the entries from index on that a server counts as committed are in its log, unchanged. A server may write them
// once more.
func (m *Mirror) keeps(id lab.ServerID, index raft.Index, committed []raft.Entry) *lab.Violation {
	for i, entry := range committed {
		at := index + raft.Index(i)
		if at > raft.Index(len(m.Log)) {
			return lab.Unsound(id, section, lab.Say("sound-server.committed-removed",
				"it removed %v, which it counts as committed", entryName(at, entry)))
		}
		if now := m.Log[at-1]; !equal(now, entry) {
			return lab.Unsound(id, section, lab.Say("sound-server.committed-replaced",
				"it replaced %v, which it counts as committed, by %v", entryName(at, entry), entryName(at, now)))
		}
	}
	return nil
}

func equal(a, b raft.Entry) bool {
	return a.Term == b.Term && a.Kind == b.Kind && bytes.Equal(a.Command, b.Command)
}

// takeApplied follows the state machine, and checks State Machine Safety for newly applied entries.
func (c *Cluster) takeApplied(w *lab.World, id lab.ServerID, m *Mirror, from raft.Index) *lab.Violation {
	checks := c.checksOf(id)
	if m.LastApplied > raft.Index(len(m.Log)) || m.LastApplied < from {
		return lab.Unsound(id, section, lab.Say("sound-server.last-applied",
			"lastApplied goes from %d to %d with %d entries", from, m.LastApplied, len(m.Log)))
	}
	if m.Snapshots.Installed {
		if violation := c.takeRestored(id, m, from); violation != nil {
			return violation
		}
		from = max(from, m.Snapshots.Base)
	}
	var copies copies
	for i := from + 1; i <= m.LastApplied; i++ {
		w.Line(id, "apply", "index="+number(i), entryText(m.Log[i-1]))
		checks.event = w.Trace.Event()
		if violation := checks.applied(id, m, i); violation != nil {
			return violation
		}
		if entry := m.Log[i-1]; entry.Kind == raft.Command {
			copies.follow(w, id, m, checks.once, i)
		}
	}
	if m.Store.Hash() != m.StoreHash {
		return copies.storeDiffers(id, m, checks.once)
	}
	if m.sessions != nil && m.Snapshots.Meta.LastIndex == m.LastApplied {
		m.sessionsAtSnapshot = len(m.sessions.table.Open)
	}
	return checks.sameTable(id, m, c.Owns(id))
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

// entryText is the command of an entry, in words.
func entryText(e raft.Entry) string {
	if e.Kind == raft.NoOp {
		return "no-op"
	}
	if now, ok := e.Configuration(); ok {
		return "members " + now.String()
	}
	return service.CommandText(e.Command)
}

// EntryShort is the command of an entry, in a few characters.
func EntryShort(e raft.Entry) string {
	if e.Kind == raft.NoOp {
		return "no-op"
	}
	if now, ok := e.Configuration(); ok {
		return now.Short()
	}
	if numbered, err := kv.DecodeNumbered(e.Command); err == nil {
		return numbered.Short()
	}
	command, err := kv.Decode(e.Command)
	if err != nil {
		return "?"
	}
	return command.Short()
}
