package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"

	"raftlab/grader"
	"raftlab/wasm/guest/program"
)

// built is the toolchain, with a folder to work in.
type built struct {
	*programs
	t    *testing.T
	work string
}

// programs are the compiler and the linker, compiled for this machine once for all tests, which takes half a
// minute.
type programs struct {
	manifest
	runtime wazero.Runtime
	modules map[string]wazero.CompiledModule
}

const toolchainFolder = "../../build/toolchain" // the folder of `make toolchain`

var ready = sync.OnceValues(func() (*programs, error) {
	ctx := context.Background()
	// Make it again, so that the tests judge the present source and not an old build.
	if err := makeAll(ctx, toolchainFolder, io.Discard); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(toolchainFolder, manifestName))
	if err != nil {
		return nil, err
	}
	p := &programs{modules: map[string]wazero.CompiledModule{}}
	if err := json.Unmarshal(text, &p.manifest); err != nil {
		return nil, err
	}
	p.runtime = wazero.NewRuntime(ctx)
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, p.runtime); err != nil {
		return nil, err
	}
	for _, name := range []string{"compile", "link"} {
		content, err := p.read(name)
		if err != nil {
			return nil, err
		}
		if p.modules[name], err = p.runtime.CompileModule(ctx, content); err != nil {
			return nil, err
		}
	}
	return p, nil
})

func (p *programs) read(name string) ([]byte, error) {
	at := slices.IndexFunc(p.Files, func(e listEntry) bool { return e.Name == name })
	if at < 0 {
		return nil, fmt.Errorf("%s lists no %s", manifestName, name)
	}
	return os.ReadFile(filepath.Join(toolchainFolder, p.Files[at].Path))
}

// open returns the toolchain and a folder to work in. `make test` has built the toolchain before, so this takes
// a second.
func open(t *testing.T) *built {
	t.Helper()
	p, err := ready()
	require.NoError(t, err)
	return &built{programs: p, t: t, work: t.TempDir()}
}

// run runs a program of the toolchain in the work folder, which the program sees as /w, and returns its exit
// code and output.
func (b *built) run(name string, arguments ...string) (uint32, string) {
	b.t.Helper()
	var printed bytes.Buffer
	config := wazero.NewModuleConfig().WithName("").WithArgs(append([]string{name}, arguments...)...).
		WithStdout(&printed).WithStderr(&printed).
		WithFSConfig(wazero.NewFSConfig().WithDirMount(b.work, "/w"))
	started := time.Now()
	_, err := b.runtime.InstantiateModule(context.Background(), b.modules[name], config)
	b.t.Logf("%s took %v", name, time.Since(started).Round(time.Millisecond))
	var exit *sys.ExitError
	if err == nil {
		return 0, printed.String()
	}
	require.ErrorAs(b.t, err, &exit, printed.String())
	return exit.ExitCode(), printed.String()
}

func (b *built) write(name, text string) {
	b.t.Helper()
	file := filepath.Join(b.work, filepath.FromSlash(name))
	require.NoError(b.t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(b.t, os.WriteFile(file, []byte(text), 0o644))
}

// unpack writes the archives to the places that the two import configurations name, one for the learner's
// package and one for the rest.
func (b *built) unpack(exercise grader.About) {
	b.t.Helper()
	var learner, whole strings.Builder
	for _, name := range []string{"std", "raftlab", "neighbours"} {
		content, err := b.read(name)
		require.NoError(b.t, err)
		for _, a := range unpacked(b.t, content) {
			b.write("pkg/"+a.path+".a", string(a.content))
			line := fmt.Sprintf("packagefile %s=/w/pkg/%s.a\n", a.path, a.path)
			whole.WriteString(line)
			if slices.Contains(b.LearnerImports, a.path) || a.path == b.VisitImport {
				learner.WriteString(line)
			}
		}
	}
	fmt.Fprintf(&whole, "packagefile %s=/w/exercise.a\n", program.Package(exercise))
	b.write("learner.cfg", learner.String())
	b.write("all.cfg", whole.String())
}

func unpacked(t *testing.T, content []byte) []archive {
	t.Helper()
	length, rest, ok := bytes.Cut(content, []byte("\n"))
	require.True(t, ok)
	size, err := strconv.Atoi(string(length))
	require.NoError(t, err)
	var index []struct {
		Package      string
		Offset, Size int
	}
	require.NoError(t, json.Unmarshal(rest[:size], &index))
	var archives []archive
	for _, entry := range index {
		archives = append(archives, archive{entry.Package, rest[size:][entry.Offset : entry.Offset+entry.Size]})
	}
	return archives
}

// compileLearners compiles a learner's file as the page does.
func (b *built) compileLearners(exercise grader.About, text string) (uint32, string) {
	b.t.Helper()
	file := exercise.ID + ".go"
	b.write(file, text)
	path := program.Package(exercise)
	return b.run("compile", slices.Concat([]string{"-p", path}, b.CompileFlags,
		[]string{"-importcfg", "/w/learner.cfg", "-trimpath", "/w=>" + path, "-o", "/w/exercise.a", "/w/" + file})...)
}

// link compiles main, links the guest, and returns its bytes.
func (b *built) link(exercise grader.About) []byte {
	b.t.Helper()
	b.write("join.go", program.Join(exercise))
	b.write("main.go", program.Main)
	code, printed := b.run("compile", slices.Concat([]string{"-p", "main"}, b.CompileFlags,
		[]string{"-importcfg", "/w/all.cfg", "-trimpath", "/w=>", "-o", "/w/main.a", "/w/join.go", "/w/main.go"})...)
	require.Zero(b.t, code, printed)
	code, printed = b.run("link", slices.Concat(b.LinkFlags,
		[]string{"-importcfg", "/w/all.cfg", "-o", "/w/guest.wasm", "/w/main.a"})...)
	require.Zero(b.t, code, printed)
	guest, err := os.ReadFile(filepath.Join(b.work, "guest.wasm"))
	require.NoError(b.t, err)
	return guest
}

// solutionOf is an exercise's solution, as a learner would write it.
func solutionOf(t *testing.T, exercise grader.About) string {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash("../../exercises/" + exercise.ID + "/solution/" + exercise.ID + ".go"))
	require.NoError(t, err)
	renamed := strings.Replace(string(text), "package solution", "package "+exercise.ID, 1)
	require.NotEqual(t, string(text), renamed)
	return renamed
}
