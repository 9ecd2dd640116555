package peer

import (
	crypto "crypto/rand"
	"flag"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
)

var schedules = flag.Int("schedules", 100, "how many random schedules etcd must come through, in each configuration")

// eventsMax bounds one run; the longest schedules need a hundredth of it.
const eventsMax = 1_000_000

var configurations = []struct {
	name string
	options
}{
	{"plain", options{}},
	{"careful", options{careful: true}},
}

// schedule is the random scenario of a seed.
func schedule(seed uint64) string { return raftcluster.Nemesis().Schedule(nemesis.Options{Seed: seed}) }

// run is a played scenario.
type run struct {
	*story.Runner
	cluster *raftcluster.Cluster
}

// play runs a scenario to its end, with a fault around each machine unless around is nil.
func play(t testing.TB, text string, o options, around func(lab.Machine) lab.Machine) (run, error) {
	t.Helper()
	scenario, err := story.ParseScenario("peer", text)
	require.NoError(t, err)
	player := newProtocol(o)
	runner, err := story.NewRunner(scenario, player, host{o, around}, nil)
	require.NoError(t, err)
	return run{runner, player.Cluster}, runner.Finish(eventsMax)
}

// smoke is a short story with everything that a peer must be able to do.
const smoke = `# peer: The life of a cluster
servers 3
elect S1
put x 3
await answers
expect outcome 1 ok 3
run 100ms
expect log S1 1 1
expect commit 2
expect value x 3
put x 4 via S2
await answers
expect outcome 2 ok 4
crash S1
await leader
increment x
await answers
expect outcome 3 ok 5
restart S1
run 300ms
expect value x 5
isolate leader
increment x via leader
run 500ms
heal
await answers
expect outcome 4 unknown
expect progress
expect linearizable
`

func TestSmoke(t *testing.T) {
	for _, c := range configurations {
		t.Run(c.name, func(t *testing.T) {
			_, err := play(t, smoke, c.options, nil)
			require.NoError(t, err)
		})
	}
}

// etcd's Raft is sound, so a violation here is a mistake of the lab, or of the machine around etcd, until shown
// otherwise.
func TestRandomSchedules(t *testing.T) {
	for _, c := range configurations {
		t.Run(c.name, func(t *testing.T) {
			var total tally
			for seed := uint64(1); seed <= uint64(*schedules); seed++ {
				r, err := play(t, schedule(seed), c.options, nil)
				require.NoError(t, err, "seed %d", seed)
				total.add(r)
			}
			t.Logf("%d schedules, %d events", *schedules, total.events)
			if *schedules >= 100 {
				total.assertBusy(t)
			}
		})
	}
}

// tally is the sum of many runs.
type tally struct {
	events uint64
	faults lab.FaultCounts
	judged []uint64
	seen   []lab.Sometimes
}

func (s *tally) add(r run) {
	s.events += r.World().Trace.Event()
	s.faults.Add(r.World().Faults())
	judged, seen := r.cluster.Judged(), r.cluster.Sometimes()
	if s.seen == nil {
		s.judged, s.seen = judged, seen
		return
	}
	for i := range judged {
		s.judged[i] += judged[i]
	}
	for i := range seen {
		s.seen[i].Count += seen[i].Count
	}
}

// assertBusy: runs in which nothing happens are clean too. So every kind of fault must have happened, every
// property must have been judged, and every event that is hard for Raft must have happened.
func (s *tally) assertBusy(t *testing.T) {
	s.faults.Each(func(name string, count uint64) { assert.NotZero(t, count, "the fault %s", name) })
	for i, check := range raftcluster.Checks() {
		assert.NotZero(t, s.judged[i], "judgements of %s", check.Name)
	}
	for _, sight := range s.seen {
		assert.NotZero(t, sight.Count, sight.Title)
	}
}

func TestSameSeedGivesTheSameTrace(t *testing.T) {
	global := crypto.Reader
	for _, c := range configurations {
		t.Run(c.name, func(t *testing.T) {
			hashes := map[string]uint64{}
			for seed := uint64(1); seed <= 10; seed++ {
				first, err := play(t, schedule(seed), c.options, nil)
				require.NoError(t, err)
				again, err := play(t, schedule(seed), c.options, nil)
				require.NoError(t, err)
				require.Equal(t, first.Hash(), again.Hash(), "seed %d", seed)
				require.NotContains(t, hashes, first.Hash(), "seed %d", seed)
				hashes[first.Hash()] = seed
			}
		})
	}
	assert.Equal(t, global, crypto.Reader, "the reader that everybody else draws from")
}
