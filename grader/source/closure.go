package source

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// modulePath is the path of this module.
const modulePath = "raftlab"

// closure is the files of some packages and of all that they import.
type closure struct {
	from fs.FS
	// files are the texts by path, and foreign the import paths that lead to other modules.
	files   map[string][]byte
	folders map[string]bool
	foreign map[string]bool
}

// follow reads the packages in the folders, and all packages of this module that they import. It follows the imports
// of every file, whatever its build tags, so that the result is the same on every machine.
func follow(from fs.FS, folders []string) (*closure, error) {
	c := &closure{from, map[string][]byte{}, map[string]bool{}, map[string]bool{}}
	for len(folders) > 0 {
		folder := folders[0]
		folders = folders[1:]
		if c.folders[folder] {
			continue
		}
		c.folders[folder] = true
		imported, err := c.read(folder)
		if err != nil {
			return nil, fmt.Errorf("read package %s: %w", folder, err)
		}
		folders = append(folders, imported...)
	}
	return c, nil
}

// read keeps the files of one package: its programs and what they embed. It gives the folders that they import.
func (c *closure) read(folder string) (imported []string, err error) {
	entries, err := fs.ReadDir(c.from, folder)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		name := path.Join(folder, entry.Name())
		if !entry.Type().IsRegular() || !carried(name) {
			continue
		}
		text, err := fs.ReadFile(c.from, name)
		if err != nil {
			return nil, err
		}
		c.files[name] = text
		if path.Ext(name) != ".go" {
			continue
		}
		paths, err := importsOf(name, text)
		if err != nil {
			return nil, err
		}
		for _, p := range paths {
			if local, ok := strings.CutPrefix(p, modulePath+"/"); ok {
				imported = append(imported, local)
			} else if first, _, _ := strings.Cut(p, "/"); strings.Contains(first, ".") {
				c.foreign[p] = true
			}
		}
	}
	return imported, nil
}

// results are the endings of files that go test may leave beside the sources.
var results = []string{".trace", ".test", ".prof"}

// carried reports whether the file of a package belongs into the archive.
func carried(name string) bool {
	switch {
	case strings.HasPrefix(path.Base(name), "."), slices.Contains(results, path.Ext(name)):
		return false
	case strings.HasSuffix(name, "_test.go"):
		// The test of an exercise is a part of the exercise, and that of a solution is not.
		exercise, err := path.Match("exercises/*/*_test.go", name)
		return err == nil && exercise
	}
	return true
}

func importsOf(name string, text []byte) ([]string, error) {
	parsed, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, spec := range parsed.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		paths = append(paths, p)
	}
	return paths, nil
}

// foreignImports are the import paths of other modules, sorted.
func (c *closure) foreignImports() []string { return slices.Sorted(maps.Keys(c.foreign)) }

// packages are the import paths of the packages of this module, sorted.
func (c *closure) packages() []string {
	var paths []string
	for _, folder := range slices.Sorted(maps.Keys(c.folders)) {
		paths = append(paths, path.Join(modulePath, folder))
	}
	return paths
}

// packagesBelow lists the folders at and below a folder that hold Go files. testdata is left out.
func packagesBelow(from fs.FS, folder string) ([]string, error) {
	var found []string
	err := fs.WalkDir(from, folder, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "testdata":
			return fs.SkipDir
		case path.Ext(name) == ".go" && !slices.Contains(found, path.Dir(name)):
			found = append(found, path.Dir(name))
		}
		return nil
	})
	return found, err
}

// imports are the foreign import paths of a vendored package.
func (c *closure) imports(at string) ([]string, error) {
	if _, err := c.read(path.Join("vendor", at)); err != nil {
		return nil, fmt.Errorf("read package %s: %w", at, err)
	}
	return c.foreignImports(), nil
}
