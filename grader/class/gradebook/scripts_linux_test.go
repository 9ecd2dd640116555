package gradebook_test

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/class/gradebook"
	"raftlab/grader/source"
)

func TestScriptsAreShell(t *testing.T) {
	checked := 0
	for _, target := range []string{"gradescope", "prairielearn", "github"} {
		folder := folderOf(t, target)
		for _, name := range []string{"setup.sh", "run_autograder", "run.sh", ".raftlab/run.sh"} {
			if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
				continue
			}
			for _, shell := range []string{"sh", "dash", "bash"} {
				if path, err := exec.LookPath(shell); err == nil {
					out, err := exec.Command(path, "-n", filepath.Join(folder, name)).CombinedOutput()
					assert.NoError(t, err, "%s %s %s: %s", shell, target, name, out)
					checked++
				}
			}
		}
	}
	assert.GreaterOrEqual(t, checked, 4, "the shell is missing")
}

// folderOf is the folder of a target, with the test program as raftlab.
func folderOf(t *testing.T, target string) string {
	t.Helper()
	f, err := gradebook.Autograder(target, shortAssignment, runtime.GOARCH)
	require.NoError(t, err)
	program, err := os.Executable()
	require.NoError(t, err)
	folder := t.TempDir()
	require.NoError(t, f.Write(folder, program))
	return folder
}

// ran is what a script did: its code, what it printed, and the result.
type ran struct {
	code         int
	printed, got string
}

// runScript runs the script of a folder on a submission.
func runScript(t *testing.T, target, folder, submission string, environment ...string) ran {
	t.Helper()
	return runScriptBy(t, []string{"sh"}, target, folder, submission, environment...)
}

// runScriptBy is runScript with the command that runs the script.
func runScriptBy(t *testing.T, by []string, target, folder, submission string, environment ...string) ran {
	t.Helper()
	script := map[string]string{
		"gradescope": "run_autograder", "prairielearn": "run.sh", "github": ".raftlab/run.sh",
	}[target]
	results := filepath.Join(t.TempDir(), "results")
	metadata := filepath.Join(t.TempDir(), "submission_metadata.json")
	about := `{"users": [{"email": "a@x.org", "id": 1, "name": "A"}], "variant_seed": 36}` // as each receiver has it
	require.NoError(t, os.WriteFile(metadata, []byte(about), 0o644))
	cache, err := os.UserCacheDir()
	require.NoError(t, err)
	command := exec.Command(by[0], append(slices.Clone(by[1:]), filepath.Join(folder, script))...)
	command.Env = append(append(os.Environ(), actAsRaftlab+"=1", "RAFTLAB_CACHE="+cache,
		"RAFTLAB_SUBMISSION="+submission, "RAFTLAB_SOURCE="+filepath.Dir(filepath.Join(folder, script)),
		"RAFTLAB_RESULTS="+results,
		"RAFTLAB_METADATA="+metadata), environment...)
	command.Dir = t.TempDir()
	out, err := command.CombinedOutput()
	code := command.ProcessState.ExitCode()
	require.True(t, err == nil || code > 0, "%v: %s", err, out)
	files, err := filepath.Glob(filepath.Join(results, "*"))
	require.NoError(t, err)
	require.Len(t, files, 1, "there is one result, whatever happens: %s", out)
	text, err := os.ReadFile(files[0])
	require.NoError(t, err)
	rules := ruled[map[string]string{"github": "junit"}[target]]
	if rules == nil {
		rules = ruled[target]
	}
	assert.Empty(t, rules(text), "%s\n%s", target, text)
	return ran{code, string(out), string(text)}
}

// submissionOf is a folder with a file for vote. Around it lie things that no grader may take for anything.
func submissionOf(t *testing.T, code string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "submission")
	require.NoError(t, os.MkdirAll(filepath.Join(folder, "results"), 0o755))
	for name, text := range map[string]string{
		"vote.go": code, "results.json": forged, "results/results.json": forged, "assignment.json": "{}",
		"run_autograder": "#!/bin/sh\necho " + forged, "go.mod": "module raftlab\n", "ungraded.json": forged,
	} {
		if text != "" {
			require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o755))
		}
	}
	require.NoError(t, os.Symlink("/etc/passwd", filepath.Join(folder, "append.go")))
	require.NoError(t, os.Symlink("/", filepath.Join(folder, "exercises")))
	return folder
}

// solution is the right rule, which first prints what looks like a result.
func solution(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../../exercises/vote/solution/vote.go")
	require.NoError(t, err)
	before, after, found := strings.Cut(string(text), ") raft.RequestVoteReply {\n")
	require.True(t, found)
	return before + ") raft.RequestVoteReply {\n\tprintln(`" + forged + "`)\n" + after
}

