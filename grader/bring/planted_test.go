package bring_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/bring"
	"raftlab/grader/bring/build"
	"raftlab/grader/bring/examples"
	"raftlab/grader/source"
)

// testdata is the folder of a right server.
func testdata(server string) string {
	return filepath.Join("testdata", "servers", filepath.FromSlash(server))
}

// sources is the folder of the lab's sources.
var sources = os.DirFS(filepath.Join("..", ".."))

// program compiles the server in a folder.
func program(t *testing.T, folder string) []byte {
	t.Helper()
	opened, err := bring.Open(folder)
	require.NoError(t, err)
	return programOf(t, opened)
}

// planted compiles a server with a mistake.
func planted(t *testing.T, m examples.Mistake) []byte {
	t.Helper()
	files, err := m.Files(sources)
	require.NoError(t, err)
	held, err := bring.Hold(m.Server, files)
	require.NoError(t, err)
	return programOf(t, held)
}

func programOf(t *testing.T, folder *bring.Folder) []byte {
	t.Helper()
	root, err := source.Root(t.Context())
	require.NoError(t, err)
	whole, err := folder.Read()
	require.NoError(t, err)
	require.NoError(t, folder.Close())
	guest, err := build.Compile(t.Context(), whole, root)
	require.NoError(t, err)
	return guest
}

func TestMistakesArePlanted(t *testing.T) {
	names, ids := map[string]bool{}, map[string]bool{"": true}
	shown := 0
	for _, m := range examples.Mistakes() {
		_, err := m.Files(sources)
		require.NoError(t, err)
		assert.False(t, names[m.Name], m.Name)
		names[m.Name] = true
		assert.NotEmpty(t, m.Breaks, m.Name)
		if m.ID != "" {
			assert.False(t, ids[m.ID], m.ID)
			assert.NotEmpty(t, m.Why, m.Name)
			ids[m.ID] = true
			shown++
		}
	}
	assert.GreaterOrEqual(t, len(servers), 12)
	assert.GreaterOrEqual(t, len(names), 12)
	assert.Equal(t, 10, shown, "the lesson has ten mistakes")
}
