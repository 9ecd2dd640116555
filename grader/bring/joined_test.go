package bring_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/bring"
)

func TestJoinedFilesArePartedAgain(t *testing.T) {
	files := []bring.File{
		{Path: "go.mod", Text: "module 6.824\n\ngo 1.15\n"},
		{Path: "raft/raft.go", Text: tinyRaft},
		{Path: "raft/z.go", Text: "package raft\n"},
	}
	text := bring.Joined([]bring.File{files[2], files[0], files[1]})
	assert.Equal(t, "-- go.mod --\nmodule 6.824\n\ngo 1.15\n-- raft/raft.go --\npackage raft\n", text[:67])
	parted, ok := bring.Parted(text)
	require.True(t, ok)
	assert.Equal(t, files, parted)
	_, ok = bring.Parted(tinyRaft)
	assert.False(t, ok)
	_, ok = bring.Parted("")
	assert.False(t, ok)
}

func TestJoinedFilesAreAFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "node.go")
	text := bring.Joined(held(t, filepath.Join("testdata", "servers", "packages")))
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	opened, err := bring.Open(file)
	require.NoError(t, err)
	whole, err := opened.Read()
	require.NoError(t, err)
	require.NoError(t, opened.Close())
	assert.Equal(t, "src/raft1", whole.Package)
	assert.Equal(t, calls(read(t, "packages")), calls(whole))
}
