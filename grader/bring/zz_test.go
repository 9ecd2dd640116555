package bring_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"raftlab/grader/sandbox/goroutines"
	"raftlab/grader/source"
	"raftlab/lab/story"
	"raftlab/lab/wholecluster"
)

const storm = `# Test: A storm
servers 5
seed %d
snapshot 10
loss 5%%
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

func TestZStorm(t *testing.T) {
	root, err := source.Root(t.Context())
	require.NoError(t, err)
	for _, s := range servers {
		if o := os.Getenv("ONLY"); o != "" && o != s.name {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			guest, err := read(t, s.folder).Compile(t.Context(), root)
			require.NoError(t, err)
			t0 := time.Now()
			host, err := goroutines.New(context.Background(), guest)
			require.NoError(t, err)
			defer host.Close()
			ct := time.Since(t0)
			for seed := range 5 {
				scenario, err := story.ParseScenario("test", fmt.Sprintf(storm, seed+1))
				require.NoError(t, err)
				cluster := wholecluster.New(wholecluster.DefaultSetup())
				var trace strings.Builder
				t0 := time.Now()
				runner, err := story.NewRunner(scenario, cluster, host, nil, func(line []byte) { trace.Write(line) })
				require.NoError(t, err)
				_ = runner.Finish(1_000_000)
				t.Logf("%s seed %d: compile %v, %v, %v events, now %v: %v", s.name, seed+1, ct, time.Since(t0), runner.World().Trace.Event(), runner.World().Now(), runner.Failure())
				if runner.Failure() != nil {
					t.Fail()
					os.WriteFile(fmt.Sprintf("/tmp/bring-%s-%d.trace", s.name, seed+1), []byte(trace.String()), 0o600)
				}
				require.NoError(t, runner.World().Close())
			}
		})
	}
}
