package reference

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"raftlab/raft"
)

// leaderOf is S1, leader of term 3 with the log 1 3 3, all of it committed, in a configuration.
func leaderOf(c raft.Configuration) *raft.State {
	s := raft.NewState(1, []raft.NodeID{1, 2, 3, 4, 5, 6, 7})
	s.Log = raft.LogOf(raft.Entry{Term: 1}, raft.Entry{Term: 3, Kind: raft.NoOp}, raft.Entry{Term: 3})
	s.CurrentTerm, s.Role, s.VotedFor = 3, raft.Leader, 1
	s.Configuration, s.CommitIndex = c, 3
	return &s
}

func configurationAt(term raft.Term, c raft.Configuration) raft.Entry {
	return raft.Entry{Term: term, Kind: raft.ConfigurationChange, Command: c.Encode()}
}

// TestLatest is thesis §4.1: the last configuration in the log, committed or not.
func TestLatest(t *testing.T) {
	base, first, second := raft.ConfigurationOf(1, 2, 3), raft.ConfigurationOf(1, 2), raft.ConfigurationOf(1)
	log := raft.LogOf(raft.Entry{Term: 1}, configurationAt(1, first), raft.Entry{Term: 1}, configurationAt(1, second))
	at := func() (raft.Configuration, raft.Index) { return Latest(&log, base) }
	c, index := at()
	assert.Equal(t, second, c)
	assert.EqualValues(t, 4, index)
	log.TruncateFrom(4)
	c, index = at()
	assert.Equal(t, first, c, "a log that is cut brings back the configuration before")
	assert.EqualValues(t, 2, index)
	log.TruncateFrom(1)
	c, index = at()
	assert.Equal(t, base, c)
	assert.Zero(t, index)

	log = raft.LogAfter(7, 2, raft.Entry{Term: 2})
	_, index = at()
	assert.EqualValues(t, 7, index, "the base's configuration is as old as the base, or older")
}

func TestMayChange(t *testing.T) {
	set, three := raft.SetOf, raft.ConfigurationOf(1, 2, 3)
	learner := raft.Configuration{Voters: set(1, 2, 3), Learners: set(4)}
	cases := []struct {
		situation string
		c         raft.Configuration
		to        raft.Change
		change    func(s *raft.State)
		want      raft.Refusal
	}{
		{"a server that has caught up", three, raft.Change{Kind: raft.AddVoter, Server: 4},
			func(s *raft.State) { s.CaughtUp = set(4) }, raft.Allowed},
		{"a server that has not", three, raft.Change{Kind: raft.AddVoter, Server: 4}, nil, raft.NotCaughtUp},
		{"a learner need not", three, raft.Change{Kind: raft.AddLearner, Server: 4}, nil, raft.Allowed},
		{"a learner that would vote", learner, raft.Change{Kind: raft.AddVoter, Server: 4}, nil, raft.NotCaughtUp},
		{"a learner twice", learner, raft.Change{Kind: raft.AddLearner, Server: 4}, nil, raft.AlreadyThere},
		{"a voter as a learner", three, raft.Change{Kind: raft.AddLearner, Server: 3}, nil, raft.AlreadyThere},
		{"a voter twice", three, raft.Change{Kind: raft.AddVoter, Server: 3}, nil, raft.AlreadyThere},
		{"a voter goes", three, raft.Change{Kind: raft.RemoveServer, Server: 3}, nil, raft.Allowed},
		{"the leader goes", three, raft.Change{Kind: raft.RemoveServer, Server: 1}, nil, raft.Allowed},
		{"a learner goes", learner, raft.Change{Kind: raft.RemoveServer, Server: 4}, nil, raft.Allowed},
		{"a stranger goes", three, raft.Change{Kind: raft.RemoveServer, Server: 4}, nil, raft.NotThere},
		{"the last voter goes", raft.ConfigurationOf(1), raft.Change{Kind: raft.RemoveServer, Server: 1}, nil,
			raft.LastVoter},
		{"jointly to nobody", three, raft.Change{Kind: raft.ChangeJointly}, nil, raft.LastVoter},
		{"jointly to the same", three, raft.Change{Kind: raft.ChangeJointly, Voters: set(1, 2, 3)}, nil,
			raft.AlreadyThere},
		{"jointly", three, raft.Change{Kind: raft.ChangeJointly, Voters: set(1, 4, 5)},
			func(s *raft.State) { s.CaughtUp = set(4, 5) }, raft.Allowed},
		{"jointly, and one lacks entries", three, raft.Change{Kind: raft.ChangeJointly, Voters: set(1, 4, 5)},
			func(s *raft.State) { s.CaughtUp = set(4) }, raft.NotCaughtUp},
		{"at once, one more", three, raft.Change{Kind: raft.ChangeAtOnce, Voters: set(1, 2, 3, 4)},
			func(s *raft.State) { s.CaughtUp = set(4) }, raft.Allowed},
		{"at once, two more", three, raft.Change{Kind: raft.ChangeAtOnce, Voters: set(1, 2, 3, 4, 5)}, nil,
			raft.TooMany},
		{"at once, another", three, raft.Change{Kind: raft.ChangeAtOnce, Voters: set(1, 2, 4)}, nil, raft.TooMany},
		{"nothing of its term is committed", three, raft.Change{Kind: raft.RemoveServer, Server: 3},
			func(s *raft.State) { s.CommitIndex = 1 }, raft.TermNotCommitted},
		{"another change is open", three, raft.Change{Kind: raft.RemoveServer, Server: 3},
			func(s *raft.State) { s.ConfigurationIndex, s.CommitIndex = 3, 2 }, raft.ChangeOpen},
		{"the last change is committed", three, raft.Change{Kind: raft.RemoveServer, Server: 3},
			func(s *raft.State) { s.ConfigurationIndex = 3 }, raft.Allowed},
		{"a joint phase is not over", raft.Configuration{Voters: set(1, 2, 3), Next: set(1, 2)},
			raft.Change{Kind: raft.RemoveServer, Server: 3}, nil, raft.ChangeOpen},
	}
	for _, c := range cases {
		s := leaderOf(c.c)
		if c.change != nil {
			c.change(s)
		}
		assert.Equal(t, c.want, MayChange(s, c.to), "%s: MayChange(%v, %v)", c.situation, c.c, c.to)
	}
}

