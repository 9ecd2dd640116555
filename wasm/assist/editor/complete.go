package editor

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"raftlab/grader/instrument"
)

// options gathers completions, each name once.
type options struct {
	found []any
	seen  map[string]bool
}

func (o *options) add(label, kind, detail, doc string) {
	if o.seen[label] || label == "_" || label == "" || strings.Contains(label, marker) {
		return
	}
	o.seen[label] = true
	option := object{{"label", label}, {"kind", kind}}
	if detail != "" {
		option = append(option, field{"detail", detail})
	}
	if doc != "" {
		option = append(option, field{"doc", doc})
	}
	o.found = append(o.found, option)
}

// complete lists the names that may stand at the cursor.
func (e *Editor) complete(source string, utf16 int) object {
	t := newText(source)
	at := t.offsetOf(utf16)
	from, to := nameAround(source, at)
	reply := func(from int, found []any) object {
		if found == nil {
			found = []any{}
		}
		return object{{"from", t.unitsTo(from)}, {"options", found}}
	}
	list := &options{seen: map[string]bool{}}
	if within, ok := t.inside(at); ok {
		if importedAt(t, within, at) {
			for _, path := range instrument.Allowed {
				list.add(path, "package", "", firstLine(e.docs.of(path, "")))
			}
			return reply(within.from+1, list.found)
		}
		return reply(from, nil)
	}
	if from < len(source) && from < to && source[from] >= '0' && source[from] <= '9' {
		return reply(from, nil) // a number
	}
	c := e.check(repaired(source[:from]+marker+source[to:], from+len(marker)))
	if c == nil || c.of == nil {
		return reply(from, nil)
	}
	path := c.path(c.pos(from + 1))
	if selector := selectorAt(path); selector != nil {
		e.members(c, list, selector, from)
	} else {
		e.keys(c, list, path)
		e.names(c, list, c.pos(from), source[from:at])
	}
	return reply(from, list.found)
}

// nameAround is the start and the end of the name around the offset.
func nameAround(source string, at int) (from, to int) {
	letter := func(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }
	from, to = at, at
	for from > 0 {
		r, size := utf8.DecodeLastRuneInString(source[:from])
		if !letter(r) {
			break
		}
		from -= size
	}
	for to < len(source) {
		r, size := utf8.DecodeRuneInString(source[to:])
		if !letter(r) {
			break
		}
		to += size
	}
	return from, to
}

// inside is the string or comment around the offset, and whether there is one.
func (t *text) inside(at int) (tokenAt, bool) {
	for _, one := range t.scan() {
		switch one.kind {
		case token.COMMENT:
			// The end of a line still belongs to the line's comment.
			if one.from < at && (at < one.to || at == one.to && strings.HasPrefix(t.source[one.from:], "//")) {
				return one, true
			}
		case token.STRING, token.CHAR:
			unended := one.to-one.from < 2 || t.source[one.to-1] != t.source[one.from]
			if one.from < at && (at < one.to || at == one.to && unended) {
				return one, true
			}
		}
	}
	return tokenAt{}, false
}

// importedAt reports whether a string is the path of an import.
func importedAt(t *text, within tokenAt, at int) bool {
	inImport, inBlock := false, false
	for _, one := range t.scan() {
		if one.from >= at {
			break
		}
		switch one.kind {
		case token.IMPORT:
			inImport, inBlock = true, false
		case token.LPAREN:
			inBlock = inImport
		case token.RPAREN, token.FUNC, token.VAR, token.CONST, token.TYPE:
			inImport, inBlock = false, false
		case token.STRING:
			if one.from < within.from && !inBlock {
				inImport = false
			}
		}
	}
	return inImport && within.kind == token.STRING
}

// selectorAt is the selector whose name is the marker.
func selectorAt(path []ast.Node) *ast.SelectorExpr {
	for _, n := range slices.Backward(path) {
		if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == marker {
			return s
		}
	}
	return nil
}

// members lists the names that may follow a dot: those of a package, or the fields and methods of a value.
func (e *Editor) members(c *checked, list *options, selector *ast.SelectorExpr, from int) {
	if name, ok := selector.X.(*ast.Ident); ok {
		if p, ok := c.lookup(name, c.pos(from)).(*types.PkgName); ok {
			for _, name := range p.Imported().Scope().Names() {
				o := p.Imported().Scope().Lookup(name)
				if o.Exported() {
					list.add(name, kindOf(o), detailOf(o, short(o.Pkg())), e.docOf(c, o, nil))
				}
			}
			return
		}
	}
	for _, m := range membersOf(c.typeOf(selector.X), c.of) {
		list.add(m.object.Name(), kindOf(m.object), detailOf(m.object, short(m.object.Pkg())),
			e.docOf(c, m.object, m.owner))
	}
}

