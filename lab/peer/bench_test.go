package peer

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/raftcluster"
	"raftlab/lab/story"
)

// workload is one row of the table: scenarios that both sides play.
type workload struct {
	name  string
	texts []string
}

func workloads() []workload {
	var steady strings.Builder
	steady.WriteString("# bench: Five servers and a busy client\nservers 5\nelect S1\n")
	for range 400 {
		steady.WriteString("increment x via S1\nrun 10ms\n")
	}
	steady.WriteString("await answers\nexpect outcome 400 ok 400\n")
	random := workload{name: "random schedules"}
	for seed := uint64(1); seed <= 20; seed++ {
		random.texts = append(random.texts, schedule(seed))
	}
	return []workload{{"no faults", []string{steady.String()}}, random}
}

// measure is the result of one side: events, virtual time and real time.
type measure struct {
	events    uint64
	simulated lab.Time
	took      time.Duration
}

// perSecond is the events in a second of real time.
func (m measure) perSecond() float64 { return float64(m.events) / m.took.Seconds() }

// pace is the seconds of virtual time in a second of real time.
func (m measure) pace() float64 {
	return float64(m.simulated) / float64(lab.Second) / m.took.Seconds()
}

// run plays all scenarios of a workload, our core's or etcd's.
func (w workload) run(t testing.TB, theirs bool) measure {
	var m measure
	for _, text := range w.texts {
		scenario, err := story.ParseScenario("bench", text)
		require.NoError(t, err)
		player, machines := story.Player(raftcluster.New(raftcluster.DefaultSetup())), lab.Host(raftcluster.InProcess{})
		if theirs {
			player, machines = newProtocol(options{}), host{}
		}
		start := time.Now()
		runner, err := story.NewRunner(scenario, player, machines, nil)
		require.NoError(t, err)
		require.NoError(t, runner.Finish(eventsMax))
		m.took += time.Since(start)
		m.events += runner.World().Trace.Event()
		m.simulated += runner.World().Now()
	}
	return m
}

// rows are the results of the benchmarks, for the table at the end.
var rows []row

type row struct {
	name       string
	ours, etcd measure
}

// BenchmarkPeer plays each workload with our core and with etcd's in turn, and keeps the fastest of each: other
// work of the machine can only add time, and rarely slows both equally.
func BenchmarkPeer(b *testing.B) {
	for _, w := range workloads() {
		b.Run(strings.ReplaceAll(w.name, " ", "-"), func(b *testing.B) {
			r := row{name: w.name}
			for b.Loop() {
				r.ours = fastest(r.ours, w.run(b, false))
				r.etcd = fastest(r.etcd, w.run(b, true))
			}
			b.ReportMetric(r.ours.perSecond(), "ours-events/s")
			b.ReportMetric(r.etcd.perSecond(), "etcd-events/s")
			b.ReportMetric(r.ours.perSecond()/r.etcd.perSecond(), "ours:etcd-events")
			b.ReportMetric(r.ours.pace()/r.etcd.pace(), "ours:etcd-pace")
			rows = append(rows, r)
		})
	}
}

func fastest(a, b measure) measure {
	if a.took == 0 || b.took < a.took {
		return b
	}
	return a
}

// TestMain prints the table after the benchmarks.
func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if code == 0 && len(rows) > 0 {
		printTable(os.Stdout)
	}
	os.Exit(code)
}

func printTable(w io.Writer) {
	fmt.Fprintln(w, "\nThe lab, all checks on, with our core and with go.etcd.io/raft v3.7.0 (lab/peer/doc.go says "+
		"how)")
	fmt.Fprintln(w)
	fmt.Fprintln(w, "                  |        ours        |        etcd        |  ours : etcd")
	fmt.Fprintln(w, "workload          |  events/s     pace |  events/s     pace | events/s  pace")
	for _, r := range rows {
		fmt.Fprintf(w, "%-17s | %9.0f %8.0f | %9.0f %8.0f | %8.1f %5.1f\n", r.name,
			r.ours.perSecond(), r.ours.pace(), r.etcd.perSecond(), r.etcd.pace(),
			r.ours.perSecond()/r.etcd.perSecond(), r.ours.pace()/r.etcd.pace())
	}
}
