package example_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/class/intake"
	"raftlab/grader/hostile"
)

// TestHostileFilesArriveUnchanged: what intake repairs in a text takes nothing from an attack, so that the file has the
// verdict that is expected of it. Only a text that is not UTF-8 is repaired.
func TestHostileFilesArriveUnchanged(t *testing.T) {
	for _, f := range hostile.Files() {
		folder := filepath.Join(t.TempDir(), "mallory")
		require.NoError(t, os.Mkdir(folder, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(folder, "vote.go"), []byte(f.Source), 0o644))
		found := intake.Read(context.Background(), []string{folder},
			intake.Options{Exercises: abouts(t, []string{"vote"})})
		require.Len(t, found.Entries, 1, f.Name)
		assert.Equal(t, "mallory", found.Entries[0].Student.ID)
		unchanged := f.Source == string(found.Entries[0].Source)
		assert.Equal(t, utf8.ValidString(f.Source), unchanged, "%s: %v", f.Name, found.Entries[0].Notes)
	}
}
