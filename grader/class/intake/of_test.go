package intake_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/class"
	"raftlab/grader/class/intake"
)

// TestTheFolderOfOneStudent: whatever a folder looks like, everything in it is that student's.
func TestTheFolderOfOneStudent(t *testing.T) {
	me := class.Student{ID: "me", Name: "Myself"}
	of := func(path string) intake.Found {
		return intake.Read(context.Background(), []string{path},
			intake.Options{Exercises: exercises("vote", "append"), Of: me})
	}
	for _, shape := range shapes {
		files := tree(shape.files)
		for name, input := range map[string]string{
			"a folder": asFolder(t, "submission", files), "an archive": asFile(t, "submission.zip", zipped(t, files)),
		} {
			found := of(input)
			require.Len(t, found.Entries, 2, "%s as %s", shape.name, name)
			assert.Empty(t, found.Unplaced, "%s as %s", shape.name, name)
			for _, e := range found.Entries {
				assert.Equal(t, me, e.Student, "%s as %s", shape.name, name)
			}
		}
	}

	folder := asFolder(t, "submission", tree("src/Vote (1).go\nsrc/deep/append.txt"))
	assert.Equal(t, "me vote submission/src/Vote (1).go", first(lines(of(folder).Entries), 0))
	require.NoError(t, os.Remove(filepath.Join(folder, "src", "Vote (1).go")))
	require.NoError(t, os.Symlink("/etc/passwd", filepath.Join(folder, "vote.go")))
	assert.Equal(t, "me vote refused", first(lines(of(folder).Entries), 0))

	one := of(asFile(t, "vote.go", rule("vote.go")))
	assert.Equal(t, "me vote vote.go\nme append missing\n", lines(one.Entries))

	empty := of(t.TempDir())
	assert.Equal(t, "me vote missing\nme append missing\n", lines(empty.Entries))
	assert.Empty(t, empty.Unplaced)
	gone := of(filepath.Join(t.TempDir(), "nothing"))
	require.Len(t, gone.Unplaced, 1)
	assert.Equal(t, class.Unreadable, gone.Unplaced[0].Problem.Code)
}

// first is a line without its notes.
func first(text string, line int) string {
	text, _, _ = strings.Cut(strings.Split(text, "\n")[line], " [")
	return text
}
