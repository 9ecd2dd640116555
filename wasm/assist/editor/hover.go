package editor

import (
	"go/ast"
	"go/types"
	"slices"
)

// hover explains the name at an offset.
func (e *Editor) hover(source string, utf16 int) object {
	t := newText(source)
	at := t.offsetOf(utf16)
	from, to := nameAround(source, at)
	if _, inside := t.inside(at); inside || from == to {
		return object{}
	}
	c := e.check(repaired(source, to))
	if c == nil || c.of == nil {
		return object{}
	}
	o, owner := c.objectAt(from)
	if o == nil || o.Name() == "_" {
		return object{}
	}
	own := o.Pkg()
	if own == nil || kindOf(o) == "package" || own == c.of {
		own = c.of
	}
	reply := object{{"from", t.unitsTo(from)}, {"to", t.unitsTo(to)}, {"signature", signatureOf(o, short(own))}}
	if doc := e.docOf(c, o, owner); doc != "" {
		reply = append(reply, field{"doc", doc})
	}
	return reply
}

// objectAt is the object that the name at an offset means, and the type of which it is a field or method.
func (c *checked) objectAt(from int) (types.Object, *types.TypeName) {
	path := c.path(c.pos(from))
	for i, n := range slices.Backward(path) {
		name, ok := n.(*ast.Ident)
		if !ok || c.places.Offset(name.Pos()) != from {
			continue
		}
		o := c.info.ObjectOf(name)
		if o == nil {
			o = c.implicit(path, name)
		}
		if o == nil {
			o = c.lookup(name, name.Pos())
		}
		if o == nil {
			return nil, nil
		}
		if method := receiverOf(o); method != nil {
			return o, method
		}
		if v, ok := o.(*types.Var); ok && v.IsField() && i > 0 {
			return o, c.fieldOwner(path, name, v)
		}
		return o, nil
	}
	return nil, nil
}

// implicit is the x of switch x := y.(type), which has another type in each case.
func (c *checked) implicit(path []ast.Node, name *ast.Ident) types.Object {
	for _, n := range path {
		if s, ok := n.(*ast.TypeSwitchStmt); ok {
			for _, clause := range s.Body.List {
				if o := c.info.Implicits[clause]; o != nil && o.Name() == name.Name {
					return o
				}
			}
		}
	}
	return nil
}

// fieldOwner is the named struct of a field, found along the selector's path.
func (c *checked) fieldOwner(path []ast.Node, name *ast.Ident, v *types.Var) *types.TypeName {
	for _, n := range slices.Backward(path) {
		var t types.Type
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if n.Sel != name {
				continue
			}
			t = c.info.TypeOf(n.X)
		case *ast.CompositeLit:
			t = c.info.TypeOf(n)
		default:
			continue
		}
		if t == nil {
			return nil
		}
		for _, m := range membersOf(t, c.of) {
			if m.object == v {
				return m.owner
			}
		}
	}
	return nil
}
