package nemesis_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
	"raftlab/raft/reference"
)

var schedules = flag.Int("schedules", 300, "how many schedules the reference rules must keep all properties in")

func TestScheduleDependsOnTheSeedAlone(t *testing.T) {
	assert.Equal(
		t, raftcluster.Nemesis().Schedule(nemesis.Options{Seed: 7}),
		raftcluster.Nemesis().Schedule(nemesis.Options{Seed: 7}),
	)
	assert.NotEqual(
		t, raftcluster.Nemesis().Schedule(nemesis.Options{Seed: 7}),
		raftcluster.Nemesis().Schedule(nemesis.Options{Seed: 8}),
	)
	assert.Contains(t, raftcluster.Nemesis().Schedule(nemesis.Options{Seed: 7, Servers: 5}), "servers 5\n")
}

// TestReferenceKeepsEveryProperty also checks that the schedules are worth something: every kind of fault, and
// every event that should sometimes happen, did happen.
func TestReferenceKeepsEveryProperty(t *testing.T) {
	var faults lab.FaultCounts
	seen := map[string]uint64{}
	for seed := range uint64(*schedules) {
		result := raftcluster.Nemesis().
			Run(nemesis.Options{Seed: seed + 1}, raftcluster.WithRules(reference.Rules()), nemesis.Events)
		require.Nil(t, result.Violation, "seed %d", seed+1)
		require.NoError(t, result.Err, "seed %d", seed+1)
		faults.Add(result.Faults)
		for i, judged := range result.Judged {
			seen[raftcluster.Checks()[i].ID] += judged
		}
		for _, s := range result.Sometimes {
			seen[s.ID] += s.Count
		}
	}
	faults.Each(func(name string, count uint64) { assert.Positive(t, count, name) })
	for name, count := range seen {
		assert.Positive(t, count, name)
	}
}

func TestEachWrongRuleIsFound(t *testing.T) {
	for id, seeds := range map[string]uint64{"vote-twice": 50, "vote-any-log": 50, "cut-always": 100} {
		set, err := raftcluster.FindRules(id)
		require.NoError(t, err)
		found := 0
		for seed := range seeds {
			if raftcluster.Nemesis().
				Run(nemesis.Options{Seed: seed + 1}, raftcluster.WithRules(set.Rules), nemesis.Events).
				Violation != nil {
				found++
			}
		}
		assert.Positive(t, found, id)
	}
}

func kindNames() (names []string) {
	for _, k := range raftcluster.Nemesis().Kinds() {
		names = append(names, k.Name)
	}
	return names
}

func TestOnlyAllowedKindsHappen(t *testing.T) {
	verbs := map[string]string{
		"loss": "loss ", "duplicate": "duplicate ", "reorder": "reorder ", "torn": "torn ", "partition": "partition ",
		"bridge": "bridge ", "isolate": "try isolate ", "cut": "cut ", "flaky": "flaky ", "hold": "hold ",
		"crash": "try crash ",
		"pause": "try pause ", "slow-disk": "slow-disk ", "clock": "clock ", "timeout": "try timeout ",
		"usurp": "try elect ",
	}
	names := kindNames()
	// These kinds include losing servers.
	part := map[string][]string{"usurp": {"crash"}, "bounce": {"crash", "timeout"}}
	for _, name := range names {
		text := ""
		for seed := range uint64(60) {
			text += raftcluster.Nemesis().Schedule(nemesis.Options{Seed: seed, Kinds: []string{name}})
		}
		for other, verb := range verbs {
			if slices.Contains(part[name], other) {
				continue
			}
			assert.Equal(t, other == name, strings.Contains(text, "\n"+verb), "only %s, but %q", name, verb)
		}
	}
	calm := raftcluster.Nemesis().Schedule(nemesis.Options{Seed: 3, Kinds: []string{}})
	for _, verb := range verbs {
		assert.NotContains(t, calm, "\n"+verb)
	}
}

// TestFaultsOutsideOfTheProtocolHappenOnlyIfTheyAreNamed: a disk that loses what it confirmed breaks what was promised,
// and a clock that jumps breaks nothing.
func TestFaultsOutsideOfTheProtocolHappenOnlyIfTheyAreNamed(t *testing.T) {
	verbs := map[string]string{"wipe": "\ntry wipe ", "fsync": "\nfsync ", "jump": " jumps "}
	for _, kind := range nemesis.Outside() {
		found, happened := map[string]int{}, false
		for seed := uint64(1); seed <= 60; seed++ {
			assert.NotContains(t, raftcluster.Nemesis().Schedule(nemesis.Options{Seed: seed}), verbs[kind.Name])
			options := nemesis.Options{Seed: seed, Kinds: []string{kind.Name}}
			happened = happened || strings.Contains(raftcluster.Nemesis().Schedule(options), verbs[kind.Name])
			result := raftcluster.Nemesis().Run(options, raftcluster.WithRules(reference.Rules()), nemesis.Events)
			require.NoError(t, result.Err)
			if result.Violation != nil {
				found[result.Violation.ID]++
			}
		}
		assert.True(t, happened, kind.Name)
		if kind.Name == "jump" {
			assert.Empty(t, found)
		} else {
			assert.Positive(t, found["durability"], "%s: %v", kind.Name, found)
		}
	}
	some, err := raftcluster.Nemesis().ParseKinds("crash,wipe")
	require.NoError(t, err)
	assert.Equal(t, []string{"crash", "wipe"}, some)
}

func TestKindsAreReadFromAList(t *testing.T) {
	names := kindNames()
	all, err := raftcluster.Nemesis().ParseKinds("all")
	require.NoError(t, err)
	assert.Equal(t, names, all)
	none, err := raftcluster.Nemesis().ParseKinds("none")
	require.NoError(t, err)
	assert.Equal(t, []string{}, none)
	some, err := raftcluster.Nemesis().ParseKinds("crash, hold")
	require.NoError(t, err)
	assert.Equal(t, []string{"crash", "hold"}, some)
	_, err = raftcluster.Nemesis().ParseKinds("crash,patition")
	require.ErrorIs(t, err, nemesis.ErrKind)
	assert.ErrorContains(t, err, `did you mean "partition"?`)
}

func TestOneScheduleIsOneTrace(t *testing.T) {
	for seed := range uint64(20) {
		trace := func() string {
			var b strings.Builder
			result := raftcluster.Nemesis().
				Run(nemesis.Options{Seed: seed}, raftcluster.WithRules(reference.Rules()), nemesis.Events,
					func(line []byte) { b.Write(line) })
			require.NotEmpty(t, result.Hash)
			return fmt.Sprint(result.Hash, b.String())
		}
		assert.Equal(t, trace(), trace())
	}
}

func TestUnfinishedScheduleIsAnError(t *testing.T) {
	result := raftcluster.Nemesis().Run(nemesis.Options{Seed: 1}, raftcluster.WithRules(reference.Rules()), 50)
	assert.Nil(t, result.Violation)
	assert.ErrorContains(t, result.Err, "not over after 50 steps")
}
