package tidy

import (
	"fmt"
	"go/build"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
)

// topLevel is the whole top level: a new idea belongs below one of these folders.
var topLevel = []string{
	"LICENSE", "Makefile", "README.md", "exercises", "go.mod", "go.sum", "grader", "lab", "raft", "static", "wasm",
}

func checkLayout(repository []file) []violation {
	var found []violation
	for _, f := range repository {
		top, _, _ := strings.Cut(f.path, "/")
		if !strings.HasPrefix(top, ".") && !slices.Contains(topLevel, top) {
			found = append(found, violation{f.path, "the top level is fixed: " + strings.Join(topLevel, " ")})
		}
	}
	return found
}

const docLinesMax = 120

var neverHeading = regexp.MustCompile(`(?m)^(// )?# (.* )?Never\b`)

// checkDocumentation wants a doc.go in each package: one page, with a heading for what the package never does.
// The code cannot show that half of a contract.
func checkDocumentation(repository []file) []violation {
	docs := map[string]string{}
	for _, f := range repository {
		if path.Base(f.path) == "doc.go" {
			docs[path.Dir(f.path)] = f.content
		}
	}
	var found []violation
	seen := map[string]bool{}
	for _, g := range goFiles(repository) {
		folder := path.Dir(g.path)
		if seen[folder] {
			continue
		}
		seen[folder] = true
		doc, ok := docs[folder]
		if !ok {
			found = append(found, violation{folder, "the package has no doc.go"})
			continue
		}
		if n := lineCount(doc); n > docLinesMax {
			found = append(found, violation{folder, fmt.Sprintf("doc.go has %d lines, more than %d", n, docLinesMax)})
		}
		if !neverHeading.MatchString(doc) {
			found = append(found, violation{folder, `doc.go has no heading "# Never"`})
		}
	}
	return found
}

// checkMainOnHost wants every program to compile on the host of the go tool: a main package with files for
// WebAssembly alone breaks `go build ./...`.
func checkMainOnHost(repository []file) []violation {
	programs := map[string]bool{} // folder of a main package → whether it has a main function on the host
	for _, g := range goFiles(repository) {
		if g.tree.Name.Name != "main" || g.isTest() {
			continue
		}
		folder := path.Dir(g.path)
		programs[folder] = programs[folder] || declaresFunction(g, "main") && compiledOnHost(g)
	}
	var found []violation
	for folder, ok := range programs {
		if !ok {
			found = append(found, violation{folder,
				"no func main on the host: add an untagged stub beside the WebAssembly one"})
		}
	}
	return found
}

// compiledOnHost asks go/build, which knows both the //go:build line and the
// endings such as _wasm.go. The host is fixed, so that every machine agrees.
func compiledOnHost(g goFile) bool {
	host := build.Default
	host.GOOS, host.GOARCH = "linux", "amd64"
	host.OpenFile = func(string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(g.content)), nil
	}
	match, err := host.MatchFile(path.Dir(g.path), path.Base(g.path))
	return err == nil && match
}

// tagged says what a file's first line must be. A reader then sees at once where the file runs, and the host
// never compiles it.
var tagged = []struct {
	line    string
	endings []string
	needed  func(goFile) bool
}{
	{
		line:    "//go:build js && wasm",
		endings: []string{"_js.go", "_js_test.go", "_js_wasm.go", "_js_wasm_test.go"},
		needed:  func(g goFile) bool { return g.importsAny("github.com/hack-pad/safejs") },
	},
	{
		line:    "//go:build wasip1",
		endings: []string{"_wasip1.go", "_wasip1_test.go", "_wasip1_wasm.go", "_wasip1_wasm_test.go"},
		needed:  func(g goFile) bool { return wasmDirective.MatchString(g.content) },
	},
}

var wasmDirective = regexp.MustCompile(`(?m)^//go:wasm(ex|im)port `)

func checkBuildTags(g goFile) []violation {
	first, _, _ := strings.Cut(g.content, "\n")
	var found []violation
	for _, t := range tagged {
		byName := slices.ContainsFunc(t.endings, func(ending string) bool { return strings.HasSuffix(g.path, ending) })
		if (byName || t.needed(g)) && first != t.line {
			found = append(found, violation{g.path, fmt.Sprintf("the first line must be %q", t.line)})
		}
	}
	return found
}
