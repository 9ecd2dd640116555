package sandbox_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/sandbox"
	"raftlab/lab"
	"raftlab/lab/protocols/known"
	"raftlab/lab/raftcluster"
	"raftlab/lab/scenarios"
	"raftlab/lab/story"
)

// buildGuest compiles the guest as `make build` does, so that the test judges this source and not an old file.
func buildGuest(t *testing.T, program string) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "guest.wasm")
	command := exec.Command("go", "build", "-buildmode=c-shared", "-o", file, program)
	command.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm")
	output, err := command.CombinedOutput()
	require.NoError(t, err, string(output))
	guest, err := os.ReadFile(file)
	require.NoError(t, err)
	return guest
}

func play(t *testing.T, scenario *story.Scenario, host lab.Host) string {
	t.Helper()
	of, err := known.Protocols().Of(scenario)
	require.NoError(t, err)
	runner, err := story.NewRunner(scenario, of.New(), host, nil)
	require.NoError(t, err)
	require.NoError(t, runner.Finish(1_000_000))
	require.NoError(t, runner.World().Close())
	return runner.Hash()
}

func open(t *testing.T, guest []byte) lab.Host {
	t.Helper()
	host, err := sandbox.New(context.Background(), guest)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, host.Close(context.Background())) })
	return host
}

// TestGuestsGiveTheTraceOfServersInThisProcess plays every scenario on both hosts: those of Raft on the guest with Raft
// alone, as in the page.
func TestGuestsGiveTheTraceOfServersInThisProcess(t *testing.T) {
	guest := buildGuest(t, "raftlab/wasm/guest")
	raft, others := open(t, guest), open(t, buildGuest(t, "raftlab/wasm/guest/all"))
	all, err := scenarios.All()
	require.NoError(t, err)
	for _, scenario := range all {
		t.Run(scenario.ID, func(t *testing.T) {
			of, err := known.Protocols().Of(scenario)
			require.NoError(t, err)
			host := others
			if of.ID() == raftcluster.ID {
				host = raft
			}
			assert.Equal(t, play(t, scenario, known.Protocols()), play(t, scenario, host))
		})
	}

	t.Run("it cannot grade", func(t *testing.T) {
		_, err := sandbox.Grade(context.Background(), guest, sandbox.Grading{Schedules: 1})
		assert.ErrorIs(t, err, sandbox.ErrGuest)
		assert.ErrorContains(t, err, "it does not export grade")
	})

	t.Run("an invalid configuration", func(t *testing.T) {
		_, err := raft.Start(1, []byte("nonsense"))
		assert.ErrorIs(t, err, lab.ErrGuest)
		assert.ErrorContains(t, err, "decode server configuration")
	})
}

func TestAModuleThatIsNotAGuestIsRefused(t *testing.T) {
	for name, module := range map[string][]byte{
		"nothing":   nil,
		"text":      []byte("this is not WebAssembly"),
		"truncated": {0, 'a', 's', 'm', 1, 0, 0, 0, 1, 99},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := sandbox.New(context.Background(), module)
			assert.ErrorIs(t, err, sandbox.ErrGuest)
		})
	}
	t.Run("a module without the exports", func(t *testing.T) {
		host, err := sandbox.New(context.Background(), []byte{0, 'a', 's', 'm', 1, 0, 0, 0})
		require.NoError(t, err)
		_, err = host.Start(1, nil)
		assert.ErrorIs(t, err, sandbox.ErrGuest)
		assert.ErrorContains(t, err, "it does not export input")
	})
}
