package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestClassRoster: a gradebook's file says who is in the class besides those who handed in.
func TestClassRoster(t *testing.T) {
	roster := filepath.Join(t.TempDir(), "roster.csv")
	require.NoError(t, os.WriteFile(roster, []byte("Name,Email\nada,ada@x\nEve,eve@x\n"), 0o644))
	code, out, _ := gradeClass(t, smallClass(t), "--dry-run", "--roster", roster)
	assert.Zero(t, code)
	assert.Contains(t, out, "5 students, 3 files")
	assert.Contains(t, out, "\neve@x  Eve\n  vote         missing: nothing was handed in: the student is in the roster")
	assert.Contains(t, out, "bob handed in, and is not in the roster")
	require.NoError(t, os.WriteFile(roster, []byte("Colour\nred\n"), 0o644))
	code, _, said := gradeClass(t, smallClass(t), "--dry-run", "--roster", roster)
	assert.Equal(t, 2, code)
	assert.Contains(t, said, "no column says who is in the class, such as Email, SID, Username or Name")
	assert.Contains(t, said, `there are "Colour"`)
}
