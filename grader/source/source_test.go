package source

import (
	"archive/zip"
	"context"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// packed is the archive of this checkout. It is made once for all tests.
var packed = sync.OnceValues(func() ([]byte, error) {
	root, err := filepath.Abs("../..")
	if err != nil {
		return nil, err
	}
	return Pack(context.Background(), root)
})

func archiveForTest(t *testing.T) ([]byte, *zip.Reader) {
	t.Helper()
	archive, err := packed()
	require.NoError(t, err)
	r, err := open(archive)
	require.NoError(t, err)
	return archive, r
}

func TestTheArchiveIsTheSameAtEachBuild(t *testing.T) {
	archive, _ := archiveForTest(t)
	root, err := Root(t.Context())
	require.NoError(t, err)
	// Neither the machine nor the build's environment is in it.
	t.Setenv("GOOS", "windows")
	t.Setenv("GOARCH", "arm64")
	t.Setenv("TZ", "Pacific/Auckland")
	again, err := Pack(t.Context(), root)
	require.NoError(t, err)
	assert.Equal(t, archive, again)
}

func TestTheArchiveHasNoTestsButThoseOfExercises(t *testing.T) {
	_, r := archiveForTest(t)
	names := map[string]bool{}
	for _, file := range r.File {
		names[file.Name] = true
		assert.NotContains(t, file.Name, "testdata")
		if strings.HasSuffix(file.Name, "_test.go") {
			assert.Regexp(t, `^exercises/(\w+)/\w+_test\.go$`, file.Name)
		}
		text, err := r.Open(file.Name)
		require.NoError(t, err)
		require.NoError(t, text.Close())
	}
	for _, name := range []string{
		"LICENSE", "go.mod", "vendor/modules.txt", "vendor/github.com/agnivade/levenshtein/License.txt",
		"exercises/vote/vote_test.go", "exercises/vote/solution/vote.go", "wasm/guest/main_wasip1.go",
		"grader/judges/vote/doc.go", "raft/reference/doc.go",
	} {
		assert.True(t, names[name], "%s is missing", name)
	}
	for name := range names {
		for _, folder := range []string{"grader/cmd", "grader/tidy", "grader/mutants", "static", "wasm/engine"} {
			assert.False(t, strings.HasPrefix(name, folder+"/"), name)
		}
	}
}

// The go command builds the unpacked sources in each mode, without a network and with an empty module cache. With
// -trimpath it takes the packages from its cache that an earlier test compiled in another folder.
func TestTheUnpackedSourcesCompile(t *testing.T) {
	archive, _ := archiveForTest(t)
	root, err := unpack(t.Context(), archive, t.TempDir())
	require.NoError(t, err)
	empty := t.TempDir()
	for _, mode := range []string{"", "-mod=mod", "-mod=vendor", "-mod=readonly"} {
		for _, host := range [][]string{{"vet", "./..."}, {"build", "-o", os.DevNull, "./wasm/guest"}} {
			command := exec.Command("go", host...)
			command.Dir = root
			command.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-trimpath "+mode, "GOMODCACHE="+empty,
				"GOWORK=off")
			if host[0] == "build" {
				command.Env = append(command.Env, "GOOS=wasip1", "GOARCH=wasm")
			}
			output, err := command.CombinedOutput()
			require.NoError(t, err, "%s: %s", mode, output)
		}
	}
	_, r := archiveForTest(t)
	assert.NoError(t, compare(root, r), "the go command writes nothing there")
}

func TestHash(t *testing.T) {
	_, r := archiveForTest(t)
	hash, err := Hash()
	require.NoError(t, err)
	assert.Equal(t, r.Comment, hash, "a program with the archive has the checkout's hash")
	assert.Equal(t, hash, ThisBuild().Hash)

	tree := fstest.MapFS{}
	for _, name := range hashed {
		if path.Ext(name) == "" {
			name += "/a.go"
		}
		tree[name] = &fstest.MapFile{Data: []byte("text")}
	}
	before, err := hashOf(tree)
	require.NoError(t, err)
	for name, changes := range map[string]bool{
		"lab/story/new.go": true, "exercises/vote/README.md": true, "exercises/vote/vote_test.go": true,
		"exercises/vote/solution/vote.go": true, "go.sum": true,
		"exercises/vote/vote.go": false, "lab/story/new_test.go": false, "lab/story/testdata/new.go": false,
		"grader/cmd/raftlab/main.go": false, "grader/source/archive/sources.zip": false, "lab/.new.go": false,
		"exercises/vote/vote-17.trace": false, "wasm/engine/main.go": false,
	} {
		kept := tree[name]
		tree[name] = &fstest.MapFile{Data: []byte("other")}
		after, err := hashOf(tree)
		require.NoError(t, err)
		assert.Equal(t, changes, before != after, name)
		if delete(tree, name); kept != nil {
			tree[name] = kept
		}
	}
	delete(tree, "lab/a.go")
	_, err = hashOf(tree)
	assert.ErrorContains(t, err, "lab")
}

func TestABuildIsDescribed(t *testing.T) {
	settings := func(modified string) *debug.BuildInfo {
		return &debug.BuildInfo{Settings: []debug.BuildSetting{
			{Key: "vcs.revision", Value: "0123abc"}, {Key: "vcs.modified", Value: modified},
		}}
	}
	for _, test := range []struct {
		info    *debug.BuildInfo
		linked  string
		commit  string
		changed bool
	}{
		{nil, "", "", false},
		{&debug.BuildInfo{}, "77fe", "77fe", false},
		{&debug.BuildInfo{}, "77fe-dirty", "77fe", true},
		{settings("false"), "77fe-dirty", "0123abc", false},
		{settings("true"), "", "0123abc", true},
	} {
		build := describe(test.info, test.linked)
		assert.Equal(t, test.commit, build.Commit)
		assert.Equal(t, test.changed, build.Changed)
		assert.True(t, strings.HasPrefix(build.Go, "go"), build.Go)
	}
}

func TestModulesTxtIsReadBack(t *testing.T) {
	needed := []module{
		{path: "example.org/a", version: "v1.0.0", goVersion: "1.21",
			packages: []string{"example.org/a", "example.org/a/b"}},
		{path: "example.org/c", version: "v0.2.0", goVersion: "1.22", packages: []string{"example.org/c"}},
	}
	assert.Equal(t, needed, readModulesTxt(modulesTxt(needed)))
	needed[1].indirect = true
	assert.Equal(t, "module m\n\ngo 1.26.0\n\nrequire example.org/a v1.0.0\n\n"+
		"require example.org/c v0.2.0 // indirect\n\nreplace (\n"+
		"\texample.org/a => ./vendor/example.org/a\n\texample.org/c => ./vendor/example.org/c\n)\n",
		string(goMod("m", "1.26.0", needed)))
}

func TestACheckoutIsFound(t *testing.T) {
	root, err := Root(t.Context())
	require.NoError(t, err)
	assert.FileExists(t, filepath.Join(root, "grader", "source", "source_test.go"))
	assert.Equal(t, root, Checkout(filepath.Join(root, "exercises", "vote")))
	assert.Empty(t, Checkout(t.TempDir()))
}
