package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/bring"
)

// askFor asks a server with this folder for its files.
func askFor(t *testing.T, folder brought, host string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, broughtName, nil)
	r.Host = host
	return answer(newHandler(testSite(), true, true, nobody, folder), r)
}

func TestThePageIsGivenTheFolder(t *testing.T) {
	course := filepath.Join("..", "..", "bring", "testdata", "servers", "packages", "src")
	w := askFor(t, brought(filepath.Join(course, "raft1")), "localhost:8080")
	assert.Equal(t, http.StatusOK, w.Code)
	assert.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	assert.Equal(t, "application/json", w.Header().Get("Content-Type"))
	var given struct {
		Name  string
		Files []bring.File
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &given))
	assert.Equal(t, "src", given.Name)
	var names []string
	for _, f := range given.Files {
		names = append(names, f.Path)
	}
	assert.Equal(t, []string{
		"go.mod", "raft1/follower.go", "raft1/leader.go", "raft1/raft.go", "raft1/rpc.go", "raftlog/log.go",
	}, names, "the package, and what it needs of its module")
	text, err := os.ReadFile(filepath.Join(course, "raftlog", "log.go"))
	require.NoError(t, err)
	assert.Equal(t, string(text), given.Files[5].Text)
	held, err := bring.Hold(given.Name, given.Files)
	require.NoError(t, err)
	whole, err := held.Read()
	require.NoError(t, err)
	assert.Equal(t, "raft1", whole.Package)
}

func TestNothingElseOfTheMachineIsGiven(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret.go")
	require.NoError(t, os.WriteFile(secret, []byte("package secret\n"), 0o600))
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "notes.txt"), []byte("mine"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "raft.go"), []byte("package raft {"), 0o600))
	w := askFor(t, brought(folder), "localhost:8080")
	assert.Equal(t, http.StatusOK, w.Code)
	assert.JSONEq(t, `{"name":"`+filepath.Base(folder)+`","files":[{"path":"raft.go","text":"package raft {"}]}`,
		w.Body.String(), "the page says what is wrong with it")

	require.NoError(t, os.Symlink(secret, filepath.Join(folder, "link.go")))
	w = askFor(t, brought(folder), "localhost:8080")
	assert.Equal(t, http.StatusInternalServerError, w.Code)
	assert.Contains(t, w.Body.String(), "link.go: this file cannot be read, or is a link that leads out of the folder")
	assert.Equal(t, http.StatusForbidden, askFor(t, brought(folder), "evil.example").Code)
	assert.JSONEq(t, "null", askFor(t, "", "localhost:8080").Body.String())
}

func TestAFolderIsGivenToThisMachineAlone(t *testing.T) {
	folder := t.TempDir()
	code, _, errOut := runForTest("serve", "--addr", "0.0.0.0:0", "--with", folder)
	assert.Equal(t, exitUsage, code)
	assert.Equal(t, "raftlab: --with gives the files of "+folder+" to whoever reaches the page: use it without "+
		"--addr, or with a loopback address\n", errOut)
	code, _, errOut = runForTest("serve", "--addr", "127.0.0.1:0", "--with", filepath.Join(folder, "gone"))
	assert.Equal(t, exitUsage, code)
	assert.Equal(t, "raftlab: there is no folder "+filepath.Join(folder, "gone")+"\n", errOut)
}
