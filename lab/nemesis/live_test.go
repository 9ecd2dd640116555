package nemesis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
)

// live plays free play with random faults for some seconds, types their lines, and returns the trace.
func live(t *testing.T, seed uint64, servers int) (trace, hash string) {
	t.Helper()
	scenario, err := story.ParseScenario("free-play", fmt.Sprintf("# Free: Free play\nservers %d\n", servers))
	require.NoError(t, err)
	var b strings.Builder
	r, err := story.NewRunner(
		scenario,
		raftcluster.New(raftcluster.DefaultSetup()),
		raftcluster.InProcess{},
		nil,
		func(line []byte) { b.Write(line) },
	)
	require.NoError(t, err)
	faults, due := raftcluster.Nemesis().NewLive(seed, servers), lab.Time(0)
	for due < lab.Time(20*lab.Second) {
		wait, lines := faults.Next()
		due = due.Add(wait)
		r.Advance(due, nemesis.Events)
		for _, line := range lines {
			require.NoError(t, r.Do(line), "seed %d: %s", seed, line)
		}
	}
	require.NoError(t, r.Do("recover"))
	require.Empty(t, r.World().Fault(), "recover ends all of it")
	return b.String(), r.World().Trace.Hash()
}

func TestLiveFaultsDependOnTheSeedAlone(t *testing.T) {
	once, hash := live(t, 17, 5)
	again, sameHash := live(t, 17, 5)
	assert.Equal(t, once, again)
	assert.Equal(t, hash, sameHash)
	_, other := live(t, 18, 5)
	assert.NotEqual(t, hash, other)
}

// In a schedule two kinds wait between their lines; here the lines are typed one by one, with pauses.
func TestLongLiveFaultsAreTypedInPieces(t *testing.T) {
	var usurped, bounced bool
	for seed := range uint64(30) {
		faults := raftcluster.Nemesis().NewLive(seed, 5)
		before := ""
		for range 100 {
			wait, lines := faults.Next()
			now := strings.Join(lines, "\n")
			assert.NotContains(t, now, "run ", "seed %d", seed)
			if wait < 100*lab.Millisecond && strings.HasPrefix(before, "try timeout") {
				bounced = bounced || strings.HasPrefix(now, "try crash") && strings.Count(now, "try restart") >= 3
			}
			// The usurper campaigns when all servers but the previous usurper are back, and is lost soon after.
			if wait == 60*lab.Millisecond && strings.Contains(before, "try restart") &&
				strings.Contains(before, "try timeout") {
				usurped = usurped || strings.HasPrefix(now, "isolate") || strings.HasPrefix(now, "try crash")
			}
			before = now
		}
	}
	assert.True(t, usurped)
	assert.True(t, bounced)
}

func TestLiveFaultsAreOfEveryKind(t *testing.T) {
	all := ""
	for seed := range uint64(30) {
		trace, _ := live(t, seed, 5)
		assert.Greater(t, strings.Count(trace, " do "), 15, "seed %d leaves the cluster alone", seed)
		all += trace
	}
	for _, kind := range []string{" partition ", " bridge ", " isolate", " cut ", " flaky ", " hold ", " crash ",
		" pause", " slow-disk ", " clock ", " dials ", "try timeout", "torn_permille"} {
		assert.Contains(t, all, kind)
	}
	for _, kind := range []string{"try elect", " do 0 run", "try put"} {
		assert.NotContains(t, all, kind)
	}
}

func TestLiveFaultsOfASingleServer(t *testing.T) {
	for seed := range uint64(20) {
		trace, _ := live(t, seed, 1)
		assert.NotContains(t, trace, " partition ")
	}
}
