package bring

import (
	"cmp"
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strings"
)

// declared is a function, method or type of a package, with the file that it is in.
type declared struct {
	in       *goFile
	function *ast.FuncDecl
	kind     *ast.TypeSpec
}

// look is what a package declares at top level.
type look struct {
	unit      *unit
	family    family
	functions map[string]declared
	types     map[string]declared
	// methods are by receiver's type, then by name.
	methods map[string]map[string]declared
	// api is the package raftapi, nil if there is none.
	api *look
}

func lookAt(u *unit, of family) *look {
	l := &look{
		unit: u, family: of, functions: map[string]declared{}, types: map[string]declared{},
		methods: map[string]map[string]declared{},
	}
	for _, s := range u.sources {
		for _, declaration := range s.tree.Decls {
			switch d := declaration.(type) {
			case *ast.FuncDecl:
				l.addFunction(s, d)
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if kind, ok := spec.(*ast.TypeSpec); ok {
						l.types[kind.Name.Name] = declared{in: s, kind: kind}
					}
				}
			}
		}
	}
	return l
}

func (l *look) addFunction(s *goFile, d *ast.FuncDecl) {
	found := declared{in: s, function: d}
	if d.Recv == nil {
		l.functions[d.Name.Name] = found
		return
	}
	of := receiver(d)
	if l.methods[of] == nil {
		l.methods[of] = map[string]declared{}
	}
	l.methods[of][d.Name.Name] = found
}

// receiver is the name of a method's type.
func receiver(d *ast.FuncDecl) string {
	if len(d.Recv.List) != 1 {
		return ""
	}
	of := d.Recv.List[0].Type
	if pointer, ok := of.(*ast.StarExpr); ok {
		of = pointer.X
	}
	if name, ok := of.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}

// typeText is a type as the table of shapes writes it: an imported name has the last part of its path, and an empty
// interface is any. What the table has no types like is written as in the file.
func (s *goFile) typeText(of ast.Expr) string {
	switch t := of.(type) {
	case *ast.ParenExpr:
		return s.typeText(t.X)
	case *ast.StarExpr:
		return "*" + s.typeText(t.X)
	case *ast.ArrayType:
		if t.Len == nil {
			return "[]" + s.typeText(t.Elt)
		}
	case *ast.ChanType:
		return map[ast.ChanDir]string{
			ast.SEND: "chan<- ", ast.RECV: "<-chan ", ast.SEND | ast.RECV: "chan ",
		}[t.Dir] + s.typeText(t.Value)
	case *ast.InterfaceType:
		if t.Methods.NumFields() == 0 {
			return "any"
		}
	case *ast.SelectorExpr:
		if qualifier, ok := t.X.(*ast.Ident); ok {
			return cmp.Or(s.lastPart(qualifier.Name), qualifier.Name) + "." + t.Sel.Name
		}
	}
	return strings.Join(strings.Fields(string(s.text[s.offset(of.Pos()):s.offset(of.End())])), " ")
}

// majorVersion is the end of a path such as go.etcd.io/raft/v3, which is not the package's name.
var majorVersion = regexp.MustCompile(`^v[2-9]$`)

// lastPart is the last part of the path that a file imports under a name, "" for a name that is no import.
func (s *goFile) lastPart(name string) string {
	for _, one := range s.imports() {
		last := path.Base(one.path)
		if majorVersion.MatchString(last) {
			last = path.Base(path.Dir(one.path))
		}
		if one.name == name || one.name == "" && (last == name || shims[last].name == name) {
			return last
		}
	}
	return ""
}

// list is the types of parameters or results, one each.
func (s *goFile) list(fields *ast.FieldList) []string {
	var all []string
	if fields == nil {
		return nil
	}
	for _, field := range fields.List {
		for range max(1, len(field.Names)) {
			all = append(all, s.typeText(field.Type))
		}
	}
	return all
}

// signature is a function's type, without names.
func (s *goFile) signature(f *ast.FuncDecl) string {
	text := "func(" + strings.Join(s.list(f.Type.Params), ", ") + ")"
	switch results := s.list(f.Type.Results); len(results) {
	case 0:
	case 1:
		text += " " + results[0]
	default:
		text += " (" + strings.Join(results, ", ") + ")"
	}
	return text
}

// fieldsOf is the fields of a struct by name.
func (d declared) fieldsOf() map[string]string {
	found := map[string]string{}
	if d.kind == nil {
		return found
	}
	structure, ok := d.kind.Type.(*ast.StructType)
	if !ok {
		return found
	}
	for _, field := range structure.Fields.List {
		for _, name := range field.Names {
			found[name.Name] = d.in.typeText(field.Type)
		}
	}
	return found
}

// pos is where a thing is declared.
func (d declared) pos() token.Pos {
	if d.kind != nil {
		return d.kind.Pos()
	}
	return d.function.Name.Pos()
}

// isEmpty reports whether a function does nothing.
func (d declared) isEmpty() bool { return d.function.Body == nil || len(d.function.Body.List) == 0 }

// hasAll reports whether a struct has all fields.
func (d declared) hasAll(names []string) bool {
	fields := d.fieldsOf()
	return !slices.ContainsFunc(names, func(name string) bool { return fields[name] == "" })
}
