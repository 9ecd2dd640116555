package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// part starts this program in a process of its own.
func part(t *testing.T, environment []string, args ...string) *exec.Cmd {
	t.Helper()
	ourselves, err := os.Executable()
	require.NoError(t, err)
	command := exec.Command(ourselves, args...)
	command.Env = append(append(os.Environ(), actAsRaftlab+"=1"), environment...)
	return command
}

// Three machines judge a class, and one of them is killed with a file in its hands.
func TestAClassIsJudgedOnSeveralMachines(t *testing.T) {
	submissions, out := smallClass(t), filepath.Join(t.TempDir(), "results")
	server := part(t, nil, "class", "serve", submissions, "--exercises", "vote", "--schedules", "2", "--out", out,
		"--addr", "127.0.0.1:0", "--jobs", "0", "--patience", "3s")
	said, err := server.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, server.Start())
	lines := bufio.NewScanner(said)
	for !strings.Contains(lines.Text(), "class work") {
		require.True(t, lines.Scan(), "it says how to join")
	}
	words := strings.Fields(lines.Text())
	require.Equal(t, "raftlab", words[1])
	token, join := words[0], words[2:]
	go func() { _, _ = io.Copy(io.Discard, said) }()

	temporary := t.TempDir()
	lost := part(t, []string{token, "TMPDIR=" + temporary}, append(join, "--jobs", "1")...)
	require.NoError(t, lost.Start())
	for held := []string{}; len(held) == 0; <-time.After(10 * time.Millisecond) {
		held, err = filepath.Glob(filepath.Join(temporary, "raftlab-grade-*"))
		require.NoError(t, err)
	}
	require.NoError(t, lost.Process.Kill())
	require.Error(t, lost.Wait())
	for range 2 {
		worker := part(t, []string{token}, append(join, "--jobs", "1")...)
		require.NoError(t, worker.Start())
		defer func() {
			require.NoError(t, worker.Process.Signal(syscall.SIGTERM))
			assert.NoError(t, worker.Wait())
		}()
	}
	require.NoError(t, server.Wait())
	assert.Equal(t, smallTable, table(t, out))
	assert.NoDirExists(t, filepath.Join(out, "queue"), "nothing needs it any more")
}