// lookup is the object that a name means at a position.
func (c *checked) lookup(name *ast.Ident, at token.Pos) types.Object {
	if o := c.info.ObjectOf(name); o != nil {
		return o
	}
	if _, o := c.scope(at).LookupParent(name.Name, at); o != nil {
		return o
	}
	return c.imported(name.Name)
}

// imported is an imported package, for a file without scopes.
func (c *checked) imported(name string) types.Object {
	if s := c.info.Scopes[c.tree]; s != nil {
		return s.Lookup(name)
	}
	return nil
}

// typeOf is the type of an expression, even if the checker did not reach the expression.
func (c *checked) typeOf(x ast.Expr) types.Type {
	if t := c.info.TypeOf(x); t != nil {
		return t
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	if err := types.CheckExpr(c.files, c.of, x.End(), x, info); err != nil && info.TypeOf(x) == nil {
		return types.Typ[types.Invalid]
	}
	return info.TypeOf(x)
}

// keys lists the fields that a composite literal may name, if the cursor is at a field's name.
func (e *Editor) keys(c *checked, list *options, path []ast.Node) {
	for i := len(path) - 1; i > 0; i-- {
		literal, ok := path[i-1].(*ast.CompositeLit)
		if !ok {
			pair, isPair := path[i-1].(*ast.KeyValueExpr)
			if _, isName := path[i].(*ast.Ident); !isName || isPair && pair.Key != path[i] {
				return
			}
			continue
		}
		if literal.Type == path[i] {
			return
		}
		t := c.info.TypeOf(literal)
		if t == nil && literal.Type != nil {
			t = c.typeOf(literal.Type)
		}
		if t == nil {
			return
		}
		if _, isStruct := pointed(t).Underlying().(*types.Struct); !isStruct {
			return
		}
		for _, m := range membersOf(pointed(t), c.of) {
			if v, ok := m.object.(*types.Var); ok && v.IsField() {
				list.add(v.Name(), "field", detailOf(v, short(v.Pkg())), e.docOf(c, v, m.owner))
			}
		}
		return
	}
}

var keywords = []string{
	"break", "case", "const", "continue", "default", "else", "for", "func", "if", "import", "range", "return", "switch",
	"type", "var",
}

// names lists the names in scope, the nearest first, then keywords, then the names of package raft that contain
// the typed letters.
func (e *Editor) names(c *checked, list *options, at token.Pos, typed string) {
	own := short(c.of)
	for s := c.scope(at); s != nil; s = s.Parent() {
		for _, name := range s.Names() {
			if _, o := c.scope(at).LookupParent(name, at); o != nil {
				list.add(name, kindOf(o), detailOf(o, own), e.docOf(c, o, nil))
			}
		}
		if s == c.of.Scope() {
			e.imported(c, list)
		}
	}
	for _, keyword := range keywords {
		list.add(keyword, "keyword", "", "")
	}
	for _, spec := range c.tree.Imports {
		p, ok := c.info.Implicits[spec].(*types.PkgName)
		if !ok || typed == "" || !isVocabulary(p.Imported().Path()) {
			continue
		}
		for _, name := range p.Imported().Scope().Names() {
			o := p.Imported().Scope().Lookup(name)
			if o.Exported() && strings.Contains(strings.ToLower(name), strings.ToLower(typed)) {
				list.add(p.Name()+"."+name, kindOf(o), detailOf(o, short(o.Pkg())), e.docOf(c, o, nil))
			}
		}
	}
}

// imported lists the imported packages, which are in the scope of the file.
func (e *Editor) imported(c *checked, list *options) {
	s := c.info.Scopes[c.tree]
	if s == nil {
		return
	}
	for _, name := range s.Names() {
		o := s.Lookup(name)
		list.add(name, kindOf(o), detailOf(o, short(c.of)), firstLine(e.docOf(c, o, nil)))
	}
}

func firstLine(doc string) string {
	line, _, _ := strings.Cut(doc, "\n")
	return line
}
