package peer

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.etcd.io/raft/v3/raftpb"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
)

// ourMessages are names that no message of etcd's has.
var ourMessages = []string{"InstallSnapshot", "AppendEntries", "RequestVote"}

// snapshotStories are the stories of D3 that etcd's servers can play: they have no sessions, and send a snapshot in one
// message. Without are lines about that one implementation: how far a transfer has come at a moment, and where a leader
// keeps its log for one that is under way.
var snapshotStories = []struct {
	id      string
	without []string
	// etcd are changes for etcd's servers only: what stands in the place of other lines.
	etcd []string
	// plain stories elect another while a leader is well, which CheckQuorum does not let happen.
	plain bool
}{
	{id: "d3-behind-the-base", without: []string{"expect not saw S3 install", "expect log S3 1",
		"expect value x none S3", "expect value x 5 S3"}},
	{id: "d3-conflicting-tail"},
	{id: "d3-covered-entries"},
	{id: "d3-each-by-itself"},
	{id: "d3-late-snapshot", etcd: []string{
		"latency S1 > S3 1s\nrestart S3\nrun 30ms\n", "restart S3\nrun 90ms\nlatency S1 > S3 1s\nrun 30ms\n",
		"run 60ms\n", "run 300ms\n",
	}},
	{id: "d3-missing-snapshot"},
	{id: "d3-power-between-files"},
	{id: "d3-walk-back", plain: true},
}

// snapshotChanges are snapshots together with a cluster that changes, and with reads.
var snapshotChanges = []struct{ name, story string }{
	{
		"a learner gets the servers with the snapshot",
		`servers 4
members S1 S2 S3
snapshots on
election-timeout 10s 20s
jitter 0ms
elect S1
put x 1
await answers
isolate S4
add S4 as learner
await answers
put y 2
await answers
run 100ms
snapshot S1
rejoin S4
run 500ms
expect change 1 ok
expect saw S4 install index=4 term=1
expect base 4 S1 S4
crash S4
restart S4
put x 3 via S1
await answers
get x index via S1
run 300ms
expect value x 3
expect value y 2
expect outcome 4 ok 3
`,
	},
	{
		"a leader that reads is behind no base",
		`servers 3
snapshots on
election-timeout 10s 20s
jitter 0ms
elect S1
put x 1
await answers
crash S3
put x 2
await answers
run 100ms
snapshot S1
snapshot S2
restart S3
run 500ms
crash S1
elect S3
get x index via S3
get x index via S2
run 300ms
expect outcome 3 ok 2
expect outcome 4 ok 2
expect base 3 S2 S3
`,
	},
}

// leaveOut is the text without lines about one implementation.
func leaveOut(t *testing.T, text string, without []string) string {
	t.Helper()
	var kept []string
	left := 0
	for line := range strings.Lines(text) {
		about := func(name string) bool { return strings.Contains(line, name) }
		switch bare := strings.TrimSpace(line); {
		case strings.HasPrefix(bare, "expect") && slices.ContainsFunc(ourMessages, about):
		case slices.Contains(without, bare):
			left++
		default:
			kept = append(kept, line)
		}
	}
	require.Equal(t, len(without), left, "lines that are left out")
	return strings.Join(kept, "")
}

