package bench

import (
	"flag"
	"fmt"
	"io"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/kv"
	"raftlab/lab/nemesis"
	"raftlab/lab/raftcluster"
	"raftlab/raft"
	"raftlab/raft/reference"
)

// lengths are the lengths of the logs at the start.
var lengths = []int{100, 1_000, 10_000, 100_000}

// rates is the measured events a second, the best of the runs: other work of the machine can only take time away.
var rates struct {
	schedules, everything float64
	length                map[int]float64
}

// perSecond is the rate of work that began at started.
func perSecond(events uint64, started time.Time) float64 {
	return float64(events) / time.Since(started).Seconds()
}

func BenchmarkSchedules(b *testing.B) {
	playSchedules(b, raftcluster.Nemesis(), &rates.schedules)
}

// BenchmarkEverything is BenchmarkSchedules with all that is beyond Figure 2 switched on.
func BenchmarkEverything(b *testing.B) {
	writer := raftcluster.Beyond()
	playSchedules(b, writer.With(writer.Chapters), &rates.everything)
}

func playSchedules(b *testing.B, writer nemesis.Protocol, rate *float64) {
	for b.Loop() {
		started, events := time.Now(), uint64(0)
		for seed := range uint64(300) {
			result := writer.Run(nemesis.Options{Seed: seed + 1, Servers: 5},
				raftcluster.WithRules(reference.Rules()), nemesis.Events)
			require.Nil(b, result.Violation)
			require.NoError(b, result.Err)
			events += result.Events
		}
		*rate = max(*rate, perSecond(events, started))
	}
	b.ReportMetric(*rate, "events/s")
}

func BenchmarkLogLength(b *testing.B) {
	rates.length = map[int]float64{}
	for _, length := range lengths {
		b.Run(fmt.Sprint(length), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				w, c := longWorld(b, length)
				b.StartTimer()
				started, before := time.Now(), w.Trace.Event()
				serve(b, w, c)
				rates.length[length] = max(rates.length[length], perSecond(w.Trace.Event()-before, started))
				b.StopTimer()
				require.Nil(b, w.Violation())
				require.Greater(b, int(c.Server(1).CommitIndex), length)
				b.StartTimer()
			}
			b.ReportMetric(rates.length[length], "events/s")
		})
	}
}

// longWorld is five servers with length committed entries, and a leader.
func longWorld(b *testing.B, length int) (*lab.World, *raftcluster.Cluster) {
	record := raft.Save{CurrentTerm: 1, From: 1}
	for i := range length {
		command := kv.Command{Op: kv.Put, Key: fmt.Sprintf("k%d", i%100), Value: fmt.Sprint(i)}
		record.Entries = append(record.Entries, raft.Entry{Term: 1, Kind: raft.Command, Command: command.Encode()})
	}
	given := map[lab.ServerID][][]byte{}
	for id := lab.ServerID(1); id <= 5; id++ {
		given[id] = [][]byte{raft.AppendSave(nil, record)}
	}
	c := raftcluster.New(raftcluster.DefaultSetup())
	options := lab.Options{Label: "bench", Servers: 5, Seed: 1, Dials: lab.DefaultDials(), Given: given}
	require.NoError(b, c.Begin(&options))
	w, err := lab.New(options, c, raftcluster.InProcess{})
	require.NoError(b, err)
	w.RunUntil(lab.Time(3 * lab.Second))
	require.NotZero(b, c.Leader(w))
	require.EqualValues(b, length+1, c.Server(1).CommitIndex)
	return w, c
}

// serve gives the leader a command every five milliseconds, for four seconds.
func serve(b *testing.B, w *lab.World, c *raftcluster.Cluster) {
	leader := c.Leader(w)
	for i := range 800 {
		_, err := c.Invoke(w, lab.Client(1), kv.Command{Op: kv.Put, Key: "x", Value: fmt.Sprint(i)}, leader)
		require.NoError(b, err)
		w.RunUntil(w.Now().Add(5 * lab.Millisecond))
	}
}

// TestMain prints the rates after the benchmarks.
func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if code == 0 && rates.schedules > 0 {
		print(os.Stdout)
	}
	os.Exit(code)
}

func print(w io.Writer) {
	fmt.Fprintln(w, "\nThe lab with every property judged at every step, on one processor (lab/bench/doc.go says how)")
	fmt.Fprintln(w)
	fmt.Fprintf(w, "random schedules, 5 servers, all faults   %9.0f events/s\n", rates.schedules)
	fmt.Fprintf(w, "the same with everything on (fuzz --on all) %7.0f events/s\n", rates.everything)
	best, worst := 0.0, 0.0
	for _, length := range lengths {
		rate := rates.length[length]
		fmt.Fprintf(w, "logs that begin with %7d entries      %9.0f events/s\n", length, rate)
		best = max(best, rate)
		if worst == 0 || rate < worst {
			worst = rate
		}
	}
	fmt.Fprintf(w, "dearest : cheapest                        %9.2f\n", best/worst)
}
