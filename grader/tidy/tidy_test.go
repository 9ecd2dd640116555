package tidy

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// file is one file of the repository; path has slashes and starts at the root.
type file struct {
	path    string
	content string
}

// violation names a place ("raft/node.go", or "raft/node.go:Step" for a
// function) and says what is wrong there.
type violation struct {
	where string
	what  string
}

// rule is a rule that holds for the whole repository.
type rule struct {
	name  string
	check func(repository []file) []violation
}

var rules = []rule{
	{"layout", checkLayout},
	{"documentation", checkDocumentation},
	{"import direction", checkImportDirection},
	{"imports kept to their place", checkConfinedImports},
	{"no Raft in the neutral lab", perGoFile(checkNeutral)},
	{"determinism", checkDeterminism},
	{"file length", perFile(checkFileLength)},
	{"function length", perGoFile(checkFunctionLength)},
	{"line length", perGoFile(checkLineLength)},
	{"words", perFile(checkWords)},
	{"plain words", perGoFile(checkPlainWords)},
	{"build tags", perGoFile(checkBuildTags)},
	{"main on the host", checkMainOnHost},
	{"size and form", perFile(checkSizeAndForm)},
	{"lock file", perFile(checkLockFile)},
	{"tests named in the Makefile", checkTestPatterns},
}

// exceptions are the violations that are right after all, each with the reason.
// The key is the rule's name, a colon and a space, and the place.
var exceptions = map[string]string{}

func TestRepositoryIsTidy(t *testing.T) {
	repository := readRepository(t)
	used := map[string]bool{}
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			for _, v := range r.check(repository) {
				key := r.name + ": " + v.where
				if exceptions[key] != "" {
					used[key] = true
					continue
				}
				t.Errorf("%s: %s", v.where, v.what)
			}
		})
	}
	t.Run("exceptions", func(t *testing.T) {
		for key, reason := range exceptions {
			assert.NotEmpty(t, reason, "%q needs a reason", key)
			assert.True(t, used[key], "nothing needs the exception %q any more: take it out", key)
		}
	})
}

// readRepository reads the files that git would commit. Like git, it reads a symbolic link as the path that the
// link holds.
func readRepository(t *testing.T) []file {
	t.Helper()
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	list := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = root
	out, err := list.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		err = errors.New(string(bytes.TrimSpace(exit.Stderr)))
	}
	require.NoError(t, err, "the list of files comes from git, which must be installed, and %s a clone", root)

	var repository []file
	for path := range strings.SplitSeq(strings.TrimRight(string(out), "\x00"), "\x00") {
		content, err := readAsGit(filepath.Join(root, path))
		if errors.Is(err, fs.ErrNotExist) {
			continue // deleted, but the deletion is not committed yet
		}
		require.NoError(t, err)
		repository = append(repository, file{path, content})
	}
	require.NotEmpty(t, repository, "git lists no file at all")
	return repository
}

func readAsGit(path string) (string, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return "", err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		return os.Readlink(path)
	}
	content, err := os.ReadFile(path)
	return string(content), err
}

func TestReadRepositoryReadsEveryFile(t *testing.T) {
	found := map[string]bool{}
	for _, f := range readRepository(t) {
		found[f.path] = true
		assert.False(t, strings.HasPrefix(f.path, "static/node_modules/"), f.path)
	}
	for _, path := range []string{"go.mod", "Makefile", "grader/tidy/tidy_test.go", "static/dist/.keep"} {
		assert.True(t, found[path], "%s is missing from the list", path)
	}
}
