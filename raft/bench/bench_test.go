package bench

import (
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// proposalsPerCluster is how many proposals a cluster serves before a fresh one replaces it. With the leader's first
// entry it is less than 4096, at which our log would double for entries that never come.
const proposalsPerCluster = 63 * 64

// snapshotEvery is after how many applied entries a server takes a snapshot, in the rows with snapshots. A cluster of
// such a row takes snapshotsPerCluster of them on each server.
const (
	snapshotEvery       = 10_000
	snapshotsPerCluster = 4
)

// side is one of the two implementations that the benchmark compares.
type side interface {
	// round makes batch proposals on the leader and delivers messages until none is left.
	round(batch int, command []byte)
	// applied is the number of proposals that each server has applied, the leader's first.
	applied() []int
	// cut is the last entry that each server has cut off its log, the leader's first.
	cut() []int
}

// setting is one row of the table.
type setting struct {
	servers, batch int
	// everywhere counts what all servers apply, not only the leader.
	everywhere bool
	// careful switches PreVote and CheckQuorum on, on both sides.
	careful bool
	// snapshots lets each server take a snapshot every snapshotEvery entries, and cut its log, on both sides.
	snapshots bool
}

var settings = []setting{
	{servers: 3, batch: 1}, {servers: 3, batch: 64}, {servers: 5, batch: 1}, {servers: 5, batch: 64},
	{servers: 3, batch: 1, everywhere: true}, {servers: 3, batch: 64, everywhere: true},
	{servers: 5, batch: 1, everywhere: true}, {servers: 5, batch: 64, everywhere: true},
	{servers: 3, batch: 1, careful: true}, {servers: 3, batch: 64, careful: true},
	{servers: 5, batch: 1, careful: true}, {servers: 5, batch: 64, careful: true},
	{servers: 3, batch: 1, careful: true, snapshots: true}, {servers: 3, batch: 64, careful: true, snapshots: true},
	{servers: 5, batch: 1, careful: true, snapshots: true}, {servers: 5, batch: 64, careful: true, snapshots: true},
}

// content is the state machine of the benchmark: it counts.
func content(count int) []byte { return binary.BigEndian.AppendUint64(nil, uint64(count)) }

func (s setting) where() string {
	if s.everywhere {
		return "all"
	}
	return "the leader"
}

func (s setting) switches() string {
	switch {
	case s.snapshots:
		return "snapshots"
	case s.careful:
		return "careful"
	}
	return "Figure 2"
}

// proposals is how many a cluster serves, in whole rounds. A snapshot may be a round late, and a follower another one.
func (s setting) proposals() int {
	if s.snapshots {
		return snapshotsPerCluster * (snapshotEvery/64 + 2) * 64
	}
	return proposalsPerCluster
}

func (s setting) ours(t testing.TB) side   { return newOurs(t, s) }
func (s setting) theirs(t testing.TB) side { return newTheirs(t, s) }

// measure makes b.N proposals, rounded up to whole rounds: at most 63 more.
func (s setting) measure(fresh func(testing.TB) side) func(*testing.B) {
	command := make([]byte, 16)
	return func(b *testing.B) {
		b.ReportAllocs()
		var c side
		made := s.proposals()
		for done := 0; done < b.N; done += s.batch {
			if made == s.proposals() {
				b.StopTimer()
				c, made = fresh(b), 0
				b.StartTimer()
			}
			c.round(s.batch, command)
			made += s.batch
		}
		if got := c.applied()[0]; got != made {
			b.Fatalf("applied on the leader: %d, want %d", got, made)
		}
	}
}

func BenchmarkCommit(b *testing.B) {
	for _, s := range settings {
		name := fmt.Sprintf("rules=%s/servers=%d/batch=%d/on=%s", s.switches(), s.servers, s.batch, s.where())
		b.Run(name+"/ours", s.measure(s.ours))
		if !s.everywhere { // etcd's two rows are the same measurement
			b.Run(name+"/etcd", s.measure(s.theirs))
		}
	}
}

// TestBothSidesDoTheSameWork: the comparison is fair only if both sides commit and apply all proposals where
// the row says.
func TestBothSidesDoTheSameWork(t *testing.T) {
	for _, s := range settings {
		for name, c := range map[string]side{"ours": s.ours(t), "etcd": s.theirs(t)} {
			for range 3 {
				c.round(s.batch, []byte("x"))
			}
			applied := c.applied()
			require.Len(t, applied, s.servers)
			assert.Equal(t, 3*s.batch, applied[0], "%s, %+v: on the leader", name, s)
			for i, count := range applied[1:] {
				if s.everywhere {
					assert.Equal(t, 3*s.batch, count, "%s, %+v: on follower %d", name, s, i+2)
				}
			}
		}
	}
}

// TestBothSidesTakeSnapshots: in the rows with snapshots, each server of both sides cuts its log whenever it has
// applied so many entries more, and only then.
func TestBothSidesTakeSnapshots(t *testing.T) {
	for _, s := range settings {
		if !s.snapshots {
			continue
		}
		for name, c := range map[string]side{"ours": s.ours(t), "etcd": s.theirs(t)} {
			for made := 0; made < s.proposals(); made += s.batch {
				c.round(s.batch, []byte("x"))
			}
			for i, last := range c.cut() {
				// A snapshot waits for the end of a round.
				assert.GreaterOrEqual(t, last, snapshotsPerCluster*snapshotEvery, "%s, %+v: server %d", name, s, i+1)
				assert.Less(t, last, snapshotsPerCluster*(snapshotEvery+s.batch), "%s, %+v: server %d", name, s, i+1)
			}
		}
	}
}

// TestSteadyStateTakesNoMemory: while the log has room, a proposal takes no memory on any server, from its step on the
// leader to its application, and the messages and the disk of the benchmark take none either.
func TestSteadyStateTakesNoMemory(t *testing.T) {
	for _, s := range settings {
		c, command := newOurs(t, s), make([]byte, 16)
		rounds := func(proposals int) {
			for range proposals / s.batch {
				c.round(s.batch, command)
			}
		}
		rounds(66 * 64) // by now logs and disks have grown to more than 5700 entries
		const measured = 10 * 64
		taken := testing.AllocsPerRun(1, func() { rounds(measured) }) // which plays it twice
		assert.Zero(t, taken, "%+v: allocations in %d proposals", s, measured)
		assert.Equal(t, 66*64+2*measured, c.applied()[0], "%+v: all of them were applied", s)
	}
}

// TestMain prints the table after the benchmarks. It is not a benchmark itself, because testing.Benchmark waits
// for ever inside a benchmark.
func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if code == 0 && flag.Lookup("test.bench").Value.String() != "" {
		printTable(os.Stdout)
	}
	os.Exit(code)
}

