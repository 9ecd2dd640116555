package queue_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/class/queue"
)

// A machine that loses power may keep one file of its queue, and lose another. Whatever is left: each task is given
// out, and each report arrives.
func TestAServerStartsWithWhateverIsLeftOfItsQueue(t *testing.T) {
	for what, lost := range map[string]string{
		"without the jobs":              "RAFTLAB_JOBS/msgs",
		"without the reports":           "RAFTLAB_REPORTS/msgs",
		"without who has which job":     "RAFTLAB_JOBS/obs",
		"without which reports came":    "RAFTLAB_REPORTS/obs",
		"without what the jobs are":     "RAFTLAB_JOBS/meta.*",
		"without what the reports are":  "RAFTLAB_REPORTS/meta.*",
		"without who the workers are":   "RAFTLAB_JOBS/obs/*/meta.*",
		"without the jobs and reports":  "RAFTLAB_*/msgs",
		"without the ends of all files": "",
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel() // a queue waits for what was lost
			store := t.TempDir()
			var k kept
			left := serveSome(t, store, &k)
			lose(t, store, lost)
			server, connection := embed(t, queue.Place{Store: store})
			work(t, connect(t, server), queue.Worker{Jobs: 2, Judge: pass})
			failures, err := queue.Serve(t.Context(), connection, queue.Class{By: by, Tasks: left, Keep: k.keep})
			require.NoError(t, err)
			assert.Empty(t, failures)
			k.once(t, 12)
		})
	}
}

// lose removes what a pattern finds among a queue's streams. With no pattern, it cuts each file in half.
func lose(t *testing.T, store, pattern string) {
	t.Helper()
	if pattern == "" {
		require.NoError(t, filepath.WalkDir(store, func(path string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			info, err := entry.Info()
			require.NoError(t, err)
			return os.Truncate(path, info.Size()/2)
		}))
		return
	}
	found, err := filepath.Glob(filepath.Join(store, "*", "*", "streams", pattern))
	require.NoError(t, err)
	require.NotEmpty(t, found, "a queue has such files")
	for _, path := range found {
		require.NoError(t, os.RemoveAll(path))
	}
}