// TestTheScriptsGrade: the scripts grade a right file, an unfinished one and a submission without a file, really.
// Nothing that the file prints is read as a result, or printed.
func TestTheScriptsGrade(t *testing.T) {
	starter, err := os.ReadFile("../../../exercises/vote/vote.go")
	require.NoError(t, err)
	for _, one := range []struct {
		target, code, want string
		exit               int
	}{
		{"gradescope", solution(t), `"score": 10`, 0}, {"gradescope", "", `"verdict": "missing"`, 0},
		{"prairielearn", string(starter), `"score": 0,`, 0}, {"prairielearn", "", `"gradable": false`, 0},
		{"github", solution(t), `failures="0" errors="0"`, 0}, {"github", "", `type="missing"`, 1},
	} {
		got := runScript(t, one.target, folderOf(t, one.target), submissionOf(t, one.code))
		assert.Contains(t, got.got, one.want, one.target)
		assert.Equal(t, one.code == solution(t), strings.Contains(got.got, "set-output"), "it is quoted")
		assert.NotContains(t, got.printed, "gradable", "what the file printed")
		assert.NotContains(t, got.printed, "::set-output", "what the file printed")
		assert.NotContains(t, got.got, "infrastructure:", one.target)
		assert.Equal(t, one.exit, got.code, "%s: %s", one.target, got.printed)
	}
}

// offline is how to run a command in a network namespace of its own, without any network. Where the machine gives
// none, it is nil, and the log says why.
func offline(t *testing.T) []string {
	t.Helper()
	by := []string{"unshare", "-n"}
	if os.Getuid() != 0 {
		by = []string{"unshare", "-rn"} // as root of a user namespace of its own
	}
	devices, err := exec.Command(by[0], append(slices.Clone(by[1:]), "cat", "/proc/net/dev")...).CombinedOutput()
	if err != nil {
		t.Logf("this machine gives no network namespace: %v: %s", err, devices)
		return nil
	}
	var interfaces []string
	for line := range strings.Lines(string(devices)) {
		if name, _, is := strings.Cut(line, ":"); is {
			interfaces = append(interfaces, strings.TrimSpace(name))
		}
	}
	require.Equal(t, []string{"lo"}, interfaces, "there is no way out")
	return by
}

// TestTheScriptsGradeWithoutANetwork: in a network namespace of its own, a script gives the same result as outside.
// Where there is none, at least the go command may fetch nothing.
func TestTheScriptsGradeWithoutANetwork(t *testing.T) {
	by, environment := append(offline(t), "sh"), []string{"GOPROXY=off", "GOTOOLCHAIN=local"}
	for target, want := range map[string]string{
		"gradescope": `"score": 10`, "prairielearn": `"score": 1,`, "github": `failures="0" errors="0"`,
	} {
		got := runScriptBy(t, by, target, folderOf(t, target), submissionOf(t, solution(t)), environment...)
		assert.Contains(t, got.got, want, "%s: %s", target, got.printed)
		assert.NotContains(t, got.got, "infrastructure:", target)
		assert.Zero(t, got.code, target)
	}
}

// TestTheScriptsNeverFailSilently: whatever is missing or breaks, there is a result that says infrastructure, and no
// grade.
func TestTheScriptsNeverFailSilently(t *testing.T) {
	breaks := map[string]func(folder, program string) []string{
		"the program is missing": func(_, program string) []string { return remove(program) },
		"the program is killed":  func(_, program string) []string { return put(program, "#!/bin/sh\nkill -9 $$\n") },
		"the program does nothing, and prints a result": func(_, program string) []string {
			return put(program, "#!/bin/sh\ncat <<'END'\n"+forged+"END\n")
		},
		"the program is none": func(_, program string) []string { return put(program, "\x00\x01") },
		"the assignment is missing": func(folder, _ string) []string {
			return remove(filepath.Join(folder, "assignment.json"))
		},
		"the first result is missing, and the program": func(folder, program string) []string {
			return append(remove(program), remove(filepath.Join(folder, "ungraded.json"),
				filepath.Join(folder, "ungraded.xml"))...)
		},
		"the time is over": func(_, program string) []string {
			return append(put(program, "#!/bin/sh\nexec sleep 600\n"), "RAFTLAB_SECONDS=0.2")
		},
		"there is no Go": func(folder, _ string) []string {
			return []string{"RAFTLAB_GO_PARENT=/nowhere", "PATH=" + tools(t, folder), "GOROOT="}
		},
		"there is no submission": func(string, string) []string { return []string{"RAFTLAB_SUBMISSION=/nowhere"} },
	}
	for _, target := range []string{"gradescope", "prairielearn", "github"} {
		for name, breakIt := range breaks {
			t.Run(target+": "+name, func(t *testing.T) {
				folder := folderOf(t, target)
				inside := folder
				if target == "github" {
					inside = filepath.Join(folder, ".raftlab")
				}
				environment := breakIt(inside, filepath.Join(inside, "raftlab"))
				got := runScript(t, target, folder, submissionOf(t, "package vote\n"), environment...)
				assert.Contains(t, got.got, "infrastructure: this was not graded.", got.printed)
				assert.NotContains(t, got.got, `"score"`)
				if target == "github" {
					assert.Equal(t, 3, got.code)
				} else {
					assert.Zero(t, got.code)
				}
				assert.NotContains(t, got.got, "gradable\": true")
			})
		}
	}
}

