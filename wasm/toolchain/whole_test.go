package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero"

	"raftlab/grader/bring"
	"raftlab/grader/bring/build"
	sources "raftlab/grader/source"
)

var wholeAll = flag.Bool("whole", false, "make the programs of all whole servers, not of two")

// sampled are two that differ in much: in shape, release and number of packages.
var sampled = map[string]bool{"packages": true, "oldest": true}

const wholeServers = "../../grader/bring/testdata/servers"

// TestPageMakesWholeServersAsThisMachineDoes compares each byte with the program that raftlab bring makes.
func TestPageMakesWholeServersAsThisMachineDoes(t *testing.T) {
	root, err := sources.Root(t.Context())
	require.NoError(t, err)
	servers, err := os.ReadDir(wholeServers)
	require.NoError(t, err)
	made := 0
	for _, server := range servers {
		if !*wholeAll && !sampled[server.Name()] {
			continue
		}
		made++
		t.Run(server.Name(), func(t *testing.T) {
			natively, err := build.Compile(t.Context(), wholeServer(t, server.Name()), root)
			require.NoError(t, err)
			b := open(t)
			b.t = t
			assert.True(t, bytes.Equal(natively, b.makeWhole(wholeServer(t, server.Name()))), "the programs differ")
		})
	}
	assert.GreaterOrEqual(t, made, len(sampled))
}

func wholeServer(t *testing.T, name string) *bring.Whole {
	t.Helper()
	folder, err := bring.Open(filepath.Join(wholeServers, name))
	require.NoError(t, err)
	whole, err := folder.Read()
	require.NoError(t, err)
	require.NoError(t, folder.Close())
	return whole
}

// makeWhole makes a whole server's program with the page's tools and packs.
func (b *built) makeWhole(whole *bring.Whole) []byte {
	b.t.Helper()
	making := whole.Make()
	archives := map[string]string{}
	packs := []string{"std", "whole"}
	if whole.NeedsRawNode() {
		packs = append(packs, "rawnode")
	}
	for _, pack := range packs {
		content, err := b.read(pack)
		require.NoError(b.t, err)
		for _, a := range unpacked(b.t, content) {
			name := pack + "/" + a.path + ".a"
			b.write(name, string(a.content))
			// The compiler reads what is in the last of the packs, the linker what is in the first.
			archives[a.path+" "+bring.Compiler] = name
			if archives[a.path+" "+bring.Linker] == "" {
				archives[a.path+" "+bring.Linker] = name
			}
		}
	}
	made := ""
	for call, more := making.Next(); more; call, more = making.Next() {
		config := making.Config()
		for of, name := range archives {
			if path, ok := strings.CutSuffix(of, " "+call.Tool); ok {
				config += fmt.Sprintf("packagefile %s=%s\n", path, name)
			}
		}
		b.write(bring.Config, config)
		for _, f := range call.Files {
			b.write(f.Path, f.Text)
		}
		require.NoError(b.t, making.Ended(b.callWhole(call)))
		made = call.Makes
	}
	guest, err := os.ReadFile(filepath.Join(b.work, made))
	require.NoError(b.t, err)
	return guest
}

func (b *built) callWhole(call bring.Call) bring.Ended {
	b.t.Helper()
	args := []string{call.Tool}
	if call.Tool == bring.Compiler {
		args = append(args, "-trimpath=/w")
	}
	var printed bytes.Buffer
	config := wazero.NewModuleConfig().WithName("").WithArgs(append(args, call.Args...)...).WithEnv("PWD", "/w").
		WithStdout(&printed).WithStderr(&printed).
		WithFSConfig(wazero.NewFSConfig().WithDirMount(b.work, "/w"))
	_, err := b.runtime.InstantiateModule(context.Background(), b.modules[call.Tool], config)
	return bring.Ended{OK: err == nil, Printed: printed.String()}
}
