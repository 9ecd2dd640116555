package main

import (
	"bytes"
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

// hog is the body of a rule that works for a long time in few lines.
const hog = "{\n\tfor i := 0; i < 1000; i++ {\n\t\t_ = strings.Repeat(\"x\", 1<<24)\n\t}\n\treturn right(s, req)\n}\n"

// TestNothingIsLeftBehind looks for processes in /proc, which other systems lack: however raftlab grade ends, at
// whatever moment, its processes and its folder go.
func TestNothingIsLeftBehind(t *testing.T) {
	ourselves, err := os.Executable()
	require.NoError(t, err)
	file := learnersFile(t, "import \"strings\"\n\nfunc HandleRequestVote"+signature+hog)
	for name, signal := range map[string]syscall.Signal{
		"interrupt": syscall.SIGINT, "terminate": syscall.SIGTERM, "hang up": syscall.SIGHUP, "kill": syscall.SIGKILL,
	} {
		for _, moment := range []string{"", "linux/importcfg.all", "calls"} {
			t.Run(name+" "+moment, func(t *testing.T) {
				temporary := t.TempDir()
				command := exec.Command(ourselves, "grade", "vote", file)
				command.Env = append(os.Environ(), actAsRaftlab+"=1", "TMPDIR="+temporary)
				require.NoError(t, command.Start())
				ended := make(chan error, 1)
				go func() { ended <- command.Wait() }()
				for !reached(t, temporary, moment) {
					select {
					case err := <-ended:
						require.FailNow(t, "it ended before", "%q: %v", moment, err)
					case <-time.After(time.Millisecond):
					}
				}
				require.NoError(t, command.Process.Signal(signal))
				require.Error(t, <-ended)
				requireGone(t, temporary)
			})
		}
	}
}

// reached reports whether a grading has made a file in its folder.
func reached(t *testing.T, temporary, file string) bool {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(temporary, "raftlab-grade-*", file))
	require.NoError(t, err)
	return len(found) > 0
}

// requireGone waits until no process names the folder and nothing is in it.
func requireGone(t *testing.T, temporary string) {
	t.Helper()
	var processes []string
	var left []os.DirEntry
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for range 600 {
		var err error
		left, err = os.ReadDir(temporary)
		require.NoError(t, err)
		if processes = naming(t, temporary); len(processes) == 0 && len(left) == 0 {
			return
		}
		<-again.C
	}
	assert.Empty(t, processes)
	assert.Empty(t, left)
}

// naming are the command lines of processes with this text, in their arguments or environment.
func naming(t *testing.T, text string) []string {
	t.Helper()
	all, err := filepath.Glob("/proc/[0-9]*")
	require.NoError(t, err)
	var found []string
	for _, process := range all {
		// A process may end meanwhile.
		line, _ := os.ReadFile(filepath.Join(process, "cmdline"))
		environment, _ := os.ReadFile(filepath.Join(process, "environ"))
		if strings.HasSuffix(process, "/"+strings.TrimSpace(string(line))) || len(line) == 0 {
			continue // it has ended, and nobody has noticed yet
		}
		if bytes.Contains(line, []byte(text)) || bytes.Contains(environment, []byte(text)) {
			found = append(found, string(bytes.ReplaceAll(line, []byte{0}, []byte{' '})))
		}
	}
	return found
}
