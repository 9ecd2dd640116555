package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// here is the Go installation that runs the tests.
func here(t *testing.T) goroot {
	t.Helper()
	tool, err := findGo(t.Context())
	require.NoError(t, err)
	return tool.root
}

func TestOverlayOfThisGo(t *testing.T) {
	made, err := makeOverlay(here(t))
	require.NoError(t, err)
	for name, text := range map[string][]string{
		"cmd/compile/main.go":   {"amd64", "s390x", "mips"},
		"cmd/link/main.go":      {"amd64", "s390x", "mips"},
		ssaFolder + "/opGen.go": {"x86.A", "arm64.REG_"},
	} {
		require.Contains(t, made, name)
		for _, other := range text {
			assert.NotContains(t, string(made[name]), other, name)
		}
		assert.Contains(t, string(made[name]), "wasm", name)
	}
	assert.Contains(t, made, ssaFolder+"/rewriteAMD64.go")
	assert.Nil(t, made[ssaFolder+"/rewriteAMD64.go"], "the overlay leaves it out")
	for _, kept := range []string{"rewriteWasm.go", "rewrite.go", "rewritegeneric.go", "rewritedec64.go"} {
		assert.NotContains(t, made, ssaFolder+"/"+kept)
	}
}

// TestOverlayIsTheSameEachTime: the names of the files depend only on their sources.
func TestOverlayIsTheSameEachTime(t *testing.T) {
	one, err := makeOverlay(here(t))
	require.NoError(t, err)
	other, err := makeOverlay(here(t))
	require.NoError(t, err)
	assert.Equal(t, one, other)
}

// TestUpstreamChangeIsReported plants a GOROOT with changed sources.
func TestUpstreamChangeIsReported(t *testing.T) {
	const compiler, linker, config = "cmd/compile/main.go", "cmd/link/main.go", ssaFolder + "/config.go"
	for name, test := range map[string]struct{ file, from, to, want string }{
		"no map of architectures": {compiler, `"wasm":     wasm.Init`, `"spider": wasm.Init`,
			`cmd/compile/main.go has 0 maps with an entry "wasm"`},
		"no switch in the linker": {linker, `case "wasm":`, `case "spider":`,
			`cmd/link/main.go has 0 switches with a case "wasm"`},
		"no switch in the compiler": {config, `case "wasm":`, `case "spider":`, `config.go has 0 switches`},
		"not Go":                    {linker, "package main", "module main", "cmd/link/main.go is not Go"},
		"one operation too many": {ssaFolder + "/opGen.go", "\tOpInvalid Op = iota\n",
			"\tOpInvalid Op = iota\n\tOpMore\n",
			"does not have one entry of opcodeTable for each constant Op"},
		"no registers": {ssaFolder + "/opGen.go", "var registersWasm", "var registersSpider", "no list registersWasm"},
		"no function": {"cmd/link/internal/ld/elf.go", "func asmbElf(", "func asmbOther(",
			"elf.go has no function asmbElf"},
		"a function with results": {"cmd/link/internal/ld/main.go", "func startProfile()", "func startProfile() error",
			"main.go has a function startProfile that gives results"},
	} {
		t.Run(name, func(t *testing.T) {
			root := planted(t)
			file := filepath.Join(root.folder, "src", filepath.FromSlash(test.file))
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Contains(t, string(text), test.from)
			require.NoError(t, os.Remove(file))
			require.NoError(t, os.WriteFile(file, []byte(strings.Replace(string(text), test.from, test.to, 1)), 0o644))
			_, err = makeOverlay(root)
			assert.ErrorContains(t, err, test.want)
			assert.ErrorContains(t, err, "GOROOT/src/"+test.file)
		})
	}
	t.Run("no sources", func(t *testing.T) {
		root := planted(t)
		require.NoError(t, os.Remove(filepath.Join(root.folder, "src", filepath.FromSlash(linker))))
		_, err := makeOverlay(root)
		assert.ErrorContains(t, err, "has no src/cmd/link/main.go")
		assert.ErrorContains(t, err, "install the whole of go1.26")
	})
	t.Run("no rules of other architectures", func(t *testing.T) {
		root := planted(t)
		files, err := filepath.Glob(filepath.Join(root.folder, "src", filepath.FromSlash(ssaFolder), "rewrite*"))
		require.NoError(t, err)
		for _, file := range files {
			require.NoError(t, os.Remove(file))
		}
		_, err = makeOverlay(root)
		assert.ErrorContains(t, err, "rewriteAMD64.go")
	})
}

// planted is a GOROOT of links to the sources of the overlay.
func planted(t *testing.T) goroot {
	t.Helper()
	real := here(t)
	made, err := makeOverlay(real)
	require.NoError(t, err)
	root := goroot{t.TempDir(), real.version}
	for name := range made {
		from, to := filepath.Join(real.folder, "src", filepath.FromSlash(name)), filepath.Join(root.folder, "src",
			filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(to), 0o755))
		require.NoError(t, os.Symlink(from, to))
	}
	return root
}

func TestVersionOfGo(t *testing.T) {
	for name, test := range map[string]struct{ version, mod, want string }{
		"the same":        {"go1.26.8", "module m\n\ngo 1.26.0\n", ""},
		"without a patch": {"go1.26", "go 1.26\n", ""},
		"newer": {"go1.27.1", "go 1.26.0\n",
			"this is go1.27.1, and the page's compiler is made from Go 1.26 (go.mod)"},
		"older":           {"go1.25.3", "go 1.26.0\n", "install a Go 1.26.x"},
		"from the future": {"devel go1.27-abc", "go 1.26.0\n", "this is devel"},
		"none wanted":     {"go1.26.8", "module m\n", "go.mod does not say which Go"},
	} {
		t.Run(name, func(t *testing.T) {
			err := checkVersion(test.version, test.mod)
			if test.want == "" {
				assert.NoError(t, err)
				return
			}
			assert.ErrorContains(t, err, test.want)
		})
	}
}
