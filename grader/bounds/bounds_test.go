package bounds_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
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
		for {
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
	case "write":
		_ = os.WriteFile("file", make([]byte, 1<<20), 0o600)
	case "print":
		for range 10_000 {
			println(strings.Repeat("x", 100))
		}
		println("the end")
	case "forge":
		println("fatal error: out of memory")
		os.Exit(2)
	case "environment":
		println(strings.Join(os.Environ(), " "), len(os.Args))
		os.Exit(3)
	case "wait":
		time.Sleep(time.Hour)
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

func TestABoundThatIsMetIsNamed(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("this system has no such bounds")
	}
	for what, want := range map[string]bounds.Met{
		"spin": bounds.CPU, "grow": bounds.Memory, "write": bounds.None, "forge": bounds.None, "wait": bounds.Wall,
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			wall := time.Duration(0)
			if what == "wait" {
				wall = time.Second
			}
			limits := bounds.Limits{CPU: 1, Memory: 256 << 20, File: 64 << 10}
			result, err := run(t, t.Context(), what, limits, wall)
			require.NoError(t, err)
			assert.Equal(t, want, result.Met, "%s %s", result.Signal, result.Output)
			assert.Equal(t, what == "write", result.OK)
		})
	}
}

func TestAFileIsBounded(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("this system has no such bounds")
	}
	folder := t.TempDir()
	ourselves, err := os.Executable()
	require.NoError(t, err)
	_, err = bounds.Run(t.Context(), bounds.Program{
		Path: ourselves, Environment: []string{"WHAT=write"}, Folder: folder, Limits: bounds.Limits{File: 64 << 10},
	})
	require.NoError(t, err)
	info, err := os.Stat(filepath.Join(folder, "file"))
	require.NoError(t, err)
	assert.EqualValues(t, 64<<10, info.Size())
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
