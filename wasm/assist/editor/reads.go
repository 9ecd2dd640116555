package editor

import (
	"go/ast"
	"go/token"
	"go/types"
)

// reader finds the statements of a function, and what they read.
type reader struct {
	*checked
	in   *litFunction
	into *litFile
}

// node finds statements by their lists, as grader/instrument does.
func (r reader) node(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BlockStmt:
		r.statements(n.List)
	case *ast.CaseClause:
		r.statements(n.Body)
	case *ast.CommClause:
		r.statements(n.Body)
	}
	return true
}

func (r reader) statements(list []ast.Stmt) {
	for _, s := range list {
		switch s := s.(type) {
		case *ast.EmptyStmt, *ast.CaseClause, *ast.CommClause:
		default:
			line := r.line(s.Pos())
			r.into.statements[line] = append(r.into.statements[line], r.statement(s))
		}
	}
}

func (r reader) statement(s ast.Stmt) *statement {
	made := &statement{in: r.in, touches: map[string]bool{}}
	if labelled, ok := s.(*ast.LabeledStmt); ok {
		s = labelled.Stmt
	}
	switch s := s.(type) {
	case *ast.IfStmt:
		r.chain(made, s)
	case *ast.SwitchStmt:
		r.cases(made, s)
	case *ast.ForStmt:
		made.add(r, condition{line: r.line(s.Body.Lbrace)}, s.Init, s.Cond)
		r.touch(made, s.Post)
	case *ast.RangeStmt:
		made.add(r, condition{line: r.line(s.Body.Lbrace)}, s.X)
	case *ast.TypeSwitchStmt:
		r.touch(made, s.Assign)
	case *ast.BlockStmt, *ast.SelectStmt:
	default:
		_, made.gives = s.(*ast.ReturnStmt)
		made.simple = !made.gives
		made.add(r, condition{line: r.line(s.End())}, s)
	}
	return made
}

// chain has the conditions of an if and of each else if.
func (r reader) chain(made *statement, s *ast.IfStmt) {
	for s != nil {
		made.add(r, condition{
			line: r.line(s.Body.Lbrace), from: r.line(s.Body.Lbrace), to: r.line(s.Body.Rbrace),
			unclear: len(s.Body.List) == 0 || r.line(s.Body.Lbrace) == r.line(s.Body.Rbrace),
		}, s.Init, s.Cond)
		s, _ = s.Else.(*ast.IfStmt)
	}
}

// cases has what a switch looks at, and, of one without a tag, each case.
func (r reader) cases(made *statement, s *ast.SwitchStmt) {
	if s.Tag != nil {
		made.add(r, condition{line: r.line(s.Body.Lbrace)}, s.Init, s.Tag)
	}
	for _, one := range s.Body.List {
		clause, ok := one.(*ast.CaseClause)
		if !ok || clause.List == nil {
			continue
		}
		nodes := make([]ast.Node, len(clause.List))
		for i, e := range clause.List {
			nodes[i] = e
		}
		if s.Tag != nil {
			r.touch(made, nodes...)
			continue
		}
		made.add(r, condition{
			line: r.line(clause.Colon), from: r.line(clause.Colon), to: r.line(clause.End()),
			unclear: len(clause.Body) == 0 || r.line(clause.Colon) == r.line(clause.End()),
		}, nodes...)
	}
}

// add adds a part with what its nodes read.
func (s *statement) add(r reader, c condition, nodes ...ast.Node) {
	for _, n := range nodes {
		c.reads = append(c.reads, r.reads(n)...)
	}
	s.conditions = append(s.conditions, c)
	r.touch(s, nodes...)
}

// touch notes every name that nodes have, function literals and all.
func (r reader) touch(s *statement, nodes ...ast.Node) {
	for _, n := range nodes {
		if n == nil {
			continue
		}
		whole := map[*ast.Ident]bool{}
		ast.Inspect(n, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if name, ok := n.X.(*ast.Ident); ok {
					whole[name] = true
					if place, ok := r.in.places[r.info.ObjectOf(name)]; ok {
						s.touches[place+"."+n.Sel.Name] = true
					}
				}
			case *ast.Ident:
				if place, ok := r.in.places[r.info.ObjectOf(n)]; ok && !whole[n] {
					s.touches[place] = true
				}
			}
			return true
		})
	}
}

// reads are the expressions of a node whose values may be known. What is assigned to is not read.
func (r reader) reads(n ast.Node) (list []read) {
	if n == nil {
		return nil
	}
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.AssignStmt:
			for _, right := range n.Rhs {
				list = append(list, r.reads(right)...)
			}
			return false
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				return false
			}
		case *ast.KeyValueExpr: // the key is a field's name
			list = append(list, r.reads(n.Value)...)
			return false
		case ast.Expr:
			if one, ok := r.read(n); ok {
				list = append(list, one)
				return false
			}
		}
		return true
	})
	return list
}

// read is an expression as one value: a parameter or a field of it, what a log is asked, an element, a length.
func (r reader) read(e ast.Expr) (read, bool) {
	text := r.source[r.places.Offset(e.Pos()):r.places.Offset(e.End())]
	switch e := e.(type) {
	case *ast.Ident:
		place, ok := r.in.places[r.info.ObjectOf(e)]
		return read{text: text, name: place}, ok
	case *ast.SelectorExpr:
		if s := r.info.Selections[e]; s == nil || s.Kind() != types.FieldVal {
			return read{}, false
		}
		owner, ok := r.read(e.X)
		return read{text: text, name: owner.name + "." + e.Sel.Name}, ok && owner.index == nil
	case *ast.IndexExpr:
		owner, ok := r.read(e.X)
		return r.indexed(read{text: text, name: owner.name + "[?]"}, e.Index, ok && owner.index == nil)
	case *ast.CallExpr:
		return r.called(e, text)
	}
	return read{}, false
}

func (r reader) called(e *ast.CallExpr, text string) (read, bool) {
	if name, ok := e.Fun.(*ast.Ident); ok && name.Name == "len" && len(e.Args) == 1 {
		if _, builtin := r.info.ObjectOf(name).(*types.Builtin); builtin {
			of, ok := r.read(e.Args[0])
			return read{text: text, name: of.name + ".len"}, ok && of.index == nil
		}
	}
	method, ok := e.Fun.(*ast.SelectorExpr)
	if !ok {
		return read{}, false
	}
	owner, ok := r.read(method.X)
	if !ok || owner.index != nil {
		return read{}, false
	}
	switch name := method.Sel.Name; name {
	case "LastIndex", "LastTerm", "Base":
		return read{text: text, name: owner.name + "." + name + "()"}, true
	case "Term":
		if len(e.Args) == 1 {
			return r.indexed(read{text: text, name: owner.name + ".Term(?)"}, e.Args[0], true)
		}
	}
	return read{}, false
}

// indexed adds an index that is known: a number, or a value.
func (r reader) indexed(of read, index ast.Expr, ok bool) (read, bool) {
	if number, isNumber := index.(*ast.BasicLit); isNumber && number.Kind == token.INT {
		of.index = &read{text: number.Value}
		return of, ok
	}
	at, known := r.read(index)
	of.index = &at
	return of, ok && known
}
