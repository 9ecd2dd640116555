package bounds_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/bounds"
)

// TestMain lets the test program be one of several that need bounds.
func TestMain(m *testing.M) {
	switch what := os.Getenv("WHAT"); what {
	case "":
		os.Exit(m.Run())
	case "spin":
		for n := 0; n >= 0; n = (n + 1) % 1000 {
		}
	case "grow":
		var kept [][]byte
		for {
			more := make([]byte, 1<<20)
			for i := range more {
				more[i] = 1
			}
			kept = append(kept, more)
			_ = kept
		}
	case "collector":
		fmt.Fprintln(os.Stderr, "SIGSEGV: segmentation violation\nPC=0x43339d m=5 sigcode=1 addr=0x0")
		os.Exit(2)
	case "write":
		_ = os.WriteFile("file", make([]byte, 1<<20), 0o600)
	case "print":
		for range 10_000 {
			fmt.Fprintln(os.Stderr, strings.Repeat("x", 100))
		}
		fmt.Fprintln(os.Stderr, "the end")
	case "forge":
		fmt.Fprintln(os.Stderr, "fatal error: out of memory")
		os.Exit(2)
	case "environment":
		fmt.Fprintln(os.Stderr, strings.Join(os.Environ(), " "), len(os.Args))
		os.Exit(3)
	case "wait":
		// Nothing comes through this pipe.
		from, _, err := os.Pipe()
		if err == nil {
			_, _ = from.Read(make([]byte, 1))
		}
	}
}

// run runs this program as one of those above.
func run(
	t *testing.T, ctx context.Context, what string, limits bounds.Limits, wall time.Duration,
) (bounds.Result, error) {
	t.Helper()
	ourselves, err := os.Executable()
	require.NoError(t, err)
	return bounds.Run(ctx, bounds.Program{
		Path: ourselves, Environment: []string{"WHAT=" + what}, Folder: t.TempDir(), Limits: limits, Wall: wall,
	})
}

func TestTheBeginningAndTheEndOfOutputAreKept(t *testing.T) {
	result, err := run(t, t.Context(), "print", bounds.Limits{}, 0)
	require.NoError(t, err)
	assert.True(t, result.OK)
	assert.Len(t, result.Output, 128<<10)
	assert.True(t, strings.HasSuffix(string(result.Output), "\nthe end\n"))
}

func TestAProgramGetsItsEnvironmentAndNoMore(t *testing.T) {
	result, err := run(t, t.Context(), "environment", bounds.Limits{}, 0)
	require.NoError(t, err)
	assert.Equal(t, "WHAT=environment 1\n", string(result.Output))
	assert.Equal(t, 3, result.Code)
}

func TestAProgramEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(200*time.Millisecond, cancel)
	_, err := run(t, ctx, "wait", bounds.Limits{}, 0)
	assert.ErrorIs(t, err, context.Canceled)
	_, err = bounds.Run(t.Context(), bounds.Program{Path: "/no/such/program"})
	assert.ErrorContains(t, err, "start /no/such/program")
}
