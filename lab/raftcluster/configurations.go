package raftcluster

import (
	"slices"

	"raftlab/lab"
	"raftlab/raft"
	"raftlab/raft/node"
)

// configurationSafety is what changes of the servers promise: whoever decides, decides by the last configuration in its
// log, and no two groups of servers can decide without a common server.
var configurationSafety = lab.Check{
	ID: "configuration-safety", Name: "Configuration Safety", Section: "§6, thesis §4.1",
}

// members judges the changes of a cluster. A nil value is a cluster whose servers stay.
type members struct {
	first raft.Configuration
	// guarded is false where the guard is off. Then the check is not judged, so that its consequences are seen.
	guarded bool
	// unseen are the logs that end with a C_new whose C_old,new was committed in a step that nobody saw.
	unseen []uint64
}

// foundOnDisk notes the ends of joint phases that a server has found on its disk and had never shown: it lost its power
// in the step in which it committed C_old,new. Nobody saw that commit, so the two changes look as if both were open.
func (c *checks) foundOnDisk(m *Mirror, last lastShown) {
	if c.members == nil || !last.booted {
		return
	}
	for i := len(last.log) + 1; i <= len(m.Log); i++ {
		before, _ := latestOf(m.Log[:i-1], c.members.first)
		now, ok := m.Log[i-1].Configuration()
		if ok && before.IsJoint() && now == (raft.Configuration{Voters: before.Next, Learners: before.Learners}) {
			c.members.unseen = append(c.members.unseen, m.chain[i])
		}
	}
}

func newMembers(m node.Membership) *members {
	return &members{first: raft.Configuration{Voters: m.Voters}, guarded: !m.NoGuard}
}

// step is what a server's step changed.
type memberStep struct {
	// elected: the server became a leader. risen: the commitIndex of a leader rose, though it may have stepped down in
	// this step. changed: its log or its term changed.
	elected, risen, changed bool
	// before is the last configuration in its log before the step. A leader that commits C_old,new appends C_new in the
	// same step, and has counted by the former first: a sentence names that.
	before raft.Configuration
}

// memberStep is what a step changes, before the mirror takes it over.
func (c *Cluster) memberStep(m *Mirror, v *View) memberStep {
	s := memberStep{
		changed: v.LogFrom > 0 || v.CurrentTerm != m.CurrentTerm || v.Role != m.Role,
		elected: v.Role == raft.Leader && (m.Role != raft.Leader || v.CurrentTerm != m.CurrentTerm),
		risen: v.CommitIndex > m.CommitIndex && v.CurrentTerm == m.CurrentTerm &&
			(v.Role == raft.Leader || m.Role == raft.Leader),
	}
	if c.setup.Membership.On {
		s.before, _ = c.configuration(m)
	}
	return s
}

// configured judges a server's step.
func (c *checks) configured(servers []*Mirror, id lab.ServerID, s memberStep) *lab.Violation {
	if c.members == nil || !c.members.guarded {
		return nil
	}
	c.judged[onConfigurationSafety]++
	m := servers[int(id)-1]
	now, at := m.latestOf(c.members.first)
	if claimed := m.Members.Configuration; m.Members.On && claimed != now {
		where := lab.Say("configuration-safety.first", "the first one")
		if at > 0 {
			where = lab.Say("configuration-safety.at", "entry %d", at)
		}
		return c.unsafe(lab.Say("configuration-safety.other",
			"%v decides by %v, but the last configuration in its log, %v, is %v", id, claimed, where, now))
	}
	if s.elected && !now.HasQuorum(m.VotesGranted) {
		return c.unsafe(lab.Say("configuration-safety.elected", "%v leads term %d with the votes of %v, which are "+
			"no majority of %v", id, m.CurrentTerm, names(m.VotesGranted), now))
	}
	by := now
	if s.before.IsJoint() {
		by = s.before
	}
	if holders := m.holders(servers); s.risen && !now.HasQuorum(holders) {
		return c.unsafe(lab.Say("configuration-safety.committed", "%v counts entry %d as committed, which is on %v, "+
			"and those are no majority of %v", id, m.CommitIndex, names(holders), by))
	}
	if open := c.openChanges(m); m.Role == raft.Leader && open > 1 {
		return c.unsafe(lab.Say("configuration-safety.open", "%v leads term %d with %d changes of the configuration "+
			"in its log that are not committed: one at a time is safe", id, m.CurrentTerm, open))
	}
	if s.changed {
		return c.apart(servers)
	}
	return nil
}

func (c *checks) unsafe(how lab.Saying) *lab.Violation {
	return configurationSafety.Broken(how, c.event)
}

// holders are the servers that a leader knows to have all that it counts as committed. One that has stepped down knows
// it no longer: then they are those that have it.
func (m *Mirror) holders(servers []*Mirror) raft.NodeSet {
	var set raft.NodeSet
	for i, other := range servers {
		has := m.Role != raft.Leader && m.CommitIndex < raft.Index(len(other.chain)) &&
			m.CommitIndex < raft.Index(len(m.chain)) && other.chain[m.CommitIndex] == m.chain[m.CommitIndex]
		if has || m.Role == raft.Leader && m.MatchIndex[i] >= m.CommitIndex {
			set.Add(raft.NodeID(i + 1))
		}
	}
	return set
}

// openChanges counts the configurations of a leader's log that are not committed.
func (c *checks) openChanges(m *Mirror) int {
	open := 0
	for i := len(m.Log); i > 0; i-- {
		if i <= len(c.committed) && c.committed[i-1].chain == m.chain[i] {
			break
		}
		if m.Log[i-1].Kind == raft.ConfigurationChange && !slices.Contains(c.members.unseen, m.chain[i]) {
			open++
		}
	}
	return open
}

