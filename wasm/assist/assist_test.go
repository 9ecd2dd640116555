package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"raftlab/grader/instrument"
)

// goTool runs the go command for wasip1.
func goTool(t testing.TB, arguments ...string) []byte {
	t.Helper()
	command := exec.Command("go", arguments...)
	command.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm")
	var complaints bytes.Buffer
	command.Stderr = &complaints
	out, err := command.Output()
	require.NoError(t, err, complaints.String())
	return out
}

// packages makes the folder /pkg with the archives of the page's toolchain.
func packages(t testing.TB) string {
	t.Helper()
	folder := t.TempDir()
	out := goTool(t, append([]string{"list", "-export", "-trimpath", "-json=ImportPath,Export"},
		instrument.Allowed...)...)
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct{ ImportPath, Export string }
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		content, err := os.ReadFile(p.Export)
		require.NoError(t, err)
		file := filepath.Join(folder, filepath.FromSlash(p.ImportPath)+".a")
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, content, 0o600))
	}
	docs := `{"raftlab/raft":{"State.CurrentTerm":"CurrentTerm is the latest term."}}`
	require.NoError(t, os.WriteFile(filepath.Join(folder, "docs.json"), []byte(docs), 0o600))
	return folder
}

// helper is the program under wazero.
type helper struct{ module api.Module }

func start(t testing.TB) *helper {
	t.Helper()
	program := filepath.Join(t.TempDir(), "assist.wasm")
	goTool(t, "build", "-buildmode=c-shared", "-trimpath", "-ldflags=-s -w", "-o", program, ".")
	code, err := os.ReadFile(program)
	require.NoError(t, err)
	runtime := wazero.NewRuntimeWithConfig(t.Context(), wazero.NewRuntimeConfig().WithMemoryLimitPages(4096))
	t.Cleanup(func() { _ = runtime.Close(t.Context()) })
	wasi_snapshot_preview1.MustInstantiate(t.Context(), runtime)
	config := wazero.NewModuleConfig().WithStartFunctions("_initialize").WithStdout(os.Stderr).WithStderr(os.Stderr).
		WithFSConfig(wazero.NewFSConfig().WithReadOnlyDirMount(packages(t), "/pkg"))
	module, err := runtime.InstantiateWithConfig(t.Context(), code, config)
	require.NoError(t, err)
	return &helper{module}
}

func (h *helper) ask(t testing.TB, request []byte) string {
	t.Helper()
	call := func(name string, arguments ...uint64) uint32 {
		result, err := h.module.ExportedFunction(name).Call(t.Context(), arguments...)
		require.NoError(t, err)
		return uint32(result[0])
	}
	address := call("input", uint64(len(request)))
	require.True(t, h.module.Memory().Write(address, request))
	size := call("call", uint64(len(request)))
	reply, ok := h.module.Memory().Read(call("output"), size)
	require.True(t, ok)
	return string(reply)
}

// completion requests the completions after "s.".
func completion(t testing.TB) []byte {
	t.Helper()
	source, err := os.ReadFile("../../exercises/replicate/solution/replicate.go")
	require.NoError(t, err)
	at := bytes.Index(source, []byte("s.Log"))
	text, err := json.Marshal(map[string]any{
		"kind": "complete", "offset": len([]rune(string(source[:at+2]))),
		"source": string(source[:at+2]) + string(source[at+5:]),
	})
	require.NoError(t, err)
	return text
}

func TestAsAReactor(t *testing.T) {
	h := start(t)
	request := completion(t)
	first := h.ask(t, request)
	assert.Contains(t, first,
		`{"label":"CurrentTerm","kind":"field","detail":"Term","doc":"CurrentTerm is the latest term."}`)

	assert.Contains(t, h.ask(t, []byte("{")), `"error"`)
	assert.Contains(t, h.ask(t, bytes.Repeat([]byte("x"), 10<<20)), `"error"`)
	assert.Contains(t, h.ask(t, []byte(`{"kind":"format","source":"package p\nvar  x=1"}`)), `var x = 1\u000a`)
	nested := `{"kind":"complete","offset":1000,"source":"package p\nvar x = ` + strings.Repeat("(", 60_000) + `"}`
	assert.Contains(t, h.ask(t, []byte(nested)), "nested too deeply")

	for range 20 {
		h.ask(t, request)
	}
	before := h.module.Memory().Size()
	for range 100 {
		require.Equal(t, first, h.ask(t, request))
	}
	assert.Less(t, h.module.Memory().Size()-before, uint32(8<<20),
		"the helper lives for hours: its memory must not grow")
}

func BenchmarkComplete(b *testing.B) {
	h, request := start(b), completion(b)
	h.ask(b, request)
	for b.Loop() {
		h.ask(b, request)
	}
}
