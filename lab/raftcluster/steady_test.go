package raftcluster_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// disturbed are rules with a mistake in an election rule.
func disturbed(change func(rules *raft.Rules)) raftcluster.InProcess {
	rules := reference.Rules()
	change(&rules)
	return raftcluster.InProcess{Rules: &rules}
}

// TestALeaderThatIsNotSteadyIsReported: deposed while it reaches a majority, or leading without one. With the
// reference's rules the same stories are steady.
func TestALeaderThatIsNotSteadyIsReported(t *testing.T) {
	for name, test := range map[string]struct {
		change      func(rules *raft.Rules)
		script      string
		code, wants string
	}{
		"deposed": {func(rules *raft.Rules) {
			ask := rules.StartPreVote
			rules.StartPreVote = func(s *raft.State) raft.PreVote {
				s.CurrentTerm++
				return ask(s)
			}
		}, "servers 3\nprevote on\njitter 0ms\ntimeout S1\nawait leader\nisolate S3\nrun 2s\nrejoin S3\nrun 500ms\n",
			"steady-leader.deposed", "reached a majority, and term"},
		"gave up": {func(rules *raft.Rules) {
			rules.CheckQuorum = func(s *raft.State) { s.BecomeFollower(s.CurrentTerm, raft.None) }
		}, "servers 3\ncheck-quorum on\njitter 0ms\nelect S1\nrun 1s\n", "steady-leader.gave-up",
			"S1 led term 1 and reached a majority, and it stepped down"},
		"alone": {func(rules *raft.Rules) { rules.CheckQuorum = func(*raft.State) {} },
			"servers 5\ncheck-quorum on\njitter 0ms\nelect S1\nrun 100ms\npartition S1 S2 | S3 S4 S5\nrun 500ms\n",
			"steady-leader.alone", "S1 leads term 1, and has not reached a majority for more than 300 ms"},
	} {
		script := test.script + "expect steady\n"
		_, _, err := perform(t, disturbed(test.change), script)
		var violation *lab.Violation
		require.True(t, errors.As(err, &violation), "%s: %v", name, err)
		assert.Equal(t, "steady-leader", violation.ID, name)
		assert.True(t, violation.Liveness, name)
		assert.Equal(t, test.code, violation.Code, name)
		assert.Contains(t, violation.Sentence, test.wants, name)
		_, _, err = perform(t, raftcluster.InProcess{}, script)
		assert.NoError(t, err, name)
	}
}

// TestALeaderMayGo: by a transfer, by a crash, or because it has reached no majority for a while.
func TestALeaderMayGo(t *testing.T) {
	for name, script := range map[string]string{
		"it hands over": "servers 3\nprevote on\nstickiness on\njitter 0ms\nelect S1\nrun 1s\ntransfer S1 > S2\n" +
			"run 500ms\n",
		"it crashes": "servers 3\nprevote on\njitter 0ms\nelect S1\nrun 1s\ncrash S1\nrun 1s\nrestart S1\n" +
			"run 500ms\n",
		"it was cut off": "servers 3\nprevote on\njitter 0ms\nelect S1\nrun 1s\nisolate S1\nrun 1s\nrejoin S1\n" +
			"run 500ms\n",
		"Figure 2 promises nothing of the kind": "servers 3\njitter 0ms\nelect S1\nrun 1s\ntimeout S2\nrun 500ms\n",
	} {
		_, _, err := perform(t, raftcluster.InProcess{}, script+"expect steady\n")
		assert.NoError(t, err, name)
	}
}

// TestSchedulesOfCalmElections: they have all switches on and faults of their own, the reference passes, and what they
// are about happens in them.
func TestSchedulesOfCalmElections(t *testing.T) {
	text := ""
	for seed := uint64(1); seed <= 30; seed++ {
		schedule := raftcluster.ElectionsNemesis().Schedule(nemesis.Options{Seed: seed})
		require.Contains(t, schedule, "\nprevote on\nstickiness on\ncheck-quorum on\n")
		text += schedule
		plain := raftcluster.Nemesis().Schedule(nemesis.Options{Seed: seed})
		for _, verb := range []string{"prevote ", "try forget ", "try interval ", "try transfer ", "try abort "} {
			require.NotContains(t, plain, "\n"+verb, "seed %d", seed)
		}
		result := raftcluster.ElectionsNemesis().Run(nemesis.Options{Seed: seed},
			raftcluster.WithRules(reference.Rules()), nemesis.Events)
		require.Nil(t, result.Violation, "seed %d", seed)
		require.NoError(t, result.Err, "seed %d", seed)
	}
	for _, verb := range []string{"try forget ", "try interval leader", "try transfer leader > ", "try abort leader"} {
		assert.Contains(t, text, "\n"+verb)
	}
	var own []string
	for _, kind := range raftcluster.ElectionsNemesis().Kinds() {
		own = append(own, kind.Name)
	}
	assert.Subset(t, own, []string{"forget", "interval", "transfer", "timeout", "usurp", "bounce"})
}
