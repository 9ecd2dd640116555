package instrument

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
)

// File rewrites a learner's file. A file that does not parse is returned unchanged, with the error of
// go/parser, which the compiler will report too. For a file that does something forbidden, the error is a
// *Refused and the text is nil.
func File(name string, source []byte) ([]byte, error) {
	if refused := TooDeep(source); refused != nil {
		return nil, refused
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return source, err
	}
	if err := refuse(files, file); err != nil {
		return nil, err
	}
	return rewrite(files.File(file.FileStart), file, source), nil
}

// rewrite is File for a file that parses and may be judged.
func rewrite(places *token.File, file *ast.File, source []byte) []byte {
	r := &rewriter{file: places, visit: freeName(file)}
	ast.Inspect(file, r.node)
	if len(r.edits) == 0 {
		return source // nothing in the file runs, and an unused import would be an error
	}
	r.insert(file.Name.End(), "; import "+r.visit+" "+strconv.Quote(VisitPath))
	return r.apply(source)
}

// freeName is the file's name for package visit: a name that the file does not use.
func freeName(file *ast.File) string {
	taken := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if name, ok := n.(*ast.Ident); ok {
			taken[name.Name] = true
		}
		return true
	})
	name := "visit"
	for i := 2; taken[name]; i++ {
		name = "visit" + strconv.Itoa(i)
	}
	return name
}

// rewriter collects the insertions into one file.
type rewriter struct {
	file  *token.File
	visit string
	edits []edit
}

type edit struct {
	offset int
	text   string
}

// insert puts text at a position. The token there keeps its line and column.
func (r *rewriter) insert(at token.Pos, text string) {
	place := r.file.PositionFor(at, false)
	text += fmt.Sprintf("/*line :%d:%d*/", place.Line, place.Column)
	r.edits = append(r.edits, edit{place.Offset, text})
}

func (r *rewriter) line(at token.Pos) int { return r.file.PositionFor(at, false).Line }

// call is the text of a call of package visit.
func (r *rewriter) call(function, argument string) string {
	return r.visit + "." + function + "(" + argument + ");"
}

func (r *rewriter) visitLine(at token.Pos) {
	r.insert(at, r.call("Line", strconv.Itoa(r.line(at))))
}

// node writes the calls that belong into one node. It finds statements by their lists: a statement elsewhere
// (the x := 1 of an if, the i++ of a for) is part of the statement around it, and has no room for a call.
func (r *rewriter) node(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncDecl:
		if n.Body != nil {
			r.function(n.Body)
		}
	case *ast.FuncLit:
		r.function(n.Body)
	case *ast.ForStmt:
		r.loop(n.Body)
	case *ast.RangeStmt:
		r.loop(n.Body)
	case *ast.BlockStmt:
		r.statements(n.List)
	case *ast.CaseClause:
		r.statements(n.Body)
	case *ast.CommClause:
		r.statements(n.Body)
	}
	return true
}

// function writes the bracket of a function, and its line if it has no statement.
func (r *rewriter) function(body *ast.BlockStmt) {
	if bracketed(body) {
		r.insert(body.Lbrace+1, r.call("Push", strconv.Itoa(r.line(body.Lbrace)))+"defer "+r.call("Pop", ""))
	}
	r.loop(body)
}

// bracketed reports whether a function may take long or be entered again before it ends: it has a call, a loop
// or a goto. The target of a call does not matter, because a function may be anywhere: in a map, behind an
// interface, in a variable of another name. Any other function has no bracket, because a bracket costs as much
// as a small function.
func bracketed(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false // has its own bracket; running it is a call
		case *ast.CallExpr, *ast.ForStmt, *ast.RangeStmt:
			found = true
		case *ast.BranchStmt:
			found = found || n.Tok == token.GOTO
		}
		return !found
	})
	return found
}

// loop writes the line of a body without statements.
func (r *rewriter) loop(body *ast.BlockStmt) {
	for _, s := range body.List {
		if _, empty := s.(*ast.EmptyStmt); !empty {
			return
		}
	}
	r.insert(body.Lbrace+1, r.call("Line", strconv.Itoa(r.line(body.Lbrace))))
}

func (r *rewriter) statements(list []ast.Stmt) {
	for _, s := range list {
		switch s := s.(type) {
		case *ast.EmptyStmt:
		case *ast.CaseClause, *ast.CommClause: // the body of a switch is a list of these
		case *ast.LabeledStmt:
			r.labelled(s)
		default:
			r.visitLine(s.Pos())
		}
	}
}

// labelled writes after the label, where a goto passes too. A statement that can be broken or continued must
// directly follow its label, so there it writes before the label. (The goto has its own line.)
func (r *rewriter) labelled(s *ast.LabeledStmt) {
	inner := s.Stmt
	for {
		next, ok := inner.(*ast.LabeledStmt)
		if !ok {
			break
		}
		inner = next.Stmt
	}
	switch inner.(type) {
	case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
		r.visitLine(s.Pos())
	case *ast.EmptyStmt: // a label before a closing brace
	default:
		r.visitLine(inner.Pos())
	}
}

// apply returns the source with the edits. Several edits at one place keep their order.
func (r *rewriter) apply(source []byte) []byte {
	slices.SortStableFunc(r.edits, func(a, b edit) int { return a.offset - b.offset })
	var out bytes.Buffer
	at := 0
	for _, e := range r.edits {
		out.Write(source[at:e.offset])
		out.WriteString(e.text)
		at = e.offset
	}
	out.Write(source[at:])
	return out.Bytes()
}
