package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

// docs are the comments of a package's exported names: of State, State.CurrentTerm, State.BecomeFollower. The
// package's own comment has the name "".
type docs map[string]string

// makeDocs writes the comments that the editor shows for the packages that a learner may import: our packages
// in full, and the first sentence for Go's own packages.
func makeDocs(tool goTool, to folder, _ string) ([]listEntry, error) {
	all := map[string]docs{}
	for _, name := range learnerImports() {
		files, err := tool.parsePackage(name)
		if err != nil {
			return nil, fmt.Errorf("read the documentation of %s: %w", name, err)
		}
		all[name] = files
	}
	text, err := json.Marshal(all)
	if err != nil {
		return nil, fmt.Errorf("write the documentation: %w", err)
	}
	entry, err := to.put("docs", ".json", text)
	return []listEntry{entry}, err
}

// parsePackage reads the sources of a package for wasip1.
func (g goTool) parsePackage(name string) (docs, error) {
	output, err := g.run("list", "-json=Dir,GoFiles", name)
	if err != nil {
		return nil, err
	}
	var listed struct {
		Dir     string
		GoFiles []string
	}
	if err := json.Unmarshal(output, &listed); err != nil {
		return nil, err
	}
	var files []*ast.File
	set := token.NewFileSet()
	for _, file := range listed.GoFiles {
		tree, err := parser.ParseFile(set, filepath.Join(listed.Dir, file), nil,
			parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, tree)
	}
	return documentation(set, files, name)
}

func documentation(set *token.FileSet, files []*ast.File, name string) (docs, error) {
	r := reader{found: docs{}, inWhole: strings.HasPrefix(name, "raftlab/")}
	for _, file := range files {
		r.comments = append(r.comments, file.Comments...) // go/doc removes them
	}
	p, err := doc.NewFromFiles(set, files, name)
	if err != nil {
		return nil, err
	}
	r.of = p
	r.add("", p.Doc)
	r.values("", p.Consts, p.Vars)
	r.functions("", p.Funcs)
	for _, t := range p.Types {
		r.add(t.Name, t.Doc)
		r.values("", t.Consts, t.Vars)
		r.functions("", t.Funcs)
		r.functions(t.Name+".", t.Methods)
		for _, spec := range t.Decl.Specs {
			r.fields(t.Name, spec)
		}
	}
	return r.found, nil
}

// reader gathers the comments of one package.
type reader struct {
	found   docs
	of      *doc.Package
	inWhole bool
	// comments are all comments, in the order of the files.
	comments []*ast.CommentGroup
}

func (r reader) add(name, text string) {
	printed := ""
	if r.inWhole {
		printer := r.of.Printer()
		printer.TextWidth = -1 // the page breaks lines
		printed = strings.TrimSpace(string(printer.Text(r.of.Parser().Parse(text))))
	} else {
		printed = r.of.Synopsis(text)
	}
	if printed != "" {
		r.found[name] = printed
	}
}

func (r reader) functions(prefix string, functions []*doc.Func) {
	for _, f := range functions {
		r.add(prefix+f.Name, f.Doc)
	}
}

// values are constants and variables. A member of a group has its own comment, or the group's.
func (r reader) values(prefix string, groups ...[]*doc.Value) {
	for _, group := range groups {
		for _, declared := range group {
			for _, spec := range declared.Decl.Specs {
				value, ok := spec.(*ast.ValueSpec)
				if !ok {
					continue
				}
				for _, name := range value.Names {
					if name.IsExported() {
						r.add(prefix+name.Name, first(value.Doc, value.Comment, declared.Doc))
					}
				}
			}
		}
	}
}

// fields are the fields of a struct or the methods of an interface.
func (r reader) fields(of string, spec ast.Spec) {
	declared, ok := spec.(*ast.TypeSpec)
	if !ok || declared.Name.Name != of {
		return
	}
	var list *ast.FieldList
	switch t := declared.Type.(type) {
	case *ast.StructType:
		list = t.Fields
	case *ast.InterfaceType:
		list = t.Methods
	default:
		return
	}
	for _, field := range list.List {
		for _, name := range field.Names {
			if name.IsExported() {
				r.add(of+"."+name.Name, first(field.Doc, field.Comment, r.shared(list, name)))
			}
		}
	}
}

// first is the first comment that is not nil.
func first(above, behind *ast.CommentGroup, otherwise string) string {
	for _, group := range []*ast.CommentGroup{above, behind} {
		if text := group.Text(); text != "" {
			return text
		}
	}
	return otherwise
}

// shared is the comment of a field without its own: the last comment before it in its struct that names the
// field. One comment names both NextIndex and MatchIndex, for example.
func (r reader) shared(list *ast.FieldList, name *ast.Ident) string {
	text := ""
	for _, group := range r.comments {
		if group.Pos() < list.Opening || group.End() > name.Pos() {
			continue
		}
		words := strings.FieldsFunc(group.Text(),
			func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if slices.Contains(words, name.Name) {
			text = group.Text()
		}
	}
	return text
}
