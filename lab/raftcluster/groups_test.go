package raftcluster_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
	"raftlab/raft"
)

const twoGroups = "# G: Two groups\nservers 6\ngroups 2\nelection-timeout 10s 20s\nelect S2\nelect S4\n"

func TestGroupsAreIndependent(t *testing.T) {
	_, err := play(t, twoGroups+`
put a 1
put b 2
put c 3
await answers
run 200ms
expect leader S2 term 1
expect leader S4 term 1
expect log S1 1 1 1
expect log S3 1 1 1
expect log S5 1 1
expect value a 1 S1 S2 S3
expect value b 2 S4 S5 S6
expect value a none S4 S5 S6
expect value c 3 S1
expect progress
expect linearizable
`, raftcluster.ReferenceRules, 1)
	require.NoError(t, err)
}

func TestEachGroupHasItsOwnLeader(t *testing.T) {
	_, err := play(t, twoGroups+"crash S1\ncrash S2\nrun 100ms\nexpect leader S4\nput b 1\nawait answers\nexpect "+
		"outcome 1 ok\n", raftcluster.ReferenceRules, 1)
	require.NoError(t, err)
}

func TestRequestToTheWrongGroupIsExplained(t *testing.T) {
	for line, want := range map[string]string{
		"put a 1 via S4":   "key a belongs to the group of S1, and S4 is of another",
		"put b 1 via S3":   "key b belongs to the group of S4, and S3 is of another",
		"crash leader":     "each of the 2 groups has one of its own; name a server",
		"expect leader S3": "S2 leads term 1",
	} {
		_, err := play(t, twoGroups+line+"\nrun 1ms\n", raftcluster.ReferenceRules, 1)
		require.ErrorContains(t, err, want, line)
	}
	_, err := story.NewRunner(
		parse(t, "# G: Uneven\nservers 5\ngroups 2\nrun 1ms\n"), raftcluster.New(raftcluster.DefaultSetup()),
		raftcluster.InProcess{}, nil,
	)
	require.ErrorContains(t, err, "5 servers cannot form 2 groups of equal size")
}

func TestEachGroupIsJudged(t *testing.T) {
	_, err := play(t, "# G: Two leaders\nservers 6\ngroups 2\nelection-timeout 10s 20s\ntimeout S4\ntimeout S6\nrun "+
		"100ms\n", "vote-twice", 1)
	var violation *lab.Violation
	require.ErrorAs(t, err, &violation)
	assert.Equal(t, "election-safety", violation.ID)
	assert.Regexp(t, `^S[46] and S[46] were both elected leader of term 1$`, violation.Sentence)
}

// The properties hold within a group, not between groups.
func TestTwoGroupsMayHaveLeadersOfTheSameTerm(t *testing.T) {
	_, err := play(
		t, twoGroups+"expect leader S2 term 1\nexpect leader S4 term 1\ncrash S4\nexpect leader S2\n",
		raftcluster.ReferenceRules, 1,
	)
	require.NoError(t, err)
}

func TestLeadersIndexesBelongToTheirServers(t *testing.T) {
	c := raftcluster.New(raftcluster.DefaultSetup())
	runner, err := story.NewRunner(
		parse(t, twoGroups+"put b 1\nawait answers\nrun 200ms\n"), c, raftcluster.InProcess{}, nil,
	)
	require.NoError(t, err)
	require.NoError(t, runner.Finish(eventLimit))
	assert.Equal(t, []raft.Index{0, 0, 0, 2, 2, 2}, c.Server(4).MatchIndex)
	assert.Equal(t, []raft.Index{1, 1, 1, 0, 0, 0}, c.Server(2).MatchIndex)
}
