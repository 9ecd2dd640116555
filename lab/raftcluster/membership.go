package raftcluster

import (
	"fmt"
	"strings"

	"raftlab/lab"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/node"
	"raftlab/raft/reference"
	"raftlab/raft/wire"
)

// Changing the servers of a cluster (§6, thesis §4): what the setup switches on, and what a server shows of it.

// membershipVerbs are the setup verbs of changes.
func (c *Cluster) membershipVerbs() []story.Verb {
	off := func(name, help string, set func(off bool)) story.Verb {
		return story.Verb{
			Name: name, Usage: name + " off", Setup: true, Help: help,
			Run: func(_ *story.Runner, args *story.Args) (story.Wait, error) {
				set(args.Choice("on", "off") == "off")
				return story.Wait{}, args.End()
			},
		}
	}
	return []story.Verb{
		{
			Name: "members", Usage: "members S1 S2 S3", Setup: true, Run: c.runMembers,
			Help: "begins with these servers as the cluster, and lets it change; the others run, and wait to be " +
				"added (§6)",
		},
		off("guard", "off: a leader begins every change at once, and Configuration Safety is not judged (thesis §4.1)",
			func(off bool) { c.setup.Membership.NoGuard = off }),
		off("catch-up", "off: a new server votes before it has the log (thesis §4.2.1)",
			func(off bool) { c.setup.Membership.NoCatchUp = off }),
	}
}

func (c *Cluster) runMembers(_ *story.Runner, args *story.Args) (story.Wait, error) {
	var voters raft.NodeSet
	for again := true; again; again = args.More() {
		voters.Add(raft.NodeID(args.Server()))
	}
	c.setup.Membership.On, c.setup.Membership.Voters = true, voters
	return story.Wait{}, args.End()
}

// beginMembership gives the checks their part of changes, and names it in the trace's header.
func (c *Cluster) beginMembership(options *lab.Options) error {
	m := c.setup.Membership
	switch {
	case !m.On && (m.NoGuard || m.NoCatchUp):
		return story.UsageError("guard off and catch-up off are for clusters that change: add members S1 S2 S3")
	case !m.On:
		return nil
	case c.setup.Groups > 1:
		return story.UsageError("members is for clusters of one group")
	case len(c.given.committed) > 0:
		return story.UsageError("given committed is for clusters that do not change: leave out members, or that line")
	}
	for id := range m.Voters.All() {
		if int(id) > options.Servers {
			return story.UsageError("members has %v, but this cluster has S1 to S%d", id, options.Servers)
		}
	}
	c.checks[0].members = newMembers(m)
	options.Label += membershipLabel(m)
	return nil
}

// membershipLabel is the header's words for changes, with a space before each.
func membershipLabel(m node.Membership) string {
	label := " members=" + serverList(m.Voters)
	if m.NoGuard {
		label += " guard=off"
	}
	if m.NoCatchUp {
		label += " catch-up=off"
	}
	return label
}

// serverList names servers in a trace: S1,S2,S3.
func serverList(set raft.NodeSet) string {
	var list []string
	for id := range set.All() {
		list = append(list, id.String())
	}
	return strings.Join(list, ",")
}

// first is the configuration that the cluster begins with.
func (c *Cluster) first() raft.Configuration {
	return raft.Configuration{Voters: c.setup.Membership.Voters}
}

// isMember reports whether a server is in the configuration that was committed last. Where servers stay, all are.
func (c *Cluster) isMember(id lab.ServerID) bool {
	checks := c.checksOf(id)
	return checks.members == nil || checks.lastCommitted().Members().Has(raft.NodeID(id))
}

// configuration is the one by which a server should decide: the last in its log.
func (c *Cluster) configuration(m *Mirror) (raft.Configuration, raft.Index) {
	return m.latestOf(c.first())
}

// membershipReference are the rules by which observers judge.
var membershipReference = reference.Membership()

// latest is the last configuration of the log with that hash, and its index; at the beginning, of none.
type latest struct {
	log   uint64
	now   raft.Configuration
	index raft.Index
}

// latestOf is the last configuration of the mirrored log. It is looked for once a log: every step asks.
func (m *Mirror) latestOf(first raft.Configuration) (raft.Configuration, raft.Index) {
	if hash := m.LogHash(); m.latest.log != hash {
		now, index := latestOf(m.Log, first)
		m.latest = latest{hash, now, index}
	}
	return m.latest.now, m.latest.index
}

