package goroutines_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"raftlab/grader/sandbox/goroutines"
	"raftlab/grader/whole/wholetest"
	"raftlab/lab/story"
	"raftlab/lab/wholecluster"
)

// BenchmarkSteps plays a storm of five servers: one step is one input of one server, with everything that it starts.
func BenchmarkSteps(b *testing.B) {
	host, err := goroutines.New(context.Background(), wholetest.Build(b))
	require.NoError(b, err)
	b.Cleanup(func() { _ = host.Close() })
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