// tools is a folder with the tools that the scripts use, and without Go.
func tools(t *testing.T, folder string) string {
	t.Helper()
	folder = filepath.Join(folder, "bin")
	require.NoError(t, os.Mkdir(folder, 0o755))
	for _, name := range []string{"sh", "mkdir", "cp", "chmod", "timeout"} {
		if path, err := exec.LookPath(name); err == nil {
			require.NoError(t, os.Symlink(path, filepath.Join(folder, name)))
		}
	}
	return folder
}

func remove(files ...string) []string {
	for _, file := range files {
		if err := os.Remove(file); err != nil && !os.IsNotExist(err) {
			panic(err)
		}
	}
	return nil
}

func put(file, text string) []string {
	remove(file)
	if err := os.WriteFile(file, []byte(text), 0o755); err != nil {
		panic(err)
	}
	return nil
}

// TestTheImageOfGradescope: the setup installs Go from the archive beside it, asks the program to grade, and fails if
// that fails.
func TestTheImageOfGradescope(t *testing.T) {
	folder, parent := folderOf(t, "gradescope"), filepath.Join(t.TempDir(), "local")
	archive := source.ThisBuild().Go + ".linux-" + runtime.GOARCH + ".tar.gz"
	require.NoError(t, os.MkdirAll(filepath.Join(folder, "go", "bin"), 0o755))
	put(filepath.Join(folder, "go", "bin", "go"), "#!/bin/sh\n")
	pack := exec.Command("tar", "-C", folder, "-czf", filepath.Join(folder, archive), "go")
	out, err := pack.CombinedOutput()
	require.NoError(t, err, string(out))
	setup := func(program string) (string, error) {
		put(filepath.Join(folder, "raftlab"), "#!/bin/sh\necho \"called: $*\" >&2\n"+program)
		command := exec.Command("sh", filepath.Join(folder, "setup.sh"))
		command.Env = append(os.Environ(), "RAFTLAB_SOURCE="+folder, "RAFTLAB_GO_PARENT="+parent)
		out, err := command.CombinedOutput()
		return string(out), err
	}
	said, err := setup("command -v go\n")
	require.NoError(t, err, said)
	assert.Equal(t, "called: version\n"+parent+"/go/bin/go\n"+
		"called: grade vote --solutions --sandbox --schedules 1\nRaft Lab grades here.\n", said)
	said, err = setup("test \"$1\" = version\n")
	assert.Error(t, err, "an image that cannot grade is not built")
	assert.NotContains(t, said, "grades here")
}

func TestTheProgramHasToBeForLinux(t *testing.T) {
	f, err := gradebook.Autograder("gradescope", shortAssignment, "")
	require.NoError(t, err)
	other := filepath.Join(t.TempDir(), "raftlab")
	require.NoError(t, os.WriteFile(other, []byte("MZ this is for another system"), 0o755))
	assert.ErrorContains(t, f.Write(t.TempDir(), other), "raftlab is no program for Linux")
	assert.ErrorContains(t, f.Zip(&bytes.Buffer{}, other), "raftlab is no program for Linux")
}

// TestTheArchiveIsTheFolder: Gradescope wants the files at the top, and runs two of them.
func TestTheArchiveIsTheFolder(t *testing.T) {
	folder := folderOf(t, "gradescope")
	f, err := gradebook.Autograder("gradescope", shortAssignment, runtime.GOARCH)
	require.NoError(t, err)
	assert.True(t, f.Zipped)
	var b bytes.Buffer
	// Any program for Linux does; the folder's own is at hand.
	require.NoError(t, f.Zip(&b, filepath.Join(folder, "raftlab")))
	archive, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	require.NoError(t, err)
	var names []string
	for _, file := range archive.File {
		names = append(names, file.Name)
		info, err := os.Stat(filepath.Join(folder, file.Name))
		require.NoError(t, err)
		assert.Equal(t, info.Mode().Perm(), file.Mode().Perm(), file.Name)
		assert.Equal(t, uint64(info.Size()), file.UncompressedSize64, file.Name)
	}
	assert.Equal(t, []string{
		"README.md", "assignment.json", "run_autograder", "setup.sh", "ungraded.json", "raftlab",
	}, names)
	for _, name := range []string{"run_autograder", "setup.sh", "raftlab"} {
		info, err := os.Stat(filepath.Join(folder, name))
		require.NoError(t, err)
		assert.Equal(t, fs.FileMode(0o755), info.Mode().Perm(), name)
	}
}
