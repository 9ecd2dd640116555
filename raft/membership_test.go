package raft_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"raftlab/raft"
	"raftlab/raft/wire"
)

func TestAConfigurationIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := raft.Configuration{Voters: drawServers(t, "voters")}
		if rapid.Bool().Draw(t, "joint") {
			c.Next = drawServers(t, "next")
		}
		c.Learners = drawServers(t, "learners") &^ (c.Voters | c.Next)
		got, err := raft.DecodeConfiguration(c.Encode())
		require.NoError(t, err)
		require.Equal(t, c, got)
		entry := raft.Entry{Term: 1, Kind: raft.ConfigurationChange, Command: c.Encode()}
		list := raft.AppendEntryList(nil, []raft.Entry{entry})
		r := wire.NewReader(list)
		require.True(t, raft.EqualEntries([]raft.Entry{entry}, raft.ReadEntryList(r)))
		require.NoError(t, r.End())
	})
}

func TestBytesThatAreNoConfigurationAreRefused(t *testing.T) {
	for what, b := range map[string][]byte{
		"nothing":               nil,
		"nobody votes":          raft.Configuration{Learners: raft.SetOf(1)}.Encode(),
		"the server None":       raft.Configuration{Voters: raft.SetOf(raft.None, 1)}.Encode(),
		"a learner that votes":  raft.Configuration{Voters: raft.SetOf(1, 2), Learners: raft.SetOf(2)}.Encode(),
		"bytes behind it":       append(raft.ConfigurationOf(1).Encode(), 0),
		"a learner of the next": raft.Configuration{Voters: raft.SetOf(1), Next: 4, Learners: 4}.Encode(),
	} {
		_, err := raft.DecodeConfiguration(b)
		require.Error(t, err, what)
		entry := raft.Entry{Term: 1, Kind: raft.ConfigurationChange, Command: b}
		_, ok := entry.Configuration()
		assert.False(t, ok, what)
		r := wire.NewReader(raft.AppendEntryList(nil, []raft.Entry{entry}))
		raft.ReadEntryList(r)
		assert.ErrorIs(t, r.Err(), wire.ErrValue, "%s: a message with such an entry is refused, too", what)
	}
	_, ok := raft.Entry{Command: raft.ConfigurationOf(1).Encode()}.Configuration()
	assert.False(t, ok, "a command is no configuration")
}

func TestTheFaultOfAConfigurationIsNamed(t *testing.T) {
	change := func(c raft.Configuration) raft.Entry {
		return raft.Entry{Term: 1, Kind: raft.ConfigurationChange, Command: c.Encode()}
	}
	assert.Empty(t, change(raft.ConfigurationOf(1, 2)).ConfigurationFault())
	both := change(raft.Configuration{Voters: raft.SetOf(1), Next: raft.SetOf(2), Learners: raft.SetOf(2, 3)})
	assert.Equal(t, "it holds S1 > S2 + S2 S3: S2 would vote and be a learner, and a server is one of the two",
		both.ConfigurationFault())
	assert.Contains(t, change(raft.Configuration{Learners: raft.SetOf(1)}).ConfigurationFault(), "nobody votes in it")
	assert.Contains(t, change(raft.Configuration{Voters: raft.SetOf(raft.None)}).ConfigurationFault(), "no server S0")
	for _, e := range []raft.Entry{{}, {Kind: raft.ConfigurationChange, Command: []byte("x")}} {
		assert.Contains(t, e.ConfigurationFault(), "c.Encode()")
	}
}

func TestAChangeIsReadBack(t *testing.T) {
	for text, c := range map[string]raft.Change{
		"add S4 as learner": {Kind: raft.AddLearner, Server: 4},
		"add S4":            {Kind: raft.AddVoter, Server: 4},
		"remove S3":         {Kind: raft.RemoveServer, Server: 3},
		"joint S1 S4 S5":    {Kind: raft.ChangeJointly, Voters: raft.SetOf(1, 4, 5)},
		"at-once S1 S2":     {Kind: raft.ChangeAtOnce, Voters: raft.SetOf(1, 2)},
	} {
		r := wire.NewReader(raft.AppendChange(nil, c))
		assert.Equal(t, c, raft.ReadChange(r), text)
		assert.NoError(t, r.End())
		assert.Equal(t, text, c.String())
	}
	for what, c := range map[string]raft.Change{
		"no kind":          {Server: 1},
		"an unknown kind":  {Kind: 9, Server: 1},
		"no server":        {Kind: raft.AddVoter},
		"a server too far": {Kind: raft.AddVoter, Server: 64},
		"voters of one":    {Kind: raft.RemoveServer, Server: 1, Voters: 2},
		"the voter None":   {Kind: raft.ChangeJointly, Voters: 1},
		"a joint server":   {Kind: raft.ChangeJointly, Server: 1, Voters: 2},
	} {
		r := wire.NewReader(raft.AppendChange(nil, c))
		raft.ReadChange(r)
		assert.ErrorIs(t, r.Err(), wire.ErrValue, what)
	}
	assert.Equal(t, "change 9", raft.Change{Kind: 9}.String())
}

func TestConfigurationsAndRefusalsInWords(t *testing.T) {
	set := raft.SetOf
	for want, c := range map[string]raft.Configuration{
		"S1 S2":                   raft.ConfigurationOf(1, 2),
		"S1 S2 + S3":              {Voters: set(1, 2), Learners: set(3)},
		"S1 S2 > S1 S3":           {Voters: set(1, 2), Next: set(1, 3)},
		"S1 S2 > S1 S3 + S4 S5":   {Voters: set(1, 2), Next: set(1, 3), Learners: set(4, 5)},
		"S1 S2 S3 > S4 S5 S6 S63": {Voters: set(1, 2, 3), Next: set(4, 5, 6, 63)},
	} {
		assert.Equal(t, want, c.String())
	}
	seen := map[string]bool{}
	for r := byte(0); raft.IsRefusal(r); r++ {
		assert.False(t, seen[raft.Refusal(r).String()], "%v is said twice", raft.Refusal(r))
		seen[raft.Refusal(r).String()] = true
	}
	assert.Len(t, seen, 12)
	assert.Equal(t, "refusal 200", raft.Refusal(200).String())
}

// TestARuleCanCount: IsQuorum and QuorumIndex ask the rules that CountBy names.
func TestARuleCanCount(t *testing.T) {
	s := raft.NewState(1, []raft.NodeID{1, 2, 3})
	s.CountBy(&raft.Membership{
		HasQuorum:   func(raft.Configuration, raft.NodeSet) bool { return true },
		QuorumIndex: func(raft.Configuration, []raft.Index) raft.Index { return 7 },
	})
	assert.True(t, s.IsQuorum(0))
	assert.EqualValues(t, 7, s.QuorumIndex())
}
