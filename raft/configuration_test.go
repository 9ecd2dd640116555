package raft_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"raftlab/raft"
)

func TestHasQuorum(t *testing.T) {
	set := raft.SetOf
	cases := []struct {
		situation string
		c         raft.Configuration
		who       raft.NodeSet
		want      bool
	}{
		{"one of one", raft.ConfigurationOf(1), set(1), true},
		{"one of two", raft.ConfigurationOf(1, 2), set(1), false},
		{"two of three", raft.ConfigurationOf(1, 2, 3), set(1, 3), true},
		{"two of four", raft.ConfigurationOf(1, 2, 3, 4), set(1, 2), false},
		{"three of four", raft.ConfigurationOf(1, 2, 3, 4), set(1, 2, 4), true},
		{"strangers do not count", raft.ConfigurationOf(1, 2, 3), set(1, 4, 5, 6), false},
		{"learners do not count", raft.Configuration{Voters: set(1, 2, 3), Learners: set(4)}, set(1, 4), false},
		{"a joint one needs both halves", raft.Configuration{Voters: set(1, 2, 3), Next: set(3, 4, 5)},
			set(1, 2, 3), false},
		{"a majority of all is not enough", raft.Configuration{Voters: set(1, 2, 3), Next: set(4, 5, 6, 7, 8)},
			set(4, 5, 6, 7, 8), false},
		{"a server of both halves counts in both", raft.Configuration{Voters: set(1, 2, 3), Next: set(3, 4, 5)},
			set(1, 3, 4), true},
		{"nobody, where nobody votes", raft.Configuration{}, 0, true},
	}
	for _, c := range cases {
		assert.Equal(t, c.want, c.c.HasQuorum(c.who), c.situation)
	}
}

// drawServers draws some of S1 to S7.
func drawServers(t *rapid.T, label string) raft.NodeSet {
	return raft.NodeSet(rapid.Uint64Range(1, 1<<7-1).Draw(t, label) << 1)
}

// TestQuorumsOfAConfigurationIntersect is what elections and commits rest on (§5.4.3, §6): two quorums of one
// configuration have a server in common.
func TestQuorumsOfAConfigurationIntersect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some := func(label string) raft.NodeSet { return drawServers(t, label) }
		c := raft.Configuration{Voters: some("voters")}
		if rapid.Bool().Draw(t, "joint") {
			c.Next = some("next")
		}
		a, b := some("one"), some("other")
		if c.HasQuorum(a) && c.HasQuorum(b) && a&b == 0 {
			t.Fatalf("%b and %b are quorums of %+v without a common server", a, b, c)
		}
	})
}

// TestQuorumIndexIsTheHighestThatAQuorumHas compares it with HasQuorum, index by index.
func TestQuorumIndexIsTheHighestThatAQuorumHas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some := func(label string) raft.NodeSet { return drawServers(t, label) }
		c := raft.Configuration{Voters: some("voters"), Learners: some("learners")}
		if rapid.Bool().Draw(t, "joint") {
			c.Next = some("next")
		}
		match := make([]raft.Index, rapid.IntRange(1, 9).Draw(t, "servers"))
		for i := range match {
			match[i] = raft.Index(rapid.Uint64Range(0, 5).Draw(t, "match"))
		}
		want := raft.Index(0)
		for n := raft.Index(1); n <= 5; n++ {
			var holders raft.NodeSet
			for id, has := range match {
				if has >= n {
					holders.Add(raft.NodeID(id))
				}
			}
			if c.HasQuorum(holders) {
				want = n
			}
		}
		if got := c.QuorumIndex(match); got != want {
			t.Fatalf("QuorumIndex(%+v, %v) = %d, want %d", c, match, got, want)
		}
	})
}

func TestASetYieldsItsServersInOrder(t *testing.T) {
	assert.Equal(t, []raft.NodeID{1, 5, 63}, slices.Collect(raft.SetOf(63, 1, 5).All()))
	for id := range raft.SetOf(2, 3).All() {
		assert.Equal(t, raft.NodeID(2), id, "a loop may end early")
		break
	}
}
