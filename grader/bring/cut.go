package bring

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"
)

// edit replaces a part of a file's text. It must not change the number of lines.
type edit struct {
	from, to int
	text     string
}

func (s *goFile) offset(at token.Pos) int { return s.fset.PositionFor(at, false).Offset }

// edited is the text with the edits in it.
func (s *goFile) edited() []byte {
	var text []byte
	at := 0
	for _, e := range s.done() {
		text = append(append(text, s.text[at:e.from]...), e.text...)
		at = e.to
	}
	return append(text, s.text[at:]...)
}

// done are the edits in the order of the text, without those in a part that is gone.
func (s *goFile) done() []edit {
	slices.SortStableFunc(s.edits, func(a, b edit) int { return a.from - b.from })
	var done []edit
	at := 0
	for _, e := range s.edits {
		if e.from >= at {
			done, at = append(done, e), e.to
		}
	}
	return done
}

// column is the column in the person's file of a place in the edited one.
func (s *goFile) column(line, column int) int {
	file := s.fset.File(s.tree.FileStart)
	if line < 1 || line > file.LineCount() {
		return column
	}
	start := file.Offset(file.LineStart(line))
	shift := 0 // how much longer the edited line is, so far
	for _, e := range s.done() {
		if e.from < start || file.Line(file.Pos(e.from)) != line {
			continue
		}
		from := e.from - start + 1 + shift
		switch {
		case column < from:
			return column - shift
		case column < from+len(e.text):
			return e.from - start + 1
		}
		shift += len(e.text) - (e.to - e.from)
	}
	return column - shift
}

// blank puts a declaration of nothing in the place of one, and leaves its lines.
func (s *goFile) blank(from, to token.Pos) {
	start, end := s.offset(from), s.offset(to)
	lines := strings.Repeat("\n", strings.Count(string(s.text[start:end]), "\n"))
	s.edits = append(s.edits, edit{start, end, "const _ = 0" + lines})
}

// cutType removes a type, its methods and a function that makes it from the files of a package. Imports that nothing
// needs any more become imports of nothing. It gives the files that it changed.
func (u *unit) cutType(name, maker string) []*goFile {
	var changed []*goFile
	for _, s := range u.sources {
		var kept []ast.Decl
		for _, declaration := range s.tree.Decls {
			if isOf(declaration, name, maker) {
				s.blank(declaration.Pos(), declaration.End())
			} else {
				kept = append(kept, declaration)
			}
		}
		if len(kept) < len(s.tree.Decls) {
			s.idleImports(kept)
			changed = append(changed, s)
		}
	}
	return changed
}

// isOf reports whether a declaration is that of a type alone, one of its methods, or the function that makes it.
func isOf(declaration ast.Decl, name, maker string) bool {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return d.Name.Name == maker
		}
		return receiver(d) == name
	case *ast.GenDecl:
		if len(d.Specs) == 1 {
			kind, ok := d.Specs[0].(*ast.TypeSpec)
			return ok && kind.Name.Name == name
		}
	}
	return false
}

// idleImports gives the name _ to imports that the declarations do not use.
func (s *goFile) idleImports(kept []ast.Decl) {
	used := map[string]bool{}
	for _, declaration := range kept {
		ast.Inspect(declaration, func(n ast.Node) bool {
			if selector, ok := n.(*ast.SelectorExpr); ok {
				if name, ok := selector.X.(*ast.Ident); ok {
					used[name.Name] = true
				}
			}
			return true
		})
	}
	for _, one := range s.imports() {
		name := one.name
		if name == "" {
			name = path.Base(one.path)
		}
		if name == "_" || name == "." || used[name] || used[shims[name].name] {
			continue
		}
		start, end := s.offset(one.spec.Pos()), s.offset(one.spec.Path.Pos())
		s.edits = append(s.edits, edit{start, end, "_ "})
	}
}