func TestConfigurationEntry(t *testing.T) {
	set := raft.SetOf
	before := raft.Configuration{Voters: set(1, 2, 3), Learners: set(4, 6)}
	for want, to := range map[raft.Configuration]raft.Change{
		{Voters: set(1, 2, 3), Learners: set(4, 5, 6)}:               {Kind: raft.AddLearner, Server: 5},
		{Voters: set(1, 2, 3, 4), Learners: set(6)}:                  {Kind: raft.AddVoter, Server: 4},
		{Voters: set(1, 2, 3, 5), Learners: set(4, 6)}:               {Kind: raft.AddVoter, Server: 5},
		{Voters: set(1, 3), Learners: set(4, 6)}:                     {Kind: raft.RemoveServer, Server: 2},
		{Voters: set(1, 2, 3), Learners: set(6)}:                     {Kind: raft.RemoveServer, Server: 4},
		{Voters: set(1, 2, 3), Next: set(1, 4), Learners: set(6)}:    {Kind: raft.ChangeJointly, Voters: set(1, 4)},
		{Voters: set(1, 4, 5), Learners: set(6)}:                     {Kind: raft.ChangeAtOnce, Voters: set(1, 4, 5)},
		{Voters: set(1, 2, 3), Next: set(5), Learners: set(4, 6)}:    {Kind: raft.ChangeJointly, Voters: set(5)},
		{Voters: set(1, 2, 3, 7), Learners: raft.NodeSet(1<<4 | 64)}: {Kind: raft.AddVoter, Server: 7},
	} {
		assert.Equal(t, configurationAt(3, want), ConfigurationEntry(leaderOf(before), to), "%v", to)
	}
}