// latestOf is the last configuration of a log's entries, and its index, 0 for none.
func latestOf(log []raft.Entry, first raft.Configuration) (raft.Configuration, raft.Index) {
	l := raft.LogOf(log...)
	return membershipReference.Latest(&l, first)
}

func appendMembership(b []byte, m node.Membership) []byte {
	return wire.AppendBool(wire.AppendBool(wire.AppendUint(b, uint64(m.Voters)), m.NoGuard), m.NoCatchUp)
}

func readMembership(r *wire.Reader) node.Membership {
	m := node.Membership{On: true, Voters: raft.NodeSet(r.Uint()), NoGuard: r.Bool(), NoCatchUp: r.Bool()}
	if m.Voters == 0 {
		r.Fail(fmt.Errorf("a configuration without voters: %w", wire.ErrValue))
	}
	return m
}

// MemberState is what a server shows of changes; On is false while they are switched off.
type MemberState struct {
	On bool
	// Configuration is the one by which the server decides, Index that of its entry, 0 for the first configuration.
	Configuration raft.Configuration
	Index         raft.Index
	// CatchUp is the change of this leader that waits for new servers; its Request is 0 for none.
	CatchUp node.CatchUp
}

// memberState is what a node shows. Its rounds are valid until the node's next step.
func memberState(n *node.Node) MemberState {
	if !n.Membership().On {
		return MemberState{}
	}
	s := MemberState{On: true, Configuration: n.Configuration, Index: n.ConfigurationIndex}
	if c := n.CatchUp(); c != nil {
		s.CatchUp = *c
	}
	return s
}

func appendMemberState(b []byte, s MemberState) []byte {
	b = wire.AppendUint(raft.AppendConfiguration(b, s.Configuration), uint64(s.Index))
	b = wire.AppendUint(b, uint64(s.CatchUp.Request))
	if s.CatchUp.Request == 0 {
		return b
	}
	b = raft.AppendChange(b, s.CatchUp.Change)
	b = wire.AppendUint(wire.AppendUint(b, uint64(s.CatchUp.Servers)), uint64(s.CatchUp.Target))
	b = wire.AppendUint(wire.AppendUint(b, uint64(s.CatchUp.Began)), uint64(len(s.CatchUp.Rounds)))
	for _, round := range s.CatchUp.Rounds {
		b = wire.AppendUint(b, uint64(round))
	}
	return b
}

func readMemberState(r *wire.Reader) MemberState {
	s := MemberState{On: true, Configuration: raft.ReadConfiguration(r), Index: raft.Index(r.Uint())}
	s.CatchUp.Request = raft.RequestID(r.Uint())
	if s.CatchUp.Request == 0 {
		return s
	}
	s.CatchUp.Change = raft.ReadChange(r)
	s.CatchUp.Servers, s.CatchUp.Target = raft.NodeSet(r.Uint()), raft.Index(r.Uint())
	s.CatchUp.Began = raft.Time(r.Uint())
	for range r.Count() {
		s.CatchUp.Rounds = append(s.CatchUp.Rounds, raft.Duration(r.Uint()))
	}
	return s
}

// writeMembers writes when a server decides by another configuration, and how new servers catch up.
func (c *Cluster) writeMembers(w *lab.World, id lab.ServerID, m *Mirror, v *View) {
	if !v.Members.On {
		return
	}
	before := m.Members.Configuration
	if !m.Members.On {
		before = c.first()
	}
	if v.Members.Configuration != before {
		w.Line(id, "members", membersWords(v.Members)...)
	}
	was, is := m.Members.CatchUp, v.Members.CatchUp
	switch {
	case is.Request != 0 && (was.Request != is.Request || len(was.Rounds) != len(is.Rounds)):
		w.Line(id, "catch-up", serverList(is.Servers), fmt.Sprintf("round=%d", len(is.Rounds)+1),
			"to="+number(is.Target))
	case is.Request == 0 && was.Request != 0:
		w.Line(id, "catch-up", serverList(was.Servers), "ended")
	}
}

// membersWords are a configuration in a trace: at=4 voters=S1,S2,S3 next=S1,S4 learners=S5.
func membersWords(s MemberState) []string {
	words := []string{"at=" + number(s.Index), "voters=" + serverList(s.Configuration.Voters)}
	if s.Configuration.IsJoint() {
		words = append(words, "next="+serverList(s.Configuration.Next))
	}
	if s.Configuration.Learners != 0 {
		words = append(words, "learners="+serverList(s.Configuration.Learners))
	}
	return words
}
