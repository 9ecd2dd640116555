package bring_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"raftlab/grader/bring"
	"raftlab/grader/bring/build"
	"raftlab/grader/source"
)

// testdata is the folder of a right server.
func testdata(server string) string {
	return filepath.Join("testdata", "servers", filepath.FromSlash(server))
}

// program compiles the server in a folder.
func program(t *testing.T, folder string) []byte {
	t.Helper()
	root, err := source.Root(t.Context())
	require.NoError(t, err)
	opened, err := bring.Open(folder)
	require.NoError(t, err)
	whole, err := opened.Read()
	require.NoError(t, err)
	require.NoError(t, opened.Close())
	guest, err := build.Compile(t.Context(), whole, root)
	require.NoError(t, err)
	return guest
}

// plant copies a mistake's server, with the mistake in it.
func (m mistake) plant(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, os.CopyFS(folder, os.DirFS(testdata(m.server))))
	file := filepath.Join(folder, filepath.FromSlash(m.file))
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	before, after := strings.TrimPrefix(m.old, "\n"), strings.TrimPrefix(m.new, "\n")
	require.Equal(t, 1, strings.Count(string(text), before), "%s: the text is in %s once", m.name, m.file)
	changed := strings.Replace(string(text), before, after, 1)
	require.NoError(t, os.WriteFile(file, []byte(changed), 0o600))
	return folder
}
