package sandbox_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"raftlab/grader/sandbox"
)

// talker is a guest that prints much while it starts. EXPORT stands for the directive of the compiler.
const talker = `package main

import "os" // it asks that output never blocks, as every package does that prints

var _ = os.Stderr

func init() {
	for range 2000 {
		print("01234567890123456789012345678901234567890123456789012345678901234567890123456789\n")
	}
}

EXPORT input
func input(size uint32) uint32 { return 65536 }

EXPORT call
func call(size uint32) uint64 { return 0 }

func main() {}
`

// TestAGuestMayPrintFasterThanAnybodyReads: the guest waits, and nothing is lost.
func TestAGuestMayPrintFasterThanAnybodyReads(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "go.mod"), []byte("module talker\n\ngo 1.26\n"), 0o600))
	text := strings.ReplaceAll(talker, "EXPORT", "//go:"+"wasmexport")
	require.NoError(t, os.WriteFile(filepath.Join(folder, "main.go"), []byte(text), 0o600))
	command := exec.Command("go", "build", "-buildmode=c-shared", "-o", "talker.wasm", ".")
	command.Dir, command.Env = folder, append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "GOFLAGS=")
	said, err := command.CombinedOutput()
	require.NoError(t, err, string(said))
	guest, err := os.ReadFile(filepath.Join(folder, "talker.wasm"))
	require.NoError(t, err)

	// The writer is one that the runtime does not wait for, as standard error is in a process of its own.
	var pipe [2]int
	require.NoError(t, syscall.Pipe(pipe[:]))
	reader, writer := os.NewFile(uintptr(pipe[0]), "reader"), os.NewFile(uintptr(pipe[1]), "writer")
	read := make(chan int)
	go func() {
		count, one := 0, make([]byte, 1) // slower than anybody writes
		for {
			n, err := reader.Read(one)
			count += n
			if err != nil {
				read <- count
				return
			}
		}
	}()
	callee, err := sandbox.NewCallee(context.Background(), guest, writer, func(err error) { panic(err) })
	assert.NoError(t, err)
	if err == nil {
		assert.NoError(t, callee.Close())
	}
	require.NoError(t, writer.Close())
	assert.Equal(t, 2000*81, <-read)
	assert.NoError(t, reader.Close())
}
