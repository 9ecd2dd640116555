package editor

import (
	"go/token"
	"go/types"
	"strings"
)

// kindOf is the kind of an object in a list of completions.
func kindOf(o types.Object) string {
	switch o := o.(type) {
	case *types.Var:
		if o.IsField() {
			return "field"
		}
		return "variable"
	case *types.Const, *types.Nil:
		return "constant"
	case *types.TypeName:
		return "type"
	case *types.PkgName:
		return "package"
	case *types.Func:
		if o.Signature().Recv() != nil {
			return "method"
		}
	}
	return "function"
}

// detailOf is the short form of an object's type.
func detailOf(o types.Object, own types.Qualifier) string {
	switch o := o.(type) {
	case *types.PkgName:
		return o.Imported().Path()
	case *types.Builtin:
		return builtins[o.Name()]
	case *types.TypeName:
		return word(o.Type().Underlying(), own)
	case *types.Func:
		return strings.TrimPrefix(types.TypeString(o.Type(), own), "func")
	case *types.Nil:
		return ""
	}
	return types.TypeString(o.Type(), own)
}

// word names a type in short.
func word(t types.Type, own types.Qualifier) string {
	switch t.(type) {
	case *types.Struct:
		return "struct"
	case *types.Interface:
		return "interface"
	}
	return types.TypeString(t, own)
}

// signatureOf is the declaration of an object.
func signatureOf(o types.Object, own types.Qualifier) string {
	switch o := o.(type) {
	case *types.PkgName:
		return "package " + o.Imported().Name() + " (" + o.Imported().Path() + ")"
	case *types.Const:
		return "const " + o.Name() + " " + types.TypeString(o.Type(), own) + " = " + o.Val().String()
	case *types.Var:
		if o.IsField() {
			return "field " + o.Name() + " " + types.TypeString(o.Type(), own)
		}
		return "var " + o.Name() + " " + types.TypeString(o.Type(), own)
	case *types.TypeName:
		if _, basic := o.Type().(*types.Basic); basic {
			return "type " + o.Name()
		}
		return "type " + o.Name() + " " + declared(o.Type().Underlying(), own)
	case *types.Func:
		recv := ""
		if r := o.Signature().Recv(); r != nil {
			name := r.Name()
			if name != "" && name != "_" {
				name += " "
			}
			recv = "(" + name + types.TypeString(r.Type(), own) + ") "
		}
		return "func " + recv + o.Name() + strings.TrimPrefix(types.TypeString(o.Type(), own), "func")
	case *types.Builtin:
		return "func " + o.Name() + builtins[o.Name()]
	}
	return o.Name()
}

// declared is the right side of a type's declaration, with one line for each exported field of a struct.
func declared(t types.Type, own types.Qualifier) string {
	s, ok := t.(*types.Struct)
	if !ok {
		return types.TypeString(t, own)
	}
	var lines []string
	hidden := false
	for f := range s.Fields() {
		if !f.Exported() {
			hidden = true
			continue
		}
		lines = append(lines, "\t"+f.Name()+" "+types.TypeString(f.Type(), own)+"\n")
	}
	if hidden {
		lines = append(lines, "\t…\n")
	}
	if len(lines) == 0 {
		return "struct{}"
	}
	return "struct {\n" + strings.Join(lines, "") + "}"
}

// docOf is the comment of an object. owner is the type of which it is a field or method, nil if it is neither.
func (e *Editor) docOf(c *checked, o types.Object, owner *types.TypeName) string {
	if p, ok := o.(*types.PkgName); ok {
		return e.docs.of(p.Imported().Path(), "")
	}
	if o.Pkg() == nil {
		return ""
	}
	if o.Pkg() == c.of {
		return c.localDoc(o.Pos())
	}
	name := o.Name()
	if owner != nil {
		name = owner.Name() + "." + name
	}
	return e.docs.of(o.Pkg().Path(), name)
}

// ownerOf is the named type that a type is or points to, or nil.
func ownerOf(t types.Type) *types.TypeName {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		return t.Obj()
	case *types.Alias:
		return t.Obj()
	}
	return nil
}

// receiverOf is the type of which a function is a method.
func receiverOf(o types.Object) *types.TypeName {
	if f, ok := o.(*types.Func); ok && f.Signature().Recv() != nil {
		return ownerOf(f.Signature().Recv().Type())
	}
	return nil
}

// member is a field or method with the type that declares it.
type member struct {
	object types.Object
	owner  *types.TypeName
}

// membersOf are the fields of a type, and then its methods; those of embedded types too.
func membersOf(t types.Type, from *types.Package) []member {
	visible := func(o types.Object) bool { return o.Exported() || o.Pkg() == from }
	seen := map[string]bool{}
	var fields []member
	level := []types.Type{t}
	for depth := 0; depth < 4 && len(level) > 0; depth++ {
		var next []types.Type
		for _, t := range level {
			s, ok := pointed(t).Underlying().(*types.Struct)
			if !ok {
				continue
			}
			for f := range s.Fields() {
				if f.Embedded() {
					next = append(next, f.Type())
				}
				if !seen[f.Name()] && visible(f) {
					seen[f.Name()] = true
					fields = append(fields, member{f, ownerOf(t)})
				}
			}
		}
		level = next
	}
	if _, isPointer := types.Unalias(t).(*types.Pointer); !isPointer && !types.IsInterface(t) {
		t = types.NewPointer(t) // a variable is addressable
	}
	for method := range types.NewMethodSet(t).Methods() {
		if o := method.Obj(); visible(o) && !seen[o.Name()] {
			fields = append(fields, member{o, receiverOf(o)})
		}
	}
	return fields
}

func pointed(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// builtins are Go's own functions, with the signatures of the specification.
var builtins = map[string]string{
	"append":  "(s []T, x ...T) []T",
	"cap":     "(v) int",
	"clear":   "(m)",
	"close":   "(c chan T)",
	"complex": "(real, imaginary)",
	"copy":    "(to, from []T) int",
	"delete":  "(m map[K]V, key K)",
	"imag":    "(c)",
	"len":     "(v) int",
	"make":    "(T, size ...int) T",
	"max":     "(x T, y ...T) T",
	"min":     "(x T, y ...T) T",
	"new":     "(T) *T",
	"panic":   "(v any)",
	"print":   "(x ...T)",
	"println": "(x ...T)",
	"real":    "(c)",
	"recover": "() any",
}

// pos is the position of a byte.
func (c *checked) pos(offset int) token.Pos { return c.places.Pos(min(offset, c.places.Size())) }
