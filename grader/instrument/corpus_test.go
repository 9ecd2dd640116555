package instrument

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"raftlab/grader/judges"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// AnyFile rewrites a file even if it would be refused from a learner: the corpus is ordinary Go.
func AnyFile(t *testing.T, name string, source []byte) []byte {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.ParseComments|parser.SkipObjectResolution)
	require.NoError(t, err)
	return rewrite(files.File(file.FileStart), file, source)
}

// goFilesBelow are the Go files of some folders, except testdata and folders that the go command ignores, into
// which other tests may write.
func goFilesBelow(t *testing.T, roots ...string) []string {
	t.Helper()
	var found []string
	for _, root := range roots {
		require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if entry != nil && entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), "_")) {
				return fs.SkipDir
			}
			if strings.HasSuffix(path, ".go") {
				found = append(found, path)
			}
			return err
		}))
	}
	return found
}

// standard is Go's own source of some packages.
func standard(t *testing.T, packages ...string) []string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	var roots []string
	for _, p := range packages {
		roots = append(roots, filepath.Join(strings.TrimSpace(string(out)), "src", p))
	}
	return goFilesBelow(t, roots...)
}

// scanned is one token with its place, as the compiler would report it.
type scanned struct {
	token        token.Token
	text         string
	line, column int
}

func scan(source []byte) []scanned {
	files := token.NewFileSet()
	file := files.AddFile("x.go", -1, len(source))
	var s scanner.Scanner
	s.Init(file, source, nil, 0)
	var tokens []scanned
	for {
		at, kind, text := s.Scan()
		if kind == token.EOF {
			return tokens
		}
		place := files.Position(at)
		tokens = append(tokens, scanned{kind, text, place.Line, place.Column})
	}
}

// without removes the tokens of the calls and of the import.
func without(tokens []scanned) []scanned {
	// package p ; import visit "raftlab/grader/visit"
	visit := tokens[4].text
	left := append(tokens[:2:2], tokens[6:]...)
	kept := left[:0]
	for i := 0; i < len(left); i++ {
		begin := i
		if left[i].token == token.DEFER {
			i++
		}
		if i+1 < len(left) && left[i].text == visit && left[i].token == token.IDENT && left[i+1].token == token.PERIOD {
			for left[i].token != token.SEMICOLON {
				i++
			}
			continue
		}
		i = begin
		kept = append(kept, left[i])
	}
	return kept
}

// TestOnlyCallsAreAdded removes the calls from the rewritten file: the tokens of the original file are left,
// each on its line and in its column. It reads this repository, with all variants and mutants of the rules, and
// much of Go's own source.
func TestOnlyCallsAreAdded(t *testing.T) {
	files := standard(t, "go", "sort", "strconv", "strings", "text", "encoding", "regexp", "runtime",
		"cmd/compile/internal/types2")
	files = append(files, goFilesBelow(t, "../../raft", "../../lab", "../../grader", "../../exercises",
		"../../wasm")...)
	files = append(files, "testdata/programs/control.go", "testdata/programs/endless.go")
	require.Greater(t, len(files), 1000)
	changed := 0
	for _, name := range files {
		source, err := os.ReadFile(name)
		require.NoError(t, err)
		for _, source := range [][]byte{source, bytes.ReplaceAll(source, []byte("\n"), []byte("\r\n"))} {
			if bytes.Contains(source, []byte("//line ")) || bytes.Contains(source, []byte("/*line ")) {
				continue // refused from a learner
			}
			out := AnyFile(t, name, source)
			if bytes.Equal(source, out) {
				continue
			}
			changed++
			require.Equal(t, bytes.Count(source, []byte("\n")), bytes.Count(out, []byte("\n")), name)
			before, after := scan(source), without(scan(out))
			for i := range min(len(before), len(after)) {
				require.Equal(t, before[i], after[i], name)
			}
			require.Len(t, after, len(before), name)
		}
	}
	assert.Greater(t, changed, 1500)
}

// exports opens the export data of packages. The go command builds it.
func exports(t *testing.T, packages ...string) importer.Lookup {
	t.Helper()
	list := append([]string{"list", "-export", "-deps", "-json=ImportPath,Export"}, packages...)
	out, err := exec.Command("go", list...).Output()
	require.NoError(t, err)
	archives := map[string]string{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct{ ImportPath, Export string }
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		archives[p.ImportPath] = p.Export
	}
	return func(path string) (io.ReadCloser, error) { return os.Open(archives[path]) }
}

// checked type-checks a package.
func checked(t *testing.T, lookup importer.Lookup, path string, sources map[string][]byte) error {
	t.Helper()
	files := token.NewFileSet()
	var trees []*ast.File
	for name, source := range sources {
		tree, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
		require.NoError(t, err)
		trees = append(trees, tree)
	}
	config := types.Config{Importer: importer.ForCompiler(files, "gc", lookup), FakeImportC: true}
	_, err := config.Check(path, files, trees, nil)
	return err
}

// TestRewrittenPackagesTypeCheck: whole packages still type-check when rewritten. (None of them declares the
// name visit: a learner has one file, in which the name is free.)
func TestRewrittenPackagesTypeCheck(t *testing.T) {
	packages := []string{
		"raftlab/raft", "raftlab/lab", "raftlab/lab/raftcluster", "raftlab/grader", "raftlab/grader/mutants",
		"go/types", "go/parser", "go/printer", "text/template", "encoding/json", "regexp/syntax", "sort", "maps",
		"slices",
	}
	for _, judge := range judges.All() {
		exercise := "raftlab/exercises/" + judge.About().ID
		packages = append(packages, exercise, exercise+"/solution")
	}
	lookup := exports(t, append(packages, VisitPath)...)
	for _, path := range packages {
		out, err := exec.Command("go", "list", "-f", `{{.Dir}} {{join .GoFiles " "}}`, path).Output()
		require.NoError(t, err)
		dir, names, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
		before, after := map[string][]byte{}, map[string][]byte{}
		for name := range strings.FieldsSeq(names) {
			source, err := os.ReadFile(filepath.Join(dir, name))
			require.NoError(t, err)
			before[name] = source
			after[name] = AnyFile(t, name, source)
		}
		require.NoError(t, checked(t, lookup, path, before))
		assert.NoError(t, checked(t, lookup, path, after), path)
	}
}
