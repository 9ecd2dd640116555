package overlay_test

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/overlay"
)

func TestGoCommandReadsTheReplacements(t *testing.T) {
	// Neither folder exists, and both have a file of the same name.
	main, err := filepath.Abs("hello/main.go")
	require.NoError(t, err)
	word, err := filepath.Abs("hello/word/main.go")
	require.NoError(t, err)
	folder := t.TempDir()
	name, files, err := overlay.Write(folder, map[string][]byte{
		main: []byte("package main\n\nimport \"raftlab/grader/overlay/hello/word\"\n\n" +
			"func main() { print(word.Word) }\n"),
		word: []byte("package word\n\nconst Word = \"hello\"\n"),
	})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{main: filepath.Join(folder, "0-main.go"),
		word: filepath.Join(folder, "1-main.go")}, files)
	output, err := exec.Command("go", "run", "-overlay", name, "./hello").CombinedOutput()
	require.NoError(t, err, string(output))
	assert.Equal(t, "hello", string(output))
}

func TestRelativePathIsAnError(t *testing.T) {
	_, _, err := overlay.Write(t.TempDir(), map[string][]byte{"vote.go": nil})
	require.ErrorContains(t, err, "vote.go: the go command needs an absolute path")
	_, _, err = overlay.Write(filepath.Join(t.TempDir(), "nowhere"), map[string][]byte{"/vote.go": nil})
	require.ErrorContains(t, err, "no such file")
	_, _, err = overlay.Write(filepath.Join(t.TempDir(), "nowhere"), nil)
	require.ErrorContains(t, err, "no such file")
}
