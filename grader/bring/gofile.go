package bring

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// goFile is a file of Go in the folder.
type goFile struct {
	name, shown string
	text        []byte
	fset        *token.FileSet
	tree        *ast.File
	edits       []edit
}

// parse reads a file's structure. The compiler says later what is wrong with a body; here only a file without any
// structure is a complaint.
func parse(name, shown string, text []byte) (*goFile, error) {
	s := &goFile{name: name, shown: shown, text: text, fset: token.NewFileSet()}
	var err error
	s.tree, err = parser.ParseFile(s.fset, name, text, parser.SkipObjectResolution|parser.ParseComments)
	if err == nil {
		return s, nil
	}
	var list scanner.ErrorList
	if !errors.As(err, &list) {
		return nil, &Unfit{[]Complaint{{File: shown, Message: err.Error()}}}
	}
	var all []Complaint
	for _, e := range list {
		all = append(all, Complaint{File: shown, Line: e.Pos.Line, Column: e.Pos.Column, Message: e.Msg})
	}
	return nil, unfit(all)
}

// complain is a complaint about a place in the file.
func (s *goFile) complain(at token.Pos, do, format string, args ...any) Complaint {
	place := s.fset.PositionFor(at, false)
	return Complaint{
		File: s.shown, Line: place.Line, Column: place.Column, Message: fmt.Sprintf(format, args...), Do: do,
	}
}

// imported is an import of a file: the path, and the name by which the file calls it if it gives one.
type imported struct {
	spec       *ast.ImportSpec
	path, name string
}

func (s *goFile) imports() []imported {
	var all []imported
	for _, spec := range s.tree.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // the parser has refused it
		}
		one := imported{spec: spec, path: p}
		if spec.Name != nil {
			one.name = spec.Name.Name
		}
		all = append(all, one)
	}
	return all
}

// importsAny is the first of the paths that the file imports, "" for none.
func (s *goFile) importsAny(paths ...string) string {
	for _, one := range s.imports() {
		if slices.Contains(paths, one.path) {
			return one.path
		}
	}
	return ""
}

// unit is a package of a program: of the person, or ours under the name of the course's.
type unit struct {
	// path is how others import it, name what its files call it, and folder where it is, "" for ours.
	path, name, folder string
	sources            []*goFile
	// ours are the texts of files that we wrote, by their names.
	ours map[string]string
	// needs are the paths of the units that it imports.
	needs []string
}

// load reads the package in a folder. What is left out becomes notes.
func (f *Folder) load(folder string, notes *notes) (*unit, error) {
	entries, err := fs.ReadDir(f.files, folder)
	if err != nil {
		return nil, about("", "the folder %s cannot be read: %v", f.shown(folder), err)
	}
	u := &unit{folder: folder, ours: map[string]string{}}
	var all []Complaint
	for _, entry := range entries {
		name := path.Join(folder, entry.Name())
		if !isProgram(name) {
			if strings.HasSuffix(name, "_test.go") {
				notes.tests++
			}
			continue
		}
		s, why, err := f.program(name)
		var not *Unfit
		switch {
		case errors.As(err, &not):
			all = append(all, not.Complaints...)
		case err != nil:
			return nil, err
		case why != "":
			notes.leaveOut(f.shown(name), why)
		default:
			u.sources = append(u.sources, s)
		}
	}
	if err := unfit(all); err != nil {
		return nil, err
	}
	return u, u.named(f.shown(folder))
}

// program reads a file, or says why it is left out.
func (f *Folder) program(name string) (s *goFile, why string, err error) {
	text, err := f.text(name)
	if err != nil {
		return nil, "", err
	}
	if !matches(name, text) {
		return nil, "its build constraint leaves it out", nil
	}
	if s, err = parse(name, f.shown(name), text); err != nil {
		return nil, "", err
	}
	if found := s.importsAny("testing"); found != "" {
		return nil, "it is of the course's tests: it imports testing", nil
	}
	if used := s.harness(); used != "" {
		return nil, "it is of the course's tests: it uses " + used, nil
	}
	return s, "", nil
}

// named looks what the files of the package call it.
func (u *unit) named(shown string) error {
	if len(u.sources) == 0 {
		return about("", "the folder %s has no file of Go but tests", shown)
	}
	u.name = u.sources[0].tree.Name.Name
	for _, s := range u.sources {
		if s.tree.Name.Name != u.name {
			return unfit([]Complaint{s.complain(s.tree.Name.Pos(), "leave one package in the folder",
				"package %s here, and package %s in %s", s.tree.Name.Name, u.name, u.sources[0].shown)})
		}
	}
	return nil
}