// TestAfterCommit is §6 and thesis §4.2.2.
func TestAfterCommit(t *testing.T) {
	set := raft.SetOf
	joint := raft.Configuration{Voters: set(1, 2, 3), Next: set(1, 4), Learners: set(5)}
	s := leaderOf(joint)
	s.ConfigurationIndex = 3
	next, stepDown := AfterCommit(s)
	assert.Equal(t, configurationAt(3, raft.Configuration{Voters: set(1, 4), Learners: set(5)}), next)
	assert.False(t, stepDown)

	s.CommitIndex = 2
	next, stepDown = AfterCommit(s)
	assert.Zero(t, next.Kind, "C_old,new is not committed yet")
	assert.False(t, stepDown)

	s = leaderOf(raft.ConfigurationOf(2, 3))
	s.ConfigurationIndex, s.CommitIndex = 3, 2
	_, stepDown = AfterCommit(s)
	assert.False(t, stepDown, "the leader is needed until its removal is committed")
	s.CommitIndex = 3
	_, stepDown = AfterCommit(s)
	assert.True(t, stepDown)

	s = leaderOf(raft.Configuration{Voters: set(1, 2, 3), Next: set(4, 5)})
	next, stepDown = AfterCommit(s)
	assert.Equal(t, raft.ConfigurationChange, next.Kind)
	assert.False(t, stepDown, "first C_new, and it leaves when that is committed")

	s.Role = raft.Follower
	next, _ = AfterCommit(s)
	assert.Zero(t, next.Kind)
}

// TestMayCampaign is thesis §4.2.1 and §4.2.2.
func TestMayCampaign(t *testing.T) {
	set := raft.SetOf
	for _, c := range []struct {
		situation string
		c         raft.Configuration
		at        raft.Index
		want      bool
	}{
		{"a voter", raft.ConfigurationOf(1, 2, 3), 0, true},
		{"a voter of the old half", raft.Configuration{Voters: set(1, 2), Next: set(2, 3)}, 3, true},
		{"a voter of the new half", raft.Configuration{Voters: set(2, 3), Next: set(1, 2)}, 3, true},
		{"a learner", raft.Configuration{Voters: set(2, 3), Learners: set(1)}, 0, false},
		{"a learner whose entry is not committed", raft.Configuration{Voters: set(2), Learners: set(1)}, 4, false},
		{"a server that waits to be added", raft.ConfigurationOf(2, 3), 0, false},
		{"a removed server", raft.ConfigurationOf(2, 3), 3, false},
		{"a server whose removal is not known to be committed", raft.ConfigurationOf(2, 3), 4, true},
	} {
		s := leaderOf(c.c)
		s.Role, s.ConfigurationIndex = raft.Follower, c.at
		assert.Equal(t, c.want, MayCampaign(s), c.situation)
	}
}

func TestCaughtUp(t *testing.T) {
	assert.False(t, CaughtUp(nil, 150))
	assert.True(t, CaughtUp([]raft.Duration{149}, 150))
	assert.False(t, CaughtUp([]raft.Duration{150}, 150))
	assert.False(t, CaughtUp([]raft.Duration{10, 200}, 150), "the last round decides")
	assert.True(t, CaughtUp([]raft.Duration{900, 500, 20}, 150))
}

// TestMajoritiesBeforeAndAfterAnAllowedChangeOverlap is what thesis §4.1 rests on, for every change that the guard
// allows, and for C_old,new and C_new: no two quorums of the two configurations are without a common server.
func TestMajoritiesBeforeAndAfterAnAllowedChangeOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some := func(label string) raft.NodeSet {
			return raft.NodeSet(rapid.Uint64Range(1, 1<<6-1).Draw(t, label) << 1)
		}
		before := raft.Configuration{Voters: some("voters")}
		to := raft.Change{Kind: raft.ChangeKind(rapid.IntRange(1, 5).Draw(t, "kind"))}
		if to.Kind == raft.ChangeJointly || to.Kind == raft.ChangeAtOnce {
			to.Voters = some("to")
		} else {
			to.Server = raft.NodeID(rapid.IntRange(1, 6).Draw(t, "server"))
		}
		s := leaderOf(before)
		s.CaughtUp = ^raft.NodeSet(1)
		if MayChange(s, to) != raft.Allowed {
			return
		}
		after, ok := ConfigurationEntry(s, to).Configuration()
		if !ok {
			t.Fatalf("%v of %v is not a configuration", to, before)
		}
		pairs := [][2]raft.Configuration{{before, after}}
		if after.IsJoint() {
			pairs = append(pairs, [2]raft.Configuration{after, {Voters: after.Next}})
		}
		for _, pair := range pairs {
			all := pair[0].Members() | pair[1].Members()
			for one := range raft.NodeSet(1 << 7) {
				if pair[0].HasQuorum(one) && pair[1].HasQuorum(all&^one) {
					t.Fatalf("%v to %v: %b and %b decide without a common server", pair[0], pair[1], one, all&^one)
				}
			}
		}
	})
}
