package bring

import (
	"go/ast"
	"go/parser"
	"go/token"
)

// harness is a name of a course's package that servers do not use, such as tester.Config, "" if the file uses none.
// What has Make or a method of the server is a person's in any case: there, the compiler says what is unknown.
func (s *goFile) harness() string {
	for _, declaration := range s.tree.Decls {
		if f, ok := declaration.(*ast.FuncDecl); ok {
			if f.Recv == nil && f.Name.Name == "Make" || f.Recv != nil && receiver(f) == "Raft" {
				return ""
			}
		}
	}
	used := ""
	ast.Inspect(s.tree, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if qualifier, ok := selector.X.(*ast.Ident); ok && used == "" {
			if ours, ok := shims[s.lastPart(qualifier.Name)]; ok && !ours.has(selector.Sel.Name) {
				used = qualifier.Name + "." + selector.Sel.Name
			}
		}
		return true
	})
	return used
}

// has reports whether our package declares a name.
func (s shim) has(name string) bool {
	tree, err := parser.ParseFile(token.NewFileSet(), "", s.text, parser.SkipObjectResolution)
	if err != nil {
		return false // a test compiles it
	}
	for _, declaration := range tree.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil && d.Name.Name == name {
				return true
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if kind, ok := spec.(*ast.TypeSpec); ok && kind.Name.Name == name {
					return true
				}
			}
		}
	}
	return false
}
