package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/source"
)

// startForTest makes a learner's folder, and gives its path.
func startForTest(t *testing.T, parent string) string {
	t.Helper()
	folder := filepath.Join(parent, "mine")
	code, out, errOut := runForTest("start", folder)
	require.Equal(t, exitDone, code, errOut)
	assert.Contains(t, out, "begin with README.md and exercises/"+allExercises()[0].ID+"/README.md")
	return folder
}

// goTest runs go test on exercise vote in a learner's folder as on another machine: without a network, without modules
// in the cache, and with these flags of the go command.
func goTest(t *testing.T, folder, goFlags string, flags ...string) (output string, passed bool) {
	t.Helper()
	command := exec.Command("go", append([]string{"test", "./exercises/vote"}, flags...)...)
	command.Dir = folder
	command.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS="+goFlags, "GOMODCACHE="+t.TempDir())
	bytes, err := command.CombinedOutput()
	return string(bytes), err == nil
}

// writeVote writes the learner's file of exercise vote.
func writeVote(t *testing.T, folder, code string) {
	t.Helper()
	text := "package vote\n\nimport \"raftlab/raft\"\n\n" + code
	require.NoError(t, os.WriteFile(filepath.Join(folder, "exercises", "vote", "vote.go"), []byte(text), 0o600))
}

const (
	votes      = "func HandleRequestVote" + signature + "{ return right(s, req) }\n" + right
	neverVotes = "func HandleRequestVote" + signature + "{ return raft.RequestVoteReply{} }\n"
)

func TestALearnersFolderBuildsAnywhere(t *testing.T) {
	t.Parallel()
	started := startForTest(t, t.TempDir())
	folder := filepath.Join(t.TempDir(), "moved", "far away")
	require.NoError(t, os.Mkdir(filepath.Dir(folder), 0o700))
	require.NoError(t, os.Rename(started, folder))

	for _, mode := range []string{"", "-mod=vendor", "-mod=mod", "-mod=readonly"} {
		output, passed := goTest(t, folder, mode)
		assert.True(t, passed, "%s: %s", mode, output)
		assert.Regexp(t, `^ok .*learner/exercises/vote.* \[no tests to run\]\n$`, output)
	}
	output, passed := goTest(t, folder, "", "-strict")
	assert.False(t, passed)
	assert.Contains(t, output, "vote is not started: open exercises/vote/vote.go")

	writeVote(t, folder, votes)
	output, passed = goTest(t, folder, "", "-strict", "-schedules", "3")
	assert.True(t, passed, output)
	assert.NotContains(t, output, "no tests to run")
	// The repetition that counts lines compiles there, too.
	output, passed = goTest(t, folder, "", "-patience", "1ns", "-schedules", "3")
	assert.True(t, passed, output)
	writeVote(t, folder, neverVotes)
	output, passed = goTest(t, folder, "", "-schedules", "3")
	assert.False(t, passed)
	assert.Contains(t, output, "the first election of an empty cluster (liveness)")
}

// isOfNeighbour reports whether a file is about a protocol beside Raft.
func isOfNeighbour(path string) bool {
	for _, exercise := range allExercises() {
		protocol := strings.TrimSuffix(exercise.Protocol, "s") // replicas has a replicacluster
		if protocol == "" {
			continue
		}
		path := strings.ReplaceAll(path, "replicate", "") // an exercise of Raft
		if strings.Contains(path, protocol) || strings.Contains(path, "/"+exercise.ID+"/") {
			return true
		}
	}
	return false
}

func TestALearnersFolderHasWhatALearnerNeeds(t *testing.T) {
	folder := startForTest(t, t.TempDir())
	root, err := checkout(t.Context())
	require.NoError(t, err)
	bytes, neighbours := 0, 0
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			assert.NotEqual(t, "solution", entry.Name())
			return err
		}
		text, err := os.ReadFile(path)
		if isOfNeighbour(path) {
			neighbours += len(text)
		} else {
			bytes += len(text)
		}
		assert.NotContains(t, string(text), root, path)
		assert.NotContains(t, string(text), folder, path)
		return err
	}))
	// All of it is source and lessons: a chapter with its exercise is about 100 kB, and a protocol beside Raft with its
	// lab and its exercise 300 kB. Solutions, testdata or the page would be much more.
	assert.Less(t, bytes, 2_000_000)
	assert.Less(t, neighbours, 1_000_000)
	for _, file := range []string{
		"exercises/vote/README.md", "exercises/vote/hints.md", "vendor/raftlab/LICENSE",
		"vendor/github.com/agnivade/levenshtein/License.txt",
	} {
		assert.FileExists(t, filepath.Join(folder, filepath.FromSlash(file)))
	}
	readme, err := os.ReadFile(filepath.Join(folder, "README.md"))
	require.NoError(t, err)
	var order []string
	for _, exercise := range allExercises() {
		order = append(order, exercise.ID)
	}
	assert.Contains(t, string(readme), "The exercises in their order: "+strings.Join(order, ", ")+".")
	assert.Contains(t, string(readme), "Read [exercises/"+order[0]+"/README.md]")
}

