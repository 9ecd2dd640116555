package editor

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
)

// litFile is what a file's statements read.
type litFile struct {
	source    string
	functions map[string]*litFunction
	// oneState is true if all states of the file can only be the rule's own: it makes none.
	oneState bool
	// statements are those that begin on a line, each of which counts as a visit of that line.
	statements map[int][]*statement
	// mentions are the names behind a dot.
	mentions map[string]bool
}

// litFunction is a function of the file.
type litFunction struct {
	name     string
	from, to int
	// unclear is true if it may call itself, or has a function within: the next visited line may be another call's.
	unclear bool
	calls   []string
	// state is the place of the server's state, "" for none.
	state string
	// asked are the names of the parameters that come by value, by their place.
	asked map[string]string
	// places are the parameters whose values are known: those that nothing assigns to.
	places map[types.Object]string
}

// statement is one that is visited.
type statement struct {
	in *litFunction
	// conditions are its parts: one, or each condition of a chain with the lines of what it guards.
	conditions []condition
	// touches are the names of all that the statement may read, the bodies of others left out.
	touches map[string]bool
	// simple is true for one that changes things by itself, gives for a return.
	simple, gives bool
}

type condition struct {
	line  int
	reads []read
	// from and to are the lines that it guards, 0 for what is no condition.
	from, to int
	// unclear is true if it is not known by the next line whether the condition held.
	unclear bool
}

// read is an expression whose value may be known: its text and the name of the value, with a ? for the index.
type read struct {
	text, name string
	index      *read
}

// part is a condition that was tried, or the whole of another statement.
type part struct {
	line   int
	reads  []read
	answer string
}

// parts are those that ran, by the line that came next, 0 for none.
func (s *statement) parts(next int, ended bool) (parts []part) {
	for _, c := range s.conditions {
		one := part{line: c.line, reads: c.reads}
		switch {
		case c.from == 0:
		case c.unclear || next == 0 && !ended:
			return append(parts, one)
		case c.from <= next && next <= c.to:
			one.answer = "yes"
			return append(parts, one)
		default:
			one.answer = "no"
		}
		parts = append(parts, one)
	}
	return parts
}

// mayChange reports whether what was another before the next visited line was changed here: behind the return of a
// helper, the line that called it goes on.
func (s *statement) mayChange(rule string, isLast bool) bool {
	return s.simple || s.in.name == rule && isLast
}

// litFileOf reads a file that was checked. Without a check it has nothing to tell.
func litFileOf(source string, c *checked) *litFile {
	f := &litFile{
		source: source, functions: map[string]*litFunction{}, statements: map[int][]*statement{},
		mentions: map[string]bool{},
	}
	if c == nil || c.of == nil {
		return f
	}
	ast.Inspect(c.tree, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			f.mentions[s.Sel.Name] = true
		}
		return true
	})
	f.oneState = onlyState(c)
	for _, d := range c.tree.Decls {
		if d, ok := d.(*ast.FuncDecl); ok && d.Recv == nil && d.Body != nil {
			function := c.function(d)
			f.functions[d.Name.Name] = function
			r := reader{checked: c, in: function, into: f}
			ast.Inspect(d.Body, r.node)
		}
	}
	for name, function := range f.functions {
		function.unclear = function.unclear || f.reaches(name, name, map[string]bool{})
	}
	return f
}

// reaches reports whether a function calls another, maybe by way of others.
func (f *litFile) reaches(from, to string, been map[string]bool) bool {
	function := f.functions[from]
	if function == nil || been[from] {
		return false
	}
	been[from] = true
	for _, name := range function.calls {
		if name == to || f.reaches(name, to, been) {
			return true
		}
	}
	return false
}

// onlyState reports whether a file makes no state, and copies none.
func onlyState(c *checked) bool {
	for e, t := range c.info.Types {
		if t.IsType() || !isState(t.Type) {
			continue
		}
		_, isPointer := t.Type.(*types.Pointer)
		if _, isName := e.(*ast.Ident); !isName || !isPointer {
			return false
		}
	}
	return true
}

func isState(t types.Type) bool {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := t.(*types.Named)
	return ok && named.Obj().Name() == "State" && named.Obj().Pkg() != nil && isVocabulary(named.Obj().Pkg().Path())
}

// function finds the parameters of a function that keep their values.
func (c *checked) function(d *ast.FuncDecl) *litFunction {
	f := &litFunction{
		name: d.Name.Name, from: c.line(d.Pos()), to: c.line(d.End()),
		asked: map[string]string{}, places: map[types.Object]string{},
	}
	spoiled := c.assigned(d.Body)
	place := 0
	for _, field := range d.Type.Params.List {
		for _, name := range field.Names {
			o := c.info.Defs[name]
			at := strconv.Itoa(place)
			place++
			if o == nil || spoiled[o] {
				continue
			}
			if isState(o.Type()) {
				f.state = at
			}
			f.places[o] = at
			if _, isStruct := o.Type().Underlying().(*types.Struct); isStruct {
				f.asked[at] = name.Name
			}
		}
	}
	ast.Inspect(d.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			f.unclear = true
		case *ast.Ident: // as a value, too
			if _, isFunction := c.info.Uses[n].(*types.Func); isFunction {
				f.calls = append(f.calls, n.Name)
			}
		}
		return true
	})
	return f
}

func (c *checked) line(at token.Pos) int { return c.places.PositionFor(at, false).Line }

// assigned are the variables that something is assigned to, or to a part of them, or whose address is taken. A part of
// what a pointer points to is another thing.
func (c *checked) assigned(body ast.Node) map[types.Object]bool {
	found := map[types.Object]bool{}
	spoil := func(e ast.Expr) {
		for {
			switch x := e.(type) {
			case *ast.ParenExpr:
				e = x.X
				continue
			case *ast.SelectorExpr:
				e = x.X
			case *ast.IndexExpr:
				e = x.X
			case *ast.Ident:
				if o := c.info.ObjectOf(x); o != nil {
					found[o] = true
				}
				return
			default:
				return
			}
			if t := c.info.TypeOf(e); t == nil {
				continue
			} else if _, isPointer := t.Underlying().(*types.Pointer); isPointer {
				return
			}
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				spoil(left)
			}
		case *ast.IncDecStmt:
			spoil(n.X)
		case *ast.RangeStmt:
			spoil(n.Key)
			spoil(n.Value)
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				spoil(n.X)
			}
		case *ast.CallExpr: // a method may have its receiver's address
			if method, ok := n.Fun.(*ast.SelectorExpr); ok && c.takesAddress(method) {
				spoil(method.X)
			}
		}
		return true
	})
	return found
}

// takesAddress reports whether a method call takes the address of a variable.
func (c *checked) takesAddress(method *ast.SelectorExpr) bool {
	selection := c.info.Selections[method]
	if selection == nil || selection.Kind() != types.MethodVal {
		return false
	}
	signature, _ := selection.Obj().Type().(*types.Signature)
	if signature == nil || signature.Recv() == nil {
		return false
	}
	_, byPointer := signature.Recv().Type().(*types.Pointer)
	_, isPointer := selection.Recv().(*types.Pointer)
	return byPointer && !isPointer
}
