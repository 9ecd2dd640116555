package bring_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/bring"
)

// held are the files of a folder, as a page has them.
func held(t *testing.T, folder string) []bring.File {
	t.Helper()
	var list []bring.File
	tree := os.DirFS(folder)
	require.NoError(t, fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(tree, name)
		list = append(list, bring.File{Path: name, Text: string(text)})
		return err
	}))
	return list
}

// calls are all calls that make a program.
func calls(whole *bring.Whole) (all []bring.Call) {
	making := whole.Make()
	for call, more := making.Next(); more; call, more = making.Next() {
		all = append(all, call)
		if making.Ended(bring.Ended{OK: true}) != nil {
			break
		}
	}
	return all
}

// What a page holds in its memory is understood like what is on a disk.
func TestHeldFoldersAreReadLikeOthers(t *testing.T) {
	for _, s := range servers {
		name, _, _ := strings.Cut(s.folder, "/")
		onDisk := read(t, name)
		folder, err := bring.Hold(name, held(t, filepath.Join("testdata", "servers", name)))
		require.NoError(t, err)
		whole, err := folder.Read()
		require.NoError(t, err, name)
		require.NoError(t, folder.Close())
		assert.Equal(t, onDisk.Notes, whole.Notes, name)
		assert.Equal(t, onDisk.Package, whole.Package, name)
		assert.Equal(t, onDisk.Release, whole.Release, name)
		assert.Equal(t, calls(onDisk), calls(whole), name)
		assert.Len(t, calls(whole), whole.Make().Steps(), name)
	}
}

func TestInvalidListsOfFiles(t *testing.T) {
	for want, names := range map[string][]string{
		`"../a.go" is no name of a file within a folder`: {"../a.go"},
		`"/a.go" is no name of a file within a folder`:   {"/a.go"},
		`"a//b.go" is no name of a file within a folder`: {"a//b.go"},
		`"." is no name of a file within a folder`:       {"."},
		"a/b.go is there twice":                          {"a/b.go", "a/b.go"},
		"a is there twice":                               {"a/b.go", "a"},
		"a/b.go is in a folder that is a file, too":      {"a", "a/b.go"},
	} {
		var list []bring.File
		for _, name := range names {
			list = append(list, bring.File{Path: name})
		}
		_, err := bring.Hold("mine", list)
		assert.EqualError(t, err, want)
	}
}

// A package needs a later release than a course had: it is called for again.
func TestTheReleaseThatAPackageNeedsIsTaken(t *testing.T) {
	folder, err := bring.Hold("mine", []bring.File{{Path: "raft.go", Text: tinyRaft}})
	require.NoError(t, err)
	whole, err := folder.Read()
	require.NoError(t, err)
	making := whole.Make()
	release := func() string {
		for call, more := making.Next(); more; call, more = making.Next() {
			if strings.HasSuffix(call.Files[0].Path, "raft.go") || len(call.Files) > 1 {
				return strings.Join(call.Args, " ")
			}
			require.NoError(t, making.Ended(bring.Ended{OK: true}))
		}
		return ""
	}
	assert.Contains(t, release(), "-lang=go1.15 ")
	require.NoError(t, making.Ended(bring.Ended{Printed: "1/raft.go:3:4: type parameter requires go1.18 or later"}))
	assert.Contains(t, release(), "-lang=go1.18 ")
	assert.Contains(t, whole.Notes, bring.Note{
		Kind: "assumed", What: "Go 1.18", Why: "no go.mod names a release, and the files need it",
	})
	err = making.Ended(bring.Ended{Printed: "1/raft.go:3:4: max requires go1.16 or later"})
	assert.EqualError(t, err, "raft.go:3:4: max requires go1.16 or later")
	assert.EqualError(t, making.Ended(bring.Ended{Met: "memory"}), "the compiler met its bound of memory\n"+
		"    make the files smaller")
}
