package tidy

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"strconv"
	"strings"
)

// goFile is a parsed Go file.
type goFile struct {
	file
	fset *token.FileSet
	tree *ast.File
}

func parseGo(f file) (goFile, error) {
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, f.path, f.content, parser.ParseComments|parser.SkipObjectResolution)
	return goFile{f, fset, tree}, err
}

// goFiles are the files of the repository that the go tool would compile. Files that do not parse are left out:
// the compiler reports them better.
func goFiles(repository []file) []goFile {
	var parsed []goFile
	for _, f := range repository {
		if path.Ext(f.path) != ".go" || inTestdata(f.path) {
			continue
		}
		if g, err := parseGo(f); err == nil {
			parsed = append(parsed, g)
		}
	}
	return parsed
}

func inTestdata(name string) bool {
	return strings.HasPrefix(name, "testdata/") || strings.Contains(name, "/testdata/")
}

func (g goFile) isTest() bool { return strings.HasSuffix(g.path, "_test.go") }

// imports are the paths that g imports.
func (g goFile) imports() []string {
	var paths []string
	for _, spec := range g.tree.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			paths = append(paths, p)
		}
	}
	return paths
}

func (g goFile) importsAny(prefixes ...string) bool {
	for _, p := range g.imports() {
		for _, prefix := range prefixes {
			if within(p, prefix) {
				return true
			}
		}
	}
	return false
}

// within reports whether name is folder or below it; both are slash paths.
func within(name, folder string) bool {
	return name == folder || strings.HasPrefix(name, folder+"/")
}

// perFile makes a rule from a check of single files.
func perFile(check func(file) []violation) func([]file) []violation {
	return func(repository []file) []violation {
		var found []violation
		for _, f := range repository {
			found = append(found, check(f)...)
		}
		return found
	}
}

// perGoFile makes a rule from a check of single parsed files.
func perGoFile(check func(goFile) []violation) func([]file) []violation {
	return func(repository []file) []violation {
		var found []violation
		for _, g := range goFiles(repository) {
			found = append(found, check(g)...)
		}
		return found
	}
}
