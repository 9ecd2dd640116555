//go:build unix

package intake_test

import (
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPipesAreNotOpened: reading one would not end.
func TestPipesAreNotOpened(t *testing.T) {
	root := asFolder(t, "C", tree("ada/vote.go\nbo/append.go"))
	for _, name := range []string{"bo/vote.go", "bo/work.zip", "cy"} {
		require.NoError(t, syscall.Mkfifo(filepath.Join(root, name), 0o644))
	}
	found := read(root, filepath.Join(root, "cy"))
	assert.Equal(t, trimmed(`
		ada vote C/ada/vote.go
		ada append missing
		bo vote refused
		bo append C/bo/append.go [not-read]
	`), lines(found.Entries), found.Text())
	require.Len(t, found.Unplaced, 2)
	assert.Equal(t, "C/cy is a pipe and no file", found.Unplaced[0].Problem.Text)
	assert.Equal(t, "cy is a pipe and no file", found.Unplaced[1].Problem.Text)
}
