package bring_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/bring"
	"raftlab/grader/bring/build"
	"raftlab/grader/source"
)

// servers are whole servers that are right, each in another style. The folder is what a person would name.
var servers = []struct {
	name, folder, shape, release string
	snapshots                    bool
}{
	{"plain", "plain", "raft1", "1.22", true},
	{"loop", "loop/raft1", "raft1", "1.22", true},
	{"streams", "streams/src", "raft1", "1.24", false},
	{"packages", "packages/src/raft1", "raft1", "1.23", true},
	{"contexts", "contexts", "raft1", "1.22", false},
	{"classic", "classic/src/raft", "raft", "1.15", true},
	{"actors", "actors", "raft", "1.15", true},
	{"timers", "timers", "raft", "1.20", true},
	{"polling", "polling/src", "raft", "1.22", true},
	{"values", "values", "raft", "1.15", false},
	{"rounds", "rounds", "raft", "1.21", false},
	{"oldest", "oldest/src/raft", "gopath", "1.13", false},
	{"steps", "steps", "step", "1.26", true},
	{"etcd", "etcd", "rawnode", "1.26", true},
}

// read reads a server of the test data.
func read(t *testing.T, folder string) *bring.Whole {
	t.Helper()
	opened, err := bring.Open(filepath.Join("testdata", "servers", filepath.FromSlash(folder)))
	require.NoError(t, err)
	whole, err := opened.Read()
	require.NoError(t, err)
	require.NoError(t, opened.Close())
	return whole
}

func TestEveryServerIsCompiled(t *testing.T) {
	root, err := source.Root(t.Context())
	require.NoError(t, err)
	for _, s := range servers {
		t.Run(s.name, func(t *testing.T) {
			whole := read(t, s.folder)
			guest, err := build.Compile(t.Context(), whole, root)
			require.NoError(t, err)
			assert.Equal(t, s.shape, whole.Shape)
			assert.Equal(t, s.release, whole.Release)
			assert.Equal(t, s.snapshots, whole.Snapshots)
			assert.NotEmpty(t, guest)
		})
	}
}
