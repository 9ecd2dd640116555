package source

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestADamagedFolderIsRepaired(t *testing.T) {
	archive, r := archiveForTest(t)
	cache := filepath.Join(t.TempDir(), "not", "there", "yet")
	folder, err := unpack(t.Context(), archive, cache)
	require.NoError(t, err)
	in := func(name string) string { return filepath.Join(folder, filepath.FromSlash(name)) }
	for name, damage := range map[string]func() error{
		"nothing":           func() error { return nil },
		"a file is missing": func() error { return os.Remove(in("raft/log.go")) },
		"a file is changed": func() error { return os.WriteFile(in("raft/log.go"), []byte("package raft\n"), 0o600) },
		"there is one more": func() error { return os.WriteFile(in("raft/more.go"), []byte("package raft\n"), 0o600) },
		"a file is a link": func() error {
			other := filepath.Join(t.TempDir(), "log.go")
			if err := os.Rename(in("raft/log.go"), other); err != nil {
				return err
			}
			return os.Symlink(other, in("raft/log.go"))
		},
		"a folder is missing": func() error { return os.RemoveAll(in("grader")) },
		"it is a file":        func() error { return replaceByFile(folder) },
		"all is missing":      func() error { return os.RemoveAll(cache) },
	} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, damage())
			again, err := unpack(t.Context(), archive, cache)
			require.NoError(t, err)
			assert.Equal(t, folder, again)
			assert.NoError(t, compare(folder, r))
			assertOnly(t, cache, folder)
		})
	}
}

func replaceByFile(folder string) error {
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	return os.WriteFile(folder, nil, 0o600)
}

// assertOnly wants a cache with one folder: no other is left behind.
func assertOnly(t *testing.T, cache, folder string) {
	t.Helper()
	entries, err := os.ReadDir(cache)
	require.NoError(t, err)
	require.Len(t, entries, 1)
	assert.Equal(t, filepath.Base(folder), entries[0].Name())
}

func TestManyMayUnpackAtOnce(t *testing.T) {
	archive, r := archiveForTest(t)
	cache := t.TempDir()
	for range 3 {
		var group sync.WaitGroup
		folders, errs := make([]string, 4), make([]error, 4)
		for i := range folders {
			group.Go(func() { folders[i], errs[i] = unpack(t.Context(), archive, cache) })
		}
		group.Wait()
		for i, folder := range folders {
			require.NoError(t, errs[i])
			assert.Equal(t, folders[0], folder)
		}
		assert.NoError(t, compare(folders[0], r))
		assertOnly(t, cache, folders[0])
		// The next round finds a damaged folder.
		require.NoError(t, os.Remove(filepath.Join(folders[0], "go.mod")))
	}
}

func TestFoldersThatNobodyUsesAreRemoved(t *testing.T) {
	archive, _ := archiveForTest(t)
	cache := t.TempDir()
	old, recent := filepath.Join(cache, "old"), filepath.Join(cache, "recent")
	for folder, age := range map[string]time.Duration{old: 2 * unusedAfter, recent: unusedAfter / 2} {
		require.NoError(t, os.Mkdir(folder, 0o700))
		at := time.Now().Add(-age)
		require.NoError(t, os.Chtimes(folder, at, at))
	}
	folder, err := unpack(t.Context(), archive, cache)
	require.NoError(t, err)
	assert.NoDirExists(t, old)
	assert.DirExists(t, recent)

	at := time.Now().Add(-2 * unusedAfter)
	require.NoError(t, os.Chtimes(folder, at, at))
	_, err = unpack(t.Context(), archive, cache)
	require.NoError(t, err)
	info, err := os.Stat(folder)
	require.NoError(t, err)
	assert.True(t, info.ModTime().After(at), "a folder that is used is not taken for unused")
}

func TestWithoutAFolderToUnpackTheErrorSaysSo(t *testing.T) {
	archive, _ := archiveForTest(t)
	carried := location{archive: archive}
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	t.Setenv("XDG_CACHE_HOME", filepath.Join(file, "cache"))
	t.Setenv("HOME", file)
	_, err := carried.root(t.Context())
	assert.ErrorIs(t, err, ErrUnavailable)
	assert.ErrorContains(t, err, file)

	t.Setenv("XDG_CACHE_HOME", "")
	t.Setenv("HOME", "")
	_, err = carried.root(t.Context())
	assert.ErrorIs(t, err, ErrUnavailable)
	assert.ErrorContains(t, err, "HOME")

	_, err = location{archive: []byte("damaged")}.root(t.Context())
	assert.ErrorIs(t, err, ErrUnavailable)
}
