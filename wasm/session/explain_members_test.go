package session_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/raftcluster"
	"raftlab/wasm/protocol"
)

// TestChangesAreExplained plays the stories, and explains lines of theirs.
func TestChangesAreExplained(t *testing.T) {
	for _, test := range []struct{ scenario, line, sentence string }{
		{"f1-guarded", "S3 asked r1", "S3 does not begin the change: more than one voter would come or go"},
		{"f1-guarded", "S3 asked r2", "S4 would vote, and does not have the log yet"},
		{"f1-from-the-log", "S1 asked r1",
			"S1 leads, has committed an entry of its own term, and no other change is open"},
		{"f1-from-the-log", "S1 members at=2",
			"it counts there from now on, committed or not: a majority of S1, S2 decides"},
		{"f1-from-the-log", "S1 members at=0", "S1 decides by the one before again, S1 S2 S3"},
		{"f2-add-and-remove", "S1 catch-up S4 round=1", "First S1 sends it all entries up to 2"},
		{"f2-add-and-remove", "S1 catch-up S4 ended", "S4 took less than an election timeout for the last round"},
		{"f2-catch-up-first", "S1 catch-up S4 round=2", "another round"},
		{"f2-catch-up-first", "S1 catch-up S5 ended", "the change is not made"},
		{"f2-learner", "S4 control timeout", "S4 is a learner"},
		{"f3-with-the-guard", "S2 asked r2", "no entry of the leader's own term is committed yet"},
		{"f4-joint", "S1 members at=3",
			"a majority of S1, S2, S3 and a majority of S1, S4, S5, each counted for itself"},
		{"f4-joint", "S1 commit index=3", "a majority of S1, S2, S3 and a majority of S1, S4, S5 have entry 3"},
		{"f4-joint", "S1 members at=4", "C_new is in the log of S1"},
		{"f4-later-leader", "S2 role leader", "a majority of S1, S2, S3 and of a majority of S1, S4, S5"},
		{"f5-leader-leaves", "S1 commit index=3", "It was needed to commit that. Now it steps down"},
		{"f5-leader-leaves", "S1 role follower", "a configuration without S1: S2 S3"},
		{"f5-leader-leaves", "S2 members at=3", "a majority of S2, S3 decides"},
	} {
		e := played(t, protocol.StartRequest{Scenario: test.scenario})
		x := e.why(t, test.line)
		assert.Contains(t, x.Sentence, test.sentence, "%s: %s", test.scenario, test.line)
		assert.NotEmpty(t, x.Place, test.line)
	}
}

// TestServersShowTheirConfiguration, and only where servers change.
func TestServersShowTheirConfiguration(t *testing.T) {
	k := newTalk(t)
	f := k.frame(protocol.StartRequest{Scenario: "f4-joint", Event: 150})
	members := raftOf(f.Servers[0]).Members
	require.NotNil(t, members)
	assert.Equal(t, raftcluster.ConfigurationView{
		Voters: []int{1, 2, 3}, Next: []int{1, 4, 5}, Learners: []int{},
	}, members.Counts)
	assert.EqualValues(t, 3, members.Index)
	assert.Equal(t, "another change is not finished", members.MayChange)
	assert.True(t, members.MayCampaign)
	entries := raftOf(f.Servers[0]).Entries
	require.NotNil(t, entries[2].Configuration)
	assert.Equal(t, "123>145", entries[2].Text)
	assert.Nil(t, entries[1].Configuration)
	run := f.Part.Value.(raftcluster.RaftRun).Members
	require.NotNil(t, run)
	require.Len(t, run.Changes, 1)
	change := run.Changes[0]
	assert.Equal(t, []string{"joint S1 S4 S5", "ok", ""}, []string{change.Change, change.Outcome, change.Reason})
	assert.Less(t, change.Asked, change.Ended)

	f = k.frame(protocol.StartRequest{Scenario: "c2-figure-8"})
	assert.NotContains(t, string(protocol.Encode(f)), `"members"`)
	assert.NotContains(t, string(protocol.Encode(f)), `"configuration"`)
}
