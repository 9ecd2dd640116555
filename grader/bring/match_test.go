package bring

import (
	"bytes"
	"go/build"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The go command's own package says which files are compiled.
func TestFilesMatchAsTheGoCommandSays(t *testing.T) {
	texts := []string{
		"", "package a\n", "// +build linux\n\npackage a\n", "// +build linux\npackage a\n",
		"//go:build wasip1\npackage a\n",
		"//go:build !wasm\n\npackage a\n", "//go:build ignore\n\npackage a\n",
		"//go:build go1.18 && !go1.99\npackage a\n",
		"//go:build go1.27\npackage a\n", "//go:build (\npackage a\n", "//go:build a\n//go:build b\npackage a\n",
		"/* //go:build a */ //go:build b\n\npackage a\n", "/*\n// +build linux\n*/\n\npackage a\n",
		"/* a */\n\n// +build linux\n\npackage a\n", "// +build linux\n// +build wasm\n\n// text\npackage a\n",
		"// +build wasm,gc cgo\n\npackage a\n",
		"/**/ /* b\n*/ //go:build js\npackage a\n", "package a\n//go:build js\n",
		"/*/ //go:build js\n*/\npackage a\n", "//go:build unix\npackage a\n",
		"// Copyright\n\n//go:build js\n\npackage a\n",
	}
	names := []string{
		"a.go", "linux.go", "a_linux.go", "a_wasip1.go", "a_wasm.go", "a_wasip1_wasm.go", "a_js_wasm.go", "a_arm64.go",
		"a_other.go", "a_linux_other.go", "a_wasip1.x.go",
	}
	platform := build.Default
	platform.GOOS, platform.GOARCH, platform.CgoEnabled, platform.ToolTags = "wasip1", "wasm", true, nil
	for _, name := range names {
		for _, text := range texts {
			platform.OpenFile = func(string) (io.ReadCloser, error) {
				return io.NopCloser(bytes.NewReader([]byte(text))), nil
			}
			match, err := platform.MatchFile("", name)
			assert.Equal(t, match || err != nil, matches(name, []byte(text)), "%s with %q", name, text)
		}
	}
}
