package goroutines_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/sandbox/goroutines"
	"raftlab/grader/whole/wholetest"
	"raftlab/lab"
	"raftlab/lab/story"
	"raftlab/lab/wholecluster"
)

func open(t *testing.T, program []byte) *goroutines.Host {
	t.Helper()
	host, err := goroutines.New(context.Background(), program)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, host.Close()) })
	return host
}

// play plays a scenario, and gives the runner and the trace.
func play(t *testing.T, host lab.Host, text string) (*story.Runner, *wholecluster.Cluster, string) {
	t.Helper()
	scenario, err := story.ParseScenario("test", text)
	require.NoError(t, err)
	cluster := wholecluster.New(wholecluster.DefaultSetup())
	var trace strings.Builder
	runner, err := story.NewRunner(scenario, cluster, host, nil, func(line []byte) { trace.Write(line) })
	require.NoError(t, err)
	_ = runner.Finish(1_000_000)
	require.NoError(t, runner.World().Close())
	return runner, cluster, trace.String()
}

const storm = `# Test: A storm
servers 5
seed 7
snapshot 10
loss 5%
await leader
repeat 20 every 100ms try put a 1
crash leader
repeat 20 every 100ms try increment n
try restart S1
try restart S2
try restart S3
try restart S4
try restart S5
isolate leader
repeat 20 every 100ms try put b 2 via S1
heal
run 15s
recover
expect progress
await answers
expect linearizable
`

func TestARightServerRunsAndTheSameTwice(t *testing.T) {
	host := open(t, wholetest.Build(t))
	runner, cluster, trace := play(t, host, storm)
	if out := os.Getenv("TRACE"); out != "" {
		_ = os.WriteFile(out, []byte(trace), 0o600)
	}
	require.NoError(t, runner.Failure(), cluster.String())
	assert.Greater(t, runner.World().Now(), lab.Time(20*lab.Second))
	again, _, _ := play(t, host, storm)
	assert.Equal(t, runner.Hash(), again.Hash())
}
