package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
)

// source is a file of GOROOT and its changes. A change is a range of the text, found through the syntax. All
// other bytes stay the same.
type source struct {
	name    string // from GOROOT/src, with slashes
	text    []byte
	files   *token.FileSet
	tree    *ast.File
	changes []change
}

// change replaces text[from:to].
type change struct {
	from, to int
	text     string
}

// goroot is the machine's Go: the folder of its sources and its version.
type goroot struct{ folder, version string }

func (g goroot) read(name string) (*source, error) {
	file := filepath.Join(g.folder, "src", filepath.FromSlash(name))
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("%s has no src/%s, which the page's compiler is built from: install the whole of %s, "+
			"sources included: %w", g.folder, name, g.version, err)
	}
	return parse(name, text)
}

func parse(name string, text []byte) (*source, error) {
	s := &source{name: name, text: text, files: token.NewFileSet()}
	tree, err := parser.ParseFile(s.files, name, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("GOROOT/src/%s is not Go: %w", name, err)
	}
	s.tree = tree
	return s, nil
}

// strange is the error for a file that this program was not written for.
func (s *source) strange(format string, args ...any) error {
	return fmt.Errorf("GOROOT/src/%s %s: this Go has changed it; use the version that go.mod names, "+
		"or adapt wasm/toolchain to it", s.name, fmt.Sprintf(format, args...))
}

func (s *source) offset(at token.Pos) int { return s.files.Position(at).Offset }

// cut removes the lines from one place up to, but not including, another.
func (s *source) cut(from, to token.Pos) { s.replace(from, to, "") }

func (s *source) replace(from, to token.Pos, text string) {
	s.changes = append(s.changes, change{s.offset(from), s.offset(to), text})
}

// changed is the text with all changes, and without the imports that are no longer needed.
func (s *source) changed() ([]byte, error) {
	text := apply(s.text, s.changes)
	again, err := parse(s.name, text)
	if err != nil {
		return nil, s.strange("cannot be parsed once the other architectures are cut out (%v)", err)
	}
	again.dropUnusedImports()
	return apply(text, again.changes), nil
}

func apply(text []byte, changes []change) []byte {
	slices.SortFunc(changes, func(a, b change) int { return a.from - b.from })
	var result []byte
	at := 0
	for _, c := range changes {
		result = append(append(result, text[at:c.from]...), c.text...)
		at = c.to
	}
	return append(result, text[at:]...)
}

func (s *source) dropUnusedImports() {
	used := map[string]bool{}
	ast.Inspect(s.tree, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if name, ok := selector.X.(*ast.Ident); ok {
				used[name.Name] = true
			}
		}
		return true
	})
	for _, spec := range s.tree.Imports {
		if name := importName(spec); name != "_" && name != "." && !used[name] {
			// Outside of a group, cutting the import alone would leave the word import.
			s.replace(spec.Pos(), spec.End(), "_ \"unsafe\"")
		}
	}
}

// importName is the name of an import in its file. Every import that the overlay cuts has the name of the last
// element of its path.
func importName(spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	full, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return "" // the parser has unquoted it already
	}
	return path.Base(full)
}

// function finds a function or method by name.
func (s *source) function(name string) (*ast.FuncDecl, error) {
	for _, declaration := range s.tree.Decls {
		if f, ok := declaration.(*ast.FuncDecl); ok && f.Name.Name == name && f.Body != nil {
			return f, nil
		}
	}
	return nil, s.strange("has no function %s", name)
}

// stringOf is the value of a string literal, "" for any other expression.
func stringOf(e ast.Expr) string {
	if literal, ok := e.(*ast.BasicLit); ok && literal.Kind == token.STRING {
		if value, err := strconv.Unquote(literal.Value); err == nil {
			return value
		}
	}
	return ""
}

// isWasm reports whether an expression is the name "wasm".
func isWasm(e ast.Expr) bool { return stringOf(e) == "wasm" }
