package bounds_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/bounds"
)

// Other systems do not hold these bounds.

func TestABoundThatIsMetIsNamed(t *testing.T) {
	for what, want := range map[string]bounds.Met{
		"spin": bounds.CPU, "grow": bounds.Memory, "collector": bounds.Memory, "write": bounds.None,
		"forge": bounds.None, "wait": bounds.Wall,
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
