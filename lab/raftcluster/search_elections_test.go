package raftcluster_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab/explore"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
	"raftlab/raft"
	"raftlab/raft/node"
	"raftlab/raft/reference"
)

var everySwitch = node.Elections{PreVote: true, Stickiness: true, CheckQuorum: true}

// lines are the commands of a found path.
func lines(r *explore.Result) []string {
	var all []string
	for _, step := range r.Path {
		all = append(all, step.Lines...)
	}
	return all
}

// TestASearchLetsServersForgetTheirLeader: with stickiness, a second leader needs a voter that no longer hears the
// first. The search takes that as an action, and the lab plays it as a command.
func TestASearchLetsServersForgetTheirLeader(t *testing.T) {
	w := wrong{name: "vote-any-log"}
	for _, test := range []struct {
		on      node.Elections
		forgets bool
		actions int
	}{
		{node.Elections{}, false, 8},
		{node.Elections{Stickiness: true}, true, 9},
	} {
		system := raftcluster.SearchSetup{Size: 3, Rules: w.ruleSet(t), Terms: 2, Elections: test.on}
		r := search(t, system, explore.Options{Depth: test.actions})
		require.Equal(t, explore.Broken, r.Verdict)
		assert.Equal(t, "leader-completeness", r.Violation.ID)
		require.Len(t, r.Path, test.actions)
		assert.Equal(t, test.forgets, slices.Contains(lines(r), "forget S2") || slices.Contains(lines(r), "forget S3"))
		violation, _ := playFound(t, r.Scenario(system, "Found by a test:"), system.Rules.Rules)
		assert.Equal(t, r.Violation.Sentence, violation.Sentence)
	}
}

// TestElectionsThatDoNotDisturbBreakNothing searches with all of them on, and with each alone.
func TestElectionsThatDoNotDisturbBreakNothing(t *testing.T) {
	reference, err := raftcluster.FindRules(raftcluster.ReferenceRules)
	require.NoError(t, err)
	for _, on := range []node.Elections{everySwitch, {PreVote: true}, {Stickiness: true}, {CheckQuorum: true}} {
		system := raftcluster.SearchSetup{Size: 3, Rules: reference, Terms: 2, Elections: on}
		r := search(t, system, explore.Options{Depth: 7, Requests: 1, Crashes: 1})
		assert.Equal(t, explore.Pass, r.Verdict, "%+v: %v", on, r.Violation)
	}
}

// TestAPreVoteIsNoVoteToASearch: a leader by pre-votes alone breaks a property within a few actions.
func TestAPreVoteIsNoVoteToASearch(t *testing.T) {
	rules := wrong{name: "pre-votes elect", change: func(r *raft.Rules) {
		r.HandlePreVoteReply = func(s *raft.State, from raft.NodeID, reply raft.PreVoteReply) bool {
			if reference.HandlePreVoteReply(s, from, reply) {
				s.CurrentTerm, s.VotedFor = reply.Term, s.ID
				s.BecomeLeader()
			}
			return false
		}
	}}
	on := node.Elections{PreVote: true}
	system := raftcluster.SearchSetup{Size: 3, Rules: rules.ruleSet(t), Terms: 1, Elections: on}
	r := search(t, system, explore.Options{Depth: 6})
	require.Equal(t, explore.Broken, r.Verdict)
	assert.Equal(t, "election-safety", r.Violation.ID)
	violation, _ := playFound(t, r.Scenario(system, "Found by a test:"), system.Rules.Rules)
	assert.Equal(t, r.Violation.Sentence, violation.Sentence)
}

// TestReducedSearchOfSilencesMissesNothing is TestReducedSearchOfRaftMissesNothing with silences among the actions.
func TestReducedSearchOfSilencesMissesNothing(t *testing.T) {
	reference, err := raftcluster.FindRules(raftcluster.ReferenceRules)
	require.NoError(t, err)
	system := raftcluster.SearchSetup{Size: 3, Rules: reference, Terms: 2, Elections: everySwitch}
	o := explore.Options{Depth: 7, States: 2_000_000}
	unreduced := o
	unreduced.Unreduced = true
	want, all := project(t, system, unreduced)
	got, some := project(t, system, o)
	assert.True(t, assert.ObjectsAreEqual(want, got), "other servers, or at other depths")
	assert.Less(t, some.Total.Transitions, all.Total.Transitions)
	assert.Equal(t, all.Total.States, some.Total.States)
}

// TestASearchTakesTheSwitchesOfItsScenario, and writes them into what it finds.
func TestASearchTakesTheSwitchesOfItsScenario(t *testing.T) {
	scenario, err := story.ParseScenario("own", "# A8: Own\n#\n# A search.\n\nservers 3\nprevote on\ncheck-quorum on\n")
	require.NoError(t, err)
	system, err := raftcluster.SearchFrom(scenario)
	require.NoError(t, err)
	assert.Equal(t, node.Elections{PreVote: true, CheckQuorum: true}, system.Elections)
	assert.Equal(t, []string{"prevote on", "check-quorum on"}, system.Setup())
}