// decider is a server that can decide now, and the servers that can help it to.
type decider struct {
	id      lab.ServerID
	by      raft.Configuration
	helpers raft.NodeSet
	// leads is true of a leader that can commit, false of a server that can be elected.
	leads bool
}

// apart finds two servers that can decide at the same time without a common helper: two that can both be elected in one
// term, or one that can be elected while a leader commits what it does not have.
func (c *checks) apart(servers []*Mirror) *lab.Violation {
	configurations, several := make([]raft.Configuration, len(servers)), false
	for i, m := range servers {
		configurations[i], _ = m.latestOf(c.members.first)
		several = several || configurations[i] != configurations[0]
	}
	if !several {
		return nil // majorities of one configuration overlap
	}
	var deciders []decider
	for i, m := range servers {
		if d := electable(servers, i, configurations[i]); d.by.HasQuorum(d.helpers) {
			deciders = append(deciders, d)
		}
		if d := committing(servers, i, configurations[i]); m.Role == raft.Leader && d.by.HasQuorum(d.helpers) {
			deciders = append(deciders, d)
		}
	}
	for i, a := range deciders {
		for _, b := range deciders[i+1:] {
			if a.id == b.id || a.by == b.by {
				continue
			}
			if one, other, ok := disjoint(a, b); ok {
				return c.unsafe(lab.Say("configuration-safety.apart", "%v and %v, and no server is in both", a.can(one),
					b.can(other)))
			}
		}
	}
	return nil
}

// can says what a decider can do with the help of some servers.
func (d decider) can(by raft.NodeSet) lab.Saying {
	if d.leads {
		return lab.Say("configuration-safety.commits", "%v can commit by %v (%v)", d.id, names(by), d.by)
	}
	return lab.Say("configuration-safety.elects", "%v can be elected by %v (%v)", d.id, names(by), d.by)
}

// electable is a server with those that would vote for it: their logs are not more up to date (§5.4.1).
func electable(servers []*Mirror, i int, by raft.Configuration) decider {
	d, m := decider{id: lab.ServerID(i + 1), by: by}, servers[i]
	_, at := latestOf(m.Log, raft.Configuration{})
	id := raft.NodeID(i + 1)
	if !by.IsVoter(id) && (by.Learners.Has(id) || at <= m.CommitIndex) {
		return d // it does not stand
	}
	end := raft.Index(len(m.Log))
	for j, other := range servers {
		last := raft.Index(len(other.Log))
		mine, theirs := m.termAt(end), other.termAt(last)
		if mine > theirs || mine == theirs && end >= last {
			d.helpers.Add(raft.NodeID(j + 1))
		}
	}
	return d
}

// committing is a leader with those that would take its entries: their terms are not later.
func committing(servers []*Mirror, i int, by raft.Configuration) decider {
	d := decider{id: lab.ServerID(i + 1), by: by, leads: true}
	for j, other := range servers {
		if other.CurrentTerm <= servers[i].CurrentTerm {
			d.helpers.Add(raft.NodeID(j + 1))
		}
	}
	return d
}

// disjoint finds a quorum of each of two deciders without a common server.
func disjoint(a, b decider) (one, other raft.NodeSet, ok bool) {
	all := a.by.Voters | a.by.Next
	for set := all & a.helpers; set != 0; set = (set - 1) & all & a.helpers {
		rest := b.helpers &^ set & (b.by.Voters | b.by.Next)
		if a.by.HasQuorum(set) && b.by.HasQuorum(rest) && (one == 0 || set.Len() < one.Len()) {
			one, other, ok = set, rest, true
		}
	}
	return one, other, ok
}

// noteConfiguration notes by which configuration the last acknowledged entry was committed. It may be newer than the
// last committed one, and it may be gone by now: a leader that does not wait for its disk can lose its entry. The
// servers that were enough for that commit meet every majority before it, so the commit stays (thesis §4.1).
func (c *checks) noteConfiguration() {
	if c.members != nil {
		c.acknowledged.by = c.committed[c.acknowledged.index-1].by
		c.acknowledged.committed = c.lastCommitted()
	}
}

// isQuorum reports whether servers are enough to keep an acknowledged entry: a majority of the group, and where servers
// change, of the last committed configuration, or of a newer one, by which a leader commits, or committed that entry.
func (c *checks) isQuorum(servers []*Mirror, holders raft.NodeSet) bool {
	if c.members == nil {
		return 2*holders.Len() > len(servers)
	}
	now := c.lastCommitted()
	if now.HasQuorum(holders) || now == c.acknowledged.committed && c.acknowledged.by.HasQuorum(holders) {
		return true
	}
	for _, m := range servers {
		if now, _ := m.latestOf(c.members.first); m.Role == raft.Leader && now.HasQuorum(holders) {
			return true
		}
	}
	return false
}

// lastCommitted is the last configuration that is committed.
func (c *checks) lastCommitted() raft.Configuration {
	for i := len(c.committed); i > 0; i-- {
		if now, ok := c.committed[i-1].entry.Configuration(); ok {
			return now
		}
	}
	return c.members.first
}

// counted are the servers whose majority keeps an acknowledged entry.
func (c *checks) counted(servers []*Mirror) raft.NodeSet {
	if c.members == nil {
		return 1<<(len(servers)+1) - 2
	}
	now := c.lastCommitted()
	return now.Voters | now.Next
}
