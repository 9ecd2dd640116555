package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/instrument"
	"raftlab/grader/judges"
)

// entryOf is one entry of an archive, in the form that `ar` writes.
func entryOf(name, content string) string {
	return fmt.Sprintf("%-48s%-10d`\n", name, len(content)) + content + strings.Repeat("\n", len(content)%2)
}

func TestArchiveForTheLinkerAlone(t *testing.T) {
	whole := magic + entryOf(exportData, "exports") + entryOf("_go_.o", "object") + entryOf("asm.o", "odd")
	stripped, err := archive{"fmt", []byte(whole)}.withoutExports()
	require.NoError(t, err)
	assert.Equal(t, magic+entryOf("_go_.o", "object")+entryOf("asm.o", "odd"), string(stripped.content))

	for name, broken := range map[string]string{
		"nothing":       "",
		"other magic":   "!<other>\n",
		"half a header": magic + "__.PKGDEF",
		"too short":     strings.TrimSuffix(whole, "odd\n"),
		"no size":       magic + strings.Repeat(" ", headerSize),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := archive{"fmt", []byte(broken)}.withoutExports()
			assert.ErrorContains(t, err, "the archive of fmt is not what the compiler writes")
		})
	}
}

func TestPack(t *testing.T) {
	archives := []archive{{"fmt", []byte("one")}, {"raftlab/raft", []byte("archive")}, {"empty", []byte{}}}
	content, err := pack(archives)
	require.NoError(t, err)
	assert.Equal(t, archives, unpacked(t, content))
	none, err := pack(nil)
	require.NoError(t, err)
	assert.Equal(t, "2\n[]", string(none))
}

func TestUnchangedFilesAreNotRewritten(t *testing.T) {
	to := folder(t.TempDir())
	entry, err := to.put("docs", ".json", []byte("{}"))
	require.NoError(t, err)
	assert.Regexp(t, `^docs-[0-9a-f]{16}\.json$`, entry.Path)
	file := filepath.Join(string(to), entry.Path)
	old := time.Unix(1, 0)
	require.NoError(t, os.Chtimes(file, old, old))
	outdated := filepath.Join(string(to), "docs-0123456789abcdef.json")
	require.NoError(t, os.WriteFile(outdated, nil, 0o644))

	again, err := to.put("docs", ".json", []byte("{}"))
	require.NoError(t, err)
	assert.Equal(t, entry, again)
	state, err := os.ReadFile(filepath.Join(string(to), buildingName))
	require.NoError(t, err)
	assert.JSONEq(t, fmt.Sprintf(`{"made":2,"of":%d}`, parts), string(state), "how far it is, for a page that waits")
	require.NoError(t, to.finish(manifest{Version: 1, Files: []listEntry{again}}))
	status, err := os.Stat(file)
	require.NoError(t, err)
	assert.True(t, status.ModTime().Equal(old), "the changed file has been rewritten")
	assert.NoFileExists(t, outdated)
	assert.NoFileExists(t, filepath.Join(string(to), buildingName))
	assert.FileExists(t, filepath.Join(string(to), manifestName))
}

func TestRootsAreWhatProgramsImport(t *testing.T) {
	imported, err := roots()
	require.NoError(t, err)
	assert.Subset(t, imported, instrument.Allowed)
	assert.Subset(t, imported, []string{instrument.VisitPath, "raftlab/wasm/guest/judge"})
	for _, judge := range judges.All() {
		assert.Contains(t, imported, "raftlab/grader/judges/"+judge.About().ID)
	}
	assert.NotContains(t, imported, "raftlab/grader/judges", "a guest carries the judge of one exercise")
	for _, name := range imported {
		assert.NotContains(t, name, "exercises", "a learner's package is compiled in the page")
	}
}

func TestDocsHaveEveryName(t *testing.T) {
	tool, err := findGo(t.Context())
	require.NoError(t, err)
	raft, err := tool.parsePackage("raftlab/raft")
	require.NoError(t, err)
	assert.Contains(t, raft["RequestVote"], "Figure 2")
	assert.NotContains(t, raft, "HandleRequestVote", "a learner must not see the answer key")
	assert.Contains(t, raft["State.CurrentTerm"], "latest term")
	assert.Contains(t, raft["State.BecomeFollower"], "BecomeFollower")
	assert.Contains(t, raft["Figure2.StartElection"], "candidate")
	assert.Contains(t, raft["None"], "None")
	assert.Contains(t, raft["AppendEntries.PrevLogTerm"], "PrevLogTerm", "one comment for two fields")
	assert.NotContains(t, raft, "State.hidden")
	slices, err := tool.parsePackage("slices")
	require.NoError(t, err)
	assert.Equal(t, "Contains reports whether v is present in s.", slices["Contains"])
}
