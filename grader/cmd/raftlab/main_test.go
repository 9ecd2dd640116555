package main

import (
	"bytes"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"raftlab/grader/source"
)

// runForTest is one call of the program.
func runForTest(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(args, &out, &errs)
	return code, out.String(), errs.String()
}

func TestWithoutArgumentsTheHelpIsPrinted(t *testing.T) {
	code, stdout, stderr := runForTest()
	assert.Equal(t, exitDone, code)
	assert.Empty(t, stderr)
	for _, newCommand := range subcommands {
		if command := newCommand(); !command.Hidden {
			assert.Contains(t, stdout, command.Short)
		}
	}
}

func TestUsageErrors(t *testing.T) {
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"mistyped command", []string{"sevre"}, `unknown command "sevre"; did you mean "serve"?` + "\n"},
		{"near a command", []string{"serv"}, `unknown command "serv"; did you mean "serve"?` + "\n"},
		{"near one of cobra's own", []string{"hepl"}, `unknown command "hepl"; did you mean "help"?` + "\n"},
		{"near help", []string{"hel"}, `unknown command "hel"; did you mean "help"?` + "\n"},
		{"unknown command before a flag", []string{"serv", "--addr", "x"},
			`unknown command "serv"; did you mean "serve"?` + "\n"},
		{"like nothing", []string{"paxos"}, `unknown command "paxos"` + "\n"},
		{"unknown flag", []string{"serve", "--adr", "x"}, `unknown flag: --adr; did you mean "--addr"?` + "\n"},
		{"unknown flag of the root", []string{"--verbose"}, "unknown flag: --verbose\n"},
		{"flag without its value", []string{"serve", "--addr"}, "flag needs an argument: --addr\n"},
		{"one argument too many", []string{"version", "please"},
			`unknown command "please" for "raftlab version"` + "\n"},
		{"address without port", []string{"serve", "--addr", "8080"},
			`--addr "8080" is not host:port, such as 127.0.0.1:8080` + "\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			code, stdout, stderr := runForTest(test.args...)
			assert.Equal(t, exitUsage, code)
			assert.Empty(t, stdout)
			assert.Equal(t, "raftlab: "+test.want, stderr)
		})
	}
}

func TestVersionIsOneLine(t *testing.T) {
	code, stdout, stderr := runForTest("version")
	assert.Equal(t, exitDone, code)
	assert.Empty(t, stderr)
	assert.Equal(t, 1, strings.Count(stdout, "\n"))
	assert.True(t, strings.HasPrefix(stdout, "raftlab "), stdout)
	assert.Contains(t, stdout, runtime.Version())
	assert.Regexp(t, ` grader and course [0-9a-f]{32}\n$`, stdout)
}

func TestDescribeBuild(t *testing.T) {
	machine := runtime.GOOS + "/" + runtime.GOARCH
	assert.Equal(t, "raftlab commit unknown go1.26.1 "+machine+" grader and course unknown",
		describeBuild("", source.Build{Go: "go1.26.1"}))
	assert.Equal(t,
		"raftlab (devel) commit 0123abc with uncommitted changes go1.26.1 "+machine+" grader and course 77ff",
		describeBuild("(devel)", source.Build{Commit: "0123abc", Changed: true, Go: "go1.26.1", Hash: "77ff"}))
}
