package goroutines_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"raftlab/lab"
	"raftlab/lab/story"
	"raftlab/lab/wholecluster"
)

// BenchmarkSteps plays a storm of five servers: one step is one input of one server, with everything that it starts.
func BenchmarkSteps(b *testing.B) {
	host := open(b)
	scenario, err := story.ParseScenario("bench", storm)
	require.NoError(b, err)
	b.ResetTimer()
	steps := uint64(0)
	for range b.N {
		runner, err := story.NewRunner(scenario, wholecluster.New(wholecluster.DefaultSetup()), host, nil)
		require.NoError(b, err)
		require.NoError(b, runner.Finish(1_000_000))
		steps += runner.Steps()
		require.NoError(b, runner.World().Close())
	}
	b.ReportMetric(float64(steps)/b.Elapsed().Seconds(), "steps/s")
}

// BenchmarkStart starts one server, which is what a restart costs.
func BenchmarkStart(b *testing.B) {
	host := open(b)
	cluster := wholecluster.New(wholecluster.DefaultSetup())
	require.NoError(b, cluster.Begin(&lab.Options{Servers: 3}))
	b.ResetTimer()
	for range b.N {
		m, err := host.Start(1, cluster.Config(1, 7))
		require.NoError(b, err)
		_, err = m.Step(0, lab.Input{Kind: lab.Boot})
		require.NoError(b, err)
		require.NoError(b, m.Stop())
	}
}