// end is how a run ended: who leads, what each server has committed and applied, its log and where that begins.
func end(r run) string {
	var b strings.Builder
	for id := lab.ServerID(1); int(id) <= r.Options.Servers; id++ {
		m := r.cluster.Server(id)
		fmt.Fprintf(&b, "%v %v %v up=%v commit=%d applied=%d base=%d/%d store=%x log=", id, m.Role, m.CurrentTerm,
			r.World().Status(id).Up, m.CommitIndex, m.LastApplied, m.Snapshots.Base, m.Snapshots.BaseTerm, m.StoreHash)
		for _, e := range m.Log {
			fmt.Fprintf(&b, " %d/%v", e.Term, e.Kind)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// bothEnd plays a story with etcd's servers and with ours. Both end well, and in the same way. With CheckQuorum,
// another is elected only after the least election timeout, 10 seconds in these stories.
func bothEnd(t *testing.T, ours, etcds string, careful bool) {
	t.Helper()
	if careful {
		ours, etcds = waiting(ours), waiting(etcds)
		ours = strings.Replace(ours, "jitter", switches+"jitter", 1)
	}
	etcd, err := play(t, etcds, options{careful: careful}, nil)
	require.NoError(t, err, "etcd, careful %v", careful)
	our, err := playOursToItsEnd(t, ours)
	require.NoError(t, err, "ours, careful %v", careful)
	assert.Equal(t, end(our), end(etcd), "careful %v", careful)
}

// waiting is a story in which each election but the first comes after a silence.
func waiting(text string) string {
	const elect = "\nelect "
	first, rest, _ := strings.Cut(text, elect)
	return first + elect + strings.ReplaceAll(rest, elect, "\nrun 10100ms"+elect)
}

// playOursToItsEnd is playOurs with the run.
func playOursToItsEnd(t *testing.T, text string) (run, error) {
	t.Helper()
	scenario, err := story.ParseScenario("ours", text)
	require.NoError(t, err)
	c := raftcluster.New(raftcluster.DefaultSetup())
	runner, err := story.NewRunner(scenario, c, raftcluster.InProcess{}, nil)
	require.NoError(t, err)
	return run{runner, c}, runner.Finish(eventsMax)
}

// TestSnapshotsEndAsEtcds plays the scenarios of the lab with etcd's servers and with ours.
func TestSnapshotsEndAsEtcds(t *testing.T) {
	for _, s := range snapshotStories {
		t.Run(s.id, func(t *testing.T) {
			i := slices.IndexFunc(scenarios.Collection(), func(text story.Text) bool { return text.ID == s.id })
			require.GreaterOrEqual(t, i, 0)
			text := leaveOut(t, scenarios.Collection()[i].Source, s.without)
			etcd := strings.NewReplacer(s.etcd...).Replace(text)
			require.Equal(t, len(s.etcd) > 0, etcd != text)
			bothEnd(t, text, etcd, false)
			if !s.plain {
				bothEnd(t, text, etcd, true)
			}
		})
	}
	for _, s := range snapshotChanges {
		t.Run(s.name, func(t *testing.T) {
			text := "# D3: " + s.name + "\n\n" + s.story
			etcd := text
			if strings.Contains(text, "members") { // see memberStories
				etcd = strings.Replace(text, "jitter", "guard off\njitter", 1)
			}
			bothEnd(t, text, etcd, false)
			bothEnd(t, text, etcd, true)
		})
	}
}

// snapshotSchedule is the next schedule without sessions after that of a seed: etcd's servers have none.
func snapshotSchedule(seed *uint64) string {
	for {
		*seed++
		text := raftcluster.SnapshotNemesis().Schedule(nemesis.Options{Seed: *seed})
		if !strings.Contains(text, "\nsessions on") {
			return text
		}
	}
}

// TestRandomSchedulesWithSnapshots: they have faults of their own, such as a server that loses its power in the save of
// a snapshot.
func TestRandomSchedulesWithSnapshots(t *testing.T) {
	for _, c := range configurations {
		t.Run(c.name, func(t *testing.T) {
			var total tally
			seed, judges := uint64(0), lab.Check{}
			for range *schedules {
				r, err := play(t, snapshotSchedule(&seed), c.options, nil)
				require.NoError(t, err, "seed %d", seed)
				total.add(r)
				judges = r.cluster.Checks()[len(total.judged)-1]
			}
			t.Logf("%d schedules, %d events", *schedules, total.events)
			if *schedules >= 100 {
				total.assertBusy(t)
				assert.Equal(t, "snapshot-equivalence", judges.ID)
				assert.NotZero(t, total.judged[len(total.judged)-1], "snapshots taken and installed")
			}
		})
	}
}

// empty sends a snapshot without content.
func empty(m *raftpb.Message) {
	if m.GetType() == raftpb.MsgSnap {
		m.Snapshot.Data = kv.AppendSnapshot(nil, kv.NewStore(), nil)
	}
}

// mislabel sends a snapshot that says it includes one entry more.
func mislabel(m *raftpb.Message) {
	if m.GetType() == raftpb.MsgSnap {
		m.Snapshot.Metadata.Index = new(m.GetSnapshot().GetMetadata().GetIndex() + 1)
	}
}

// TestPlantedFaultsOfSnapshotsAreFound: the property that judges snapshots is not blind.
func TestPlantedFaultsOfSnapshotsAreFound(t *testing.T) {
	for name, fault := range map[string]func(*raftpb.Message){"no content": empty, "a wrong label": mislabel} {
		t.Run(name, func(t *testing.T) {
			seed := uint64(0)
			for range faultySchedules {
				_, err := play(t, snapshotSchedule(&seed), options{}, sending(fault))
				var violation *lab.Violation
				if errors.As(err, &violation) {
					t.Logf("seed %d: %v", seed, violation)
					assert.Equal(t, "snapshot-equivalence", violation.ID)
					return
				}
			}
			t.Errorf("%d schedules were clean", faultySchedules)
		})
	}
}
