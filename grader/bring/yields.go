package bring

import (
	"go/ast"
	"go/token"
	"slices"
)

// A program's goroutines change hands where one of them waits. On many processors they also do so elsewhere, and
// mistakes of order show there. So a person's files get places where the seed decides who goes on: package yield.

// yieldHere is such a place, and yieldImport makes it known in a file.
const (
	yieldHere   = "yield_of_the_lab.Here()"
	yieldImport = "; import yield_of_the_lab \"raftlab/wasm/whole/yield\""
)

// addYields adds the places to a file: after a lock was let go of, after a goroutine was started, and before a channel
// is used. They are on the line of what they belong to, so that lines keep their numbers.
func (s *goFile) addYields() {
	before := len(s.edits)
	ast.Inspect(s.tree, func(n ast.Node) bool {
		for _, statement := range statements(n) {
			switch t := statement.(type) {
			case *ast.GoStmt:
				s.insert(t.End(), "; "+yieldHere)
			case *ast.ExprStmt:
				if letsGo(t.X) {
					s.insert(t.End(), "; "+yieldHere)
				} else if receives(t.X) {
					s.insert(t.Pos(), yieldHere+"; ")
				}
			case *ast.SendStmt, *ast.SelectStmt:
				s.insert(t.Pos(), yieldHere+"; ")
			case *ast.AssignStmt:
				if slices.ContainsFunc(t.Rhs, receives) {
					s.insert(t.Pos(), yieldHere+"; ")
				}
			}
		}
		return true
	})
	if len(s.edits) > before {
		s.insert(s.tree.Name.End(), yieldImport)
	}
}

func (s *goFile) insert(at token.Pos, text string) {
	offset := s.offset(at)
	s.edits = append(s.edits, edit{offset, offset, text})
}

// statements are those of a block. Before and after them there is room for another one.
func statements(n ast.Node) []ast.Stmt {
	switch t := n.(type) {
	case *ast.BlockStmt:
		return t.List
	case *ast.CaseClause:
		return t.Body
	case *ast.CommClause:
		return t.Body
	}
	return nil
}

// letsGo reports whether a call is x.Unlock() or x.RUnlock().
func letsGo(of ast.Expr) bool {
	call, ok := of.(*ast.CallExpr)
	if !ok || len(call.Args) > 0 {
		return false
	}
	called, ok := call.Fun.(*ast.SelectorExpr)
	return ok && (called.Sel.Name == "Unlock" || called.Sel.Name == "RUnlock")
}

// receives reports whether an expression takes something from a channel.
func receives(of ast.Expr) bool {
	unary, ok := of.(*ast.UnaryExpr)
	return ok && unary.Op == token.ARROW
}
