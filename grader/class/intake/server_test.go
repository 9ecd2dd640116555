package intake_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/bring"
	"raftlab/grader/class"
	"raftlab/grader/class/intake"
	"raftlab/grader/gradable"
)

const (
	aServer  = "package raft\n\nfunc Make() {}\n"
	aHelper  = "package raft\n\nfunc helper() {}\n"
	aModule  = "module 6.5840\n\ngo 1.22\n"
	aProgram = "package main\n\nfunc main() {}\n"
)

// ofServers reads what a class handed in for a whole server and, perhaps, for rules.
func ofServers(t *testing.T, files []given, rules ...string) intake.Found {
	t.Helper()
	node, ok := gradable.Find(gradable.Node)
	require.True(t, ok)
	wanted := append(exercises(rules...), node.About())
	return intake.Read(context.Background(), []string{asFolder(t, "C", files)}, intake.Options{Exercises: wanted})
}

// parted are the names of the files of a server, "" for one file alone.
func parted(e class.Entry) string {
	files, _ := bring.Parted(string(e.Source))
	var names []string
	for _, f := range files {
		names = append(names, f.Path)
	}
	return strings.Join(names, " ")
}

func TestAServerOfSeveralFiles(t *testing.T) {
	found := ofServers(t, []given{
		{"ada/src/raft/raft.go", aServer, noon},
		{"ada/src/raft/log.go", aHelper, noon},
		{"ada/src/raft/raft_test.go", aHelper, noon},
		{"ada/src/go.mod", aModule, noon},
		{"ada/src/helper/helper.go", "package helper\n\nfunc F() {}\n", noon},
		{"ada/src/raft/main.go", aProgram, noon},
		{"ada/README.md", "text", noon},
		{"bo/node.go", "package node\n\nfunc New() {}\n", noon},
		{"bo/scratch.go", aProgram, noon},
		{"cy/raft.go", aServer, noon},
		{"di/exercises/node/node.go", "package node\n\nfunc New() {}\n", noon},
		{"di/exercises/node/doc.go", "package node\n", noon},
		{"eve/notes.go", aProgram, noon},
	})
	require.Len(t, found.Entries, 5)
	ada := found.Entries[0]
	assert.Equal(t, "C/ada/src/raft/raft.go", ada.File)
	assert.Equal(t, "go.mod helper/helper.go raft/log.go raft/raft.go", parted(ada))
	assert.Equal(t, "4 files are one server: raft/raft.go, helper/helper.go, raft/log.go, and 1 more",
		ada.Notes[len(ada.Notes)-1].Text)
	files, _ := bring.Parted(string(ada.Source))
	assert.Equal(t, bring.File{Path: "raft/raft.go", Text: aServer}, files[3])

	for i, want := range map[int]string{
		1: "C/bo/node.go", 2: "C/cy/raft.go", 3: "C/di/exercises/node/node.go",
	} {
		assert.Equal(t, want, found.Entries[i].File)
		assert.Empty(t, parted(found.Entries[i]))
		assert.Nil(t, found.Entries[i].Problem)
	}
	require.NotNil(t, found.Entries[4].Problem)
	assert.Equal(t, class.Missing, found.Entries[4].Problem.Code)
}

func TestAServerBesideRules(t *testing.T) {
	found := ofServers(t, []given{
		{"ada/vote.go", rule("vote.go"), noon},
		{"ada/node.go", "package node\n\nfunc New() {}\n", noon},
		{"ada/log.go", "package node\n\nfunc F() {}\n", noon},
	}, "vote")
	require.Len(t, found.Entries, 2)
	assert.Equal(t, "C/ada/vote.go", found.Entries[0].File)
	assert.Equal(t, "C/ada/node.go", found.Entries[1].File)
	assert.Equal(t, "log.go node.go", parted(found.Entries[1]))
}

func TestAServerThatIsTooLarge(t *testing.T) {
	var files []given
	for i := range 10 {
		name := string(rune('a' + i))
		files = append(files, given{"ada/" + name + ".go", aServer + strings.Repeat("//\n", 300_000), noon})
	}
	files = append(files, given{"bo/node.go", "package node\n\nfunc New() {}\n", noon})
	found := ofServers(t, files)
	require.Len(t, found.Entries, 2, found.Text())
	require.NotNil(t, found.Entries[0].Problem)
	assert.Equal(t, "the files have more than 8 MB", found.Entries[0].Problem.Text)
	assert.Empty(t, found.Entries[0].Source)
}
