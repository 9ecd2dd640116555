package bring_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/bring"
)

// A folder in any state is understood or has a complaint: each word of a server is taken out in turn, and each is
// put in twice.
func TestDamagedServersAreReported(t *testing.T) {
	for _, text := range []string{tinyRaft, tinyRaft1} {
		folder := write(t, map[string]string{"go.mod": "module 6.824\n\ngo 1.15\n", "raft/raft.go": text})
		file := filepath.Join(folder, "raft", "raft.go")
		words := strings.SplitAfter(text, " ")
		for i := range words {
			for _, damaged := range [][]string{
				append(append([]string{}, words[:i]...), words[i+1:]...),
				append(append([]string{}, words[:i+1]...), words[i:]...),
			} {
				require.NoError(t, os.WriteFile(file, []byte(strings.Join(damaged, "")), 0o644))
				opened, err := bring.Open(folder)
				require.NoError(t, err)
				_, err = opened.Read()
				require.NoError(t, opened.Close())
				var unfit *bring.Unfit
				assert.True(t, err == nil || errors.As(err, &unfit), "%v", err)
			}
		}
	}
}

func TestComplaintsArePlain(t *testing.T) {
	text := with(t, tinyRaft, `import "6.824/labrpc"`, "import (\n\t\"6.824/labrpc\"\n\t\"\\x1b[31mred\"\n)")
	assert.NotContains(t, complaint(t, write(t, map[string]string{"raft.go": text})), "\x1b")
	name := "a\x1b[2Jb.go"
	folder := write(t, map[string]string{"raft.go": tinyRaft, name: "package other\n"})
	assert.NotContains(t, complaint(t, folder), "\x1b")
}
