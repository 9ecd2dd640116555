package raft_test

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pureImports is all that the core may import. No package on the list reaches the clock, the machine or the
// network; math/rand/v2 is for rng.go, whose generator has a seed.
var pureImports = []string{
	"bytes", "cmp", "encoding/binary", "errors", "fmt", "math/bits", "math/rand/v2", "raftlab/lab/kv",
	"raftlab/lab/paxos", "raftlab/lab/replicas", "raftlab/lab/zab", "raftlab/raft", "raftlab/raft/wire", "slices",
	"strconv", "strings",
}

// rooms are the core's folders, as seen from this one, and those of the other protocols' cores.
var rooms = []string{
	".", "wire", "reference", "node", "rafttest",
	"../lab/paxos", "../lab/paxos/reference", "../lab/paxos/node",
	"../lab/zab", "../lab/zab/reference", "../lab/zab/node",
	"../lab/replicas", "../lab/replicas/reference", "../lab/replicas/node",
}

// purity collects what one package has and a pure package must not have.
type purity struct {
	fset  *token.FileSet
	info  *types.Info
	found []string
}

func (p *purity) report(n ast.Node, format string, args ...any) {
	at := p.fset.Position(n.Pos())
	p.found = append(p.found, fmt.Sprintf("%s:%d: ", filepath.Base(at.Filename), at.Line)+fmt.Sprintf(format, args...))
}

// impurities type-checks the files as one package. The types show what the syntax does not: whether a range
// goes over a map, and whether a number is a float.
func impurities(fset *token.FileSet, path string, files []*ast.File, imports types.Importer) ([]string, error) {
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{},
		Defs: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: imports}
	if _, err := config.Check(path, fset, files, info); err != nil {
		return nil, err
	}
	p := &purity{fset: fset, info: info}
	for _, file := range files {
		p.imports(file)
		p.declarations(file)
		ast.Inspect(file, func(n ast.Node) bool {
			p.statement(n)
			if e, ok := n.(ast.Expr); ok {
				p.expression(e)
			}
			return true
		})
	}
	slices.Sort(p.found)
	return slices.Compact(p.found), nil
}

func (p *purity) imports(file *ast.File) {
	name := filepath.Base(p.fset.Position(file.Pos()).Filename)
	for _, spec := range file.Imports {
		path := strings.Trim(spec.Path.Value, `"`)
		switch {
		case !slices.Contains(pureImports, path):
			p.report(spec, "imports %s", path)
		case path == "math/rand/v2" && name != "rng.go":
			p.report(spec, "imports math/rand/v2 outside rng.go")
		}
	}
	for _, group := range file.Comments {
		for _, c := range group.List {
			if strings.HasPrefix(c.Text, "//go:linkname") {
				p.report(c, "reaches into another package")
			}
		}
	}
}

// declarations refuses state of the package, because all nodes would share it.
func (p *purity) declarations(file *ast.File) {
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
			p.report(f, "has an init function")
		}
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		for _, spec := range g.Specs {
			v := spec.(*ast.ValueSpec)
			for i, name := range v.Names {
				if i >= len(v.Values) || !p.isSentinel(name.Name, v.Values[i]) {
					p.report(name, "package variable %s is no error sentinel", name.Name)
				}
			}
		}
	}
}

// isSentinel reports whether a variable is called Err... and made by errors.New.
func (p *purity) isSentinel(name string, value ast.Expr) bool {
	call, ok := value.(*ast.CallExpr)
	if !ok || !strings.HasPrefix(name, "Err") {
		return false
	}
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	f := p.info.Uses[selector.Sel]
	return f != nil && f.Pkg() != nil && f.Pkg().Path() == "errors" && f.Name() == "New"
}

func (p *purity) statement(n ast.Node) {
	switch n := n.(type) {
	case *ast.GoStmt:
		p.report(n, "starts a goroutine")
	case *ast.SelectStmt:
		p.report(n, "selects")
	case *ast.SendStmt:
		p.report(n, "sends on a channel")
	case *ast.RangeStmt:
		if _, ok := p.info.TypeOf(n.X).Underlying().(*types.Map); ok {
			p.report(n, "ranges over a map")
		}
	}
}

func (p *purity) expression(e ast.Expr) {
	t := p.info.TypeOf(e)
	if t == nil {
		return
	}
	switch t := t.Underlying().(type) {
	case *types.Chan:
		p.report(e, "has a channel")
	case *types.Basic:
		if t.Info()&(types.IsFloat|types.IsComplex) != 0 {
			p.report(e, "has a floating-point number")
		}
	}
	if id, ok := e.(*ast.Ident); ok {
		if b, ok := p.info.Uses[id].(*types.Builtin); ok && strings.HasPrefix(b.Name(), "print") {
			p.report(e, "prints")
		}
	}
}

