package runfile

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestNoWorkerSweepsTheFolderOfAnother: many make folders at the same time, and each keeps its own.
func TestNoWorkerSweepsTheFolderOfAnother(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	var workers sync.WaitGroup
	for range 8 {
		workers.Go(func() {
			for range 200 {
				own, err := newFolder()
				if !assert.NoError(t, err) {
					return
				}
				_, err = os.Stat(filepath.Join(own.path, lockFile))
				assert.NoError(t, err)
				assert.NoError(t, own.remove())
			}
		})
	}
	workers.Wait()
	left, err := os.ReadDir(os.TempDir())
	require.NoError(t, err)
	assert.Empty(t, left)
}

func TestTheFolderOfAWorkerThatWasKilledIsSwept(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	killed, err := newFolder()
	require.NoError(t, err)
	require.NoError(t, killed.held.Close(), "the end of a process closes its files")
	own, err := newFolder()
	require.NoError(t, err)
	assert.NoDirExists(t, killed.path)
	assert.DirExists(t, own.path)
	require.NoError(t, own.remove())
}
