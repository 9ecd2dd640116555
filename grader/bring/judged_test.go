package bring_test

import (
	"flag"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/bring/examples"
	judge "raftlab/grader/whole"
	"raftlab/lab/wholecluster"
)

var all = flag.Bool("whole", false, "judge every server with every situation and 40 schedules, and each mistake")

// sampled are the right servers and the situation that each is tried in without -whole: one of each shape, and one that
// takes no locks.
var sampled = map[string]string{
	"plain": "snapshot-crash", "loop": "install", "classic": "unreliable", "oldest": "restart", "steps": "install",
	"etcd": "snapshot-crash",
}

func TestRightServersPass(t *testing.T) {
	for _, s := range servers {
		if !*all && sampled[s.name] == "" {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			if !*all {
				tryOne(t, s.folder, sampled[s.name])
				return
			}
			guest := program(t, testdata(s.folder))
			report, err := judge.Judge(t.Context(), guest, judge.Options{All: true, Shrink: -1})
			require.NoError(t, err)
			assert.Empty(t, report.Failed)
			assert.Equal(t, s.snapshots, report.Snapshots)
		})
	}
}

// tryOne plays one situation with a server.
func tryOne(t *testing.T, folder, situation string) {
	t.Helper()
	list := wholecluster.Suite()
	at := slices.IndexFunc(list, func(s wholecluster.Situation) bool { return s.ID == situation })
	require.GreaterOrEqual(t, at, 0, situation)
	r, err := judge.Play(t.Context(), program(t, testdata(folder)), list[at].Scenario(1).Text)
	require.NoError(t, err)
	assert.True(t, r.Passed, r.Sentence)
}

func TestMistakesAreFound(t *testing.T) {
	for _, m := range examples.Mistakes() {
		if !*all && !m.Early {
			continue
		}
		t.Run(m.Name, func(t *testing.T) {
			guest := planted(t, m)
			report, err := judge.Judge(t.Context(), guest, judge.Options{Shrink: shrinks(), Schedules: schedules(m)})
			require.NoError(t, err)
			require.Len(t, report.Failed, 1)
			found := report.Failed[0]
			assert.True(t, slices.Contains(m.Breaks, found.Property), "%s: %s", found.Property, found.Sentence)
			if found.Small == "" {
				return
			}
			assert.Less(t, found.SmallCommands, 80)
			again, err := judge.Play(t.Context(), guest, found.Small)
			require.NoError(t, err)
			assert.Equal(t, found.Property, again.Property, "the small run breaks the same")
		})
	}
}

// schedules is how many random schedules there are for a mistake, 0 for the default.
func schedules(m examples.Mistake) int {
	if m.Rare {
		return 300
	}
	return 0
}

// shrinks bounds the runs by which a failure is made small: none in a sample.
func shrinks() int {
	if *all {
		return 0
	}
	return -1
}
