package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/exercises/vote/solution"
	"raftlab/grader"
	"raftlab/grader/judges"
	"raftlab/grader/judges/vote"
	"raftlab/grader/sandbox"
	"raftlab/raft/reference"
	"raftlab/wasm/guest/program"
)

// native runs Go's own compiler or linker on the same files, with the same arguments.
func (b *built) native(tool string, arguments ...string) {
	b.t.Helper()
	for i, argument := range arguments {
		arguments[i] = strings.ReplaceAll(argument, "/w", b.work)
	}
	path, err := exec.Command("go", "tool", "-n", tool).Output()
	require.NoError(b.t, err)
	command := exec.Command(strings.TrimSpace(string(path)), arguments...)
	command.Env = append(os.Environ(), wasip1...)
	printed, err := command.CombinedOutput()
	require.NoError(b.t, err, string(printed))
}

// configure rewrites the import configurations with the folder's real name.
func (b *built) configure() {
	b.t.Helper()
	for _, name := range []string{"learner.cfg", "all.cfg"} {
		text, err := os.ReadFile(filepath.Join(b.work, name))
		require.NoError(b.t, err)
		b.write("native-"+name, strings.ReplaceAll(string(text), "/w/", filepath.ToSlash(b.work)+"/"))
	}
}

func (b *built) equal(one, other string) {
	b.t.Helper()
	was, err := os.ReadFile(filepath.Join(b.work, one))
	require.NoError(b.t, err)
	is, err := os.ReadFile(filepath.Join(b.work, other))
	require.NoError(b.t, err)
	assert.True(b.t, bytes.Equal(was, is), "%s and %s differ: the overlay changes the result of a compilation", one,
		other)
}

// TestPageCompilesAsGoDoes compares each byte with the output of Go's own compiler and linker, for the solution
// of each exercise and for a file that uses the whole language.
func TestPageCompilesAsGoDoes(t *testing.T) {
	b := open(t)
	for _, judge := range judges.All() {
		exercise := judge.About()
		t.Run(exercise.ID, func(t *testing.T) {
			b.t = t
			b.unpack(exercise)
			b.compareLearners(exercise, solutionOf(t, exercise))
		})
	}
	t.Run("everything", func(t *testing.T) {
		b.t = t
		text, err := os.ReadFile(filepath.FromSlash("testdata/everything.go.txt"))
		require.NoError(t, err)
		b.compareLearners(vote.Exercise().About, string(text))
	})
	t.Run("guest", func(t *testing.T) {
		b.t = t
		vote := vote.Exercise().About
		b.unpack(vote)
		b.compareLearners(vote, solutionOf(t, vote))
		guest := b.link(vote)
		b.native("compile", slices.Concat([]string{"-p", "main"}, b.CompileFlags, []string{"-importcfg",
			"/w/native-all.cfg", "-trimpath", "/w=>", "-o", "/w/native-main.a", "/w/join.go", "/w/main.go"})...)
		b.equal("native-main.a", "main.a")
		b.native("link", slices.Concat(b.LinkFlags,
			[]string{"-importcfg", "/w/native-all.cfg", "-o", "/w/native.wasm", "/w/main.a"})...)
		b.equal("native.wasm", "guest.wasm")
		grade(t, guest)
	})
}

func (b *built) compareLearners(exercise grader.About, text string) {
	b.t.Helper()
	b.configure()
	code, printed := b.compileLearners(exercise, text)
	require.Zero(b.t, code, printed)
	path := program.Package(exercise)
	b.native("compile", slices.Concat([]string{"-p", path}, b.CompileFlags, []string{"-importcfg",
		"/w/native-learner.cfg", "-trimpath", "/w=>" + path, "-o", "/w/native.a", "/w/" + exercise.ID + ".go"})...)
	b.equal("native.a", "exercise.a")
}

// grade makes the guest judge itself, and compares the report with the report on the same rule in this process.
func grade(t *testing.T, guest []byte) {
	t.Helper()
	const schedules = 5
	report, err := sandbox.Grade(context.Background(), guest, sandbox.Grading{FirstSeed: 1, Schedules: schedules})
	require.NoError(t, err)
	rules := reference.Rules()
	rules.HandleRequestVote = solution.HandleRequestVote
	wanted := grader.Bind(vote.Exercise(), rules).Grade(grader.Budget{FirstSeed: 1, Schedules: schedules}).JSON()
	is, err := json.Marshal(report)
	require.NoError(t, err)
	want, err := json.Marshal(wanted)
	require.NoError(t, err)
	assert.JSONEq(t, string(want), string(is))
}

// TestMistakes shows the compiler's messages, and that a mistake does not affect the next compilation.
func TestMistakes(t *testing.T) {
	b, vote := open(t), vote.Exercise().About
	b.unpack(vote)
	good := solutionOf(t, vote)
	for name, test := range map[string]struct{ from, to, want string }{
		"a typo": {"s.CurrentTerm {", "s.CurrentTurm {", "undefined"},
		"an import of the lab": {`import "raftlab/raft"`, `import ("raftlab/raft"; _ "raftlab/grader")`,
			"could not import raftlab/grader"},
		"an import of os": {`import "raftlab/raft"`, `import ("raftlab/raft"; _ "os")`, "could not import os"},
	} {
		t.Run(name, func(t *testing.T) {
			code, printed := b.compileLearners(vote, strings.Replace(good, test.from, test.to, 1))
			t.Log(printed)
			assert.EqualValues(t, 2, code)
			assert.Contains(t, printed, test.want)
			assert.Regexp(t, `(?m)^[^\n:]*vote\.go:\d+:\d+: `, printed)
		})
	}
	code, printed := b.compileLearners(vote, good)
	assert.Zero(t, code, printed)
}