func TestStartLeavesFilesAlone(t *testing.T) {
	folder := startForTest(t, t.TempDir())
	writeVote(t, folder, votes)
	again := func() string {
		code, out, errOut := runForTest("start", folder)
		require.Equal(t, exitDone, code, errOut)
		return out
	}
	assert.Contains(t, again(), "0 files written")
	text, err := os.ReadFile(filepath.Join(folder, "exercises", "vote", "vote.go"))
	require.NoError(t, err)
	assert.Contains(t, string(text), "right(s, req)")

	state := filepath.Join(folder, "vendor", "raftlab", "raft", "state.go")
	require.NoError(t, os.Remove(state))
	assert.Contains(t, again(), "1 files written")
	// Another version's copy is not mixed with this one's.
	require.NoError(t, os.WriteFile(state, []byte("package raft // of another version\n"), 0o600))
	list := filepath.Join(folder, "vendor", "modules.txt")
	require.NoError(t, os.Remove(list))
	out := again()
	assert.Contains(t, out, "0 files written")
	assert.Contains(t, out, "vendor differs from this raftlab's and was left alone")
	assert.NoFileExists(t, list)
}

// Neither the module, nor the workspace, nor the list of ignored files around a learner's folder disturbs it.
func TestALearnersFolderInsideAnotherRepositoryBuilds(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module other\n\ngo 1.26.0\n", "go.work": "go 1.26.0\n\nuse .\n", ".gitignore": "vendor/\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(parent, name), []byte(text), 0o600))
	}
	folder := startForTest(t, parent)
	output, passed := goTest(t, folder, "-trimpath")
	assert.True(t, passed, output)

	git := func(args ...string) (string, error) {
		command := exec.Command("git", args...)
		command.Dir = parent
		output, err := command.CombinedOutput()
		return string(output), err
	}
	output, err := git("init")
	require.NoError(t, err, output)
	output, err = git("status", "--porcelain", "--untracked-files=all", "mine/vendor/modules.txt")
	require.NoError(t, err, output)
	assert.Equal(t, "?? mine/vendor/modules.txt\n", output, "it would be pushed")
}

func TestALearnersFolderInsideTheCheckoutIsRefused(t *testing.T) {
	code, _, errOut := runForTest("start", "mine")
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, errOut, "is inside the checkout")
}

// builtForTest builds the program as `make build` does, with the archive of the sources, and gives its path.
func builtForTest(t *testing.T) string {
	t.Helper()
	root, err := checkout(t.Context())
	require.NoError(t, err)
	archive, err := source.Pack(t.Context(), root)
	require.NoError(t, err)
	folder := t.TempDir()
	packed := filepath.Join(folder, "sources.zip")
	require.NoError(t, os.WriteFile(packed, archive, 0o600))
	overlaid := filepath.Join(root, "grader", "source", "archive", "sources.zip")
	list := filepath.Join(folder, "overlay.json")
	require.NoError(t, os.WriteFile(list, []byte(`{"Replace": {"`+filepath.ToSlash(overlaid)+`": "`+
		filepath.ToSlash(packed)+`"}}`), 0o600))
	program := filepath.Join(folder, "raftlab")
	output, err := exec.Command("go", "build", "-trimpath", "-overlay", list, "-o", program, ".").CombinedOutput()
	require.NoError(t, err, string(output))
	return program
}

func TestTheProgramNeedsNoCheckout(t *testing.T) {
	t.Parallel()
	program := builtForTest(t)
	elsewhere, cache := t.TempDir(), t.TempDir()
	goCache, err := exec.Command("go", "env", "GOCACHE").Output() // it would move with the user's cache folder
	require.NoError(t, err)
	run := func(folder string, environment []string, args ...string) (code int, output string) {
		command := exec.Command(program, args...)
		command.Dir = folder
		// With -trimpath the packages that were compiled in another folder are taken from the go command's cache.
		command.Env = append(os.Environ(), "GOFLAGS=-trimpath", "GOPROXY=off", "GOMODCACHE="+t.TempDir(),
			"XDG_CACHE_HOME="+cache, "GOCACHE="+strings.TrimSpace(string(goCache)))
		command.Env = append(command.Env, environment...)
		bytes, err := command.CombinedOutput()
		if command.ProcessState == nil {
			require.NoError(t, err)
		}
		return command.ProcessState.ExitCode(), string(bytes)
	}
	hash, err := source.Hash()
	require.NoError(t, err)
	_, output := run(elsewhere, nil, "version")
	assert.Contains(t, output, "grader and course "+hash)

	code, output := run(elsewhere, nil, "start", "mine")
	require.Equal(t, exitDone, code, output)
	mine := filepath.Join(elsewhere, "mine")
	code, output = run(mine, nil, "grade", "vote")
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, output, "(unfinished)")
	writeVote(t, mine, votes)
	inside := filepath.Join(mine, "exercises", "vote")
	for _, mode := range []string{"", " -mod=mod", " -mod=vendor"} {
		code, output = run(inside, []string{"GOFLAGS=-trimpath" + mode}, "grade", "vote", "--schedules", "3")
		assert.Equal(t, exitDone, code, output)
	}
	code, output = run(elsewhere, nil, "grade", "vote", filepath.Join("mine", "exercises", "vote", "vote.go"),
		"--schedules", "3", "--sandbox")
	assert.Equal(t, exitDone, code, output)
	code, output = run(elsewhere, nil, "grade", "persist", "--solutions", "--schedules", "3")
	assert.Equal(t, exitDone, code, output)

	unpacked, err := os.ReadDir(filepath.Join(cache, "raftlab", "sources"))
	require.NoError(t, err)
	assert.Len(t, unpacked, 1)

	code, output = run(elsewhere, nil, "grade", "vote")
	assert.Equal(t, exitUsage, code)
	assert.Contains(t, output, "`raftlab start DIR` makes a folder for it")
	code, output = run(mine, []string{"XDG_CACHE_HOME=" + filepath.Join(program, "nowhere")}, "grade", "vote")
	assert.Equal(t, exitInconclusive, code)
	assert.Contains(t, output, program, "it names the folder")
	assert.Contains(t, output, source.ErrUnavailable.Error())
}
