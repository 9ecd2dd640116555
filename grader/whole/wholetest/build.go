package wholetest

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Edit is a mistake that is planted into the server: an old text that a file has once, and a new one.
type Edit struct{ File, Old, New string }

// Build compiles the server with some edits, as the guest of package seat.
func Build(t testing.TB, edits ...Edit) []byte {
	t.Helper()
	_, here, _, ok := runtime.Caller(0)
	require.True(t, ok)
	source := filepath.Join(filepath.Dir(here), "testdata", "server")
	folder := t.TempDir()
	replaced := map[string]string{}
	for _, e := range edits {
		file, changed := filepath.Join(source, e.File), filepath.Join(folder, e.File)
		from := file
		if replaced[file] != "" {
			from = changed
		}
		text, err := os.ReadFile(from)
		require.NoError(t, err)
		require.Equal(t, 1, strings.Count(string(text), e.Old), "the edit of %s fits in one place: %s", e.File, e.Old)
		require.NoError(t, os.WriteFile(changed, []byte(strings.Replace(string(text), e.Old, e.New, 1)), 0o600))
		replaced[file] = changed
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replaced})
	require.NoError(t, err)
	list, program := filepath.Join(folder, "overlay.json"), filepath.Join(folder, "server.wasm")
	require.NoError(t, os.WriteFile(list, overlay, 0o600))
	command := exec.Command("go", "build", "-overlay", list, "-buildmode=c-shared", "-ldflags=-w", "-o", program, ".")
	command.Dir, command.Env = source, append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm")
	said, err := command.CombinedOutput()
	require.NoError(t, err, string(said))
	bytes, err := os.ReadFile(program)
	require.NoError(t, err)
	return bytes
}
