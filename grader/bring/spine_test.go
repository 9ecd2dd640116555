package bring

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"raftlab/grader/source"
)

func TestSpine(t *testing.T) {
	f, err := Open("testdata/servers/plain")
	require.NoError(t, err)
	w, err := f.Read()
	require.NoError(t, err)
	t.Logf("%+v", w.Notes)
	root, err := source.Root(t.Context())
	require.NoError(t, err)
	g, err := w.Compile(t.Context(), root)
	require.NoError(t, err)
	t.Log(len(g))
	os.WriteFile("/tmp/plain.wasm", g, 0o600)
}
