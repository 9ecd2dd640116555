package instrument

import "go/ast"

// circular finds the functions that may be entered again before they end. It goes by names alone: what
// uses a name may call any function of that name, method or not. It finds too many rather than too few,
// and one too many costs a deferred call, nothing else. What it misses (a function kept in a map or under
// another name) ends in Go's own stack overflow.
func circular(file *ast.File) map[*ast.BlockStmt]bool {
	named := namedBodies(file)
	uses := usesOf(file, named)
	cycles := inCycles(uses)
	found := map[*ast.BlockStmt]bool{}
	for body, name := range named {
		found[body] = cycles[name]
	}
	return found
}

// namedBodies are the bodies of functions and methods, and of function literals that are assigned to
// something with a name.
func namedBodies(file *ast.File) map[*ast.BlockStmt]string {
	named := map[*ast.BlockStmt]string{}
	assigned := func(left, right ast.Expr) {
		literal, ok := ast.Unparen(right).(*ast.FuncLit)
		if !ok {
			return
		}
		switch left := left.(type) {
		case *ast.Ident:
			named[literal.Body] = left.Name
		case *ast.SelectorExpr:
			named[literal.Body] = left.Sel.Name
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Body != nil {
				named[n.Body] = n.Name.Name
			}
		case *ast.ValueSpec:
			for i := range min(len(n.Names), len(n.Values)) {
				assigned(n.Names[i], n.Values[i])
			}
		case *ast.AssignStmt:
			for i := range min(len(n.Lhs), len(n.Rhs)) {
				assigned(n.Lhs[i], n.Rhs[i])
			}
		case *ast.KeyValueExpr:
			assigned(n.Key, n.Value)
		}
		return true
	})
	return named
}

// usesOf gives for each name of a function the names in its body. A function within a function counts
// for itself: the outer one uses its name.
func usesOf(file *ast.File, named map[*ast.BlockStmt]string) map[string][]string {
	uses := map[string][]string{}
	for _, name := range named {
		uses[name] = nil
	}
	owners := []string{""} // of the nodes on the way down
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			owners = owners[:len(owners)-1]
			return false
		}
		owner := owners[len(owners)-1]
		switch n := n.(type) {
		case *ast.BlockStmt:
			if name, ok := named[n]; ok {
				owner = name
			}
		case *ast.Ident:
			if _, ok := uses[n.Name]; ok && owner != "" {
				uses[owner] = append(uses[owner], n.Name)
			}
		}
		owners = append(owners, owner)
		return true
	})
	return uses
}

// inCycles gives the names that can be reached from themselves: the strongly connected components of
// more than one name, after Tarjan, and the names that use themselves.
func inCycles(uses map[string][]string) map[string]bool {
	found := map[string]bool{}
	number, low := map[string]int{}, map[string]int{}
	var open []string
	isOpen := map[string]bool{}
	var visit func(name string)
	visit = func(name string) {
		number[name] = len(number) + 1
		low[name] = number[name]
		open, isOpen[name] = append(open, name), true
		for _, next := range uses[name] {
			if number[next] == 0 {
				visit(next)
				low[name] = min(low[name], low[next])
			} else if isOpen[next] {
				low[name] = min(low[name], number[next])
			}
			found[name] = found[name] || next == name
		}
		if low[name] != number[name] {
			return
		}
		for size := 1; ; size++ {
			last := open[len(open)-1]
			open, isOpen[last] = open[:len(open)-1], false
			found[last] = found[last] || size > 1 || last != name
			if last == name {
				return
			}
		}
	}
	for name := range uses {
		if number[name] == 0 {
			visit(name)
		}
	}
	return found
}