func printTable(w io.Writer) {
	fmt.Fprintln(w,
		"\nPer proposal committed and applied: our core against go.etcd.io/raft v3.7.0 (raft/bench/doc.go says how)")
	fmt.Fprintln(w)
	fmt.Fprintln(w, "                                     |           ours            |           etcd            |"+
		"   etcd : ours")
	fmt.Fprintln(w, "rules      servers  batch  applied on |       ns       B   allocs |       ns       B   allocs |"+
		"   ns    B   allocs")
	if benchtime := flag.Lookup("test.benchtime"); benchtime.Value.String() == benchtime.DefValue {
		_ = benchtime.Value.Set("300ms") // a third of the default, three times
	}
	for _, s := range settings {
		us, them := fastest(s)
		fmt.Fprintf(w, "%-9s  %7d  %5d  %-10s | %s | %s | %s\n", s.switches(), s.servers, s.batch, s.where(),
			figures(us), figures(them), ratios(us, them))
	}
}

// fastest measures both sides three times in turn, and keeps the fastest of each. Other work on the machine
// only adds time, and rarely to both sides alike.
func fastest(s setting) (us, them testing.BenchmarkResult) {
	for i := range 3 {
		a, b := testing.Benchmark(s.measure(s.ours)), testing.Benchmark(s.measure(s.theirs))
		if i == 0 || a.NsPerOp() < us.NsPerOp() {
			us = a
		}
		if i == 0 || b.NsPerOp() < them.NsPerOp() {
			them = b
		}
	}
	return us, them
}

// perOp is the three numbers of a result. AllocsPerOp and AllocedBytesPerOp round down, and a batch
// needs less than one allocation a proposal of some kinds.
func perOp(r testing.BenchmarkResult) (ns, bytes, allocs float64) {
	n := float64(r.N)
	return float64(r.T.Nanoseconds()) / n, float64(r.MemBytes) / n, float64(r.MemAllocs) / n
}

func figures(r testing.BenchmarkResult) string {
	ns, bytes, allocs := perOp(r)
	return fmt.Sprintf("%8.0f %7.0f %8.1f", ns, bytes, allocs)
}

func ratios(us, them testing.BenchmarkResult) string {
	ns, bytes, allocs := perOp(us)
	theirNs, theirBytes, theirAllocs := perOp(them)
	return fmt.Sprintf("%4.1f %4.1f %8.1f", theirNs/ns, theirBytes/bytes, theirAllocs/allocs)
}
