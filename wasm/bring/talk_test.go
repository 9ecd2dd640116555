package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/bring"
)

// ask asks, and reads the reply.
func ask(t *testing.T, talking *talk, request any) (r reply) {
	t.Helper()
	asked, err := json.Marshal(request)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(talking.answer(asked), &r))
	return r
}

// object is JSON's.
type object map[string]any

// folder is a request with a whole server of the test data.
func folder(t *testing.T, server string) object {
	t.Helper()
	var files []bring.File
	tree := os.DirFS("../../grader/bring/testdata/servers/" + server)
	require.NoError(t, fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(tree, name)
		files = append(files, bring.File{Path: name, Text: string(text)})
		return err
	}))
	return object{"folder": object{"name": server, "files": files}}
}

func TestAFolderBecomesCallsUntilTheProgramIsThere(t *testing.T) {
	talking := &talk{}
	r := ask(t, talking, folder(t, "packages"))
	assert.Equal(t, "raft1", r.About.Shape)
	assert.Equal(t, "src/raft1", r.About.Package)
	assert.Equal(t, "1.23", r.About.Release)
	assert.True(t, r.About.Snapshots)
	assert.NotEmpty(t, r.About.Notes)
	calls := []string{}
	for ; r.Call != nil; r = ask(t, talking, object{"ended": bring.Ended{OK: true}}) {
		assert.Empty(t, r.Complaints)
		assert.Contains(t, r.Config, "packagefile 6.5840/raftlog=")
		calls = append(calls, r.Call.Tool+" "+r.Call.Makes)
		assert.Equal(t, 8, r.Steps)
	}
	assert.Equal(t, []string{
		"compile 0.a", "compile 1.a", "compile 2.a", "compile 3.a", "compile 4.a", "compile 5.a", "compile main.a",
		"link program.wasm",
	}, calls)
	assert.Empty(t, r.Complaints)
	assert.Equal(t, "raft1", r.About.Shape)
}

func TestAProgramWithEtcdsRaftNeedsItsPack(t *testing.T) {
	assert.Equal(t, []string{"rawnode"}, ask(t, &talk{}, folder(t, "etcd")).Packs)
	assert.Empty(t, ask(t, &talk{}, folder(t, "steps")).Packs)
}

func TestWhatTheCompilerSaysIsAboutThePersonsFiles(t *testing.T) {
	talking := &talk{}
	r := ask(t, talking, folder(t, "rounds"))
	for r.Call.Args[len(r.Call.Args)-1] != "2/raft.go" {
		r = ask(t, talking, object{"ended": bring.Ended{OK: true}})
	}
	r = ask(t, talking, object{"ended": bring.Ended{Printed: "2/raft.go:3:5: undefined: x\n"}})
	assert.Equal(t, []bring.Complaint{{File: "raft.go", Line: 3, Column: 5, Message: "undefined: x"}}, r.Complaints)
	assert.Nil(t, r.Call)
}

func TestBadRequestsAreAnswered(t *testing.T) {
	for want, asked := range map[string]any{
		"there is no folder yet": object{"ended": bring.Ended{OK: true}},
		"json: cannot unmarshal string into Go value of type main.request": "text",
		"in 0 packages of Go there is none with a function Make that imports labrpc, with New and a method Step, " +
			"or with New and go.etcd.io/raft/v3": object{
			"folder": object{"name": "empty"},
		},
		`"../a" is no name of a file within a folder`: object{
			"folder": object{"files": []bring.File{{Path: "../a"}}},
		},
	} {
		r := ask(t, &talk{}, asked)
		require.Len(t, r.Complaints, 1)
		assert.Equal(t, want, r.Complaints[0].Message)
		assert.Nil(t, r.About)
	}
}