// sourceImporter reads imports from their sources. The build context finds the packages below this folder only
// with the go tool's help, so sourceImporter reads them itself.
type sourceImporter struct {
	fset     *token.FileSet
	standard types.Importer
}

func newSourceImporter(fset *token.FileSet) sourceImporter {
	return sourceImporter{fset, importer.ForCompiler(fset, "source", nil)}
}

func (i sourceImporter) Import(path string) (*types.Package, error) {
	folder, ours := strings.CutPrefix(path, "raftlab/")
	if !ours {
		return i.standard.Import(path)
	}
	files, err := parseFolder(i.fset, filepath.Join("..", folder))
	if err != nil {
		return nil, err
	}
	config := types.Config{Importer: i}
	return config.Check(path, i.fset, files, nil)
}

// parseFolder parses what the go tool would compile there, without tests.
func parseFolder(fset *token.FileSet, folder string) ([]*ast.File, error) {
	pkg, err := build.ImportDir(folder, 0)
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range pkg.GoFiles {
		file, err := parser.ParseFile(fset, filepath.Join(folder, name), nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

// TestCoreIsPure holds the rooms of the core to the heading "Never" of doc.go. A build tag must not hide a file
// from this test, so the packages must not have files with build tags.
func TestCoreIsPure(t *testing.T) {
	fset := token.NewFileSet()
	imports := newSourceImporter(fset)
	for _, folder := range rooms {
		pkg, err := build.ImportDir(folder, 0)
		require.NoError(t, err)
		assert.Empty(t, pkg.IgnoredGoFiles, "files with build tags in %s", folder)
		assert.Empty(t, slices.Concat(pkg.CgoFiles, pkg.SFiles, pkg.CFiles), "files in another language in %s", folder)
		for _, path := range pkg.Imports {
			assert.Contains(t, pureImports, path)
		}

		files, err := parseFolder(fset, folder)
		require.NoError(t, err)
		require.NotEmpty(t, files)
		found, err := impurities(fset, folder, files, imports)
		require.NoError(t, err)
		assert.Empty(t, found)
	}
}

// TestPurityFindsPlantedViolations: the test finds each line with a "want" in these files, and no other.
func TestPurityFindsPlantedViolations(t *testing.T) {
	fset := token.NewFileSet()
	imports := newSourceImporter(fset)
	for name, source := range plantedImpurities {
		file, err := parser.ParseFile(fset, name, source, parser.ParseComments)
		require.NoError(t, err)
		found, err := impurities(fset, name, []*ast.File{file}, imports)
		require.NoError(t, err)
		var want []string
		for i, line := range strings.Split(source, "\n") {
			if _, texts, ok := strings.Cut(line, "// want "); ok {
				for _, text := range strings.Split(texts, "; ") {
					want = append(want, fmt.Sprintf("%s:%d: %s", name, i+1, text))
				}
			}
		}
		slices.Sort(want)
		assert.Equal(t, want, found)
	}
}

var plantedImpurities = map[string]string{
	"planted.go": `package planted

import (
	"errors"
	"fmt"
	"math/rand/v2" // want imports math/rand/v2 outside rng.go
	"time" // want imports time
)

var ErrGood = errors.New("good")
var ErrNot = fmt.Errorf("not by errors.New") // want package variable ErrNot is no error sentinel
var hidden = errors.New("not called Err") // want package variable hidden is no error sentinel
var counter int // want package variable counter is no error sentinel
var now = time.Now // want package variable now is no error sentinel

const fine = 3

type set map[int]bool

func init() { counter++ } // want has an init function

func maps(m set, s []int) int {
	sum := rand.IntN(2)
	for k := range m { // want ranges over a map
		sum += k
	}
	for k := range s {
		sum += k
	}
	return sum
}

func channels() {
	c := make(chan int) // want has a channel
	go maps(nil, nil) // want starts a goroutine
	select { // want selects
	case c <- 1: // want has a channel; sends on a channel
	case <-c: // want has a channel
	}
}

func halves(n int) int {
	half := 0.5 // want has a floating-point number
	print(n) // want prints
	return int(float64(n) * half) // want has a floating-point number
}
`,
	"rng.go": `package planted

import "math/rand/v2"

func draw() uint64 { return rand.New(rand.NewPCG(1, 2)).Uint64N(3) }
`,
}
