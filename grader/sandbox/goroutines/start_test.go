package goroutines_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"raftlab/grader/sandbox/goroutines"
	"raftlab/grader/whole/wholetest"
	"raftlab/lab"
	"raftlab/lab/wholecluster"
)

// BenchmarkStart starts one server, which is what a restart costs.
func BenchmarkStart(b *testing.B) {
	host, err := goroutines.New(context.Background(), wholetest.Build(b))
	require.NoError(b, err)
	b.Cleanup(func() { _ = host.Close() })
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
