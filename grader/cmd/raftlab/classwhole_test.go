package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAClassHandsInWholeServers(t *testing.T) {
	t.Parallel()
	handedIn, results := t.TempDir(), filepath.Join(t.TempDir(), "results")
	require.NoError(t, os.CopyFS(filepath.Join(handedIn, "ada"), os.DirFS("../../bring/testdata/servers/packages")))
	for student, file := range map[string]string{"ben": "node.go", "eve": ""} {
		text := []byte("package node\n\nfunc New() { unknown() }\n")
		if file != "" {
			var err error
			text, err = os.ReadFile(filepath.Join("..", "..", "..", "exercises", "node", filepath.FromSlash(file)))
			require.NoError(t, err)
		}
		require.NoError(t, os.MkdirAll(filepath.Join(handedIn, student), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(handedIn, student, "node.go"), text, 0o600))
	}
	arguments := []string{"class", "grade", handedIn, "--exercises", "node", "--schedules", "1", "--out", results}
	code, out, errOut := runForTest(arguments...)
	assert.Equal(t, exitDone, code, errOut)
	assert.Regexp(t, `(?m)^ada\s+50/50  ✓ passed\s+6 files are one server: `, out)
	assert.Regexp(t, `(?m)^ben\s+0/50  ✗ gets stuck\s+A leader is elected, and stays$`, out)
	assert.Regexp(t, `(?m)^eve\s+0/50  ✗ does not compile\s+It does not compile$`, out)
	pages, err := filepath.Glob(filepath.Join(results, "students", "ben-*.html"))
	require.NoError(t, err)
	require.Len(t, pages, 1)
	page, err := os.ReadFile(pages[0])
	require.NoError(t, err)
	assert.Contains(t, string(page), "raftlab bring node.go --seed 1 --schedules 1")

	code, again, errOut := runForTest(arguments...)
	assert.Equal(t, exitDone, code)
	assert.Empty(t, errOut, "nothing is judged twice")
	assert.Contains(t, again, "50/50")
}
